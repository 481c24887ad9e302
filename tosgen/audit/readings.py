"""Whether a reading still stands: neither the clause, nor the row, nor the translation that was read has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tosgen.catalog.translate import Template, Translator
from tosgen.model.audit import Reading
from tosgen.model.library import Clause, Library, Requirement, template_digest
from tosgen.model.version import ClauseRecord

DIGITS = 16
"""Hexadecimal digits of a SHA-256 that a reading keeps: enough to see a change, short enough to read."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A clause and a requirement that it cites, with the words to be read and the digests that a reading would have."""

    clause: Clause
    requirement: Requirement
    translations: Mapping[str, Template]
    digests: Mapping[str, str]


def stands(reading: Reading | None, row: Requirement, record: ClauseRecord, locale: str) -> bool:
    """Whether a reading vouches for a recorded clause in the language that binds."""
    if reading is None:
        return False
    expected = {"clause": record.template[:DIGITS], "requirement": row.digest}
    if record.translations.get(locale, record.template) != record.template:
        expected[locale] = record.translations[locale][:DIGITS]
    return all(reading.digests.get(name) == digest for name, digest in expected.items())


def citations(library: Library, translators: Mapping[str, Translator]) -> Iterator[Citation]:
    """Every citation in the library. Languages whose translation is not sound are left out: nobody can read them."""
    for clause in library.clauses:
        for id in clause.satisfies:
            row = library.requirements[id]
            found = {tag: translators[tag].clause(clause) for tag in languages(library, clause, row)}
            sound = {tag: template for tag, (template, findings) in found.items() if not findings}
            digests = {"clause": template_digest(clause.title, clause.body)[:DIGITS], "requirement": row.digest}
            digests |= {tag: template_digest(t.title, t.body)[:DIGITS] for tag, t in sound.items()}
            yield Citation(clause, row, sound, digests)


def languages(library: Library, clause: Clause, row: Requirement) -> tuple[str, ...]:
    """The languages besides its own in which a clause is read against a row: those of the places that they serve."""
    places = library.jurisdictions
    narrow = clause.jurisdiction if row.jurisdiction in places.chain(clause.jurisdiction) else row.jurisdiction
    found = (tag for place, tags in places.languages.items() if narrow in places.chain(place) for tag in tags)
    return tuple(tag for tag in dict.fromkeys(found) if tag != clause.language)


def unread(citation: Citation, readings: Mapping[tuple[str, str], Reading]) -> bool:
    """Whether no reading of the citation stands as it is now, in all its languages."""
    reading = readings.get((citation.clause.path, citation.requirement.id))
    return reading is None or any(reading.digests.get(name) != digest for name, digest in citation.digests.items())
