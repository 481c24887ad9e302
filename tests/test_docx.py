"""A text as a Word file: what LibreOffice and python-docx make of it, and that the same text gives the same bytes."""

from __future__ import annotations

import io
import os
import pty
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace as Of

import docx as python_docx
import pytest
from command_line import SOUND, tosgen
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import DAY
from word_files import W, part, settled
from word_texts import SAMPLES, lines, plain_file, text
from writer import Writer

from tosgen.formats import docx
from tosgen.formats.docx_layout import bookmark
from tosgen.formats.docx_runs import directed
from tosgen.formats.header import header
from tosgen.model.history import History
from tosgen.redline.blocks import parse

RIGHT_TO_LEFT = {"ar"}


@pytest.mark.parametrize(("document", "market", "locale"), SAMPLES, ids=lambda value: value)
def test_writer_shows_every_line_with_the_number_that_was_recorded(
    writer: Writer, document: str, market: str, locale: str
) -> None:
    recorded = text(document, market, locale)
    seen = writer.shown(plain_file(recorded, locale))
    shown: list[str] = []
    for block in seen.text:
        if isinstance(block, tuple):
            number, words, _ = block
            shown += f"{number} {words}".split("\n")
        else:
            shown += [" | ".join(row) for row in block]
    assert [line.strip() for line in shown if line.strip()] == lines(recorded)
    headings = [block for block in seen.text if isinstance(block, tuple) and block[2].startswith(("Title", "Heading"))]
    assert [words for _, words, _ in headings] == [part.title for part in parse(recorded)]
    assert {style for _, _, style in headings} >= {"Title", "Heading 1", "Heading 2"}
    ids = [part.clause for part in parse(recorded) if part.rank == "clause" and not part.supplement]
    assert {bookmark(id.replace("/", "--")) for id in ids} <= {*seen.bookmarks}


@pytest.mark.parametrize(("document", "market", "locale"), SAMPLES, ids=lambda value: value)
def test_python_docx_reads_styles_tables_links_language_and_properties(document: str, market: str, locale: str) -> None:
    recorded = text(document, market, locale)
    read = python_docx.Document(io.BytesIO(plain_file(recorded, locale)))
    tag = {"zh_Hans": "zh-CN"}.get(locale, locale)
    headed = [paragraph for paragraph in read.paragraphs if paragraph.style.name.startswith(("Title", "Heading"))]
    assert [paragraph.text for paragraph in headed] == [part.title for part in parse(recorded)]
    assert len(read.tables) == recorded.count("\n|--") + recorded.count("\n|:-")
    assert all(table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None for table in read.tables)
    assert (read.core_properties.title, read.core_properties.language) == ("Text", locale.replace("_", "-"))
    body = read.element.body
    names = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    fields = [field.text.split() for field in body.iter(f"{W}instrText")]
    references = [field for field in fields if field[0] == "REF"]
    assert references
    assert all(target in names and switches == ["\\n", "\\h"] for _, target, *switches in references)
    attribute = {"ar": "bidi", "zh_Hans": "eastAsia"}.get(locale, "val")
    runs = [run for run in body.iter(f"{W}r") if run.find(f"{W}t") is not None and run.find(f"{W}t").text.strip()]
    assert {run.find(f"{W}rPr/{W}lang").get(f"{W}{attribute}") for run in runs} == {tag}
    bidi = [paragraph.find(f"{W}pPr/{W}bidi") is not None for paragraph in body.iter(f"{W}p")]
    assert any(bidi) == (locale in RIGHT_TO_LEFT)
    if locale in RIGHT_TO_LEFT:
        latin = [run for run in runs if re.search("[A-Za-z]", run.find(f"{W}t").text)]
        assert latin
        assert not [run for run in latin if run.find(f"{W}rPr/{W}rtl") is not None]


def test_bold_and_addresses_are_kept() -> None:
    read = python_docx.Document(io.BytesIO(plain_file("**You *must* pay** at [us](https://a.example/?q=1&r=2), `x`.")))
    runs = [(run.text, bool(run.bold), bool(run.italic), run.style.name) for run in read.paragraphs[0].runs if run.text]
    assert runs == [
        ("You ", True, False, "Default Paragraph Font"), ("must", True, True, "Default Paragraph Font"),
        (" pay", True, False, "Default Paragraph Font"), (" at ", False, False, "Default Paragraph Font"),
        ("us", False, False, "Hyperlink"), (", ", False, False, "Default Paragraph Font"),
        ("x", False, False, "HTML Code"),
        (".", False, False, "Default Paragraph Font"),
    ]  # fmt: skip
    assert ' HYPERLINK "https://a.example/?q=1&r=2" ' in {e.text for e in read.element.body.iter(f"{W}instrText")}


