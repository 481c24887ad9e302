"""Whether a reading still stands: neither the clause, nor the row, nor the translation that was read has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tosgen.model.audit import Reading
from tosgen.model.library import Clause, Library, Requirement
from tosgen.model.version import ClauseRecord

DIGITS = 16
"""Hexadecimal digits of a SHA-256 that a reading keeps: enough to see a change, short enough to read."""


def stands(reading: Reading | None, row: Requirement, record: ClauseRecord, locale: str) -> bool:
    """Whether a reading vouches for a recorded clause in the language that binds."""
    if reading is None:
        return False
    expected = {"clause": record.template[:DIGITS], "requirement": row.digest}
    if locale in record.translations and record.translations[locale] != record.template:
        expected[locale] = record.translations[locale][:DIGITS]
    return all(reading.digests.get(name) == digest for name, digest in expected.items())


def languages(library: Library, clause: Clause, row: Requirement) -> tuple[str, ...]:
    """The languages besides its own in which a clause must be read against a row: those of the places it serves."""
    places = library.jurisdictions
    narrow = clause.jurisdiction if row.jurisdiction in places.chain(clause.jurisdiction) else row.jurisdiction
    found = [tag for place, tags in places.languages.items() if narrow in places.chain(place) for tag in tags]
    return tuple(tag for tag in dict.fromkeys(found) if tag != clause.language)


def wanted(
    library: Library, readings: Mapping[tuple[str, str], Reading], current: Mapping[tuple[str, str], Mapping[str, str]]
) -> Iterator[tuple[Clause, Requirement, Mapping[str, str]]]:
    """The citations without a standing reading, with the digests that a reading would have.

    `current`: (clause path, requirement) -> digests as they are now.
    """
    for clause in library.clauses:
        for id in clause.satisfies:
            digests = current[clause.path, id]
            reading = readings.get((clause.path, id))
            if reading is None or dict(reading.digests) != dict(digests):
                yield clause, library.requirements[id], digests
