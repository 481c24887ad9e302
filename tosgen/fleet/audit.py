"""The audit of one service of a fleet, as far as a summary over all of them needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tosgen.fleet.generate import inputs_of, load
from tosgen.fleet.member import Member
from tosgen.fleet.order import Order
from tosgen.fleet.stock import Kit
from tosgen.model.audit import Answer, State
from tosgen.pipeline.audit import Evidence, audit
from tosgen.pipeline.inputs import wanted
from tosgen.sources.adopted import load_adopted
from tosgen.sources.dispositions import load_dispositions


@dataclass(frozen=True, slots=True)
class Open:
    """A requirement that a service's texts leave open: a gap, words that are forbidden, or nobody has made sure."""

    requirement: str
    jurisdiction: str
    document: str
    market: str
    status: str
    state: State

    @classmethod
    def of(cls, answer: Answer) -> Open:
        """From an audit's answer."""
        row = answer.requirement
        return cls(row.id, row.jurisdiction, answer.document, answer.market, answer.status, answer.state)


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit found. `coverage`: (state, jurisdiction, document, applicable, covered)."""

    on: str
    coverage: tuple[tuple[State, str, str, int, int], ...]
    open: tuple[Open, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        names = ("state", "jurisdiction", "document", "applicable", "covered")
        found = [
            {"id": o.requirement, "jurisdiction": o.jurisdiction, "document": o.document, "market": o.market,
             "status": o.status, "state": o.state}
            for o in self.open
        ]  # fmt: skip
        coverage = [dict(zip(names, each, strict=True)) for each in self.coverage]
        return {"on": self.on, "coverage": coverage, "open": found}


def check(kit: Kit, order: Order, member: Member) -> Audited:
    """Every market of a service, as drafted and as in force."""
    loaded = load(kit, member)
    service = loaded.service
    inputs = inputs_of(kit, order, service, member.workspace)
    found = audit(inputs, _evidence(kit, member, loaded.service), wanted(service), None, member.ledger)
    states: tuple[State, ...] = ("drafted", "in-force")
    coverage = tuple((state, *each) for state in states for each in found.coverage(state))
    return Audited(found.on.isoformat(), coverage, tuple(map(Open.of, found.failing)))


def _evidence(kit: Kit, member: Member, service: Any) -> Evidence:
    adopted = member.workspace / "adopted.yaml"
    return Evidence(
        kit.readings,
        load_dispositions(member.workspace / "dispositions.yaml", kit.library, service),
        load_adopted(adopted, kit.library) if adopted.is_file() else {},
    )


def coverage(found: Iterable[Audited]) -> list[tuple[str, str, int, int, int]]:
    """(state, jurisdiction, applicable, covered, services) summed over services."""
    sums: dict[tuple[str, str], list[int]] = {}
    for each in found:
        places: set[tuple[str, str]] = set()
        for state, place, _, applicable, covered in each.coverage:
            count = sums.setdefault((state, place), [0, 0, 0])
            count[0] += applicable
            count[1] += covered
            places.add((state, place))
        for key in places:
            sums[key][2] += 1
    return [(*key, count[0], count[1], count[2]) for key, count in sorted(sums.items())]
