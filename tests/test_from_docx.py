"""Word files read back: our own say what they were made of, others are read for what they say, attacks are refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import docx as python_docx
import pytest
from command_line import tosgen
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from word_texts import SAMPLES, plain_file, redlined, text, texts

from tosgen.errors import Refused
from tosgen.redline.align import compare
from tosgen.redline.blocks import parse
from tosgen.redline.from_docx import read
from tosgen.redline.word_file import LARGEST

W = f"xmlns:w={nsdecls('w').partition('=')[2]}"
DOCUMENT = "word/document.xml"


def markdown(file: bytes) -> str:
    return read(file, "x.docx").markdown


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def changed(file: bytes, parts: dict[str, bytes | None], rename: Callable[[str], str] = str) -> bytes:
    """The file with other parts; None takes one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if parts.get(name, b"") is not None:
                new.writestr(rename(name), parts.get(name) or old.read(name))
        for name in parts.keys() - set(old.namelist()):
            if (content := parts[name]) is not None:
                new.writestr(name, content)
    return out.getvalue()


def body(inner: str, file: bytes | None = None) -> bytes:
    """A file with such a body."""
    xml = f'<?xml version="1.0"?><w:document {W}><w:body>{inner}</w:body></w:document>'
    return changed(file or plain_file("x"), {DOCUMENT: xml.encode()})


def paragraphs(*texts: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in texts)


@pytest.mark.parametrize(("document", "market", "locale"), SAMPLES, ids=lambda value: value)
def test_our_own_file_equals_the_text_that_it_was_made_of(document: str, market: str, locale: str) -> None:
    recorded = text(document, market, locale)
    found = read(plain_file(recorded, locale), "x.docx")
    assert (found.language, found.notes) == (locale.replace("_", "-"), ())
    assert compare(recorded, found.markdown, from_="a", to="b").changes == ()
    assert [(part.key, part.rank, part.number) for part in parse(found.markdown)] == [
        (part.key, part.rank, part.number) for part in parse(recorded)
    ]


@settings(max_examples=50, deadline=None)
@given(texts())
def test_any_text_comes_back(recorded: str) -> None:
    assert compare(recorded, markdown(plain_file(recorded)), from_="a", to="b").changes == ()


@settings(max_examples=30, deadline=None)
@given(texts(), texts())
def test_tracked_changes_are_taken_as_accepted(old: str, new: str) -> None:
    found = read(redlined(old, new), "x.docx")
    assert compare(new, found.markdown, from_="a", to="b").changes == ()
    assert [note.code for note in found.notes] == ["tracked-changes"] * (old != new)


def test_a_contract_by_another_hand() -> None:
    document = python_docx.Document()
    document.add_heading("Supply Agreement", 0)
    document.add_heading("Term & notice", 1)
    paragraph = document.add_paragraph("Either party may ")
    paragraph.add_run("terminate").bold = True
    paragraph.add_run(" on 30 days’ notice_")
    document.add_paragraph("tea", style="List Bullet")
    document.add_paragraph("green", style="List Bullet 2")
    document.add_paragraph("pay", style="List Number")
    document.add_paragraph("wait", style="List Number")
    document.add_paragraph("As they say", style="Quote")
    table = document.add_table(2, 2)
    for at, words in enumerate(("Item", "Price", "Tea | pot", "10")):
        table.cell(at // 2, at % 2).text = words
    assert markdown(saved(document)) == (
        "# Supply Agreement\n\n## Term & notice\n\nEither party may **terminate** on 30 days’ notice\\_\n\n"
        "- tea\n  - green\n\n1. pay\n2. wait\n\n> As they say\n\n"
        "| Item | Price |\n| --- | --- |\n| Tea \\| pot | 10 |\n"
    )


NUMBERED = """<w:abstractNum %s w:abstractNumId="90">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="Article %%1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%%1.%%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%%3)"/></w:lvl>
</w:abstractNum>"""
LINES = (
    (0, "Sale", "Heading 1"), (1, "Price", "Heading 2"), (2, "in cash", ""), (2, "on time", ""),
    (1, "Tax", "Heading 2"), (2, "extra", ""), (0, "Law", "Heading 1"), (1, "Court", "Heading 2"),
)  # fmt: skip


def test_numbers_are_counted_as_word_counts_them() -> None:
    document = python_docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERED % nsdecls("w")))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for level, words, style in LINES:
        paragraph = document.add_paragraph(words, style=style or None)
        number = parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>')
        paragraph._p.get_or_add_pPr().append(number)
    assert markdown(saved(document)).split("\n\n") == [
        "# Article I Sale", "## 1.1 Price", "(a) in cash", "(b) on time", "## 1.2 Tax", "(a) extra", "# Article II Law",
        "## 2.1 Court\n",
    ]  # fmt: skip


