"""What is put before a reviewer: versions that await a decision, each with everything that the decision rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tosgen.errors import Finding
from tosgen.model.audit import Status
from tosgen.model.effect import Effect
from tosgen.model.library import Requirement
from tosgen.model.version import Cause, Version
from tosgen.redline.model import Redline

How = Literal["gained", "lost", "changed"]
HOWS: tuple[How, ...] = ("lost", "gained", "changed")


@dataclass(frozen=True, slots=True)
class Turn:
    """A requirement that is answered otherwise than by the base; a status is None where it does not bind."""

    requirement: Requirement
    citation: str
    """As in `AI Act Art. 50(1)`."""
    before: Status | None
    after: Status | None
    how: How
    clause: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What changed in one language; `first`: the base has no text in it."""

    locale: str
    redline: Redline
    first: bool = False


@dataclass(frozen=True, slots=True)
class Outdated:
    """A block that a language's catalog has no current translation of."""

    locale: str
    clause: str
    block: str
    code: str
    """`stale-translation`, `untranslated`, or what else is wrong with the translation."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a publication would do to existing users if they were told today. `needed`: whether they must be."""

    effect: Effect
    needed: bool
    earliest: date
    mechanisms: tuple[str, ...]
    """Those by which it may come to hold for them."""


@dataclass(frozen=True, slots=True)
class Approval:
    """Who may approve: `signers` is whether the ledger has any; without, anybody may."""

    signers: bool
    needed: int
    given: tuple[str, ...]
    may: tuple[str, ...]
    authors: tuple[str, ...]
    """Whose words it holds: they may not."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One version that awaits a decision."""

    version: Version
    base: Version | None
    state: str
    kind: str
    """What it counts as now: as it was weighed, or as somebody who approved it said."""
    recorded: str
    author: str
    wordings: tuple[Wording, ...]
    """Of languages that changed; of a first version its text that counts, where it is shown."""
    gone: tuple[str, ...]
    """Languages that only the base has."""
    turns: tuple[Turn, ...]
    outdated: tuple[Outdated, ...]
    unadopted: tuple[str, ...]
    """Sources of clauses that no lawyer has adopted."""
    telling: Telling | None
    """None for what nobody uses yet."""
    approval: Approval | None = None
    missing: tuple[str, ...] = ()
    """Languages of the market in which it cannot be composed."""

    @property
    def folder(self) -> str:
        """`DOCUMENT/MARKET`."""
        return f"{self.version.document}/{self.version.market}"

    @property
    def ref(self) -> str:
        """As the command line names it."""
        return f"{self.folder}@{self.version.version}"

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Every cause once."""
        found = [cause for clause in self.version.clauses for cause in clause.causes]
        found += [cause for causes in self.version.other_causes.values() for cause in causes]
        return tuple(dict.fromkeys(found)) if self.base else ()

    def turned(self, how: How) -> tuple[Turn, ...]:
        """The turns of one kind."""
        return tuple(turn for turn in self.turns if turn.how == how)


@dataclass(frozen=True, slots=True)
class Review:
    """All that awaits a decision in one ledger, as it stood at a commit; or what a pull request does to a service."""

    service: str
    on: date
    items: tuple[Reviewed, ...]
    tip: str = ""
    against: str = ""
    """The revision that the work tree is held against."""
    unchanged: int = 0
    dropped: tuple[str, ...] = ()
    """Documents (`DOCUMENT/MARKET`) that only the other side has."""
    findings: tuple[Finding, ...] = ()
    """Why some of it cannot be composed, or may not be said."""

    @property
    def changes(self) -> Iterator[Reviewed]:
        """Those that have a base."""
        return (item for item in self.items if item.base)


def alike(items: Sequence[Reviewed]) -> list[list[Reviewed]]:
    """Versions of one document grouped by what changed in them, whatever the market: a change is read once."""
    found: dict[object, list[Reviewed]] = {}
    for item in items:
        key = (item.version.document, item.base is None, item.kind, tuple(map(_changed, item.wordings)))
        found.setdefault(key, []).append(item)
    return list(found.values())


def _changed(wording: Wording) -> object:
    changes = wording.redline.changes
    return wording.locale, tuple(
        (c.kinds, c.title, c.spans, tuple((x.kind, x.name) for x in c.causes)) for c in changes
    )
