"""The redline as a page in a real browser: keys, folds, views, paper, narrow screens, screen readers, directions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from browser import barriers, faults, opened, scrolls_sideways, soon

from tosgen.formats import redline_html
from tosgen.formats.redline_html import Verdict
from tosgen.formats.redline_parts import Side
from tosgen.model.version import Cause, Reason
from tosgen.redline.align import compare
from tosgen.redline.model import Redline, Relation

CASES = Path(__file__).parent / "cases" / "redline"
OLD = """# Terms {#terms}

## 1. Who we are {#about}

### 1.1 The company {#core--company}

We are Harbour.

### 1.2 The service {#core--service}

You get a harbour for your boats.

## 2. Money {#money}

### 2.1 Fees {#core--fees}

You pay within 14 days:

- by card,
- by bank transfer.

| Plan | Price |
|---|---|
| small | 5 EUR |
| large | 9 EUR |

### 2.2 Liability {#core--liability}

Nothing here limits liability for injury.

## 3. Law {#law}

### 3.1 Courts {#core--courts}

The courts of Bonn decide. See [2.1](#core--fees).
"""
NEW = (
    OLD.replace("14 days", "10 days")
    .replace("| large | 9 EUR |", "| large | 11 EUR |\n| huge | <script>alert(1)</script> |")
    .replace("Nothing here limits liability for injury.", "**Nothing here limits liability for injury.**")
    .replace("- by bank transfer.", "- by bank transfer,\n- in cash\u202e.")
    + "\n### 3.2 Law {#core--law}\n\nGerman law applies.\n"
)
CAUSES = {
    "core--fees": (
        Cause("fact", "fees.due_within", "14 days", "10 days", {"asked": "Within what time must be paid?"}),
        Cause("term", "fee", "a fee", "a price"),
    ),
    "core--law": (Cause("law", "rome-1-6", evidence={"citation": "Rome I Art. 6", "on": "2026-11-22"}),),
}
WHY = (Reason("facts", "material", "fees.due_within", "fees.due_within falls from 14 days to 10 days"),)


def sides(old: str = "en", new: str = "en", names: tuple[str, str] = ("terms/DE/en@1", "terms/DE/en@2")) -> Any:
    rtl = {"ar", "he"}
    first, second = (Side(n, tag, "rtl" if tag in rtl else "ltr") for n, tag in zip(names, (old, new), strict=True))
    return first, second


def redline(old: str = OLD, new: str = NEW, relation: Relation = "versions") -> Redline:
    return compare(old, new, from_="terms/DE/en@1", to="terms/DE/en@2", causes=CAUSES, relation=relation)


def written(folder: Path, made: Redline, name: str = "page.html", **more: Any) -> Path:
    path = folder / name
    given = {"sides": sides(), "when": "2026-11-22T10:00:00+00:00", "verdict": Verdict("material", WHY), **more}
    path.write_text(redline_html.render(made, given.pop("sides"), **given), "utf-8")
    return path


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("page"), redline())


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An Arabic text against an English one, with a clause that only one of them has."""
    other = "# الشروط {#terms}\n\n## 1. من نحن {#about}\n\n### 1.1 الشركة {#core--company}\n\nنحن هاربور.\n\n"
    other += "### 1.2 الإشعار {#core--notice}\n\nنجيب خلال \u206814 يومًا\u2069.\n"
    made = compare(other, OLD, from_="terms/SA/ar@1", to="terms/SA/en@1", relation="languages")
    folder = tmp_path_factory.mktemp("arabic")
    return written(folder, made, sides=sides("ar", "en", ("terms/SA/ar@1", "terms/SA/en@1")), verdict=None)


def focused(tab: Any) -> str:
    return str(tab.evaluate("document.activeElement.id"))


def test_keys_move_between_changes_and_show_where_they_are(browser: Any, page: Path) -> None:
    with opened(browser, page, height=400) as tab:
        seen = []
        for key in "jnjjk":
            tab.keyboard.press(key)
            seen.append(focused(tab))
        assert seen == ["core--fees", "core--liability", "core--law", "core--law", "core--liability"]
        tab.keyboard.press("p")
        assert focused(tab) == "core--fees"
        box = tab.locator("#core--fees").bounding_box()
        assert -1 <= box["y"] < 60
        outline = tab.evaluate("getComputedStyle(document.activeElement).outline")
        assert "solid" in outline
        assert "none" not in outline


def test_keys_leave_browser_and_reader_alone(browser: Any, page: Path) -> None:
    with opened(browser, page) as tab:
        tab.keyboard.press("Control+j")
        assert focused(tab) == ""
        tab.uncheck("#tosgen-keys-on")
        tab.keyboard.press("j")
        assert focused(tab) == "tosgen-keys-on"


def test_from_where_one_has_scrolled_the_next_change_comes(browser: Any, page: Path) -> None:
    with opened(browser, page, height=300) as tab:
        tab.evaluate("document.getElementById('core--liability').scrollIntoView({block: 'start'})")
        tab.evaluate("window.scrollBy(0, 40)")
        tab.keyboard.press("j")
        assert focused(tab) == "core--law"


def test_unchanged_clauses_are_folded_and_open_with_the_keyboard(browser: Any, page: Path) -> None:
    with opened(browser, page) as tab:
        fold = tab.locator("details").first
        assert fold.locator("summary").inner_text().startswith("2 clauses in which nothing changed")
        assert not tab.get_by_text("You get a harbour for your boats.").is_visible()
        fold.locator("summary").focus()
        tab.keyboard.press("Enter")
        assert tab.get_by_text("You get a harbour for your boats.").is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_the_views_switch_by_keyboard_and_without_script(browser: Any, page: Path, script: bool) -> None:
    with opened(browser, page, script=script) as tab:
        inline, beside = tab.locator("#core--fees .inline"), tab.locator("#core--fees .sides")
        assert (inline.is_visible(), beside.is_visible()) == (True, False)
        tab.locator("#tosgen-inline").focus()
        tab.keyboard.press("ArrowRight")
        assert (inline.is_visible(), beside.is_visible()) == (False, True)
        assert tab.locator("#tosgen-keys").is_visible() == script
        assert "14" in tab.locator("#core--fees .old").inner_text()
        assert "10" not in tab.locator("#core--fees .old").inner_text()
        assert "14" not in tab.locator("#core--fees .new").inner_text()
        left, right = (tab.locator(f"#core--fees .{name}").bounding_box() for name in ("old", "new"))
        assert left["x"] + left["width"] <= right["x"]
        assert tab.locator("#core--law .old").inner_text().endswith("Not in terms/DE/en@1")


def test_everything_can_be_reached_with_the_tab_key(browser: Any, page: Path) -> None:
    with opened(browser, page) as tab:
        stops, here = [], "document.activeElement"
        for _ in range(30):
            tab.keyboard.press("Tab")
            stops.append(tab.evaluate(f"{here}.id || {here}.getAttribute('href') || {here}.tagName"))
            if stops[-1] == "BODY":
                break
        assert {"#core--fees", "#core--law", "tosgen-inline", "tosgen-keys-on", "SUMMARY"} <= set(stops)
        tab.locator("nav a").first.focus()
        tab.keyboard.press("Enter")
        soon(tab.locator("#core--fees")).to_be_focused()


@pytest.mark.parametrize("view", ["inline", "sides"])
@pytest.mark.parametrize("name", ["page", "arabic"])
def test_nothing_sticks_out_of_a_narrow_screen(
    browser: Any, name: str, view: str, request: pytest.FixtureRequest
) -> None:
    with opened(browser, request.getfixturevalue(name), width=320) as tab:
        if name == "page":
            tab.check(f"#tosgen-{view}")
        for fold in tab.locator("details").all():
            fold.evaluate("each => { each.open = true }")
        assert scrolls_sideways(tab) == []


def test_on_paper_colours_stay_and_tools_go(browser: Any, page: Path) -> None:
    with opened(browser, page, dark=True, media="print") as tab:
        assert not tab.locator(".tools").is_visible()
        style = "each => [getComputedStyle(each).backgroundColor, getComputedStyle(each).printColorAdjust]"
        assert tab.locator("ins").first.evaluate(style) == ["rgb(217, 243, 223)", "exact"]
        assert tab.locator("summary").first.is_visible()
        assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert len(tab.pdf(format="A4")) > 5_000


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["page", "arabic"])
def test_there_are_no_barriers(browser: Any, name: str, dark: bool, request: pytest.FixtureRequest) -> None:
    with opened(browser, request.getfixturevalue(name), dark=dark) as tab:
        assert barriers(tab) == []
        for fold in tab.locator("details").all():
            fold.evaluate("each => { each.open = true }")
        if name == "page":
            tab.check("#tosgen-sides")
        assert barriers(tab) == []