def test_headings_are_guessed_where_none_are_marked() -> None:
    document = python_docx.Document()
    for words, bold in (
        ("1. Scope", True),
        ("This applies.", False),
        ("PAYMENT", False),
        ("Pay.", False),
        ("Bold end.", True),
    ):
        document.add_paragraph().add_run(words).bold = bold
    assert markdown(saved(document)) == "# 1. Scope\n\nThis applies.\n\n# PAYMENT\n\nPay.\n\n**Bold end.**\n"


def complex_field(instruction: str, shown: str) -> str:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText>{instruction}</w:instrText></w:r>{separate}<w:r><w:t>{shown}</w:t></w:r>{end}"


def test_fields_links_breaks_and_boxes() -> None:
    field = complex_field('HYPERLINK "https://a.example"', "us")
    bad = complex_field('HYPERLINK "javascript:alert(1)"', "bad")
    box = f"<w:r><w:pict><w:txbxContent>{paragraphs('in a box')}</w:txbxContent></w:pict></w:r>"
    index = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>XE "index"</w:instrText><w:t>no</w:t></w:r>'
    signs = "<w:r><w:br/><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>"
    inside = (
        "<w:sdt><w:sdtContent><w:p><w:smartTag><w:r><w:t>inside</w:t></w:r></w:smartTag></w:p></w:sdtContent></w:sdt>"
    )
    file = body(
        f"<w:p><w:r><w:t>See </w:t></w:r>{field}{bad}{signs}</w:p><w:p><w:r><w:t>boxed</w:t></w:r>{box}</w:p>"
        f"<w:p>{index}<w:r><w:t>hidden</w:t></w:r></w:p>{paragraphs('shown')}{inside}"
    )
    assert markdown(file) == "See [us](https://a.example)bad\\\na\u2011b\n\nboxed\n\nin a box\n\nshown\n\ninside\n"


def test_every_kind_of_tracked_change() -> None:
    mark = 'w:id="1" w:author="A"'
    ended = f"<w:pPr><w:rPr><w:del {mark}/></w:rPr></w:pPr>"
    gone = f"<w:p>{ended}<w:del {mark}><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
    came, went, here = (f"<w:r><w:t>{words}</w:t></w:r>" for words in ("new ", "old", "moved"))
    new = f"<w:ins {mark}>{came}</w:ins><w:moveFrom {mark}>{went}</w:moveFrom><w:moveTo {mark}>{here}</w:moveTo>"
    h, x, y, z = (f"<w:tc>{paragraphs(each)}</w:tc>" for each in "hxyz")
    lost = z.replace("<w:tc>", f"<w:tc><w:tcPr><w:cellDel {mark}/></w:tcPr>")
    rows = f"<w:tr>{h}</w:tr><w:tr><w:trPr><w:del {mark}/></w:trPr>{x}</w:tr><w:tr>{y}{lost}</w:tr>"
    file = body(f"{gone}<w:p>{new}</w:p><w:tbl>{rows}</w:tbl>")
    found = read(file, "x.docx")
    assert found.markdown == "new moved\n\n| h |\n| --- |\n| y |\n"
    assert [str(note) for note in found.notes] == [
        "x.docx: note[tracked-changes] its tracked changes were taken as accepted"
    ]


PLAIN = plain_file("# T {#t}\n\nWords.\n")
ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<w:document %s><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>" % W.encode()
)


