"""What the last run left nothing to do for: told by the note beside the ledger, before anything is composed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from tosgen.cli.workspace import Workspace, built_from, library_root, shown
from tosgen.errors import Place

if TYPE_CHECKING:
    from tosgen.fleet.done import Done
    from tosgen.fleet.member import Member
    from tosgen.fleet.stock import Stock
    from tosgen.fleet.told import Line
    from tosgen.ledger import Entry, Ledger
    from tosgen.model.service import Market
    from tosgen.pipeline.generate import Recorded
    from tosgen.pipeline.inputs import Inputs

    Item = tuple[Market, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """A workspace as the files in it are now."""

    member: Member
    stock: Stock
    kit: str
    """The digest of everything but the profile's own files."""
    refs: tuple[str, ...]
    """What the run is limited to."""

    @classmethod
    def of(cls, workspace: Workspace, refs: tuple[str, ...]) -> Standing:
        """Read every file's digest, and nothing else."""
        from tosgen.fleet.member import Member
        from tosgen.fleet.stock import Stock
        from tosgen.sources.peek import service_named

        profile = workspace.profile
        member = Member(service_named(profile), Place(shown(profile)), profile, workspace.root / "outputs")
        stock = Stock(library_root(), built_from()).of(profile.parent)
        return cls(member, stock, stock.digest(stock.shipped()), refs)

    @property
    def digest(self) -> str:
        """What a note is known by: a run of some documents says nothing of the others."""
        return " ".join([self.kit, *self.refs])

    def known(self, on: date | None, now: datetime, *, dry_run: bool) -> tuple[Line, ...] | None:
        """The documents as the last run left them, if it would be the same again; the ledger's files are looked at."""
        from tosgen.fleet.done import left
        from tosgen.fleet.order import day_in

        found = left(self.member, self.digest, lambda zone: day_in(zone, on, now))
        if found is not None and not dry_run:
            self.member.ledger.settle(found.tip)
        return found.lines if found else None

    def parts(self, inputs: Inputs, ledger: Ledger, items: Sequence[Item]) -> Parts:
        """Which of a run's documents must be composed."""
        from tosgen.fleet.done import Done, span
        from tosgen.pipeline.fingerprint import Fingerprints
        from tosgen.review.replay import structure
        from tosgen.review.state import fallen

        day = inputs.day
        since, _ = span(inputs.library, inputs.service, (), day)
        prints = Fingerprints.of(inputs, self.stock.frame(), since)
        digests = {f"{document}/{market.name}": prints.digest(market, document) for market, document in items}
        before = Done.read(ledger)
        if before is None:
            return Parts(ledger.tip, digests)
        held, past = _held(ledger), structure(ledger)
        lines = {
            folder: line
            for line in before.lines
            if digests.get(folder := f"{line.document}/{line.market}") == before.inputs.get(folder, "")
            and line.version in _compared(held.get(folder, ()), day, fallen(past.of(folder)))
        }
        return Parts(ledger.tip, digests, lines, before)

    def keep(self, inputs: Inputs, done: Recorded, parts: Parts, files: Mapping[str, str]) -> None:
        """Note what a run has done, unless a file has changed since it was read."""
        from tosgen.fleet.generate import composed, note
        from tosgen.fleet.told import Composed

        ledger, new = self.member.ledger, composed(inputs, self.member.ledger, done)
        if parts.lines and (parts.before is None or parts.before.tip != parts.tip):
            return  # what has been decided since may leave other notices due for them
        lines = {**parts.lines, **{f"{line.document}/{line.market}": line for line in new.lines}}
        notices = [each for each in (parts.before.notices if parts.before else ()) if each.folder in parts.lines]
        whole = Composed(tuple(lines[folder] for folder in parts.digests), (*notices, *new.notices), inputs.day)
        if self.stock.digest(self.stock.shipped()) == self.kit:
            note(inputs, ledger, done, whole, kit=self.digest, files=files, each=parts.digests)


@dataclass(frozen=True, slots=True)
class Parts:
    """The documents of a run, `document/market` each: digests of what they are made from, in the profile's order; and,
    as they stand in a ledger with that tip, those that need not be composed."""

    tip: str
    digests: Mapping[str, str]
    lines: Mapping[str, Line] = field(default_factory=dict)
    before: Done | None = None

    def left(self, items: Sequence[Item]) -> list[Item]:
        """Those that must be composed."""
        return [(market, document) for market, document in items if f"{document}/{market.name}" not in self.lines]


def _held(ledger: Ledger) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in ledger.entries():
        found.setdefault(entry.folder, []).append(entry)
    return found


def _compared(entries: Iterable[Entry], day: date, gone: Collection[int]) -> set[int]:
    """The versions that a document composed for a day would be compared with."""
    from tosgen.pipeline.generate import neighbours

    return {entry.version for entry in neighbours(entries, day.isoformat(), gone) if entry}
