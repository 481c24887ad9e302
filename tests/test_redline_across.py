"""Two texts side by side: markets, languages and supplements; what a reviewer wants to know of each pair."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_line import SOUND, tosgen

from tosgen.formats import redline_html, redline_json, redline_markdown, redline_terminal
from tosgen.formats.redline_parts import Side
from tosgen.formats.redline_summary import summary
from tosgen.redline.across import matched
from tosgen.redline.align import compare, compare_parts
from tosgen.redline.blocks import parse

BASE = "# T {#t}\n\n## 1. Law {#law}\n\n### 1.1 Law {#core--law}\n\nGerman law applies.\n"
WORLD = (
    "# T {#t}\n\n## 1. Us {#us}\n\n### 1.1 Us {#core--us}\n\nHarbour.\n\n## Supplement: Germany {#supplement--de}\n\n"
    "### DE 1. Law {#de--law}\n\n#### DE 1.1 Law {#de--core--law}\n\nGerman law applies to you.\n"
)
YARD = "  yard: {jurisdictions: [QZ], audience: business, entity: bench, languages: [en, zh_Hans], authoritative: en}\n"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("across") / "bench"
    shutil.copytree(SOUND, folder)
    profile = folder / "tosgen.yaml"
    text = profile.read_text("utf-8").replace("facts:\n", f"{YARD}facts:\n")
    profile.write_text(text, "utf-8")
    assert tosgen(folder, "generate").code == 0
    return folder


def test_languages_are_compared_by_what_stands_where() -> None:
    german = BASE.replace("German law applies.", "Es gilt deutsches Recht.").replace("1.1 Law", "1.1 Recht")
    more = german + "\n### 1.2 Gerichte {#core--courts}\n\nBonn.\n"
    redline = compare(BASE, more, from_="en", to="de", relation="languages")
    assert [(change.clause, change.kinds) for change in redline.changes] == [("core/courts", ("added",))]
    assert summary(redline) == "1 clause only in de; the languages differ, and the words are not compared"
    assert redline_json.as_dict(redline)["changes"][0]["spans"] == []
    assert "only in de" in redline_terminal.render(redline, color=False, width=80)
    assert "Recht" not in redline_markdown.render(redline)
    page = redline_html.render(redline, (Side("en", "en", "ltr"), Side("de", "de", "ltr")))
    assert "Es gilt deutsches Recht." in page
    assert "<ins" not in page


def test_a_clause_with_another_number_or_place_is_told_between_languages() -> None:
    german = BASE.replace("1.1 Law", "1.2 Recht")
    redline = compare(BASE, german, from_="en", to="de", relation="languages")
    assert [change.kinds for change in redline.changes] == [("renumbered",)]
    assert "1 clause has another number" in summary(redline)


def test_a_supplement_clause_meets_the_base_text_of_the_other_market() -> None:
    for old, new in ((BASE, WORLD), (WORLD, BASE)):
        before, after = matched(parse(old), parse(new))
        redline = compare_parts(before, after, from_="DE", to="world", relation="parallel")
        law = next(change for change in redline.changes if change.clause == "core/law")
        assert "reworded" in law.kinds
        assert [s.text for s in law.spans if s.op != "equal"] == [" to you"]


def test_two_supplements_of_one_clause_meet_nothing() -> None:
    two = WORLD + WORLD.partition("## Supplement")[2].join(["\n## Supplement", ""]).replace("{#de--", "{#fr--").replace(
        "supplement--de", "supplement--fr"
    ).replace("DE 1", "FR 1")
    _, after = matched(parse(BASE), parse(two))
    assert {part.key for part in after} >= {"de--core--law", "fr--core--law"}


def test_markets_differ_by_clause_and_say_why(bench: Path) -> None:
    ran = tosgen(bench, "diff", "house-rules/home", "house-rules/yard", "--format", "json")
    assert ran.json["relation"] == "parallel"
    told = ran.json["summary"]
    assert "the same" in told or "no differences" in told
    kinds = {cause["kind"] for change in ran.json["changes"] for cause in change["causes"]}
    assert kinds <= {"fact", "feature", "jurisdiction", "term", "law", "library", "outline"}


def test_a_language_is_chosen_that_both_have(bench: Path) -> None:
    ran = tosgen(bench, "diff", "house-rules/home/zh_Hans", "house-rules/yard", "--format", "json")
    assert (ran.json["from"], ran.json["to"]) == ("house-rules/home/zh_Hans@1", "house-rules/yard/zh_Hans@1")
    ran = tosgen(bench, "diff", "house-rules/home/zh_Hans", "house-rules/home/en", "--format", "json")
    assert ran.json["relation"] == "languages"
    assert ran.json["changes"] == []


def test_the_page_of_a_first_version_adds_everything(bench: Path) -> None:
    ran = tosgen(bench, "diff", "house-rules/home", "--format", "html")
    assert ran.code == 0
    assert ran.out.count('<article class="part change clause"') == 3
    assert (
        "nothing → house-rules/home/en@1" in ran.out.replace("<bdi>", "").replace("</bdi>", "") or "nothing" in ran.out
    )
    assert "Not in" not in ran.out  # there is no text that lacks them


def test_a_place_that_both_share_is_no_cause(tmp_path: Path) -> None:
    tosgen(tmp_path, "init", ".", "--example", "helpdesk", "--yes")
    made = tosgen(tmp_path, "generate", "terms-of-service/DE", "terms-of-service/DE-business")
    assert made.code == 0
    ran = tosgen(tmp_path, "diff", "terms-of-service/DE", "terms-of-service/DE-business", "--format", "json")
    causes = [cause for change in ran.json["changes"] for cause in change["causes"]]
    assert {"feature"} <= {cause["kind"] for cause in causes}
    assert not [cause for cause in causes if cause["before"] and cause["before"] == cause["after"]]
