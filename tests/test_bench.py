"""The benchmark compares like with like: its sides say the same words and record the same commits. Nothing is timed."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

sys.path.append(str(Path(__file__).parent.parent))

from tests.bench import committed, growth, ledgers, measure, ours, redlines, redlining, report, worker, workspace
from tests.bench.whole import Whole, prepared
from tests.bench.words import digest, of_html
from tosgen.ledger import Ledger
from tosgen.pipeline.inputs import Inputs

SOME = 18
"""One of each kind of document in each language, and two of another brand."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace and the peers' data, and a ledger of its documents."""
    made = tmp_path_factory.mktemp("workspace")
    workspace.write(made, SOME)
    inputs = workspace.load(made)
    sheets = prepared(inputs, workspace.items(inputs, SOME))
    (made / "sheets.pickle").write_bytes(pickle.dumps(sheets))
    worker.tosgen_record(made, SOME)
    worker.records(made, SOME)
    return made


@pytest.fixture(scope="module")
def inputs(folder: Path) -> Inputs:
    return workspace.load(folder)


@pytest.fixture(scope="module")
def pages(inputs: Inputs) -> Mapping[str, str]:
    return _ours(inputs)


def _ours(inputs: Inputs) -> dict[str, str]:
    return {name: page.decode() for name, page in ours.html(inputs, workspace.items(inputs, SOME))}


def words(pages: Mapping[str, str]) -> dict[str, str]:
    return {name: digest(of_html(page)) for name, page in pages.items()}


@pytest.mark.parametrize("once", [False, True])
def test_whole_documents_through_jinja_and_markdown_it_say_the_same_words(
    folder: Path, pages: Mapping[str, str], once: bool
) -> None:
    whole = Whole(pickle.loads((folder / "sheets.pickle").read_bytes()), compile_once=once)
    measure.same({"tosgen": words(pages), "peer": words(dict(whole.html()))}, SOME)


def test_brands_are_told_apart(pages: Mapping[str, str]) -> None:
    first, other = (of_html(pages[f"terms-of-service/DE-{brand}"]) for brand in (0, 1))
    assert "hello@brand-0.example" in first
    assert first != other
    assert first.replace("brand-0.", "brand-1.").replace("Teekontor 0", "Teekontor 1") == other


def test_the_markdown_that_site_builders_are_given_says_the_same_words(
    inputs: Inputs, pages: Mapping[str, str]
) -> None:
    parser = MarkdownIt("commonmark").enable("table")
    texts = ours.markdown(inputs, workspace.items(inputs, SOME))
    built = {name: parser.render(worker.ANCHOR.sub("", text)) for name, text in texts}
    measure.same({"tosgen": words(pages), "builder": words(built)}, SOME)


def test_another_word_stops_the_run(pages: Mapping[str, str]) -> None:
    said = words(pages)
    last = list(said)[-1]
    with pytest.raises(SystemExit, match=last):
        measure.same({"tosgen": said, "peer": {**said, last: digest("something else")}}, SOME)
    with pytest.raises(SystemExit, match="17 of 18"):
        measure.same({"tosgen": {name: said[name] for name in said if name != last}, "peer": said}, SOME)


def test_documents_made_in_memory_are_those_of_the_profile(folder: Path, inputs: Inputs) -> None:
    more = workspace.multiplied(inputs, SOME)
    assert _ours(more) == _ours(inputs)


def test_fast_import_makes_the_commits_of_the_ledger(folder: Path) -> None:
    told = worker.fast_import(folder, SOME)
    assert told["tip"] == Ledger(folder / "outputs" / workspace.EXAMPLE).tip


