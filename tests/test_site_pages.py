"""The pages of a site in a real browser: reading, switching, anchors, redlines, keyboard, phones, paper, darkness."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import barriers, faults, scrolls_sideways, soon
from command_line import tosgen
from lxml import html
from markdown_it import MarkdownIt
from published_bench import MARKETS, TODAY, published, recorded
from recorded_texts import anchors
from site_shelves import build as shop
from site_shelves import config
from site_visits import served, visited

from tosgen.site.build import build
from tosgen.site.folder import place
from tosgen.site.pages.look import Look

SITE = (
    "\nsite:\n  base: https://example.org/legal\n  title: {en: Bench rules, de: Regeln, ar: قواعد}\n  formats: [docx]\n"
)
PAGES = {
    "root": "",
    "text": "house-rules/home/",
    "text, right to left": "house-rules/both/ar/",
    "upcoming": "house-rules/home/v/3/de/",
    "past": "house-rules/home/v/1/",
    "changes": "house-rules/both/v/3/changes/en/",
    "changes, right to left": "house-rules/home/v/2/changes/ar/",
    "history": "house-rules/home/history/",
    "nothing in force": "shop/terms-of-service/FR/",
    "title that looks like markup": "shop/terms-of-service/DE/en/",
    "Chinese": "shop/terms-of-service/DE/zh-Hans/",
    "not there": "404.html",
}
"""One of each template, and what is special."""


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that has published, with the address of a site."""
    folder = published(tmp_path_factory.mktemp("pages"))
    with (folder / "tosgen.yaml").open("a", encoding="utf-8") as profile:
        profile.write(SITE)
    return folder


