"""Publishing for one service of a fleet: one decision in its ledger that lists all the versions it is about.

A decision binds the history of its ledger, so that none can span several: a change that touches thousands of services
is as many decisions, by one person with one key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tosgen.fleet.generate import inputs_of, load
from tosgen.fleet.member import Member
from tosgen.fleet.order import Order
from tosgen.fleet.status import AWAITING
from tosgen.fleet.stock import Kit
from tosgen.ledger import Entry, Ledger
from tosgen.model.service import Service
from tosgen.model.version import Version
from tosgen.pipeline.publish import publish
from tosgen.review.effects import Wish
from tosgen.review.past import Past
from tosgen.review.replay import structure
from tosgen.review.state import in_force, overtaken, publications, standing


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be published, and how. `effective`: the first day of what awaits a decision; None: what new users have
    already is brought to existing ones. `clauses`, `documents`, `markets`: only versions that change one of these
    clauses, of these documents and markets; empty for all."""

    effective: date | None
    wish: Wish = field(default_factory=Wish)
    reason: str | None = None
    kind: str | None = None
    """What the change counts as, if not as it was weighed."""
    clauses: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    markets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ordered(Order):
    """An order to publish."""

    publication: Publication | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """The decision: each version with the first day for existing users, if it has one; and the commits, one for each
    first day. None if nothing was left to decide."""

    commits: tuple[str, ...]
    versions: tuple[tuple[str, str | None], ...]
    overtaken: tuple[str, ...] = ()
    """Versions that were to take effect later, and now never will."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "commits": list(self.commits),
            "versions": [{"ref": ref, "existing": existing} for ref, existing in self.versions],
            "overtaken": list(self.overtaken),
        }


def decide(kit: Kit, order: Ordered, member: Member) -> Published:
    """Publish what is meant in one ledger, all of a day or nothing. Refused as `tosgen publish`."""
    wanted, service, ledger = order.publication, load(kit, member).service, member.ledger
    assert wanted is not None
    today = order.day(service.timezone)
    commits: list[str] = []
    told: list[tuple[str, str | None]] = []
    gone: list[str] = []
    for day, versions in sorted(chosen(ledger, service, wanted, today).items()):
        if order.dry_run:
            told += [(_ref(version), None) for version in versions]
            continue
        inputs = replace(inputs_of(kit, order, service, member.workspace), day=day)
        pairs = [(service.markets[version.market], version) for version in versions]
        decided = publish(
            inputs, ledger, pairs, order.who, today=today, at=order.now, wish=wanted.wish, reason=wanted.reason,
            kind=wanted.kind,
        )  # fmt: skip
        commits.append(decided.commit)
        for each in decided.decision.subjects:
            told.append((each.ref, each.effect.existing if each.effect else None))
            gone += [f"{each.folder}@{number}" for number in overtaken(decided.past.of(each.folder), each.version)]
    return Published(tuple(commits), tuple(told), tuple(gone))


def chosen(ledger: Ledger, service: Service, wanted: Publication, today: date) -> Mapping[date, Sequence[Version]]:
    """First day for new users -> the versions that are meant: of each document and market of the profile the last one,
    if it awaits a decision; or the one that new users have, if existing ones have it not yet."""
    past, entries = structure(ledger), ledger.entries()
    meant = [
        entry
        for entry in entries
        if entry.market in service.markets and _among(entry.document, wanted.documents)
        and _among(entry.market, wanted.markets)
    ]  # fmt: skip
    last = {entry.folder: entry for entry in meant}
    days = {(e.folder, n): day for e, n, day in _to_decide(list(last.values()), past, wanted, today)}
    named = [entry for entry in meant if (entry.folder, entry.version) in days]
    found: dict[date, list[Version]] = {}
    for entry, version in zip(named, ledger.versions(named), strict=True):
        if not wanted.clauses or _changes(ledger, version, wanted.clauses):
            found.setdefault(days[entry.folder, entry.version], []).append(version)
    return found


def _to_decide(
    last: Sequence[Entry], past: Past, wanted: Publication, today: date
) -> Iterator[tuple[Entry, int, date]]:
    """(the last version of a document, the number that is meant, its first day for new users)."""
    for entry in last:
        deeds = past.of(entry.folder)
        if wanted.effective is not None:
            if standing(deeds, entry.version, today, past.signers.approvals).state in AWAITING:
                yield entry, entry.version, wanted.effective
            continue
        offered = publications(deeds).get(in_force(deeds, today) or 0)
        if offered is not None and offered.existing is None:
            yield entry, offered.version, offered.effective


def _among(name: str, wanted: Collection[str]) -> bool:
    return not wanted or name in wanted


def _changes(ledger: Ledger, version: Version, wanted: Collection[str]) -> bool:
    """Whether one of these clauses reads differently than in the version's base, or stands in only one of the two."""
    base = ledger.version(version.document, version.market, version.base) if version.base else None
    before, now = _words(base), _words(version)
    touched = {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
    return any(clause in wanted for _, clause in touched)


def _words(version: Version | None) -> dict[tuple[str, str], Mapping[str, str]]:
    return {clause.key: dict(clause.words) for clause in version.clauses} if version else {}


def _ref(version: Version) -> str:
    return f"{version.document}/{version.market}@{version.version}"
