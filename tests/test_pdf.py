"""PDF: the words as poppler reads them, structure and standards as qpdf and pikepdf find them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from browser import missing
from command_line import files
from pikepdf import Dictionary, Name
from read_pdf import body, headings_of_tables, poppler, text, without_repeats
from recorded_texts import TEXTS, Shelf, anchors, letters, lines, words

from tosgen.cli.refs import Text
from tosgen.errors import Unavailable
from tosgen.formats import pdf, pdf_press
from tosgen.formats.header import Header
from tosgen.ledger import Ledger
from tosgen.review.history import recorded

UNSIGNED = re.compile(r"[\u0621-\u064a\s،.:؛؟]+(?![\w\u064b-\u0652])")
"""Arabic words that bear no vowel signs."""


@pytest.mark.parametrize(("name", "ref"), [p for p in TEXTS if not p.id.endswith("/ar")])
def test_the_words_are_those_of_the_recorded_text_in_order(shelf: Shelf, name: str, ref: str) -> None:
    recorded_text = shelf.markdown(name, ref)
    expected = words(recorded_text, numbered=True)
    read = letters(body(text(shelf.file(name, ref, "pdf"), "-raw")))
    assert without_repeats(read, expected, headings_of_tables(recorded_text)) == expected


def test_the_words_of_a_text_from_right_to_left(shelf: Shelf) -> None:
    """poppler puts Latin words in an Arabic line, and letters with wide signs in a word, where it likes: so what is
    Arabic without signs is compared in order, and all letters by number."""
    recorded_text = shelf.markdown("helpdesk", "privacy-notice/AE/ar")
    read = letters(body(text(shelf.file("helpdesk", "privacy-notice/AE/ar", "pdf"))))
    at = compared = 0
    for line in lines(re.sub(r"^\|.*$", "", recorded_text, flags=re.MULTILINE), numbered=False):
        for stretch in filter(lambda words: len(words) > 12, map(letters, UNSIGNED.findall(line))):  # others recur
            found = read.find(stretch, at)
            assert found >= 0, stretch
            at = found
            compared += len(stretch)
    assert compared > len(read) / 3
    more = Counter(read) - Counter(words(recorded_text, numbered=True))
    less = Counter(words(recorded_text, numbered=True)) - Counter(read)
    assert not less
    for head in map(Counter, headings_of_tables(recorded_text)):  # which a new page repeats
        while head <= more:
            more -= head
    assert not more


def test_a_letter_with_a_raised_sign_is_said_once(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of typst's said letters become one; were typst to say it once, this module would have no use."""
    word = "تسلُّم"
    made, path = of(shelf, word), tmp_path / "once.pdf"
    path.write_bytes(made)
    assert letters(text(path)).count(letters(word)) == 1
    monkeypatch.setattr(pdf_press, "_SIGNS", re.compile("(?!)"))
    twice = tmp_path / "twice.pdf"
    twice.write_bytes(of(shelf, word))
    assert Counter(letters(text(twice))) - Counter(letters(text(path))) == Counter("ل")


@pytest.mark.parametrize(("name", "ref"), TEXTS)
def test_standards_and_structure(shelf: Shelf, name: str, ref: str) -> None:
    path = shelf.file(name, ref, "pdf")
    with pikepdf.open(path) as found:
        assert found.check_pdf_syntax() == []
        root = found.Root
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert root.ViewerPreferences.Direction == (Name.R2L if ref.endswith("/ar") else Name.L2R)
        assert str(root.Lang).startswith(ref.rpartition("/")[2].partition("_")[0])
        meta = found.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        title = lines(shelf.markdown(name, ref), numbered=False)[0]
        assert (meta["dc:title"], found.docinfo["/Title"]) == (title, title)
        tags = Counter(str(each.S) for each in elements(root.StructTreeRoot))
        recorded_text = shelf.markdown(name, ref)
        heads = re.findall(r"^(#+) ", recorded_text, re.MULTILINE)
        assert [tags[f"/H{n}"] for n in (1, 2, 3, 4)] == [heads.count("#" * n) for n in (1, 2, 3, 4)]
        assert tags["/Table"] == len(headings_of_tables(recorded_text))
        assert tags["/LI"] == len(re.findall(r"^ *(?:-|\d+\.) ", recorded_text, re.MULTILINE))
        with found.open_outline() as outline:
            assert count(outline.root) == len(heads) - 1


def elements(of: pikepdf.Object) -> list[pikepdf.Object]:
    """Every element of a structure tree, a table's row of headings repeated on a new page left out."""
    inner = of.get("/K", [])
    children = list(inner) if isinstance(inner, pikepdf.Array) else [inner]
    below = [each for each in children if isinstance(each, Dictionary) and "/S" in each]
    return [every for each in below for every in (each, *elements(each))]


def count(items: list[pikepdf.OutlineItem]) -> int:
    return sum(1 + count(item.children) for item in items)


@pytest.mark.parametrize(("name", "ref"), TEXTS)
def test_every_font_is_in_the_file(shelf: Shelf, name: str, ref: str) -> None:
    rows = poppler("pdffonts", shelf.file(name, ref, "pdf")).splitlines()[2:]
    assert rows
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows), rows
    wanted = {"ar": "Amiri-", "ja": "NotoSansCJKjp-", "ko": "NotoSansCJKkr-", "zh_Hans": "NotoSansCJKsc-"}
    assert wanted.get(ref.rpartition("/")[2], "NotoSans-") in "".join(rows)


