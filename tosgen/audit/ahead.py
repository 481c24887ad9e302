"""What is coming: the days on which requirements and clauses of a market begin or end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from tosgen.audit.applicable import places_of
from tosgen.model.audit import CHECKLIST, Coming
from tosgen.model.library import Library, Requirement
from tosgen.model.service import Market


def coming(
    library: Library, markets: Mapping[str, tuple[Market, frozenset[str], Sequence[str]]], after: date
) -> list[Coming]:
    """Every requirement that begins or ends after a day, by day; last those that are enacted without a date.

    `markets`: name -> market, its features, its documents.
    """
    found = [
        Coming(row, change, on, names, tuple(sorted(documents)))
        for row in library.requirements.values()
        for change, on in _turns(row, after)
        if (names := tuple(n for n, (m, features, _) in markets.items() if _binds(library, m, features, row)))
        and (documents := {d for n in names for d in markets[n][2] if d in _answering(library, row)}) is not None
    ]
    return sorted(found, key=lambda item: (item.on is None, item.on or date.min, item.requirement.id))


def days(library: Library, market: Market, features: frozenset[str], after: date) -> list[date]:
    """The days after which a market's clauses are others: a clause begins or ends, a requirement begins or ends."""
    places = places_of(library, market.jurisdictions)
    clauses = [c for c in library.clauses if c.jurisdiction in places and c.needs.holds(features)]
    turns = {day for c in clauses for day in (c.span.start, c.span.end) if day and day > after}
    rows = [row for row in library.requirements.values() if _binds(library, market, features, row)]
    turns |= {day for row in rows for _, day in _turns(row, after) if day}
    return sorted(turns)


def _binds(library: Library, market: Market, features: frozenset[str], row: Requirement) -> bool:
    return row.jurisdiction in places_of(library, market.jurisdictions) and not row.gone and row.when.holds(features)


def _turns(row: Requirement, after: date) -> Iterator[tuple[Literal["begins", "ends"], date | None]]:
    if row.applies_from is None:
        yield "begins", None
    elif row.applies_from > after:
        yield "begins", row.applies_from
    if row.applies_until and row.applies_until > after:
        yield "ends", row.applies_until


def _answering(library: Library, row: Requirement) -> frozenset[str]:
    """The outlines that answer a row."""
    names = {*row.documents, *([CHECKLIST] if row.kind == "practice" else [])}
    return frozenset(o for o, outline in library.outlines.items() if names & {o, *outline.answers})