def test_the_html_is_valid(page: Path, arabic: Path, tmp_path: Path) -> None:
    made = [page, arabic]
    for at, folder in enumerate(sorted(CASES.iterdir())):
        texts = ((folder / name).read_text("utf-8") for name in ("old.md", "new.md"))
        made.append(
            written(tmp_path, compare(*texts, from_="old", to="new"), f"{at}.html", sides=(Side("a"), Side("b")))
        )
    assert faults(*made) == []


def test_both_directions_stand_side_by_side(browser: Any, arabic: Path) -> None:
    with opened(browser, arabic) as tab:
        side = "each => [each.lang, each.dir, getComputedStyle(each).direction]"
        change = tab.locator("#core--notice")
        assert change.locator(".old").evaluate(side) == ["ar", "rtl", "rtl"]
        assert change.locator(".new").evaluate(side) == ["en", "ltr", "ltr"]
        assert tab.locator("details").first.get_attribute("open") == ""
        assert tab.locator("#core--company .old p").first.is_visible()
        assert tab.locator("del, ins").count() == 0
        assert tab.locator("h1").evaluate("each => getComputedStyle(each).direction") == "ltr"


def test_screen_readers_hear_what_others_see(browser: Any, page: Path) -> None:
    with opened(browser, page) as tab:
        heard = tab.locator("#core--fees .inline").evaluate("each => each.textContent")
        assert "within [deleted: 14][inserted: 10] days" in " ".join(heard.split())
        assert tab.locator("ins").first.get_attribute("datetime") == "2026-11-22T10:00:00+00:00"
        hidden = tab.locator(".said").first.bounding_box()
        assert hidden["width"] <= 1
        assert "now bold" in tab.locator("#core--liability .inline").inner_text()
        article = tab.get_by_role("article", name="2.1 Fees reworded")
        assert article.count() == 1
        lines = "each => [getComputedStyle(each).textDecorationLine]"
        assert tab.locator("ins").first.evaluate(lines) == ["underline"]
        assert tab.locator("del").first.evaluate(lines) == ["line-through"]


