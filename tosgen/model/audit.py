"""What an audit finds: how each duty of law that applies is answered, and by which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tosgen.errors import Place
from tosgen.model.library import Requirement

Status = Literal["covered", "claimed", "gap", "violated", "unconfirmed", "uncertain", "superseded", "disposed"]
State = Literal["drafted", "in-force"]
FAILING: tuple[Status, ...] = ("gap", "violated", "uncertain")
"""What makes an audit end with exit code 1."""
CHECKLIST = "compliance-checklist"
"""The document that answers rows of kind `practice`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody with fresh eyes found that a clause does what a requirement says.

    `digests`: `clause` (title and body), `requirement`, and a locale for each translation that was read; each the
    first sixteen hexadecimal digits of a SHA-256.
    """

    clause: str
    requirement: str
    reader: str
    on: date
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Disposition:
    """A person's decision on a requirement: why no text need answer it here, or that a practice is in place."""

    requirement: str
    state: Literal["not-applicable", "accepted", "resolved"]
    reason: str
    by: str
    on: date
    until: date | None
    markets: tuple[str, ...]
    place: Place

    def holds(self, market: str, day: date) -> bool:
        """Whether it speaks for that market on that day; `until` is the first day on which it no longer does."""
        return self.on <= day and (self.until is None or day < self.until) and market in (self.markets or (market,))


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a document's words stand: clause id, section number, line of the text in the authoritative language."""

    document: str
    clause: str
    section: str
    line: int
    path: str = ""
    """Of the clause's file."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How one market's documents answer one requirement, for one of the documents that it asks for."""

    requirement: Requirement
    market: str
    document: str
    status: Status
    state: State
    because: str
    """Why the requirement applies."""
    spot: Spot | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found, for one service on one day."""

    service: str
    on: date
    answers: tuple[Answer, ...]
    unread: Mapping[str, Mapping[str, int]]
    """Market -> national jurisdictions below its own -> rows that it does not read."""
    documents: Mapping[str, Mapping[str, str]]
    """Market -> document -> what was audited: `drafted`, or the version's number."""
    adopted: tuple[int, int] = (0, 0)
    """How many of the clauses in use a lawyer has adopted, and how many there are."""
    in_force: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Market -> document -> the version that is in force."""

    @property
    def failing(self) -> tuple[Answer, ...]:
        """Gaps, violations, and rows that nobody has made sure of."""
        return tuple(answer for answer in self.answers if answer.status in FAILING)

    def of(self, state: State) -> tuple[Answer, ...]:
        """What is drafted, or what is in force."""
        return tuple(answer for answer in self.answers if answer.state == state)

    def coverage(self, state: State = "drafted") -> list[tuple[str, str, int, int]]:
        """(jurisdiction, document, applicable, covered), sorted; `uncertain` and disposed rows are not counted.

        A practice is covered once the checklist lists it by a standing reading, confirmed or not.
        """
        counts: dict[tuple[str, str], list[int]] = {}
        for answer in self.answers:
            if answer.status in {"uncertain", "disposed", "superseded"} or answer.state != state:
                continue
            count = counts.setdefault((answer.requirement.jurisdiction, answer.document), [0, 0])
            count[0] += 1
            count[1] += answer.status == "covered" or (answer.status == "unconfirmed" and answer.spot is not None)
        return [(*key, *count) for key, count in sorted(counts.items())]  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class Coming:
    """A requirement that begins or ends to bind some markets; `on` is None where it is enacted without a date."""

    requirement: Requirement
    change: Literal["begins", "ends"]
    on: date | None
    markets: tuple[str, ...]
    documents: tuple[str, ...]
    """Those of the markets that it asks for."""


RecordKind = Literal["audit", "training", "bias-test", "assessment"]
RECORD_KINDS: tuple[RecordKind, ...] = ("audit", "training", "bias-test", "assessment")


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Something found wanting: what, the role that mends it, by when. Its name is `<record>#<number>`."""

    name: str
    what: str
    owner: str
    deadline: date


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of the audit trail: no names of staff or users, and of the evidence only its digest."""

    name: str
    """`<kind>/<day>-<number>`, as it lies under `records/` in the ledger."""
    kind: RecordKind
    on: date
    scope: str
    count: int
    """How many: texts audited, people trained, cases tested, activities assessed."""
    shortfalls: tuple[Shortfall, ...] = ()
    closes: tuple[str, ...] = ()
    """Names of shortfalls of earlier records that are mended."""
    evidence: tuple[str, ...] = ()
    """SHA-256 of files kept elsewhere."""
    next: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """Something whose review, renewal or repair is due."""

    what: str
    name: str
    on: date
    reason: str
