"""What is due: a rule is a function from everything known to what it finds due, the list of rules is the whole."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tosgen.model.audit import RECORD_KINDS, Disposition, Due, Record, RecordKind
from tosgen.model.library import Clause, Library, Requirement
from tosgen.model.service import Service
from tosgen.model.values import UNITS, Duration
from tosgen.model.words import word
from tosgen.saying import SEMICOLON, joined, say

YEARLY = Duration(12, "month")
INTERVALS: Mapping[RecordKind, str] = {
    "audit": "audits.every",
    "training": "training.every",
    "bias-test": "ai.bias_tested_every",
}
"""The fact that says how often a kind of record is made; yearly where it is not answered."""
_DAYS = {"day": 1, "working-day": 1, "week": 7}


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything whose time may have come."""

    library: Library
    service: Service
    clauses: Sequence[Clause]
    """Those that the service's documents are made of."""
    rows: Sequence[Requirement]
    """Those that bind one of its markets."""
    documents: Mapping[str, date]
    """`document/market` -> when its latest version was recorded."""
    records: Sequence[Record]
    dispositions: Mapping[str, Disposition]
    features: frozenset[str]
    """Those that hold in any market."""
    day: date


def later(day: date, by: Duration) -> date:
    """A day that much later; the last of the month where it has no such day.

    >>> later(date(2027, 1, 31), Duration(1, "month"))
    datetime.date(2027, 2, 28)
    """
    if by.unit in _DAYS:
        return day + timedelta(days=by.count * _DAYS[by.unit])
    months = by.count * (12 if by.unit == "year" else 1)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def clauses(s: Standing) -> Iterator[Due]:
    """Clauses whose reading-through is due."""
    for clause in s.clauses:
        if clause.reviewed and clause.review_every:
            on = later(clause.reviewed, period(clause.review_every))
            yield Due(
                "clause",
                clause.path,
                on,
                say("read through on {day}, every {period}", day=clause.reviewed, period=clause.review_every),
            )


def documents(s: Standing) -> Iterator[Due]:
    """Documents that have stood for a year, or since the last audit, without a new version."""
    audits = [record.on for record in s.records if record.kind == "audit"]
    for name, recorded in s.documents.items():
        last = max([recorded, *audits])
        yield Due("document", name, later(last, interval(s, "audit")), say("last version or audit on {day}", day=last))


def trail(s: Standing) -> Iterator[Due]:
    """The next audit, training, bias test and assessment; at once where there has been none."""
    for kind in RECORD_KINDS:
        if not _asked(s, kind):
            continue
        last = max((r for r in s.records if r.kind == kind), key=lambda r: (r.on, r.name), default=None)
        if last is None:
            yield Due(kind, s.service.name, s.day, say("none is recorded yet"))
        else:
            yield Due(
                kind, s.service.name, last.next or later(last.on, interval(s, kind)), say("last on {day}", day=last.on)
            )


def shortfalls(s: Standing) -> Iterator[Due]:
    """What an audit, training, test or assessment found wanting and nobody has mended."""
    closed = {name for record in s.records for name in record.closes}
    for record in s.records:
        for each in record.shortfalls:
            if each.name not in closed:
                yield Due(
                    "finding", each.name, each.deadline, say("{what} ({owner})", what=each.what, owner=each.owner)
                )


def facts(s: Standing) -> Iterator[Due]:
    """Answers that expire."""
    for fact in s.service.facts.values():
        if fact.expires:
            confirmed = say("confirmed on {day}", day=fact.confirmed) if fact.confirmed else say("never confirmed")
            asked = [say("ask {owner}", owner=fact.owner)] if fact.owner else []
            yield Due("fact", fact.name, fact.expires, joined(SEMICOLON, [confirmed, *asked]))


def law(s: Standing) -> Iterator[Due]:
    """Registers to be read through, and rows of which the register is not sure."""
    for place in sorted({row.jurisdiction for row in s.rows}):
        review = s.library.registers.get(place)
        if review and review.every:
            on = later(review.on, period(review.every))
            yield Due(
                "law",
                f"register/{place}",
                on,
                say("read through on {day}, every {period}", day=review.on, period=review.every),
            )
    for row in s.rows:
        decided = s.dispositions.get(row.id)
        if row.confidence == "uncertain" and not (decided and (decided.until is None or decided.until > s.day)):
            yield Due("law", row.id, s.day, say("uncertain: {note}", note=row.note or row.text))


def dispositions(s: Standing) -> Iterator[Due]:
    """Decisions that expire."""
    for each in s.dispositions.values():
        if each.until:
            yield Due(
                "disposition",
                each.requirement,
                each.until,
                say("{state} by {by}: {reason}", state=word("disposition", each.state), by=each.by, reason=each.reason),
            )


RULES: tuple[Callable[[Standing], Iterator[Due]], ...] = (
    clauses, documents, trail, shortfalls, facts, law, dispositions,
)  # fmt: skip


def due(standing: Standing) -> list[Due]:
    """Everything that has a day, the earliest first."""
    found = (item for rule in RULES for item in rule(standing))
    return sorted(found, key=lambda item: (item.on, item.what, item.name))


def interval(s: Standing, kind: RecordKind) -> Duration:
    """How often a kind of record is made."""
    fact = s.service.facts.get(INTERVALS.get(kind, ""))
    return fact.value if fact and isinstance(fact.value, Duration) else YEARLY


def period(text: str) -> Duration:
    """A duration as `str` writes it."""
    count, unit = text.split(" ")
    return Duration(int(count), unit if unit in UNITS else unit.removesuffix("s"))


def _asked(s: Standing, kind: RecordKind) -> bool:
    """A bias test where AI or a machine decides; an assessment where personal data are processed."""
    needs = {"bias-test": {"ai-chatbot", "automated-decisions"}, "assessment": {"processes-personal-data"}}
    return kind not in needs or bool(needs[kind] & s.features)
