"""Recorded texts to show: of an example in six languages, and of a small library in Japanese and Korean."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from command_line import SOUND, Ran, tosgen
from markdown_it import MarkdownIt
from markdown_it.token import Token

REPOSITORY = Path(__file__).parent.parent
EAST = Path(__file__).parent / "cases" / "formats"
REFS = {
    "helpdesk": (
        "terms-of-service/DE/de", "dispute-resolution/worldwide/en", "dispute-resolution/FR/fr", "consents/ES/es",
        "privacy-notice/CN/zh_Hans", "privacy-notice/AE/ar", "support-handbook/DE/en",
    ),
    "bench": ("house-rules/home/en", "house-rules/home/ja", "house-rules/home/ko"),
}  # fmt: skip
"""`dispute-resolution/worldwide` has supplements, `support-handbook` boxes to tick, `consents` a section with the
document's own anchor, `house-rules` a clause that must stand out, and a fact full of markup."""
TEXTS = [pytest.param(name, ref, id=ref) for name, refs in REFS.items() for ref in refs]


@dataclass(frozen=True)
class Shelf:
    """Workspaces whose ledgers hold the texts."""

    root: Path

    def show(self, name: str, ref: str, form: str, *more: str) -> Ran:
        return tosgen(self.root / name, "show", ref, "--format", form, *more)

    def file(self, name: str, ref: str, form: str, *more: str) -> Path:
        """The text in a file of its own; made once."""
        marks = "".join(more).replace("-", "")
        path = self.root / f"{ref.replace('/', '.')}{marks}.{form}"
        if not path.exists():
            ran = self.show(name, ref, form, "-o", str(path), *more)
            assert (ran.code, ran.out, ran.err) == (0, "", "")
        return path

    def markdown(self, name: str, ref: str) -> str:
        """What the ledger holds."""
        document, market, locale = ref.split("/")
        return (self.root / name / "outputs" / name / document / market / f"{locale}.md").read_text("utf-8")


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The example's documents are drafts; the small library's is published. Built once for all modules that use it."""
    return _built(tmp_path_factory.getbasetemp())


@cache
def _built(folder: Path) -> Shelf:
    root = folder / "shelf"
    root.mkdir()
    assert tosgen(root, "init", "helpdesk", "--example", "helpdesk", "--yes").code == 0
    refs = dict.fromkeys(ref.rpartition("/")[0] for ref in REFS["helpdesk"])
    ran = tosgen(root / "helpdesk", "generate", *refs)
    assert ran.code == 0, ran.err
    shutil.copytree(SOUND, root / "bench")
    shutil.copytree(EAST, root / "bench", dirs_exist_ok=True)
    bench = root / "bench"
    assert tosgen(bench, "generate", "--on", "2099-01-01").code == 0
    published = tosgen(bench, "publish", "house-rules/home", "--effective", "2099-01-01", "--on", "2099-01-01")
    assert published.code == 0, published.err
    return Shelf(root)


def letters(text: str) -> str:
    """Letters and figures alone, in one form: what no layout changes."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LN")


def lines(markdown: str, *, numbered: bool) -> list[str]:
    """The words of a recorded text, block by block, as CommonMark has them; items `numbered` or not."""
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(markdown)
    found, item = [], ""
    for token in tokens:
        if token.type == "list_item_open" and numbered and token.markup in {".", ")"}:
            item = f"{token.info}. "
        if token.type == "inline":
            found.append(item + "".join(_words(token)).partition(" {#")[0])
            item = ""
    return found


def words(markdown: str, *, numbered: bool) -> str:
    """The letters of a recorded text in order."""
    return letters(" ".join(lines(markdown, numbered=numbered)))


def anchors(markdown: str) -> list[str]:
    """The anchors of a recorded text in order."""
    return [line.rpartition("{#")[2].rstrip("}") for line in markdown.split("\n") if line.startswith("#")]


def _words(token: Token) -> Iterator[str]:
    for child in token.children or ():
        yield {"softbreak": " ", "hardbreak": " "}.get(child.type, child.content)
