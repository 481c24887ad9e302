"""The HTML of a recorded text: its structure, its policy, phones, paper, screen readers, and the part for a page."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import html5lib
import pytest
from browser import barriers, faults, opened, scrolls_sideways, soon
from read_pdf import headings_of_tables, text, without_repeats
from recorded_texts import TEXTS, Shelf, anchors, letters, words
from shipped import ROOT

from tosgen.catalog.interface import voice
from tosgen.cli.refs import Text
from tosgen.formats import notice
from tosgen.ledger import Ledger
from tosgen.saying import say

FOOT = 56
"""Points at the foot of a printed page that hold its number."""
SHOWN = [
    ("helpdesk", "privacy-notice/AE/ar"), ("helpdesk", "dispute-resolution/worldwide/en"),
    ("helpdesk", "privacy-notice/CN/zh_Hans"), ("bench", "house-rules/home/ja"),
]  # fmt: skip


def parsed(path: Path) -> Any:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(path.read_text("utf-8"))


@pytest.mark.parametrize(("name", "ref"), TEXTS)
def test_structure(shelf: Shelf, name: str, ref: str) -> None:
    page, recorded = parsed(shelf.file(name, ref, "html")), shelf.markdown(name, ref)
    locale = ref.rpartition("/")[2]
    assert (page.get("lang"), page.get("dir")) == (locale.replace("_", "-"), "rtl" if locale == "ar" else "ltr")
    (main,) = page.iter("main")
    levels = [int(each.tag[1]) for each in main.iter() if re.fullmatch("h[1-6]", str(each.tag))]
    assert levels == [len(hashes) for hashes in re.findall(r"^(#+) ", recorded, re.MULTILINE)]
    ids = [each.get("id") for each in main.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    links = [each.get("href") for each in main.iter("a")]
    assert sum(link.startswith("#") for link in links) == recorded.count("](#")
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert all(cell.get("scope") == "col" for cell in main.iter("th"))
    assert len(list(main.iter("th"))) > 0 or "|---" not in recorded
    assert not [
        each.tag for each in page.iter() if each.tag in {"script", "link", "img", "iframe"} or each.get("style")
    ]


@pytest.mark.parametrize(("name", "ref"), SHOWN)
def test_the_policy_lets_in_this_style_and_nothing_else(shelf: Shelf, name: str, ref: str) -> None:
    page = parsed(shelf.file(name, ref, "html"))
    (policy,) = [each.get("content") for each in page.iter("meta") if each.get("http-equiv")]
    (style,) = page.iter("style")
    digest = b64encode(sha256(style.text.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"url\(|@import|@font-face", style.text)
    assert not re.search(
        r"\b(?:margin|padding|border)-(?:left|right)\b|\b(?:left|right):|text-align: (?:left|right)", style.text
    )


def test_the_record_is_in_a_language_of_its_own(shelf: Shelf) -> None:
    record = next(each for each in parsed(shelf.file("bench", "house-rules/home/ja", "html")).iter("div"))
    assert (record.get("class"), record.get("lang"), record.get("dir")) == ("record", "en", "ltr")
    assert [each.text for each in record.iter("dd")] == ["bench", "1", "from 1 January 2099"]
    same = next(each for each in parsed(shelf.file("bench", "house-rules/home/en", "html")).iter("div"))
    assert (same.get("class"), same.get("lang")) == ("record", None)
    draft = parsed(shelf.file("helpdesk", "privacy-notice/AE/ar", "html"))
    notice = voice("ar", [ROOT / "locales"])(say("Draft: this version has not been published."))
    assert next(each.text for each in draft.iter("strong")) == notice != "Draft: this version has not been published."


@pytest.mark.parametrize("level", ["1", "3"])
@pytest.mark.parametrize(("name", "ref"), SHOWN[:2])
def test_a_fragment_is_for_a_page_that_one_has(shelf: Shelf, name: str, ref: str, level: str) -> None:
    path = shelf.file(name, ref, "html", "--fragment", "--level", level)
    text, recorded = path.read_text("utf-8"), shelf.markdown(name, ref)
    assert not re.search(r"<(?:!doctype|html|head|body|main|style|meta|title)\b", text)
    fragment = html5lib.parseFragment(text, namespaceHTMLElements=False)
    (article,) = fragment.findall("article")
    locale = ref.rpartition("/")[2]
    assert (article.get("lang"), article.get("dir")) == (locale, "rtl" if locale == "ar" else "ltr")
    levels = [int(each.tag[1]) for each in article.iter() if re.fullmatch("h[1-6]", str(each.tag))]
    assert levels == [len(hashes) + int(level) - 1 for hashes in re.findall(r"^(#+) ", recorded, re.MULTILINE)]
    assert [each.get("id") for each in article.iter() if each.get("id")] == anchors(recorded)


def test_the_checker_finds_nothing(shelf: Shelf, tmp_path: Path) -> None:
    framed = tmp_path / "framed.html"
    part = shelf.file("helpdesk", "privacy-notice/AE/ar", "html", "--fragment", "--level", "2").read_text("utf-8")
    framed.write_text(f'<!doctype html>\n<html lang="en"><title>x</title><h1>x</h1>\n{part}</html>', "utf-8")
    assert faults(*(shelf.file(name, ref, "html") for name, ref in SHOWN), framed) == []


@pytest.mark.parametrize(("name", "ref"), SHOWN[::3])
def test_everybody_can_read_it(shelf: Shelf, name: str, ref: str, browser: Any) -> None:
    for width, dark in ((320, False), (1200, True)):
        with opened(browser, shelf.file(name, ref, "html"), width=width, dark=dark) as page:
            assert barriers(page) == []
            assert scrolls_sideways(page) == []


def test_a_wide_table_is_reached_with_keys_alone(shelf: Shelf, browser: Any) -> None:
    with opened(browser, shelf.file("helpdesk", "privacy-notice/AE/ar", "html"), width=320) as page:
        boxes = page.locator(".table")
        assert boxes.count() > 3
        widest = page.evaluate(
            "() => Math.max(...[...document.querySelectorAll('.table')].map(b => b.scrollWidth - b.clientWidth))"
        )
        assert widest > 0
        boxes.first.focus()
        assert page.evaluate("() => document.activeElement.getAttribute('aria-label')").startswith("3.1 ")


def test_an_anchor_shows_its_clause(shelf: Shelf, browser: Any) -> None:
    with opened(browser, shelf.file("bench", "house-rules/home/en", "html"), width=400, height=300) as page:
        page.locator('a[href="#core--house"]').first.click()
        assert page.evaluate("() => document.querySelector(':target').id") == "core--house"
        soon(page.locator("#core--house > h3")).to_be_in_viewport()


@pytest.mark.parametrize(("name", "ref"), [("helpdesk", "privacy-notice/CN/zh_Hans"), ("bench", "house-rules/home/en")])
def test_paper_holds_every_word(shelf: Shelf, name: str, ref: str, browser: Any, tmp_path: Path) -> None:
    printed = tmp_path / "printed.pdf"
    with opened(browser, shelf.file(name, ref, "html"), dark=True, media="print") as page:
        assert page.evaluate("() => getComputedStyle(document.body).color") == "rgb(27, 27, 27)"
        page.evaluate("() => document.querySelector('.record').remove()")  # the text's own words are compared
        page.pdf(path=printed, prefer_css_page_size=True)
    recorded = shelf.markdown(name, ref)
    expected = words(recorded, numbered=True)
    read = letters(text(printed, "-raw", foot=FOOT))
    assert without_repeats(read, expected, headings_of_tables(recorded)) == expected


@pytest.mark.parametrize(("name", "ref"), [SHOWN[0], SHOWN[3]])
def test_html_for_mail_asks_for_nothing(shelf: Shelf, name: str, ref: str, tmp_path: Path) -> None:
    """Any text in the form of a notice by mail: styles in the elements, nothing to load, one language and side."""
    document, market, locale = ref.split("/")
    version = Ledger(shelf.root / name / "outputs" / name).version(document, market, 1)
    headed = re.sub(r"^(## 1\. .*\{#).*\}$", r"\1subject}", shelf.markdown(name, ref), count=1, flags=re.MULTILINE)
    page = notice.as_html(Text("", version, locale, headed).document())
    (tmp_path / "mail.html").write_text(page, "utf-8")
    found = parsed(tmp_path / "mail.html")
    assert (found.get("lang"), found.get("dir")) == (locale, "rtl" if locale == "ar" else "ltr")
    assert not [each.tag for each in found.iter() if each.tag in {"script", "link", "img", "style", "iframe", "form"}]
    assert not [each.get("href") for each in found.iter("a") if each.get("href", "").startswith("http:")]
    assert all(each.get("style") for each in found.iter() if each.tag in {"p", "h2", "h3", "ul", "ol", "li", "a"})
    assert faults(tmp_path / "mail.html") == []
