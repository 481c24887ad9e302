"""How the documents of one market answer the requirements that bind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from tosgen.audit.applicable import Applicable, applicable
from tosgen.audit.judgement import Case, judged
from tosgen.audit.readings import stands
from tosgen.model.audit import CHECKLIST, Answer, Disposition, Reading, Spot, State
from tosgen.model.document import anchor
from tosgen.model.kept import kept
from tosgen.model.library import Library, Requirement
from tosgen.model.service import Market
from tosgen.model.version import ClauseRecord, Version
from tosgen.saying import OR, joined, say
from tosgen.text.headings import headings

RECORD = "internal-record"
"""What the register calls a record to keep, which is no text for users."""


@dataclass(frozen=True, slots=True)
class Violation:
    """Words that a requirement forbids, and the clause that they stand in."""

    requirement: str
    clause: tuple[str, str]
    """(supplement, id)."""
    message: str


@dataclass(frozen=True, slots=True)
class Audited:
    """One document as it is drafted, or as it is in force: its record, its authoritative text, what it may not say."""

    version: Version
    text: str
    violations: tuple[Violation, ...] = ()


@dataclass(frozen=True, slots=True)
class Auditor:
    """What every market's audit looks at."""

    library: Library
    readings: Mapping[tuple[str, str], Reading]
    dispositions: Mapping[str, Disposition]
    day: date
    state: State = "drafted"

    def market(self, market: Market, features: frozenset[str], documents: Sequence[Audited]) -> list[Answer]:
        """Every requirement that binds the market, for each document that it asks for; then law that is gone."""
        found = list(applicable(self.library, market.jurisdictions, features, self.day))
        bench = _Bench(self, market, documents, {item.requirement.id for item in found})
        return [*(answer for item in found for answer in bench.answers(item)), *bench.superseded()]

    def answering(self, row: Requirement) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(document to name, outlines that may answer) for each document that a row asks for; one for a practice."""
        if row.kind == "practice":
            yield CHECKLIST, tuple(dict.fromkeys(o for name in (RECORD, *row.documents) for o in self._outlines(name)))
            return
        anywhere = tuple(dict.fromkeys(o for name in row.documents for o in self._outlines(name)))
        for name in row.documents:
            if row.kind == "forbid":  # kept by the clause that decides the matter, wherever it stands
                yield name, anywhere
                continue
            yield CHECKLIST if name == RECORD else name, self._outlines(name)

    def _outlines(self, name: str) -> tuple[str, ...]:
        return _answering(self.library, name)


@kept
def _answering(library: Library, name: str) -> tuple[str, ...]:
    """The outlines that may answer for a document, its own first."""
    outlines = library.outlines
    return tuple(o for o in sorted(outlines, key=lambda o: (o != name, o)) if name in (o, *outlines[o].answers))


Cited = tuple[Requirement, Audited, ClauseRecord]
"""A clause of an audited document, and the row that it cites."""


@dataclass(frozen=True, slots=True)
class _Bench:
    """One market's documents under audit."""

    auditor: Auditor
    market: Market
    documents: Sequence[Audited]
    binding: set[str]
    _citing: dict[tuple[str, str], list[tuple[Audited, ClauseRecord]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for audited in self.documents:
            for record in audited.version.clauses:
                for id in record.satisfies:
                    self._citing.setdefault((audited.version.document, id), []).append((audited, record))

    def answers(self, item: Applicable) -> Iterator[Answer]:
        """The row's answer for each document that it asks for."""
        row = item.requirement
        for name, outlines in self.auditor.answering(row):
            verdict = judged(self._case(row, outlines))
            document = verdict.spot.document if verdict.spot and row.kind != "forbid" else name
            yield Answer(
                row, self.market.name, document, verdict.status, self.auditor.state, item.because, verdict.spot,
                verdict.note,
            )  # fmt: skip

    def _case(self, row: Requirement, outlines: tuple[str, ...]) -> Case:
        cited = self._citations(row, outlines)
        read = next((_spot(a, c) for r, a, c in cited if self._vouched(r, a, c)), None)
        where, message = next(self._violations(row), (None, ""))
        decided = self.auditor.dispositions.get(row.id)
        holds = decided is not None and decided.holds(self.market.name, self.auditor.day)
        return Case(
            row=row,
            cited=_spot(*cited[0][1:]) if cited else None,
            read=read,
            violated=where,
            violation=message,
            disposition=decided if holds else None,
            missing=self._missing(outlines),
        )

    def _citations(self, row: Requirement, outlines: tuple[str, ...]) -> list[Cited]:
        """Clauses that cite the row; where none does, those that cite the national rows through which it binds."""
        found = list(self._of(row, outlines))
        if found or not row.answered_by:
            return found
        national = [self.auditor.library.requirements[id] for id in row.answered_by if id in self.binding]
        return [each for other in national for each in self._of(other, outlines)]

    def _of(self, row: Requirement, outlines: tuple[str, ...]) -> Iterator[Cited]:
        chain = self.auditor.library.jurisdictions.chain
        for outline in outlines:
            for audited, record in self._citing.get((outline, row.id), ()):
                if not record.supplement or row.jurisdiction in chain(record.supplement):
                    yield row, audited, record

    def _vouched(self, row: Requirement, audited: Audited, record: ClauseRecord) -> bool:
        reading = self.auditor.readings.get((record.source, row.id))
        return stands(reading, row, record, audited.version.authoritative)

    def _violations(self, row: Requirement) -> Iterator[tuple[Spot, str]]:
        for audited in self.documents:
            for violation in audited.violations:
                if violation.requirement == row.id:
                    record = next(each for each in audited.version.clauses if each.key == violation.clause)
                    yield _spot(audited, record), violation.message

    def _missing(self, outlines: tuple[str, ...]) -> str:
        there = {audited.version.document for audited in self.documents}
        if there & {*outlines}:
            return say("no clause cites it")
        if not outlines:
            return say("the market has no document that could answer")
        return say("the market has no {documents}", documents=joined(OR, outlines))

    def superseded(self) -> Iterator[Answer]:
        """Citations of rows that no longer bind."""
        library, day = self.auditor.library, self.auditor.day
        for (document, id), places in sorted(self._citing.items(), key=lambda item: item[0]):
            row = library.requirements.get(id)
            if row and (row.gone or (row.applies_until and row.applies_until <= day)):
                note = say("it ended on {day}", day=row.applies_until) if row.applies_until else row.text
                law = f"{library.laws[row.law].name} {row.provision}"
                yield Answer(
                    row, self.market.name, document, "superseded", self.auditor.state, law, _spot(*places[0]), note
                )


def _spot(audited: Audited, record: ClauseRecord) -> Spot:
    line = _lines(audited.text).get(anchor(record.id, record.supplement), 0)
    return Spot(audited.version.document, record.id, record.number, line, record.source)


@lru_cache(maxsize=64)
def _lines(text: str) -> Mapping[str, int]:
    """Anchor -> the line of its heading, from 1."""
    return {heading.anchor: heading.start + 1 for heading in reversed(headings(text))}