def test_no_text_becomes_markup_and_nothing_is_hidden(browser: Any, page: Path) -> None:
    with opened(browser, page) as tab:
        shown = tab.locator("#core--fees .inline").inner_text()
        assert "<script>alert(1)</script>" in shown
        assert "\\u{202E}" in shown
        assert "\u202e" not in page.read_text("utf-8")


def test_a_script_that_was_slipped_in_does_not_run(browser: Any, page: Path, tmp_path: Path) -> None:
    spoiled = tmp_path / "spoiled.html"
    text = page.read_text("utf-8").replace("</main>", "<script>document.title = 'taken'</script></main>")
    spoiled.write_text(text, "utf-8")
    with pytest.raises(AssertionError, match="Content Security Policy"), opened(browser, spoiled) as tab:
        assert tab.title() == "Redline: terms/DE/en@1 → terms/DE/en@2"


def test_causes_stand_with_their_evidence_and_lead_to_what_they_changed(browser: Any, page: Path) -> None:
    with opened(browser, page) as tab:
        told = tab.get_by_role("region", name="Causes").locator("li").all_inner_texts()
        assert [" ".join(each.split()) for each in told] == [
            "fact fees.due_within: 14 days → 10 days (Within what time must be paid?) 2.1 Fees",
            "term fee: a fee → a price 2.1 Fees",
            "law rome-1-6 (Rome I Art. 6), of 2026-11-22 3.2 Law",
        ]
        assert "fees.due_within falls" in tab.get_by_role("region", name="Change kind").inner_text()


def test_two_markets_mark_what_only_one_has(browser: Any, tmp_path: Path) -> None:
    path = written(tmp_path, redline(relation="parallel"), verdict=None)
    with opened(browser, path) as tab:
        law = tab.locator("#core--law")
        assert "only in terms/DE/en@2" in law.inner_text()
        assert law.locator("ins").count() == 0
        assert tab.locator("#tosgen-sides").is_checked()
        assert "German law applies." in law.locator(".new").inner_text()


def test_a_page_has_no_need_of_anything_else(page: Path) -> None:
    text = page.read_text("utf-8")
    assert re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?([^\"'\s)>]+)", text.split("<style>")[0]) == []
    assert {target for target in re.findall(r'href="([^"]*)"', text) if not target.startswith("#")} == set()
    anchors = {*re.findall(r'id="([^"]*)"', text)}
    assert {target[1:] for target in re.findall(r'href="([^"]*)"', text)} <= anchors
    assert json.dumps(sorted(anchors)) == json.dumps(sorted(re.findall(r' id="([^"]*)"', text)))
