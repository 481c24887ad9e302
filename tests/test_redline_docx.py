"""A redline as a Word file: accepted it is exactly the new text, rejected the old, in LibreOffice and by lxml alone."""

from __future__ import annotations

import io
import re
import shutil
from datetime import date
from pathlib import Path

import docx as python_docx
import pytest
from command_line import SOUND, edit, tosgen
from hypothesis import Phase, given, settings
from word_files import W, part, settled
from word_texts import HELPDESK, plain_file, redlined, text, texts
from writer import Writer

CASES = Path(__file__).parent / "cases"
OWN, OTHERS = ([*sorted((CASES / name).iterdir())] for name in ("docx", "redline"))
"""Folders with a text before and after; a folder's suffix names the language."""


def case(folder: Path) -> tuple[str, str, str]:
    """Old text, new text, language."""
    old, new = ((folder / f"{side}.md").read_text("utf-8") for side in ("old", "new"))
    return old, new, folder.suffix[1:] or "en"


@pytest.mark.parametrize("folder", OWN, ids=lambda folder: folder.name)
def test_writer_gets_both_texts_back(writer: Writer, folder: Path) -> None:
    old, new, locale = case(folder)
    accepted, rejected = writer.settled(redlined(old, new, locale))
    assert accepted.text == writer.shown(plain_file(new, locale)).text
    assert rejected.text == writer.shown(plain_file(old, locale)).text
    assert (accepted.left, rejected.left) == (0, 0)
    assert accepted.changes
    assert {tuple(change[1:]) for change in accepted.changes} <= {
        ("Ana Ruiz", "2026-11-21"), ("Ana Ruiz (moved)", "2026-11-21"),
    }  # fmt: skip


@pytest.mark.parametrize("folder", [*OWN, *OTHERS], ids=lambda folder: folder.name)
def test_lxml_gets_both_texts_back(folder: Path) -> None:
    old, new, locale = case(folder)
    file = redlined(old, new, locale)
    assert settled(file, "new") == settled(plain_file(new, locale))
    assert settled(file, "old") == settled(plain_file(old, locale))


def test_anchors_are_bookmarks_of_the_accepted_text(writer: Writer) -> None:
    old, new, _ = case(CASES / "docx" / "a_clause_moves_and_takes_its_number_and_references_along.en")
    accepted, rejected = writer.settled(redlined(old, new))
    assert accepted.bookmarks == ["law", "law__place", "support", "support__answers", "terms"]
    assert {name.removesuffix("_before") for name in rejected.bookmarks} == {*accepted.bookmarks}


def test_what_was_moved_is_not_taken_for_gone() -> None:
    old, new, _ = case(CASES / "docx" / "a_clause_moves_and_takes_its_number_and_references_along.en")
    by = {(e.get(f"{W}author"), e.tag.removeprefix(W)) for e in part(redlined(old, new)).iter(f"{W}ins", f"{W}del")}
    assert by == {("Ana Ruiz", "ins"), ("Ana Ruiz", "del"), ("Ana Ruiz (moved)", "del")}


@pytest.mark.parametrize(
    ("document", "market", "locale"),
    [("terms-of-service", "DE", "de"), ("imprint", "FR", "fr"), ("imprint", "CN", "zh_Hans"), ("imprint", "AE", "ar")],
    ids=lambda value: value,
)
def test_the_examples_texts_before_and_after_facts_change(
    writer: Writer, tmp_path: Path, document: str, market: str, locale: str
) -> None:
    profile = shutil.copytree(HELPDESK.parent, tmp_path / "helpdesk") / "tosgen.yaml"
    profile.write_text(_changed(HELPDESK.read_text("utf-8")), "utf-8")
    old, new = text(document, market, locale), text(document, market, locale, profile)
    assert old != new
    accepted, rejected = writer.settled(redlined(old, new, locale))
    assert accepted.text == writer.shown(plain_file(new, locale)).text
    assert rejected.text == writer.shown(plain_file(old, locale)).text


def _changed(profile: str) -> str:
    changed = re.sub(r"\b14 Fenwick Quay\b", "15 Fenwick Quay", profile)
    return re.sub(r"(answer_within: )\d+", r"\g<1>5", changed)


def test_two_languages_are_not_compared_word_by_word(writer: Writer) -> None:
    old, new = text("cookie-notice", "FR", "fr"), text("cookie-notice", "FR", "en")
    file = redlined(old, new, worded=False)
    runs = [run for run in part(file).iter(f"{W}t") if run.getparent().getparent().tag != f"{W}ins"]
    assert "".join(run.text for run in runs).strip() == ""
    accepted, rejected = writer.settled(file)
    assert [block[1] for block in accepted.text] == [block[1] for block in writer.shown(plain_file(new)).text]
    assert [block[1] for block in rejected.text] == [block[1] for block in writer.shown(plain_file(old)).text]


