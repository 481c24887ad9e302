"""What stands out otherwise than before; what no screen and no comment may be steered by; what a comment holds."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from pathlib import Path

import pytest
from command_line import SOUND, tosgen

from tosgen.formats import redline_json, redline_markdown, redline_terminal
from tosgen.formats.cause_words import cause
from tosgen.model.version import Cause
from tosgen.redline.align import compare
from tosgen.redline.model import Redline
from tosgen.review.kind import RULES

CASES = Path(__file__).parent / "cases"
HIDDEN = ["\u202e", "\u2066", "\u200b", "\u200f", "\x1b[2J", "\x9b31m", "\x07", "\u00ad", "\ufeff", "\U000e0041"]


def text(body: str) -> str:
    return f"# T {{#t}}\n\n## 1. Law {{#law}}\n\n### 1.1 Law {{#core--law}}\n\n{body}\n"


def compared(old: str, new: str, *causes: Cause) -> Redline:
    return compare(text(old), text(new), from_="1", to="2", causes={"core--law": causes})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("You must pay.", "You **must** pay.", "You {~now bold: must~} pay."),
        ("**You must pay.**", "You must pay.", "{~no longer bold: You must pay.~}"),
        ("You *must* pay.", "You **must** pay.", "You {~italic → bold: must~} pay."),
        ("You **must** pay.", "You ***must*** pay.", "You {~bold → bold + italic: must~} pay."),
        ("Run `x`.", "Run x.", "Run {~no longer code: x~}."),
        ("Said he.", "> Said he.", "{~now quoted: Said he.~}"),
        ("You **must** pay.", "You must **pay now**.", "You {~no longer bold: must~} {~now bold: pay~}{+ now+}."),
        ("- a\n- b", "- a\n- **b**", "- {~now bold: b~}"),
        ("| a | b |\n|---|---|\n| c | d |", "| a | b |\n|---|---|\n| **c** | d |", "{~now bold: c~} | d"),
    ],
)
def test_what_stands_out_otherwise_is_marked_as_such(old: str, new: str, told: str) -> None:
    redline = compared(old, new)
    (change,) = redline.changes
    words = "".join(s.text for s in change.spans if s.op != "insert") == change.before
    assert words
    assert change.kinds == (("reworded",) if "{+" in told else ("reformatted",))
    assert told in redline_terminal.render(redline, color=False, width=80)
    comment = redline_markdown.render(redline)
    assert "⟦" in comment
    spans = redline_json.as_dict(redline)["changes"][0]["spans"]
    assert any("was" in span for span in spans)


@pytest.mark.parametrize(
    ("old", "new"),
    [("**a b**", "**a** **b**"), ("a\nb", "a b"), ("*a*", "_a_"), ("See [1.1](#core--law).", "See [2.1](#core--law).")],
)
def test_what_reads_and_looks_the_same_is_no_change(old: str, new: str) -> None:
    assert compared(old, new).changes == ()


def test_colour_of_what_stands_out_never_stands_alone() -> None:
    made = redline_terminal.render(compared("You must pay.", "You **must** pay."), color=True, width=80)
    assert "\x1b[33m{~now bold: must~}\x1b[0m" in made


@pytest.mark.parametrize("hidden", HIDDEN)
def test_no_cause_steers_a_screen(hidden: str) -> None:
    kinds = ("fact", "library", "law", "term", "translation", "jurisdiction", "outline", "feature")
    evidence = {"subject": f"s{hidden}", "commit": "1" * 40, "blocks": [f"t{hidden}"], "citation": hidden, "on": hidden}
    given = [Cause(kind, f"n{hidden}", f"b{hidden}", f"a{hidden}", evidence) for kind in kinds]
    redline = compared("a", "b", *given)
    made = redline_terminal.render(redline, color=False, width=200) + redline_markdown.render(redline)
    assert not [c for c in made if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs"}]


def test_facts_and_hand_edited_files_are_shown_with_all_that_is_in_them(tmp_path: Path) -> None:
    """What input refuses can still stand in a file that somebody compares, and in a ledger that somebody edited."""
    for name, word in (("old", "14"), ("new", "\u202e14\x1b[31m")):
        (tmp_path / f"{name}.md").write_text(text(f"Within {word} days."), "utf-8")
    ran = tosgen(tmp_path, "compare", "old.md", "new.md")
    assert "Within {+\\u{202E}+}14{+\\u{1B}[31m+} days." in ran.out
    assert not [c for c in ran.out if c != "\n" and unicodedata.category(c) in {"Cc", "Cf"}]
    folder = tmp_path / "bench"
    shutil.copytree(SOUND, folder)
    profile = folder / "tosgen.yaml"
    profile.write_text(profile.read_text("utf-8").replace("3 days", "3\u202e days"), "utf-8")
    ran = tosgen(folder, "generate")
    assert ran.code == 2
    assert "\u202e" not in ran.err


def test_nobody_is_called_into_a_thread() -> None:
    comment = redline_markdown.render(compared("Ask us.", "Ask @octocat or see #12, or write to a@b.example."))
    assert "@&#8288;octocat" in comment
    assert "\\#&#8288;12" in comment
    assert "a@b.example" in comment


def _doc(number: int, word: str) -> str:
    clauses = (
        f"### 1.{n} Clause {n} {{#core--c{n}}}\n\nIt says {word} {'and so on ' * 20}.\n\n" for n in range(1, number)
    )
    return "# T {#t}\n\n## 1. Law {#law}\n\n" + "".join(clauses)


def test_a_comment_is_cut_between_clauses_and_says_so() -> None:
    redline = compare(_doc(900, "this"), _doc(900, "that"), from_="1", to="2")
    comment = redline_markdown.render(redline)
    assert len(comment) <= redline_markdown.LIMIT
    shown = comment.count("\n### ")
    assert 100 < shown < 899
    assert f"{899 - shown} changes are not shown here" in comment
    assert comment.count("| Clause ") >= shown
    last = comment.rsplit("### ", 1)[1]
    assert "~~this~~" in last
    assert "**that**" in last


def test_a_comment_with_room_is_not_cut() -> None:
    redline = compare(_doc(20, "this"), _doc(20, "that"), from_="1", to="2")
    comment = redline_markdown.render(redline)
    assert comment.count("\n### ") == 19
    assert "not shown here" not in comment
    assert redline_markdown.render(redline, limit=len(comment)) == comment
    assert "not shown here" in redline_markdown.render(redline, limit=len(comment) - 1)


def test_a_single_change_too_long_for_a_comment_is_left_out_whole() -> None:
    comment = redline_markdown.render(compared("a", "word " * 30_000))
    assert len(comment) < 1_000
    assert "1 change is not shown here" in comment


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (Cause("library", "EU/core/law", "a1", "b2"), "library EU/core/law: a1 → b2"),
        (Cause("library", "EU/core/law", None, "b2"), "library EU/core/law: new (b2)"),
        (Cause("library", "EU/core/law", "a1", None), "library EU/core/law: taken out (a1)"),
        (
            Cause("library", "EU/core/law", "a", "b", {"commit": "0123456789abcdef", "subject": "Clearer", "more": 2}),
            "library EU/core/law: commit 0123456789ab “Clearer”, and 2 commits before it",
        ),
        (Cause("library", "x/y/z", "a", "b", {"uncommitted": True}), "library x/y/z: edited, and not committed yet"),
        (Cause("law", "aia-50-1", "2026-08-01", "2026-08-02"), "law aia-50-1, between 2026-08-01 and 2026-08-02"),
        (Cause("law", "a", evidence={"citation": "AI Act", "on": "2026-08-02"}), "law a (AI Act), of 2026-08-02"),
        (Cause("fact", "fees", "1 EUR", "2 EUR"), "fact fees: 1 EUR → 2 EUR"),
        (Cause("feature", "goods", False, True), "feature goods: no → yes"),
        (Cause("term", "fee", "a fee", "a price"), "term fee: a fee → a price"),
        (Cause("jurisdiction", "EU", ["DE"], ["DE", "US-CA"]), "jurisdiction EU: DE → DE, US-CA"),
        (Cause("translation", "de"), "translation de"),
        (Cause("translation", "de", "a", "b", {"blocks": ["One.", "Two."]}), "translation de of “One.”; “Two.”"),
        (Cause("outline", "law", "Law", "Law and courts"), "outline law: Law → Law and courts"),
        (Cause("layout"), "layout"),
    ],
)  # fmt: skip
def test_causes_read_as_sentences_do(given: Cause, told: str) -> None:
    assert cause(given) == told


def test_every_kind_of_cause_and_change_has_an_example() -> None:
    """The golden folders are the specification: what happens in none of them, nobody has looked at."""
    generated = "\n".join(path.read_text("utf-8") for path in (CASES / "generate").glob("*/expected.txt"))
    compared = [json.loads(path.read_text("utf-8")) for path in (CASES / "redline").glob("*/expected.json")]
    found = {cause["kind"] for data in compared for change in data["changes"] for cause in change["causes"]}
    kinds = {"library", "law", "fact", "feature", "term", "jurisdiction", "translation", "outline", "layout"}
    assert {kind for kind in kinds - found if f"because of {kind}" not in generated} == set()
    for weighed in ("initial", "material", "editorial", "translation", "technical"):
        assert re.search(rf" v\d {weighed}( against|$)", generated, re.MULTILINE), weighed
    changes = {kind for data in compared for change in data["changes"] for kind in change["change"]}
    assert changes == {"added", "removed", "reworded", "reformatted", "moved", "renumbered"}


@pytest.mark.parametrize("rule", sorted(rule.__name__ for rule in RULES))
def test_every_rule_on_the_change_kind_has_an_example(rule: str) -> None:
    told = {
        "facts": "to the disadvantage of users", "rights": "with it a right of users", "citations": "any more;",
        "duties": "asks more of users", "terms": "is worded anew", "features": "the feature ",
        "jurisdictions": "the jurisdiction ", "clauses": "clauses that count as", "languages": "the text in ",
        "titles": "titles, or the order", "places": "in another place", "translations": "translated anew",
    }  # fmt: skip
    generated = "\n".join(path.read_text("utf-8") for path in (CASES / "generate").glob("*/expected.txt"))
    assert told[rule] in generated
