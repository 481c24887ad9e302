"""Which requirements bind a market on a day, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tosgen.model.kept import kept
from tosgen.model.library import Library, Requirement
from tosgen.saying import listed, say


@dataclass(frozen=True, slots=True)
class Applicable:
    """A requirement that binds, with the reason in one line."""

    requirement: Requirement
    because: str


def places_of(library: Library, jurisdictions: tuple[str, ...]) -> frozenset[str]:
    """The jurisdictions of a market with all that lie above them."""
    return frozenset(place for name in jurisdictions for place in library.jurisdictions.chain(name))


def applicable(
    library: Library, jurisdictions: tuple[str, ...], features: frozenset[str], day: date
) -> Iterator[Applicable]:
    """The rows that bind, each with the reason, in the register's order."""
    for row in bound(library, jurisdictions, features, day).values():
        yield Applicable(row, because(library, row, features))


@kept
def bound(
    library: Library, jurisdictions: tuple[str, ...], features: frozenset[str], day: date
) -> Mapping[str, Requirement]:
    """The rows in force on `day` whose conditions hold, by id, in the register's order; none on what is gone."""
    places = places_of(library, jurisdictions)
    return {
        row.id: row
        for row in library.requirements.values()
        if row.jurisdiction in places and not row.gone and row.in_force(day) and row.when.holds(features)
    }


_ALWAYS = say("{law} {provision}, in {place}, for: {features}")
_SINCE = say("{law} {provision}, in {place} since {day}, for: {features}")


def because(library: Library, row: Requirement, features: frozenset[str]) -> str:
    """Why a row applies: the law, since when, and the features that it asks for.

    As in `GDPR Art. 13(1)(a), in EU since 2018-05-25, for: processes-personal-data`.
    """
    law = library.laws[row.law].name
    held = sorted(row.when.names & features)
    told = _SINCE if row.applies_from else _ALWAYS
    features_ = listed(held) if held else say("every service")
    place, day = row.jurisdiction, row.applies_from
    return told.of(law=law, provision=row.provision, place=place, day=day, features=features_)


def unread(library: Library, jurisdictions: tuple[str, ...]) -> Mapping[str, int]:
    """National jurisdictions below those of a market -> how many of their rows it does not read."""
    places = places_of(library, jurisdictions)
    counts: dict[str, int] = {}
    for row in library.requirements.values():
        chain = library.jurisdictions.chain(row.jurisdiction)
        if row.jurisdiction not in places and set(chain[1:]) & set(jurisdictions):
            counts[row.jurisdiction] = counts.get(row.jurisdiction, 0) + 1
    return dict(sorted(counts.items()))
