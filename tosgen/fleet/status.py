"""Where one service of a fleet stands: versions, what awaits a decision, what is in force, what a run would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from tosgen.errors import Finding
from tosgen.fleet import generate
from tosgen.fleet.done import known
from tosgen.fleet.generate import Loaded, Texts
from tosgen.fleet.member import Member
from tosgen.fleet.order import Order
from tosgen.fleet.stock import Kit
from tosgen.fleet.task import Failed, attempted
from tosgen.fleet.told import Composed, Line, Notice
from tosgen.ledger import Entry
from tosgen.review.past import Past
from tosgen.review.replay import doubtful, replay
from tosgen.review.state import in_force, standing

AWAITING = frozenset({"recorded", "approved"})


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a ledger: its last version and that one's state, and the version in force on the day."""

    document: str
    market: str
    version: int
    state: str
    in_force: int | None

    @property
    def ref(self) -> str:
        """As the command line names its last version."""
        return f"{self.document}/{self.market}@{self.version}"

    @property
    def awaiting(self) -> bool:
        """Whether its last version is still to be decided on."""
        return self.state in AWAITING


@dataclass(frozen=True, slots=True)
class Status:
    """Where a service stands. `changes`: what a run would make; `hindered`: why it would make nothing at all."""

    versions: int
    documents: tuple[Document, ...]
    changes: tuple[Line, ...]
    hindered: tuple[Finding, ...]
    notices: tuple[Notice, ...]
    doubtful: bool
    """Whether a decision in the ledger does not hold: `tosgen verify` says which."""

    @property
    def stale(self) -> bool:
        """Whether a run would change it."""
        return bool(self.changes)


def look(kit: Kit, order: Order, member: Member) -> Status:
    """Everything, by whoever sees both the workspace and the ledger."""
    dry = replace(order, dry_run=True)
    found = known(member, kit.digest, order) or attempted(lambda: generate.whole(kit, dry, member))
    return _status(member, order, found)


def compare(kit: Kit, order: Order, job: tuple[Member, Loaded | None, tuple[Texts, ...] | None]) -> Status:
    """With what another machine composed, if that was needed."""
    member, loaded, made = job
    if loaded is None or made is None:
        return look(kit, order, member)
    found = attempted(lambda: generate.keep(kit, replace(order, dry_run=True), (member, loaded, made)))
    return _status(member, order, found)


def _status(member: Member, order: Order, found: Composed | Failed) -> Status:
    ledger = member.ledger
    entries = ledger.entries()
    replayed = replay(ledger)
    hindered = found.findings if isinstance(found, Failed) else ()
    composed = found if isinstance(found, Composed) else Composed((), (), order.day("UTC"))
    return Status(
        versions=len(entries),
        documents=tuple(_documents(entries, replayed.past, composed.on)),
        changes=composed.new,
        hindered=hindered,
        notices=composed.notices,
        doubtful=doubtful(replayed),
    )


def _documents(entries: Iterable[Entry], past: Past, day: date) -> Iterator[Document]:
    last = {entry.folder: entry for entry in entries}
    for folder in sorted(last):
        yield document_of(last[folder], past, day)


def document_of(entry: Entry, past: Past, day: date) -> Document:
    """Where the last version of a document stands."""
    deeds = past.of(entry.folder)
    state = standing(deeds, entry.version, day, past.signers.approvals).state
    return Document(entry.document, entry.market, entry.version, state, in_force(deeds, day))
