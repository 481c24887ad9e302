"""`tosgen export`: what each generator is given, as a golden folder, and what a target folder is spared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Set
from pathlib import Path

import pytest
import yaml
from command_line import files, tosgen
from lxml import html as lxml
from markdown_it import MarkdownIt
from published_bench import LANGUAGES, MARKETS, TODAY, published

from tosgen.model.document import Text
from tosgen.site.exports.generators import GENERATORS
from tosgen.text.flavour import blocks
from tosgen.text.markdown import html

EXPECTED = Path(__file__).parent / "cases" / "exports"
RULES = "house-rules/home"
LEFT_OUT = re.compile(r"\b(both|de|zh|v/2|v/3)\b")
"""Of the golden folders, whose pages are in English and Arabic: what is in force, and what was before."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("exports"))


def export(bench: Path, generator: str, target: Path, *more: str) -> str:
    ran = tosgen(bench, "export", "--for", generator, "--on", TODAY, *more, str(target))
    assert ran.code == 0, ran.err
    return ran.out


@pytest.fixture(scope="module", params=GENERATORS)
def exported(request: pytest.FixtureRequest, bench: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that there is, for one generator, in a folder of its name."""
    target = tmp_path_factory.mktemp("all") / request.param
    export(bench, request.param, target, "--include", "upcoming")
    return target


def pages(target: Path) -> dict[str, str]:
    return {path: content.decode() for path, content in files(target).items() if path.endswith(".md")}


def test_an_export_is_the_folder_that_it_was(exported: Path, bless: bool) -> None:
    found = {path: text for path, text in pages(exported).items() if not LEFT_OUT.search(path)}
    found["paths.txt"] = "".join(f"{path}\n" for path in files(exported))
    expected = EXPECTED / exported.name
    if bless:
        for path, text in found.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_text(text, "utf-8")
    assert found == {path: content.decode() for path, content in files(expected).items()}


def front(page: str) -> dict[str, object]:
    data = yaml.safe_load(page.split("---\n")[1])
    assert isinstance(data, dict)
    return data


def test_front_matter_holds_texts_and_no_name_that_a_generator_takes(exported: Path) -> None:
    for path, page in pages(exported).items():
        said = front(page)
        assert not said.keys() & {"dir", "url", "name", "content", "date", "publishDate", "expiryDate", "draft"}
        assert said["direction"] == ("rtl" if said["tosgen"]["language"] == "ar" else "ltr")
        assert bool(said.get("noindex")) == ("/v/" in path)
        assert all(isinstance(value, (str, list, dict)) for value in said["tosgen"].values())
        assert not re.search(r"[{}]", re.sub(r" \{#[a-z0-9.-]+\}$", "", page.split("---\n", 2)[2], flags=re.M))


def test_the_record_names_every_text_with_its_digest_and_file(exported: Path) -> None:
    (path,) = exported.rglob("tosgen/bench.json")
    found = json.loads(path.read_bytes())
    texts = [text for document in found["documents"] for v in document["versions"] for text in v["texts"]]
    assert len(texts) == len(LANGUAGES) * len(MARKETS) * 3
    for text in texts:
        page = front((exported / text["file"]).read_text("utf-8"))
        assert page["tosgen"]["sha256"] == text["acceptance"]["digest"]
        assert text["acceptance"]["version"].endswith(f"@{page['version']}")
    in_force = [text["file_in_force"] for text in texts if text["file_in_force"]]
    assert {*in_force, *(text["file"] for text in texts)} == pages(exported).keys()


def test_upcoming_versions_come_only_if_asked_for(bench: Path, tmp_path: Path) -> None:
    export(bench, "hugo", tmp_path)
    assert not [path for path in pages(tmp_path) if "v/3" in path]
    data = json.loads((tmp_path / "data/tosgen/bench.json").read_bytes())
    assert [(d["upcoming"], [v["version"] for v in d["versions"]]) for d in data["documents"]] == [([], [1, 2])] * 2
    assert "takes effect on 1 March 2099" not in "".join(pages(tmp_path).values())


def test_what_is_to_come_is_announced_where_it_is_asked_for(exported: Path) -> None:
    texts = "".join(pages(exported).values())
    assert texts.count("**Version 3 takes effect on 1 March 2099.**") == len(MARKETS)
    assert texts.count("**This version is not in force yet: it takes effect on 1 March 2099.**") == len(MARKETS)


def test_files_of_others_stay_and_ours_go_with_what_they_show(bench: Path, tmp_path: Path) -> None:
    mine = {"content/about.md": b"mine", "content/house-rules/notes.md": b"mine", "hugo.toml": b"title = 'x'"}
    for path, content in mine.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    export(bench, "hugo", tmp_path)
    stamps = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.md")}
    assert "0 written" in export(bench, "hugo", tmp_path)
    assert stamps == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.md")}
    export(bench, "hugo", tmp_path, RULES)
    assert not [path for path in pages(tmp_path) if "both" in path]
    export(bench, "jekyll", tmp_path)
    found = files(tmp_path)
    assert mine.items() <= found.items()
    assert [path for path in found if path.startswith("content/")] == sorted(mine)[:2]


def test_a_page_that_somebody_else_wrote_is_not_written_over(bench: Path, tmp_path: Path) -> None:
    page = tmp_path / "content/house-rules/home.en.md"
    page.parent.mkdir(parents=True)
    page.write_text("mine")
    ran = tosgen(bench, "export", "--for", "hugo", "--on", TODAY, str(tmp_path))
    assert (ran.code, "error[foreign-files]" in ran.err, "home.en.md" in ran.err) == (2, True, True)
    assert files(tmp_path) == {"content/house-rules/home.en.md": b"mine"}
    page.unlink()
    export(bench, "hugo", tmp_path)
    page.write_text("edited")
    ran = tosgen(bench, "export", "--for", "hugo", "--on", TODAY, str(tmp_path))
    assert (ran.code, "error[hand-edit]" in ran.err, page.read_text()) == (2, True, "edited")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--for", "gatsby"), "'gatsby' is not one of"),
        (("--for", "hugo", "letters/home"), "error[not-public]"),
        (("--for", "hugo", "imprin/home"), "error[unknown-ref] there is no document 'imprin'; did you mean 'imprint'?"),
        (("--for", "hugo", "imprint/home"), "error[not-published]"),
        (("--for", "hugo", "house-rules/home/en"), "error[bad-ref]"),
        (("--for", "hugo", "house-rules/home@2"), "error[bad-ref]"),
        (("--for", "hugo", "--on", "2025-12-31"), ""),
    ],
)
def test_what_cannot_be_exported_is_one_clear_error(
    bench: Path, tmp_path: Path, more: tuple[str, ...], code: str
) -> None:
    ran = tosgen(bench, "export", "--on", TODAY, *more, str(tmp_path / "target"))
    if code:
        assert (ran.code, code in ran.err) == (2, True), ran.err
        assert not (tmp_path / "target").exists()
    else:
        assert ran.code == 0, ran.err
        assert not pages(tmp_path / "target")


def test_two_languages_in_one_place_are_refused(bench: Path, tmp_path: Path) -> None:
    """Material's Chinese folder is `zh`, whatever the script."""
    from dataclasses import replace
    from datetime import date

    from tosgen.cli.published import tongues
    from tosgen.cli.workspace import library_in
    from tosgen.errors import Refused
    from tosgen.ledger import Ledger
    from tosgen.model.service import Site
    from tosgen.site.config import Config
    from tosgen.site.exports.generators import content
    from tosgen.site.published import shelves

    found = shelves(Ledger(bench / "outputs" / "bench"), {RULES}, date.fromisoformat(TODAY))
    (shelf,) = found
    twice = tuple(replace(e, texts={**e.texts, "zh": e.texts["zh_Hans"]}) for e in shelf.editions)
    known = {**tongues(bench, library_in(bench), found)}
    config = Config(Site(), "bench", shelf.day, (replace(shelf, editions=twice),), {**known, "zh": known["zh_Hans"]})
    with pytest.raises(Refused, match="clash"):
        content("mkdocs", config)


KEPT = frozenset({"li", "td", "th", "strong", "em", "code", "blockquote", "a"})
BODIES = (
    "3. third\n4. fourth",
    "- one\n  - inner\n  - other\n- two",
    "1. one\n\n   more of it\n2. two",
    "- a list\n\n* another",
    "**bold *and slanted* words** and ***both***",
    "*。*\nThe **（甲）**\n乙，您可以\n在此",
    "> quoted\n> words",
    "a `{{ code }}` and `a_b`",
    "line\\\nbreak",
    "| a | b |\n|:--|--:|\n| - | --- |\n| 1\\|2 | `x` |",
    "1\\. \\- \\# \\> 3(c) -- ... << >> \"q\" 's' a|b $x$ :smile: [^1] {: .c} {#id} ==m== H~2~O ^s^ \\*[HTML]: x",
    "[a \\[b\\]](https://e.example/a_b?c=1&d=2*3) and [**1.1**](#core--house)",
)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("generator", ["hugo", "eleventy", "astro", "mkdocs"])
def test_what_a_generator_reads_is_what_commonmark_read(generator: str, body: str) -> None:
    written = "\n\n".join(blocks(Text(body), GENERATORS[generator].flavour))
    if generator == "mkdocs":
        from markdown import markdown

        found = markdown(written, extensions=["attr_list", "tables", "def_list", "footnotes", "abbr", "smarty"])
    else:
        found = MarkdownIt("js-default", {"html": generator != "hugo", "typographer": True}).render(written)
    kept = KEPT - {"code"} if generator == "hugo" else KEPT  # Hugo has no code with braces
    assert [*_shape(found, kept)] == [*_shape(html(Text(body)), kept)]


def _shape(markup: str, kept: Set[str]) -> Iterator[tuple[str, str]]:
    """Words with the elements that they stand in, paragraphs of items left out, and where links lead."""
    found: list[tuple[str, str]] = []
    for text in lxml.fromstring(f"<div>{markup}</div>").xpath(".//text()"):
        above = [text.getparent(), *text.getparent().iterancestors()][text.is_tail :]
        names = [f"{each.tag}{each.get('href') or ''}" for each in above if each.tag in kept]
        where = " ".join([*names, *(each.get("start", "1") for each in above if each.tag == "ol")])
        if found and found[-1][0] == where:
            found[-1] = (where, found[-1][1] + text)
        else:
            found.append((where, text))
    return ((where, " ".join(words.split())) for where, words in found if words.strip())


def test_a_withdrawn_text_is_kept_at_its_own_address_alone(bench: Path, tmp_path: Path) -> None:
    copy = published(tmp_path)
    ran = tosgen(copy, "withdraw", "house-rules/home@2", "--reason", "wrong", "--on", TODAY)
    assert ran.code == 0, ran.err
    export(copy, "hugo", tmp_path / "site", RULES)
    found = pages(tmp_path / "site")
    assert front(found["content/house-rules/home.en.md"])["version"] == "1"
    page = found["content/house-rules/home/v/2.en.md"]
    assert front(page)["tosgen"]["state"] == "withdrawn"
    assert "**Withdrawn: this version does not hold from 15 February 2099 on.**" in page