def test_numbers_that_counting_does_not_give_are_words() -> None:
    file = plain_file("# T {#t}\n\n## 4. Four {#four}\n\nSee [4](#four) and [5.2](#five).\n\n### 5.2 Five {#five}\n")
    found = settled(file)
    assert [(style, runs) for style, _, runs in found if style.startswith("H")] == [
        ("Heading1", [("", "4. Four")]), ("Heading2", [("", "5.2 Five")]),
    ]  # fmt: skip
    assert {number for style, number, _ in found if style.startswith("H")} == {("0", "0")}
    assert not [e for e in part(file).iter(f"{W}instrText") if "REF" in e.text]


def test_a_supplement_counts_on_its_own(writer: Writer) -> None:
    """And a bookmark that Word would find too long is shortened, not cut off."""
    long = "us-ca--hosting-user-content--ai-content-of-users"
    seen = writer.shown(plain_file(
        f"# T {{#t}}\n\n## 1. A {{#a}}\n\n### 1.1 B {{#core--b}}\n\nSee [US-CA 1.1](#{long}).\n\n"
        "## Supplement {#supplement--us-ca}\n\n"
        f"### US-CA 1. C {{#us-ca--c}}\n\n#### US-CA 1.1 D {{#{long}}}\n\nSee [1.1](#core--b).\n\n## 2. E {{#e}}\n"
    ))  # fmt: skip
    assert [block[:2] for block in seen.text] == [
        ("", "T"), ("1.", "A"), ("1.1", "B"), ("", "See US-CA 1.1."), ("", "Supplement"), ("US-CA 1.", "C"),
        ("US-CA 1.1", "D"), ("", "See 1.1."), ("2.", "E"),
    ]  # fmt: skip
    assert max(map(len, seen.bookmarks)) == 40


@pytest.mark.parametrize(("places", "width"), [(("US-CA", "US"), "12240"), (("US", "DE"), "11906"), ((), "11906")])
def test_paper_is_that_of_the_place(places: tuple[str, ...], width: str) -> None:
    version = Of(document="d", market="m", version=3, service="desk", facts={}, jurisdictions=places)
    history = History(version, "published", DAY, effective=DAY)  # type: ignore[arg-type]
    file = docx.write("# Terms {#d}\n\nWords.\n", "de", header(history, locale="de"), history)
    assert next(part(file).iter(f"{W}pgSz")).get(f"{W}w") == width
    assert "In force: from 21. November 2026" in "".join(part(file, "word/header1.xml").itertext())


@given(st.text("ab1 -/.:٣دف\u2068\u2069(", max_size=20), st.booleans())
def test_a_text_cut_by_direction_is_still_the_text(words: str, leftward: bool) -> None:
    found = [*directed(words, leftward=leftward)]
    assert "".join(piece for piece, _ in found) == words
    assert not leftward or all(
        not way for piece, way in found if piece.strip("\u2068\u2069 ").isascii() and piece.isalpha()
    )


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docx") / "bench"
    shutil.copytree(SOUND, folder)
    assert tosgen(folder, "generate", "house-rules/home").code == 0
    return folder


def test_show_writes_the_version_with_its_record(bench: Path) -> None:
    ran = tosgen(bench, "show", "house-rules/home/en", "--format", "docx", "-o", "rules.docx")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    file = (bench / "rules.docx").read_bytes()
    header = "".join(part(file, "word/header1.xml").itertext())
    assert "Version: 1" in header
    assert "has not been published" in header
    assert "house-rules/home/en@1" in "".join(part(file, "docProps/core.xml").itertext())
    assert [e.get(f"{W}instr").strip() for e in part(file, "word/footer1.xml").iter(f"{W}fldSimple")] == [
        "PAGE",
        "NUMPAGES",
    ]
    shown = tosgen(bench, "compare", "outputs/bench/house-rules/home/en.md", "rules.docx")
    assert shown.out.endswith("no changes\n")


def test_same_version_same_bytes_wherever_and_whenever(bench: Path, tmp_path: Path) -> None:
    made = set()
    for at, (seed, zone, locale) in enumerate([("1", "UTC", "C"), ("2", "Asia/Tokyo", "de_DE.UTF-8")]):
        target = tmp_path / f"{at}.docx"
        command = [sys.executable, "-m", "tosgen.cli.main", "-C", str(bench), "show", "house-rules/home/en"]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "LANGUAGE": ""}
        subprocess.run([*command, "--format", "docx", "-o", str(target)], check=True, cwd=tmp_path, env=environment)
        made.add(target.read_bytes())
    assert len(made) == 1
    entries = zipfile.ZipFile(io.BytesIO(made.pop())).infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    names = [entry.filename for entry in entries]
    assert names == sorted(names)


def test_a_terminal_is_spared(bench: Path) -> None:
    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "tosgen.cli.main",
        "-C",
        str(bench),
        "show",
        "house-rules/home/en",
        "--format",
        "docx",
    ]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, text=True, check=False)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert "error[binary]" in done.stderr
    assert "-o FILE.docx" in done.stderr


@settings(max_examples=20)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_is_sound_xml(words: str) -> None:
    python_docx.Document(io.BytesIO(plain_file(f"# {words} {{#t}}\n\n{words}\n\n| a |\n|---|\n| {words} |\n")))