@pytest.mark.parametrize(("name", "ref"), TEXTS)
def test_anchors_are_places_in_the_file_and_references_lead_there(shelf: Shelf, name: str, ref: str) -> None:
    recorded_text = shelf.markdown(name, ref)
    with pikepdf.open(shelf.file(name, ref, "pdf")) as found:
        places = {str(name) for name in pikepdf.NameTree(found.Root.Names.Dests)}
        links = [each for page in found.pages for each in page.get("/Annots", [])]
        inner = {str(each.Dest) for each in links if "/Dest" in each}
        outer = {str(each.A.URI) for each in links if "/A" in each}
    assert places == set(anchors(recorded_text))
    assert inner == set(re.findall(r"\]\(#([^)]*)\)", recorded_text))
    assert outer == set(re.findall(r"(?<!\\)\]\(((?:https|mailto|tel):[^)]*)\)", recorded_text))


def test_headings_of_tables_are_marked_as_such(shelf: Shelf) -> None:
    with pikepdf.open(shelf.file("bench", "house-rules/home/en", "pdf")) as found:
        cells = [each for each in elements(found.Root.StructTreeRoot) if each.S in {Name.TH, Name.TD}]
        assert [str(cell.S) for cell in cells] == ["/TH", "/TH", "/TD", "/TD", "/TD", "/TD"]
        assert {str(cell.A[0].Scope) for cell in cells[:2]} == {"/Column"}


def test_paper_is_what_printers_have_there(shelf: Shelf) -> None:
    assert "(A4)" in poppler("pdfinfo", shelf.file("helpdesk", "terms-of-service/DE/de", "pdf"))


def test_qpdf_finds_nothing_wrong(shelf: Shelf) -> None:
    if shutil.which("qpdf") is None:
        missing("qpdf", "apt-get install -y --no-install-recommends qpdf")
    for ref in ("privacy-notice/AE/ar", "privacy-notice/CN/zh_Hans"):
        done = subprocess.run(["qpdf", "--check", shelf.file("helpdesk", ref, "pdf")], capture_output=True, check=False)
        assert done.returncode == 0, done.stdout


def of(shelf: Shelf, words_instead: str) -> bytes:
    """The small library's text with other words in it."""
    ledger = Ledger(shelf.root / "bench" / "outputs" / "bench")
    version = ledger.version("house-rules", "home", 1)
    markdown = ledger.text("house-rules", "home", 1, "en").replace("- band saw", f"- {words_instead}")
    document = Text("", version, "en", markdown).document()
    return pdf.write(document, Header("bench", (), "", "en"), recorded(ledger, version))


def test_several_threads_write_what_one_does(shelf: Shelf) -> None:
    ledger = Ledger(shelf.root / "helpdesk" / "outputs" / "helpdesk")
    asked = [("support-handbook", "DE", "en"), ("privacy-notice", "AE", "ar"), ("consents", "ES", "es")] * 2
    texts = []
    for document, market, locale in asked:
        version = ledger.version(document, market, 1)
        found = Text("", version, locale, ledger.text(document, market, 1, locale)).document()
        texts.append((found, Header("desk", (), "", "en"), recorded(ledger, version)))
    alone = [pdf.write(*text) for text in texts[:3]]
    assert list(pdf.write_all(texts, hands=4)) == alone * 2


def test_no_words_are_read_as_markup(shelf: Shelf, tmp_path: Path) -> None:
    words = r'"); #panic("x") \\u{41} #let $x$ = [y] {z} // /* <t> @t'
    path = tmp_path / "said.pdf"
    path.write_bytes(of(shelf, f"`{words}`"))
    assert letters(words) in letters(text(path))
    assert {'"', "#", "\\", "$", "{", "[", "@", "<"} <= set(text(path))


def test_what_fails_in_a_thread_is_told(shelf: Shelf) -> None:
    version = Ledger(shelf.root / "bench" / "outputs" / "bench").version("house-rules", "home", 1)
    ledger = Ledger(shelf.root / "bench" / "outputs" / "bench")
    markdown = ledger.text("house-rules", "home", 1, "en")
    texts = [Text("", version, "en", words).document() for words in (markdown, markdown.replace("band saw", "𒀀"))]
    many = [(text, Header("bench", (), "", "en"), recorded(ledger, version)) for text in [*texts, *texts]]
    with pytest.raises(Unavailable, match="missing-glyph"):
        list(pdf.write_all(many, hands=2))


def test_a_character_that_no_font_has_is_named(shelf: Shelf) -> None:
    with pytest.raises(Unavailable, match=r"error\[missing-glyph\] no font has a character: .*𒀀.*; install a font"):
        of(shelf, "cuneiform 𒀀")


def test_a_reference_that_leads_nowhere_is_text(shelf: Shelf) -> None:
    made = of(shelf, "[nowhere](#no--where)")
    with pikepdf.open(BytesIO(made)) as found:
        assert "no--where" not in {str(each.Dest) for each in found.pages[0].Annots if "/Dest" in each}


def test_what_is_not_installed_is_named(shelf: Shelf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdf_press, "_FONTS", {"fonts_that_nobody_has": ""})
    pdf_press._press.cache_clear()
    target = tmp_path / "rules.pdf"
    ran = shelf.show("bench", "house-rules/home", "pdf", "-o", str(target))
    pdf_press._press.cache_clear()
    assert (ran.code, ran.out) == (3, "")
    expected = (
        "error[missing-extra] PDF needs what is not installed: fonts_that_nobody_has; run `pip install 'tosgen[pdf]'`"
    )
    assert ran.err == f"pdf: {expected}\n"
    assert files(tmp_path) == {}
