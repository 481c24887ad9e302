"""Which requirements have a say on a change for existing users, and what each says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tosgen.audit.applicable import applicable
from tosgen.model.effect import Duty, Sending
from tosgen.model.library import Library, Notice, Requirement
from tosgen.model.version import Version
from tosgen.review.case import suitable
from tosgen.review.periods import EU_RULE, Working, earliest

PROMISE = "changes.notice"
"""The fact by which a text says how long ahead it is changed."""
_DAYS = {"day": 1, "working-day": 1, "week": 7, "month": 31, "year": 366}
_WORKING = frozenset({"working-day"})
_LENGTH = re.compile(rf"(?P<count>\d{{1,4}}) (?P<unit>{'|'.join(_DAYS)})s?")
_EU = "EU"
_SUBSTANCE = frozenset({"material", "initial"})


@dataclass(frozen=True, slots=True)
class Change:
    """A change, as rows of the register look at it."""

    old: Version | None
    """What existing users have, if they have anything."""
    version: Version
    nature: str
    kinds: tuple[str, ...]
    matters: tuple[str, ...]
    on: date
    """The day whose law counts."""


def duties(library: Library, change: Change, sent: Sequence[Sending], working: Working) -> tuple[Duty, ...]:
    """What the rows in force say, in the register's order, then what the text itself promises.

    Of a directive's row and the national one that answers it, the national one counts.
    """
    rows = list(_rows(library, change))
    ids = {row.id for row, _ in rows}
    found = [_duty(library, row, notice, change) for row, notice in rows if not ids & {*row.answered_by}]
    return tuple(_counted(duty, sent, working) for duty in [*found, *_promised(change)])


def _rows(library: Library, change: Change) -> Iterator[tuple[Requirement, Notice]]:
    version = change.version
    for item in applicable(library, version.jurisdictions, frozenset(version.features), change.on):
        notice = item.requirement.notice
        if notice is not None and _about(notice, change) and _of_document(library, item.requirement, notice, change):
            yield item.requirement, notice


def _about(notice: Notice, change: Change) -> bool:
    """Whether a change is of the kind that a row is about."""
    return {
        "any": True,
        "material": bool(_SUBSTANCE & {*change.kinds}),
        "price": "price" in change.matters,
        "purpose": "purpose" in change.matters,
        "arbitration": "arbitration" in change.matters,
        "renewal": False,  # due when a single contract is renewed, not when the text changes
    }[notice.changes]


def _of_document(library: Library, row: Requirement, notice: Notice, change: Change) -> bool:
    """Whether a row speaks of this document; consents, and words on arbitration, wherever they stand."""
    if notice.agreement == "consent":
        return change.nature == "consent"
    if notice.changes == "arbitration":
        return True
    outline = library.outlines.get(change.version.document)
    return bool({change.version.document, *(outline.answers if outline else ())} & {*row.documents})


def _duty(library: Library, row: Requirement, notice: Notice, change: Change) -> Duty:
    days = notice.major if notice.major and _SUBSTANCE & {*change.kinds} else notice.days
    return Duty(
        requirement=row.id,
        provision=f"{library.laws[row.law].name} {row.provision}",
        days=days,
        count=notice.count,
        counting=EU_RULE if row.jurisdiction == _EU else "",
        most=notice.most,
        medium=notice.medium,
        exit=notice.exit,
        reason=notice.reason,
        silence=notice.silence == "refused",
        agreement=notice.agreement,
        sent=None,
        earliest=None,
    )


def _promised(change: Change) -> Iterator[Duty]:
    """How long ahead the text that users have says that it changes in substance; months at their longest."""
    value = change.old.facts.get(PROMISE) if change.old and _SUBSTANCE & {*change.kinds} else None
    found = _LENGTH.fullmatch(value) if isinstance(value, str) else None
    if change.old and found:
        days, unit = int(found["count"]) * _DAYS[found["unit"]], found["unit"]
        provision, count = f"{change.old.document} v{change.old.version}", "working" if unit in _WORKING else "calendar"
        yield Duty(PROMISE, provision, days, count, "", None, "", None, reason=False, silence=False, agreement="",
                   sent=None, earliest=None)  # fmt: skip


def _counted(duty: Duty, sent: Sequence[Sending], working: Working) -> Duty:
    """With its period counted from the notice that it takes."""
    found = suitable(duty, sent)
    if found is None:
        return duty
    first = earliest(date.fromisoformat(found.day), duty.days, duty.count, duty.counting, working)
    return replace(duty, sent=found.day, earliest=first.isoformat())
