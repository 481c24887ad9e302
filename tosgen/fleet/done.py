"""What a run notes beside each ledger, so that the next one sees at a glance that there is nothing to do.

The note names everything that the texts depended on; it is never trusted over any of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from tosgen.errors import TosgenError
from tosgen.fleet.member import Member, digest_of
from tosgen.fleet.told import Composed, Line, Notice
from tosgen.ledger import Ledger, noted

if TYPE_CHECKING:
    from tosgen.fleet.order import Order
    from tosgen.model.library import Library
    from tosgen.model.service import Service

SCHEMA = "tosgen.done/1"


@dataclass(frozen=True, slots=True)
class Done:
    """Composed from this kit and these files, on a day of this span, the ledger's tip was left as it is named here."""

    kit: str
    files: Mapping[str, str]
    """Name beside the profile -> sha256; the profile's own is that of base and row together, if it comes from a CSV."""
    timezone: str
    tip: str
    since: str
    until: str
    """The first day on which the law, a role or an earlier version may make a difference; "" for none."""
    lines: tuple[Line, ...]
    notices: tuple[Notice, ...]
    inputs: Mapping[str, str] = field(default_factory=dict)
    """`document/market` -> digest of what it was composed from, where it was asked for."""

    @classmethod
    def read(cls, ledger: Ledger) -> Done | None:
        """The note beside a ledger; None for none, a torn one, or another form."""
        try:
            data = json.loads(noted.read(ledger.path))
            if data.pop("schema") != SCHEMA:
                return None
            lines = tuple(Line(*line) for line in data.pop("lines"))
            notices = tuple(_notice(*each) for each in data.pop("notices"))
            return cls(**data, lines=lines, notices=notices)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None

    def keep(self, ledger: Ledger) -> None:
        """Note it."""
        lines = [[line.document, line.market, line.version, line.kind, False] for line in self.lines]
        notices = [[each.document, each.market, each.version, each.rows] for each in self.notices]
        data = {**asdict(replace(self, lines=(), notices=())), "lines": lines, "notices": notices, "schema": SCHEMA}
        noted.keep(ledger.path, json.dumps(data, sort_keys=True, separators=(",", ":")).encode())

    def holds(self, member: Member, kit: str, day_in: Callable[[str], date], tip: str) -> bool:
        """Whether the same inputs would be composed for a day of the same span, over the same ledger."""
        if (kit, tip) != (self.kit, self.tip) or not tip:
            return False
        day = day_in(self.timezone).isoformat()
        if not (self.since <= day and (not self.until or day < self.until)):
            return False
        own = member.profile.name
        return self.files.get(own) == member.digest and all(
            digest_of(member.workspace / name) == digest for name, digest in self.files.items() if name != own
        )


def _notice(document: str, market: str, version: int, rows: Iterable[tuple[str, int, str]]) -> Notice:
    return Notice(document, market, version, tuple((row, days, count) for row, days, count in rows))


def known(member: Member, kit: str, order: Order) -> Composed | None:
    """What an earlier run found, if nothing has changed since that it depended on."""
    done = left(member, kit, order.day)
    return Composed(done.lines, done.notices, order.day(done.timezone), known=True) if done else None


def left(member: Member, kit: str, day_in: Callable[[str], date]) -> Done | None:
    """The note of an earlier run, if nothing has changed since; `day_in`: the day to act as on, in a time zone."""
    try:
        ledger = member.ledger if member.sound else None
        done = Done.read(ledger) if ledger else None
        return done if ledger and done and done.holds(member, kit, day_in, ledger.tip) else None
    except (TosgenError, ValueError, KeyError, OSError):  # whatever is wrong is told by the run that it is left to
        return None


def span(library: Library, service: Service, composed_for: Iterable[str], day: date) -> tuple[str, str]:
    """The days around a day between which nothing that depends on days can differ; "" for no end.

    `composed_for`: the days that the ledger's versions were composed for, since those before a day are what its texts
    are compared with.
    """
    turns = {turn.isoformat() for turn in _of_law(library) | _of_roles(service)} | {*composed_for}
    today = day.isoformat()
    since = max((turn for turn in turns if turn <= today), default="")
    return since, min((turn for turn in turns if turn > today), default="")


_TURNS: dict[str, frozenset[date]] = {}


def _of_law(library: Library) -> frozenset[date]:
    if library.digest not in _TURNS:
        clauses = (day for clause in library.clauses for day in (clause.span.start, clause.span.end))
        rows = (day for row in library.requirements.values() for day in (row.applies_from, row.applies_until))
        _TURNS[library.digest] = frozenset(day for some in (clauses, rows) for day in some if day)
    return _TURNS[library.digest]


def _of_roles(service: Service) -> frozenset[date]:
    spans = (role.span for entity in service.entities.values() for role in entity.roles)
    return frozenset(day for span in spans for day in (span.start, span.end) if day)
