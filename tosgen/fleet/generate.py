"""Generating for one service of a fleet: whole, or composed on one machine and recorded on another."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tosgen import __version__
from tosgen.fleet.done import Done, span
from tosgen.fleet.member import Member
from tosgen.fleet.notices import due
from tosgen.fleet.order import Order
from tosgen.fleet.stock import Kit
from tosgen.fleet.told import Composed, Line
from tosgen.ledger import Ledger, canonical
from tosgen.model.service import Service
from tosgen.model.version import Version
from tosgen.pipeline.generate import Outcome, Ready, Recorded, lawful, record
from tosgen.pipeline.inputs import Inputs, wanted


@dataclass(frozen=True, slots=True)
class Loaded:
    """A service with the digests of the files that it was read from."""

    service: Service
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Texts:
    """A document as it travels: its record without a number, and its texts by locale, as bytes."""

    version: bytes
    texts: Mapping[str, bytes]
    overlay: tuple[str, ...]

    @classmethod
    def of(cls, ready: Ready) -> Texts:
        """A document, for another machine."""
        texts = {locale: text.encode() for locale, text in ready.texts.items()}
        return cls(canonical(ready.version.as_dict()), texts, ready.overlay)

    def ready(self) -> Ready:
        """What `of` was given."""
        texts = {locale: content.decode() for locale, content in self.texts.items()}
        return Ready(Version.from_dict(json.loads(self.version)), texts, self.overlay)


def load(kit: Kit, member: Member) -> Loaded:
    """A member's profile, checked. Refused with every fault."""
    return Loaded(*member.load(kit.library))


def inputs_of(kit: Kit, order: Order, service: Service, workspace: Path) -> Inputs:
    """Everything that a run of one service depends on."""
    translators = kit.translators(tag for market in service.markets.values() for tag in market.languages)
    day = order.day(service.timezone)
    return Inputs(kit.library, service, translators, day, __version__, workspace, order.library)


def whole(kit: Kit, order: Order, member: Member) -> Composed:
    """Everything, by whoever sees both the workspace and the ledger."""
    loaded = load(kit, member)
    inputs = inputs_of(kit, order, loaded.service, member.workspace)
    return _recorded(kit, order, member, loaded, lawful(inputs, wanted(loaded.service)))


def compose(kit: Kit, order: Order, service: Service) -> tuple[Texts, ...]:
    """The texts, by whoever has the kit: no file of this service is needed, and none written."""
    made = lawful(inputs_of(kit, order, service, Path()), wanted(service))
    return tuple(map(Texts.of, made))


def keep(kit: Kit, order: Order, job: tuple[Member, Loaded, tuple[Texts, ...]]) -> Composed:
    """What another machine composed, compared and recorded."""
    member, loaded, made = job
    return _recorded(kit, order, member, loaded, [texts.ready() for texts in made])


def _recorded(kit: Kit, order: Order, member: Member, loaded: Loaded, made: Sequence[Ready]) -> Composed:
    inputs, ledger = inputs_of(kit, order, loaded.service, member.workspace), member.ledger
    done = record(inputs, ledger, made, author=order.author, at=order.now, key=order.key, dry_run=order.dry_run)
    found = composed(inputs, ledger, done)
    if not order.dry_run:
        note(inputs, ledger, done, found, kit=kit.digest, files=loaded.files)
    return found


def composed(inputs: Inputs, ledger: Ledger, done: Recorded) -> Composed:
    """What a run made, told as data."""
    versions = (outcome.version for outcome in done.outcomes)
    notices = tuple(due(inputs.library, ledger, done.past, versions, inputs.day))
    return Composed(tuple(map(line, done.outcomes)), notices, inputs.day)


def note(
    inputs: Inputs, ledger: Ledger, done: Recorded, found: Composed, *, kit: str, files: Mapping[str, str],
    each: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Keep beside the ledger that nothing is left to do for these inputs. `files`: digests of the profile's files;
    `each`: of what single documents were composed from.
    """
    days = {entry.generated_for for entry in done.entries} | {inputs.day.isoformat()}
    since, until = span(inputs.library, inputs.service, days, inputs.day)
    zone = inputs.service.timezone
    Done(kit, files, zone, done.tip, since, until, found.lines, found.notices, each or {}).keep(ledger)


def line(outcome: Outcome) -> Line:
    """A row of the summary."""
    version = outcome.version
    return Line(
        version.document, version.market, version.version, version.kind, outcome.changed, outcome.causes
    )  # fmt: skip