@pytest.fixture(scope="session")
def built(bench: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site in `legal`, and below it one in six languages, of which a document is withdrawn."""
    target = tmp_path_factory.mktemp("www") / "legal"
    ran = tosgen(bench, "site", "build", "-o", str(target), "--on", TODAY)
    assert (ran.code, ran.err) == (0, "")
    other = config(shop(tmp_path_factory.mktemp("shop")), base="https://example.org/legal/shop/")
    place(target / "shop", build((other,), lambda _: Look()), "site")
    return target


@pytest.fixture(scope="session")
def at(built: Path) -> Iterator[str]:
    with served(built.parent) as address:
        yield f"{address}legal/"


def test_the_checker_finds_no_fault(built: Path) -> None:
    assert faults(*sorted(built.rglob("*.html"))) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_barrier_by_day_or_night_and_nothing_sticks_out_on_a_phone(browser: Any, at: str, name: str) -> None:
    for width, dark in ((1200, False), (320, True)):
        with visited(browser, at + PAGES[name], width=width, dark=dark) as page:
            assert barriers(page) == []
            assert scrolls_sideways(page) == []
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)"
            assert page.locator("h1").count() == 1


@pytest.mark.parametrize("path", ["home/", "home/ar/", "both/", "both/zh-Hans/"])
def test_a_page_carries_the_words_and_anchors_of_the_version(browser: Any, bench: Path, at: str, path: str) -> None:
    market, _, locale = path.strip("/").replace("-", "_").partition("/")
    text = recorded(bench, market, locale or MARKETS[market], 2)
    for where in (path, path.replace(f"{market}/", f"{market}/v/2/")):
        with visited(browser, f"{at}house-rules/{where}", script=False) as page:
            ids = page.eval_on_selector_all("article [id]", "all => all.map((each) => each.id)")
            assert ids == anchors(text)
            told = page.eval_on_selector("article", _READ)
            assert _bare(told) == _bare(_words(text))
            lang = (locale or MARKETS[market]).replace("_", "-")
            assert page.locator("html").get_attribute("lang") == lang
            assert page.locator("html").get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")


_READ = """article => {
  const copy = article.cloneNode(true);
  copy.querySelectorAll(".anchor, .record, .notes, .contents").forEach((each) => each.remove());
  return copy.textContent;
}"""


def _words(text: str) -> str:
    """What a reader of the recorded text sees, the anchors of its headings left out."""
    plain = re.sub(r"(?m)^(#+ .*) \{#[a-z0-9.-]+\}$", r"\1", text)
    rendered = MarkdownIt("commonmark", {"html": False}).enable("table").render(plain)
    return str(html.fromstring(f"<div>{rendered}</div>").text_content())


def _bare(words: str) -> str:
    return "".join(words.split())


def test_language_and_market_are_switched_by_links_alone(browser: Any, at: str) -> None:
    with visited(browser, at, script=False) as page:
        page.locator("#market-home").get_by_role("link", name="English").click()
        soon(page.locator("h1")).to_have_text("House rules")
        assert page.url == f"{at}house-rules/home/"
        page.get_by_role("navigation", name="Languages").get_by_role("link", name="العربية").click()
        soon(page.locator("html")).to_have_attribute("dir", "rtl")
        assert page.url == f"{at}house-rules/home/ar/"
        page.locator("nav.markets a:not([aria-current])").click()
        page.wait_for_url(f"{at}house-rules/both/ar/")
        soon(page.locator("nav.languages [aria-current]")).to_have_text("العربية")
        page.locator(".brand a").click()
        page.wait_for_url(at)


def test_a_clause_has_a_link_to_copy(browser: Any, at: str) -> None:
    where = f"{at}house-rules/home/"
    with visited(browser, where) as page:
        link = page.get_by_role("link", name="Link to “2.2 What we promise”")
        link.click()
        page.wait_for_url(f"{where}#repairs--promise")
        soon(page.locator("#copied")).to_have_text("Link copied")
        assert page.evaluate("navigator.clipboard.readText()") == f"{where}#repairs--promise"
    with visited(browser, where, script=False) as page:
        page.get_by_role("link", name="Link to “2.2 What we promise”").click()
        page.wait_for_url(f"{where}#repairs--promise")


def test_what_is_to_come_is_announced_with_text_and_changes(browser: Any, at: str) -> None:
    with visited(browser, f"{at}house-rules/home/", script=False) as page:
        note = page.get_by_role("complementary", name="About this version")
        soon(note).to_contain_text("Version 3 takes effect on 1 March 2099.")
        note.get_by_role("link", name="Read version 3").click()
        soon(page.locator(".notes")).to_contain_text("not in force yet: it takes effect on 1 March 2099")
        page.locator(".notes").get_by_role("link", name="What changes with version 3").click()
        soon(page.locator("h1")).to_have_text("House rules: what changed with version 3")


def test_a_past_version_says_so_and_leads_to_the_text_in_force(browser: Any, at: str) -> None:
    with visited(browser, f"{at}house-rules/home/v/1/de/", script=False) as page:
        soon(page.locator(".notes")).to_contain_text("1. Januar 2026")
        page.locator(".notes a").click()
        page.wait_for_url(f"{at}house-rules/home/de/")


def test_a_redline_says_what_changed_and_why(browser: Any, at: str) -> None:
    with visited(browser, f"{at}house-rules/home/v/3/changes/") as page:
        why = page.get_by_role("region", name="Why")
        soon(why).to_contain_text("What the text states about the service has changed: 3 → 4.")
        first = page.locator(".change").first
        assert first.locator(".inline del").first.inner_text().split() == ["[deleted:", "3", "]"]
        assert page.locator("main").get_by_text("bench.floors").count() == 0
        page.keyboard.press("j")
        soon(first).to_be_focused()
        page.get_by_role("link", name="2.1 Read this first").last.click()
        page.wait_for_url("**#repairs--limits")
    with visited(browser, f"{at}house-rules/home/v/3/changes/", script=False) as page:
        soon(page.locator(".change .sides").first).to_be_hidden()
        page.get_by_label("Side by side").check()
        soon(page.locator(".change .sides").first).to_be_visible()
        soon(page.locator(".change .inline").first).to_be_hidden()


def test_everything_is_reached_by_keys_and_seen(browser: Any, at: str) -> None:
    with visited(browser, f"{at}house-rules/home/") as page:
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        soon(skip).to_be_focused()
        page.wait_for_function("document.querySelector('.skip').getBoundingClientRect().top >= 0")
        page.keyboard.press("Enter")
        soon(page.locator("main")).to_be_focused()
        page.keyboard.press("Tab")
        soon(page.locator(".notes a").first).to_be_focused()
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
        page.keyboard.press("Enter")
        page.wait_for_url(f"{at}house-rules/home/v/3/")


@pytest.mark.parametrize("path", ["house-rules/home/", "house-rules/home/v/3/changes/"])
def test_paper_has_the_text_and_no_buttons(browser: Any, at: str, path: str) -> None:
    with visited(browser, at + path, media="print", dark=True) as page:
        for unwanted in (".skip", "nav.languages", "footer.site"):
            soon(page.locator(unwanted)).to_be_hidden()
        soon(page.locator("h1")).to_be_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.locator(".anchor:visible").count() == 0


def test_targets_are_large_enough_to_be_touched(browser: Any, at: str) -> None:
    with visited(browser, f"{at}house-rules/home/", width=320) as page:
        small = page.eval_on_selector_all(
            ".site a, .onward a, .notes a, .anchor, summary",
            """all => all.filter((each) => { const box = each.getBoundingClientRect();
              return box.height && (box.height < 24 || box.width < 24); }).map((each) => each.outerHTML)""",
        )
        assert small == []


def test_an_address_that_leads_nowhere_has_a_page_at_any_depth(browser: Any, at: str) -> None:
    with visited(browser, f"{at}house-rules/none/deeper/", lost=True) as page:
        assert page.evaluate("document.styleSheets.length") == 1
        page.locator("main a").click()
        page.wait_for_url(at)


def test_a_download_is_offered_where_it_was_made(browser: Any, at: str) -> None:
    with visited(browser, f"{at}house-rules/home/de/", script=False) as page:
        with page.expect_download() as got:
            page.locator('.onward a[href$=".docx"]').click()
        assert Path(got.value.path()).read_bytes()[:2] == b"PK"
        assert page.locator('.onward a[href$=".pdf"]').count() == 0


def test_themes_are_laid_over_and_a_policy_holds(browser: Any, bench: Path, tmp_path: Path) -> None:
    site = bench / "site"
    (site / "templates").mkdir(parents=True)
    (site / "static").mkdir()
    (site / "style.css").write_text(":root { --link: rgb(1, 2, 3); }\n.mark { block-size: 1rem; }\n", "utf-8")
    (site / "static" / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', "utf-8")
    (site / "templates" / "page.html").write_text(
        '{% extends "tosgen/page.html" %}{% block footer %}{{ super() }}'
        '<p class="own" style="color: red">{{ site }}<img src="{{ root }}static/logo.svg" alt=""></p>{% endblock %}',
        "utf-8",
    )
    ran = tosgen(bench, "site", "build", "-o", str(tmp_path / "www" / "legal"), "--on", TODAY)
    for path in (site / "style.css", site / "static" / "logo.svg", site / "templates" / "page.html"):
        path.unlink()
    assert ran.code == 0, ran.err
    with (
        served(tmp_path / "www") as address,
        visited(browser, f"{address}legal/house-rules/home/", barred="inline style") as page,
    ):
        soon(page.locator(".own")).to_contain_text("Bench rules")
        assert page.evaluate("getComputedStyle(document.querySelector('.notes a')).color") == "rgb(1, 2, 3)"
        assert page.evaluate("getComputedStyle(document.querySelector('.own')).color") != "rgb(255, 0, 0)"
        soon(page.locator(".own img")).to_have_js_property("complete", True)
