"""What a ledger says of a version beside its words, from what was decided alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from ledger_drafts import draft

from tosgen.formats.header import Header, header
from tosgen.model.history import History
from tosgen.review.history import history
from tosgen.review.state import Deed

DAYS = {1: "2026-11-01", 2: "2026-11-20", 3: "2027-01-15"}


def deed(action: str, version: int, day: str | None = None, existing: str | None = None) -> Deed:
    """`existing`: the first day for existing users, the same if left out; "never" if they keep what they have."""
    effective = date.fromisoformat(day) if day else None
    reaches = date.fromisoformat(existing) if existing and existing != "never" else None if existing else effective
    return Deed(action, version, "ana", "k", effective, None, reaches)


def told(number: int, *deeds: Deed) -> tuple[History, Header]:
    found = history(draft(number, {"en": "x"}).version, DAYS, deeds)
    return found, header(found)


@pytest.mark.parametrize(
    ("number", "deeds", "outcome", "rows", "notice"),
    [
        (1, [], "draft", {}, "Draft: this version has not been published."),
        (1, [deed("approve", 1)], "draft", {}, "Draft: this version has not been published."),
        (1, [deed("reject", 1)], "rejected", {}, "Rejected: this version was never published."),
        (1, [deed("publish", 1, "2026-12-01")], "published", {"In force": "from 1 December 2026"}, ""),
        (
            1, [deed("publish", 1, "2026-12-01"), deed("publish", 2, "2027-02-01")], "published",
            {"In force": "from 1 December 2026 to 31 January 2027", "Followed by": "version 2"}, "",
        ),
        (
            2, [deed("publish", 1, "2026-12-01"), deed("publish", 2, "2027-02-01", "2027-03-01")], "published",
            {"In force for new users": "from 1 February 2027", "For existing users": "from 1 March 2027"}, "",
        ),
        *(
            (
                number, [deed("publish", 1, "2026-12-01"), deed("publish", 2, "2027-02-01", "never")], "published",
                {"In force for new users": span, **({"Followed by": "version 2"} if number == 1 else {})}, "",
            )
            for number, span in ((1, "from 1 December 2026 to 31 January 2027"), (2, "from 1 February 2027"))
        ),
        (
            1, [deed("publish", 1, "2026-12-01"), deed("withdraw", 1, "2026-12-24")], "withdrawn",
            {"In force": "from 1 December 2026 to 23 December 2026"},
            "Withdrawn: this version does not hold from 24 December 2026 on.",
        ),
        (
            1, [deed("publish", 1, "2026-12-01"), deed("withdraw", 1, "2026-11-24")], "withdrawn", {},
            "Withdrawn: this version does not hold from 24 November 2026 on.",
        ),
        (
            2, [deed("publish", 2, "2027-02-01"), deed("publish", 3, "2027-01-20")], "overtaken", {},
            "This version never took effect: another one was published in its place.",
        ),
    ],
)  # fmt: skip
def test_header(number: int, deeds: list[Deed], outcome: str, rows: dict[str, str], notice: str) -> None:
    found, shown = told(number, *deeds)
    assert (found.outcome, shown.notice) == (outcome, notice)
    assert dict(shown.rows) == {"Service": "shop", "Version": str(number), **rows}


def test_the_day_that_a_version_bears() -> None:
    composed, _ = told(1)
    assert (composed.day, composed.first) == (date(2026, 11, 21), date(2026, 11, 1))
    public, _ = told(1, deed("publish", 1, "2026-12-01"))
    assert public.day == date(2026, 12, 1)


def test_a_version_that_came_back_holds_until_it_is_followed_again() -> None:
    """Version 2 is withdrawn, so 1 holds again; it ends once, for good, with 3."""
    deeds = [
        deed("publish", 1, "2026-12-01"), deed("publish", 2, "2027-02-01"), deed("withdraw", 2, "2027-02-05"),
    ]  # fmt: skip
    found, _ = told(2, *deeds)
    assert (found.until, found.successor) == (date(2027, 2, 5), 1)


def test_events_are_in_order_of_days() -> None:
    found, _ = told(
        2, deed("publish", 2, "2027-02-01"), deed("publish", 1, "2026-12-01"), deed("withdraw", 2, "2027-03-01")
    )
    assert [(str(e.day), e.kind, e.version) for e in found.events] == [
        ("2026-11-01", "composed", 1), ("2026-11-20", "composed", 2), ("2026-12-01", "effective", 1),
        ("2027-01-15", "composed", 3), ("2027-02-01", "effective", 2), ("2027-03-01", "withdrawn", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "name"),
    [("Desk", "Desk"), ({"en": "Desk", "de": "Pult"}, "Pult"), ({"en": "Desk"}, "Desk"), (None, "shop"), ("", "shop")],
)
def test_the_service_is_named_as_its_text_names_it(fact: Any, name: str) -> None:
    from dataclasses import replace

    version = replace(draft(1, {"en": "x", "de": "y"}).version, facts={"service.name": fact})
    assert history(version, DAYS, []).name("de") == name