def test_gitpython_commits_the_files_of_the_ledger(folder: Path, tmp_path: Path) -> None:
    ledger = Ledger(folder / "outputs" / workspace.EXAMPLE)
    _, reckoned = committed.commit(tmp_path / "peer.git", _commits(folder, ledger), folder / "stream")
    assert not reckoned
    assert _tree(tmp_path / "peer.git") == _tree(ledger.path)
    messages = [_git(path, "log", "--format=%B", "main") for path in (tmp_path / "peer.git", ledger.path)]
    assert messages[0] == messages[1]


def test_gitpython_past_what_is_waited_for_goes_on_over_all_files(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committed, "MOST", 5)
    monkeypatch.setattr(committed, "SAMPLE", 2)
    ledger = Ledger(folder / "outputs" / workspace.EXAMPLE)
    _, reckoned = committed.commit(tmp_path / "peer.git", _commits(folder, ledger), folder / "stream")
    assert reckoned
    assert int(_git(tmp_path / "peer.git", "rev-list", "--count", "main")) == SOME + 2


def test_comparisons_find_the_same_edits(folder: Path) -> None:
    redlining.redline_texts(folder, SOME)
    sides = (redlining.redline_tosgen, redlining.redline_difflib, redlining.redline_git)
    told = [side(folder, 1) for side in sides]
    assert [each["marks"] for each in told] == [redlines.EDITS] * len(sides)
    assert told[0]["inside"] == 0


def test_a_mark_inside_a_word_is_seen() -> None:
    marks = list(redlining.marks([("equal", "wor"), ("delete", "k"), ("insert", "d"), ("equal", "s, then")]))
    assert marks == [("wor", "kd", "s, then")]
    assert redlining.inside(*marks[0])
    assert not redlining.inside("the ", "work", ", then")


def test_whole_ledgers_are_gone_through(tmp_path: Path) -> None:
    place, refs = ledgers.ledger(tmp_path / "one", 1)
    for command in ledgers.COMMANDS:
        ledgers.run(place, command, refs)  # SystemExit if it fails
    assert len(list((place / "pages-0").iterdir())) == len(refs) > 4


def test_the_plot_tells_what_was_sampled() -> None:
    points = [(100, 1.0, 2.0, False), (1_000, 10.0, 20.0, False), (10_000, 100.0, 200.0, True)]
    drawn = ElementTree.fromstring(growth.plot(points))
    tag = "{http://www.w3.org/2000/svg}"
    assert [c.get("fill") == "#fff" for c in drawn.iter(f"{tag}circle")] == [False, False, True] * 2
    assert sum(line.get("stroke-dasharray") is not None for line in drawn.iter(f"{tag}polyline")) == 2


def test_results_are_kept_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PAGE", "STORE", "NOTES"):
        monkeypatch.setattr(report, name, tmp_path / name)
    sides = measure.sides({"tosgen": [(1.0, 0.5), (3.0, 0.5), (2.0, 0.5)], "peer": [(20.0, 10.0)]})
    row = measure.Row("work", sides, "5 ×", notes=("A note.",))
    report.save({"compose": [row]}, ["compose", "record"], 0.5)
    report.save({"record": [replace(row, work="other work")]}, ["compose", "record"], 0.5)
    page = (tmp_path / "PAGE").read_text("utf-8")
    assert "| work | tosgen | 2 s | peer | 10 | 20 | 5 × |" in page
    assert page.index("## work") < page.index("## other work")


def _commits(folder: Path, ledger: Ledger) -> list[committed.Commit]:
    records = pickle.loads((folder / "records.pickle").read_bytes())
    texts = {name: ledger.read([f"{name}/{locale}.md"])[f"{name}/{locale}.md"].decode() for name, locale, *_ in records}
    return [(name, texts[name], *rest) for name, *rest in records]


def _tree(path: Path) -> set[str]:
    """Its files with the ids of their contents, save the one that only a ledger has."""
    lines = _git(path, "ls-tree", "-r", "main").splitlines()
    return {line for line in lines if not line.endswith(".gitattributes")}


def _git(path: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", path, *arguments], check=True, capture_output=True, text=True).stdout