def bomb(name: str) -> bytes:
    return changed(PLAIN, {name: b"<w:document " + W.encode() + b">" + b" " * (LARGEST + 1) + b"</w:document>"})


def twice() -> bytes:
    out = io.BytesIO(PLAIN)
    with zipfile.ZipFile(out, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(DOCUMENT, "<x/>")
    return out.getvalue()


def encrypted() -> bytes:
    file = bytearray(PLAIN)
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        at = file.find(start)
        while at >= 0:
            file[at + (6 if start[2] == 3 else 8)] |= 1
            at = file.find(start, at + 4)
    return bytes(file)


HOSTILE: Iterable[tuple[str, Callable[[], bytes], str]] = (
    ("nothing", lambda: b"", "bad-docx"),
    ("a text", lambda: b"PK is how it begins", "bad-docx"),
    ("cut short", lambda: PLAIN[: len(PLAIN) // 2], "bad-docx"),
    ("an old or encrypted file", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "encrypted"),
    ("an encrypted zip", encrypted, "encrypted"),
    ("another zip", lambda: changed(PLAIN, {"_rels/.rels": None, DOCUMENT: None}), "bad-docx"),
    ("no document", lambda: changed(PLAIN, {DOCUMENT: None}), "bad-docx"),
    ("a workbook", lambda: changed(PLAIN, {DOCUMENT: b"<workbook/>"}), "bad-docx"),
    ("broken XML", lambda: changed(PLAIN, {DOCUMENT: b"<w:document"}), "bad-docx"),
    ("macros", lambda: changed(PLAIN, {"word/vbaProject.bin": b"x"}), "macros"),
    ("an external entity", lambda: changed(PLAIN, {DOCUMENT: ENTITY}), "bad-docx"),
    ("an entity in the styles", lambda: changed(PLAIN, {"word/styles.xml": ENTITY}), "bad-docx"),
    ("entities in UTF-16", lambda: changed(PLAIN, {DOCUMENT: ENTITY.decode().encode("utf-16")}), "bad-docx"),
    ("a bomb", lambda: bomb(DOCUMENT), "too-large"),
    ("a bomb in the numbering", lambda: bomb("word/numbering.xml"), "too-large"),
    ("too deep", lambda: body("<w:sdt>" * 5000 + "</w:sdt>" * 5000), "bad-docx"),
    ("two documents", twice, "bad-docx"),
)  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("make", "code"), [each[1:] for each in HOSTILE], ids=[each[0] for each in HOSTILE])
def test_one_clear_refusal(make: Callable[[], bytes], code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(make(), "x.docx")
    (finding,) = refused.value.findings
    assert (finding.code, finding.place.path) == (code, "x.docx")
    assert "passwd" not in str(finding)
    assert finding.hint


@pytest.mark.parametrize(
    "numbers",
    [
        '<w:ilvl w:val="x"/><w:numId w:val="2"/>',
        '<w:numId w:val="nine"/>',
        '<w:ilvl w:val="99"/><w:numId w:val="1"/>',
        "",
    ],
)
def test_odd_properties_are_passed_over(numbers: str) -> None:
    file = body(
        f'<w:p><w:pPr><w:pStyle w:val="nowhere"/><w:numPr>{numbers}</w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>',
        PLAIN,
    )
    assert markdown(file).endswith("a\n")


def test_compare_reads_word_files_and_tells_what_they_are_not(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("# T {#t}\n\nWe answer in 14 days.\n", "utf-8")
    (tmp_path / "new.docx").write_bytes(plain_file("# T {#t}\n\nWe answer in 10 days.\n"))
    ran = tosgen(tmp_path, "compare", "old.md", "new.docx")
    assert (ran.code, ran.err) == (0, "")
    assert "[-14-]{+10+}" in ran.out
    (tmp_path / "bad.docx").write_bytes(b"no zip")
    ran = tosgen(tmp_path, "compare", "old.md", "bad.docx")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("bad.docx: error[bad-docx] ")
    (tmp_path / "macro.docm").write_bytes(PLAIN)
    ran = tosgen(tmp_path, "compare", "old.md", "macro.docm")
    assert ran.code == 2
    assert "'.docm' files cannot be compared" in ran.err
