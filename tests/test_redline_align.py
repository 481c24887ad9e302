"""What becomes of clauses: added, removed, moved, renumbered, reworded; with and without anchors."""

from __future__ import annotations

import pytest

from tosgen.errors import Refused
from tosgen.formats.redline_summary import summary
from tosgen.model.version import Cause
from tosgen.redline import Redline, compare
from tosgen.redline.blocks import numbered, parse
from tosgen.redline.files import compare_files, parts_of

SECTIONS = {"law": ["core/law", "core/language"], "courts": ["core/courts", "core/arbitration"]}


def text(sections: dict[str, list[str]], words: dict[str, str] | None = None) -> str:
    """A recorded document: each clause says its own id unless told otherwise."""
    lines = ["# Terms {#terms}"]
    for s, (section, clauses) in enumerate(sections.items(), 1):
        lines.append(f"## {s}. Section {section} {{#{section}}}")
        for c, clause in enumerate(clauses, 1):
            lines.append(f"### {s}.{c} Clause {clause} {{#{clause.replace('/', '--')}}}")
            lines.append((words or {}).get(clause, f"What {clause} says stands here."))
    return "\n\n".join(lines) + "\n"


def kinds(redline: Redline) -> dict[str, tuple[str, ...]]:
    return {change.clause: change.kinds for change in redline.changes}


def compared(old: str, new: str, **causes: tuple[Cause, ...]) -> Redline:
    return compare(old, new, from_="1", to="2", causes=causes)


def test_the_same_text_has_no_changes() -> None:
    redline = compared(text(SECTIONS), text(SECTIONS))
    assert redline == Redline("1", "2", (), 4)
    assert summary(redline) == "no changes"


def test_nothing_before_means_all_is_added() -> None:
    redline = compared("", text(SECTIONS))
    assert {change.kinds for change in redline.changes} == {("added",)}
    assert summary(redline) == "4 clauses added"


def test_a_removed_clause_stands_where_it_stood() -> None:
    redline = compared(text(SECTIONS), text({**SECTIONS, "law": ["core/language"]}))
    assert list(kinds(redline).items()) == [("core/law", ("removed",)), ("core/language", ("renumbered",))]
    assert redline.changes[0].after == ""
    assert (redline.changes[1].number_before, redline.changes[1].number_after) == ("1.2", "1.1")


def test_only_the_clause_that_changed_its_place_is_moved() -> None:
    longer = {"law": ["core/law", "core/a", "core/b", "core/c"]}
    redline = compared(text(longer), text({"law": ["core/a", "core/b", "core/c", "core/law"]}))
    assert [clause for clause, found in kinds(redline).items() if "moved" in found] == ["core/law"]


def test_a_clause_in_another_section_is_moved_even_in_the_same_order() -> None:
    redline = compared(text(SECTIONS), text({"law": ["core/law"], "courts": ["core/language", *SECTIONS["courts"]]}))
    assert kinds(redline) == {
        "core/language": ("moved", "renumbered"),
        "core/courts": ("renumbered",),
        "core/arbitration": ("renumbered",),
    }


def test_a_clause_can_be_reworded_and_moved() -> None:
    other = {"law": ["core/law"], "courts": ["core/courts", "core/arbitration", "core/language"]}
    redline = compared(text(SECTIONS), text(other, {"core/language": "Other words stand here."}))
    assert kinds(redline) == {"core/language": ("reworded", "moved", "renumbered")}


def test_a_reference_that_was_renumbered_is_no_rewording() -> None:
    old = text(SECTIONS, {"core/law": "See section [2.1](#core--courts)."})
    assert kinds(compared(old, old.replace("[2.1]", "[2.2]"))) == {}
    assert kinds(compared(old, old.replace("(#core--courts)", "(#core--arbitration)"))) == {"core/law": ("reworded",)}


def test_causes_come_by_anchor_and_name_themselves_in_the_summary() -> None:
    causes = {
        "core--law": (Cause("law", "rome-1-6"),),
        "core--courts": (
            Cause("fact", "courts.place", "Bonn", "Köln"),
            Cause("library", "EU/core/courts.md", "a", "b"),
        ),
    }
    words = {"core/law": "New.", "core/courts": "Newer."}
    redline = compared(text(SECTIONS), text(SECTIONS, words), **causes)
    assert [change.causes for change in redline.changes] == list(causes.values())
    assert summary(redline) == "2 clauses reworded (law rome-1-6; fact courts.place; library)"


