"""What has not changed is not composed; what comes of a run is what would come of one that composes everything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

import pytest
from command_line import REPOSITORY, Ran, edit, tosgen

from tosgen.compose.document import compose
from tosgen.ledger import noted

DAY = ("--on", "2026-12-01")
CLAUSE = "global/core/disputes-records.md"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unchanged") / "studio"
    assert tosgen(folder.parent, "init", "studio", "--example", "studio", "--yes").code == 0
    assert tosgen(folder, "generate", *DAY).code == 0
    return folder


@pytest.fixture
def studio(made: Path, tmp_path: Path) -> Path:
    from shutil import copytree

    copytree(made, tmp_path / "studio")
    return tmp_path / "studio"


@contextmanager
def counted() -> Iterator[list[str]]:
    """The documents that are composed meanwhile."""
    seen: list[str] = []

    def counting(library: object, service: object, resolution: object, *rest: object) -> object:
        seen.append(f"{resolution.document}/{resolution.market.name}")  # type: ignore[attr-defined]
        return compose(library, service, resolution, *rest)  # type: ignore[arg-type]

    with patch("tosgen.pipeline.draft.compose", counting):
        yield seen


def again(folder: Path, *more: str) -> tuple[Ran, list[str]]:
    with counted() as seen:
        ran = tosgen(folder, "generate", *(more or DAY))
    assert (ran.code, ran.err) == (0, ""), ran.err
    return ran, seen


def note(folder: Path) -> Path:
    (ledger,) = (path for path in (folder / "outputs").iterdir() if (path / ".git").is_dir())
    return ledger / ".git" / noted.NAME


def overlay(folder: Path, text: str) -> None:
    """The library's clause, with more words, over the library's."""
    original = (REPOSITORY / "clauses" / CLAUSE).read_bytes()
    own = folder / "clauses" / CLAUSE
    own.parent.mkdir(parents=True, exist_ok=True)
    head, _, body = original.decode().removeprefix("---\n").partition("---\n")
    own.write_text(f"---\n{head}base: {sha256(original).hexdigest()}\n---\n{body.rstrip()} {text}\n", "utf-8")


def test_nothing_is_composed_where_nothing_changed(studio: Path) -> None:
    ran, seen = again(studio)
    assert (seen, ran.out.splitlines()[-1]) == ([], "0 new, 30 unchanged")
    told, seen = again(studio, *DAY, "--format", "json")
    assert (seen, {each["changed"] for each in told.json["documents"]}) == ([], {False})
    note(studio).unlink()
    whole, seen = again(studio, *DAY, "--format", "json")
    assert (len(seen) >= 30, whole.out) == (True, told.out)


@pytest.mark.parametrize("torn", [b"", b"{", b'{"schema": "tosgen.done/1"}', b"\xff"])
def test_a_note_that_cannot_be_read_is_no_note(studio: Path, torn: bytes) -> None:
    note(studio).write_bytes(torn)
    ran, seen = again(studio)
    assert (len(seen) >= 30, ran.out.splitlines()[-1]) == (True, "0 new, 30 unchanged")
    assert again(studio)[1] == []


def test_an_edited_clause_composes_the_documents_that_it_stands_in_and_no_others(studio: Path) -> None:
    overlay(studio, "We say so here.")
    ran, seen = again(studio)
    new = [row["document"] for row in _changed(again(studio, *DAY, "--format", "json")[0])]
    assert new == []
    recorded = [line.split()[0] for line in ran.out.splitlines() if " v2 " in line]
    assert {*seen} == {*recorded} != set()
    assert len(recorded) < 30
    note(studio).unlink()
    assert again(studio)[0].out.splitlines()[-1] == "0 new, 30 unchanged"


def _changed(ran: Ran) -> list[dict[str, str]]:
    return [row for row in ran.json["documents"] if row["changed"]]


def test_a_decision_composes_nothing_and_a_date_of_law_everything_again(studio: Path) -> None:
    ref = next(line.split()[0] for line in tosgen(studio, "log").out.splitlines()[1:])
    assert tosgen(studio, "approve", ref).code == 0
    assert again(studio)[1] == []
    assert len(again(studio, "--on", "2029-01-01")[1]) >= 30


def test_a_hand_edit_is_refused_though_nothing_else_changed(studio: Path) -> None:
    text = next(note(studio).parent.parent.glob("*/*/en.md"))
    text.write_text(text.read_text("utf-8") + "\nMine.\n", "utf-8")
    ran = tosgen(studio, "generate", *DAY)
    assert (ran.code, "error[hand-edit]" in ran.err) == (2, True)


def test_an_answer_that_changes_and_changes_back_is_composed_each_time(studio: Path) -> None:
    before = (studio / "tosgen.yaml").read_text("utf-8")
    edit(studio / "tosgen.yaml", "Lantern Street Photography, markets", "Lantern Street, markets")
    there, seen = again(studio)
    (studio / "tosgen.yaml").write_text(before, "utf-8")
    back, once_more = again(studio)
    assert seen == once_more
    assert 10 <= len(seen) < 30
    assert there.out.count(" v2 ") == back.out.count(" v3 ") == 10


def test_a_run_of_some_documents_says_nothing_of_the_others(studio: Path) -> None:
    some = [line.split()[0].partition("@")[0] for line in tosgen(studio, "log").out.splitlines()[1:3]]
    assert again(studio, *some, *DAY)[1] == []  # known from the run of all
    assert again(studio, *some, *DAY)[0].out.splitlines()[-1] == "0 new, 2 unchanged"
    edit(studio / "tosgen.yaml", "Lantern Street Photography, markets", "Lantern Street, markets")
    assert {*again(studio, *some, *DAY)[1]} == {*some}
    with counted() as seen:
        assert tosgen(studio, "generate", *some, *DAY).code == 0
    assert seen == []
    assert len({*again(studio)[1]} & {*some}) == 0