@settings(max_examples=60, deadline=None)
@given(texts(), texts())
def test_any_two_texts_come_back(old: str, new: str) -> None:
    file = redlined(old, new)
    assert settled(file, "new") == settled(plain_file(new))
    assert settled(file, "old") == settled(plain_file(old))


@settings(max_examples=5, deadline=None, phases=[Phase.generate])
@given(old=texts(), new=texts())
def test_writer_gets_any_two_texts_back(writer: Writer, old: str, new: str) -> None:
    accepted, rejected = writer.settled(redlined(old, new))
    assert accepted.text == writer.shown(plain_file(new)).text
    assert rejected.text == writer.shown(plain_file(old)).text


def test_python_docx_reads_it() -> None:
    old, new, _ = case(CASES / "docx" / "a_table_gets_a_column.en")
    read = python_docx.Document(io.BytesIO(redlined(old, new)))
    assert [len(table.columns) for table in read.tables] == [2, 3]
    ids = [e.get(f"{W}id") for e in read.element.body.iter(f"{W}ins", f"{W}del", f"{W}bookmarkStart")]
    assert len(ids) == len(set(ids)) > 10
    assert read.core_properties.title == "Text"


def test_only_what_changed_is_marked() -> None:
    old, new, _ = case(CASES / "docx" / "chinese_table.zh_Hans")
    marks = [
        (e.tag.removeprefix(W), "".join(t.text for t in e.iter(f"{W}t", f"{W}delText")))
        for e in part(redlined(old, new)).iter(f"{W}ins", f"{W}del")
        if len(e)
    ]
    assert marks == [("ins", "本人"), ("ins", "聊天"), ("ins", "您"), ("ins", "在十天内")]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with two versions, and the two as files."""
    folder = tmp_path_factory.mktemp("redline") / "bench"
    shutil.copytree(SOUND, folder)
    author = ("--as", "Ana Ruiz <ana@example.test>")
    assert tosgen(folder, "generate", *author, "house-rules/home").code == 0
    edit(folder / "tosgen.yaml", "3 days", "5 days")
    assert tosgen(folder, "generate", *author, "house-rules/home").code == 0
    for version in ("1", "2"):
        (folder / f"{version}.md").write_text(tosgen(folder, "show", f"house-rules/home/en@{version}").out, "utf-8")
    return folder


def test_diff_bears_the_author_and_the_day_of_the_version(bench: Path) -> None:
    ran = tosgen(bench, "diff", "house-rules/home/en@2", "--format", "docx", "-o", "diff.docx")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    file = (bench / "diff.docx").read_bytes()
    assert settled(file, "new") == settled(plain_file((bench / "2.md").read_text("utf-8")))
    assert settled(file, "old") == settled(plain_file((bench / "1.md").read_text("utf-8")))
    recorded = tosgen(bench, "log", "house-rules/home", "--format", "json").json["versions"][1]["recorded"]
    stamps = {(e.get(f"{W}author"), e.get(f"{W}date")[:10]) for e in part(file).iter(f"{W}ins", f"{W}del")}
    assert stamps == {("Ana Ruiz", recorded[:10])}
    again = tosgen(bench, "diff", "house-rules/home/en@2", "--format", "docx", "-o", "again.docx")
    assert again.code == 0
    assert (bench / "again.docx").read_bytes() == file


def test_diff_of_a_first_version_is_all_new(bench: Path) -> None:
    assert tosgen(bench, "diff", "house-rules/home/en@1", "--format", "docx", "-o", "first.docx").code == 0
    file = (bench / "first.docx").read_bytes()
    assert settled(file, "old") == []
    assert settled(file, "new") == settled(plain_file((bench / "1.md").read_text("utf-8")))


def test_compare_takes_the_day_and_reads_its_own_redlines(bench: Path) -> None:
    ran = tosgen(bench, "compare", "1.md", "2.md", "--format", "docx", "-o", "compared.docx", "--on", "2027-02-03")
    assert (ran.code, ran.err) == (0, "")
    file = (bench / "compared.docx").read_bytes()
    assert settled(file, "old") == settled(plain_file((bench / "1.md").read_text("utf-8"), "en"))
    assert {date.fromisoformat(e.get(f"{W}date")[:10]) for e in part(file).iter(f"{W}ins")} == {date(2027, 2, 3)}
    ran = tosgen(bench, "compare", "2.md", "compared.docx")
    assert ran.out.endswith("no changes\n")
    assert "note[tracked-changes]" in ran.err
