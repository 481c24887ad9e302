"""Whether the names that a publication is limited to are names at all: of one that nothing bears, nothing awaits a
decision either, and a slip would look like work that is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tosgen.errors import Finding, Place, Refused
from tosgen.fleet.generate import load
from tosgen.fleet.member import Member
from tosgen.fleet.publish import Ordered
from tosgen.fleet.stock import Kit
from tosgen.fleet.task import Failed, attempted
from tosgen.ledger import Ledger
from tosgen.sources.faults import near, unknown


def check(members: Sequence[Member], kit: Callable[[Member], Kit], order: Ordered) -> None:
    """Look from service to service until every name was found. Refused: `unknown-clause`, `unknown-document`,
    `unknown-market` for each that none has, and the faults of services that cannot be read: one of them could have it.
    Where none can be read, nothing: they fail by themselves."""
    wanted = order.publication
    assert wanted is not None
    asked = {"clause": wanted.clauses, "document": wanted.documents, "market": wanted.markets}
    there: dict[str, set[str]] = {what: set() for what in asked}
    unread: dict[Finding, None] = {}
    for member in members:
        for what, names in asked.items():
            if names <= there[what]:
                continue
            found = attempted(lambda what=what, member=member: NAMES[what](kit(member), member))  # type: ignore[misc]
            if isinstance(found, Failed):
                unread.update(dict.fromkeys(found.findings))
            else:
                there[what].update(found)
    faults = [
        Finding(f"unknown-{what}", unknown(what, name), Place(f"--{what}"), near(name, there[what]))
        for what, names in asked.items()
        if there[what]
        for name in sorted(names - there[what])
    ]
    if faults:
        raise Refused([*faults, *unread])


def _clauses(kit: Kit, member: Member) -> set[str]:
    """Those of the library, and those that it had when the last versions were recorded."""
    return {clause.id for clause in kit.library.clauses} | _recorded(member.ledger)


def _recorded(ledger: Ledger) -> set[str]:
    last = {entry.folder: entry for entry in ledger.entries()}
    versions = list(ledger.versions(list(last.values())))
    bases = [ledger.version(v.document, v.market, v.base) for v in versions if v.base]
    return {clause.id for version in (*versions, *bases) for clause in version.clauses}


def _documents(kit: Kit, _: Member) -> Iterable[str]:
    return kit.library.documents


def _markets(kit: Kit, member: Member) -> Iterable[str]:
    return load(kit, member).service.markets


NAMES: dict[str, Callable[[Kit, Member], Iterable[str]]] = {
    "clause": _clauses, "document": _documents, "market": _markets,
}  # fmt: skip
"""What a service has that may be named, by the option that names it."""
