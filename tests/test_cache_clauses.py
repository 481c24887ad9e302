"""A library of which some clauses have changed: they are read, the rest is as it was, and nobody can tell."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from command_line import edit
from test_cache import CLAUSE, cache, overlaid, parts, root

from tosgen.cli.cache import Cache
from tosgen.errors import Refused
from tosgen.sources import shelf
from tosgen.sources.library import load_library
from tosgen.store import OPENED

__all__ = ["cache", "root"]
BODY = "\nAnother sentence.\n"


def loaded(root: Path, cache: Path | None = None) -> object:
    """The library and its warnings, or what is wrong with it."""
    OPENED.open(opened := Cache(cache) if cache else None)
    try:
        return parts(load_library(root / "clauses", root / "own" / "clauses", version="1", commit="c"))
    except Refused as refused:
        return parts(refused.findings)
    finally:
        OPENED.open(None)
        if opened:
            opened.close()


@pytest.fixture
def opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of the library that were read."""
    found: list[str] = []
    read = shelf.read

    def noted(path: Path, *given: object, **more: object) -> object:
        found.append(path.relative_to(root).as_posix())
        return read(path, *given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(shelf, "read", noted)
    return found


def test_one_clause_changed_one_clause_is_read(root: Path, cache: Path, opened: list[str]) -> None:
    before = loaded(root, cache)
    assert len(opened) > 30
    opened.clear()
    edit(root / CLAUSE, "How we answer complaints", "How we answer")
    changed = loaded(root, cache)
    assert opened == [CLAUSE]
    assert before != changed == loaded(root)


def test_the_dated_texts_of_a_clause_are_read_together(root: Path, cache: Path, opened: list[str]) -> None:
    loaded(root, cache)
    opened.clear()
    new = root / "clauses/DE/core/law@2027-01-01.md"
    new.write_text((root / "clauses/DE/core/law.md").read_text("utf-8") + BODY, "utf-8")
    changed = loaded(root, cache)
    assert sorted(opened) == ["clauses/DE/core/law.md", "clauses/DE/core/law@2027-01-01.md"]
    assert changed == loaded(root)


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("clauses/DE/core/law.md", ("slot: law", "slot: lawn")),
        ("clauses/DE/core/law.md", ("slot: law", "slot: *law")),
        ("clauses/facts.yaml", ("How soon", "When")),
        ("clauses/documents/privacy-notice.yaml", ("Your rights", "What you can ask")),
    ],
)
def test_faults_and_other_files_are_no_matter_of_single_clauses(
    root: Path, cache: Path, opened: list[str], path: str, change: tuple[str, str]
) -> None:
    loaded(root, cache)
    opened.clear()
    edit(root / path, *change)
    changed = loaded(root, cache)
    assert len(opened) > 30
    assert changed == loaded(root)


def test_any_series_of_changes_is_read_as_if_nothing_were_known(root: Path, cache: Path) -> None:
    chance = Random(11)
    overlaid(root)
    (root / "own/clauses/global/core/complaints.md").unlink()  # the library's clause has moved on: a warning
    sound = root.with_name("sound")
    shutil.copytree(root, sound)
    for step in range(120):
        if step % 6 == 0:
            shutil.rmtree(root)
            shutil.copytree(sound, root)
        clauses = sorted((root / "clauses").rglob("*.md"))
        chance.choice(CHANGES)(root, chance.choice(clauses), chance)
        plain = loaded(root)
        assert loaded(root, cache) == plain == loaded(root, cache), step


def _reword(_: Path, clause: Path, __: Random) -> None:
    clause.write_text(clause.read_text("utf-8") + BODY, "utf-8")


def _date(_: Path, clause: Path, chance: Random) -> None:
    start = chance.choice(["2025-01-01", "2026-12-24", "2027-01-01"])
    shutil.copy(clause, clause.with_name(f"{clause.stem.partition('@')[0]}@{start}.md"))


def _lay_over(root: Path, clause: Path, _: Random) -> None:
    own = root / "own" / clause.relative_to(root)
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(clause.read_text("utf-8") + BODY, "utf-8")


def _take_away(root: Path, clause: Path, chance: Random) -> None:
    chance.choice([*(root / "own").rglob("*.md"), clause]).unlink()


def _rename(_: Path, clause: Path, __: Random) -> None:
    clause.rename(clause.with_name("another.md"))


def _spoil(_: Path, clause: Path, chance: Random) -> None:
    text = clause.read_text("utf-8")
    at = chance.randrange(len(text))
    clause.write_text(text[:at] + chance.choice(["\x07", "---\n", ": ", "x", "\n"]) + text[at:], "utf-8")


def _disturb(root: Path, clause: Path, chance: Random) -> None:
    """Something that is no clause."""
    stray = chance.choice([root / "clauses/README.md", root / "clauses/facts.yml", clause.with_suffix(".txt")])
    stray.write_text(BODY, "utf-8")


CHANGES: list[Callable[[Path, Path, Random], None]] = [
    _reword, _reword, _date, _lay_over, _take_away, _rename, _spoil, _disturb,
]  # fmt: skip