def test_supplements_are_told_apart() -> None:
    old = "# T {#t}\n\n## 1. Law {#law}\n\n### 1.1 Law {#core--law}\n\nIrish.\n\n## Supplement: California {#us-ca}\n\n"
    old += "### US-CA 1. Law {#us-ca--law}\n\n#### US-CA 1.1 Law {#us-ca--core--law}\n\nCalifornian.\n"
    change, section = (
        compared(old, old.replace(was, now)).changes[0]
        for was, now in (("Californian", "That of California"), ("US-CA 1. Law", "US-CA 1. The law"))
    )
    assert (change.clause, change.supplement, change.anchor) == ("core/law", "US-CA", "us-ca--core--law")
    assert (section.clause, section.supplement, section.anchor) == ("law", "US-CA", "us-ca--law")
    assert [part.rank for part in parse(old)] == ["title", "section", "clause", "supplement", "section", "clause"]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("4.2 Title", ("4.2", "Title")),
        ("4. Title", ("4", "Title")),
        ("US-CA 1.1 Title", ("US-CA 1.1", "Title")),
        ("1.1 如何投诉", ("1.1", "如何投诉")),
        ("14 days", ("", "14 days")),
        ("Title 4.2", ("", "Title 4.2")),
    ],
)
def test_numbers_of_headings(heading: str, expected: tuple[str, str]) -> None:
    assert numbered(heading) == expected


def test_a_heading_inside_code_or_a_quotation_divides_nothing() -> None:
    inside = "# A {#a}\n\n```\n# no {#no}\n```\n\n> # no {#nor}\n\nB\n---\n\nText.\n"
    assert [(part.key, part.title) for part in parse(inside)] == [("a", "A"), ("b", "B")]


def files(old: str, new: str, suffix: str = ".md") -> Redline:
    return compare_files(old, new, from_="old", to="new", suffixes=(suffix, suffix))


def test_markdown_without_anchors_goes_by_its_headings() -> None:
    old = "# Terms\n\nIntro.\n\n## 1. Scope\n\nA rule.\n\n## 2. Fees\n\nYou pay.\n"
    new = "# Terms\n\nIntro.\n\n## 1. Fees\n\nYou pay monthly.\n\n## 2. Law\n\nIrish law.\n"
    assert kinds(files(old, new)) == {"scope": ("removed",), "fees": ("reworded", "renumbered"), "law": ("added",)}


def test_a_reworded_heading_keeps_its_text() -> None:
    old = "# Terms\n\n## Fees\n\nYou pay what the order says, each month.\n\n### Late fees\n\nNone.\n"
    redline = files(old, old.replace("## Fees", "## What you pay"))
    assert [(change.kinds, change.title) for change in redline.changes] == [(("reworded",), "What you pay")]


def test_repeated_headings_are_numbered() -> None:
    assert [part.key for part in parts_of("# A\n\nx\n\n# A\n\ny\n", ".md")] == ["a", "a (2)"]


@pytest.mark.parametrize(
    ("body", "keys"),
    [
        ("1. Scope\n\nA rule.\n\n2. Fees\n\nYou pay.", ["scope", "fees"]),
        ("SCOPE\n\nA rule.\n\nFEES\n\nYou pay.", ["scope", "fees"]),
        ("Scope\n-----\n\nA rule.\n\nFees\n====\n\nYou pay.", ["scope", "fees"]),
        ("Welcome.\n\nSection 1 Scope\n\nA rule.\n\nSection 2: Fees\n\nYou pay.", ["text", "scope", "fees"]),
        ("A rule.\n\nAnother rule.\n\n1. not a heading.", ["text"]),
        ("", []),
    ],
)
def test_plain_text_goes_by_headings_that_are_clear(body: str, keys: list[str]) -> None:
    assert [part.key for part in parts_of(body, ".txt")] == keys


def test_plain_text_wrapped_otherwise_is_the_same() -> None:
    old = "We answer within 14 days\nof your complaint.\n\n- one\n- two\n\nBye."
    assert files(old, "We answer within 14 days of your\ncomplaint.\n\n\n- one\n- two\n\nBye.\n", ".txt").changes == ()
    (change,) = files(old, old.replace("14", "10"), ".txt").changes
    assert [span.text for span in change.spans if span.op != "equal"] == ["14", "10"]


def test_other_kinds_of_files_are_refused() -> None:
    with pytest.raises(Refused, match="bad-value"):
        parts_of("x", ".pdf")
