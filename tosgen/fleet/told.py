"""What came of the services of a fleet: plain data, whichever process it was found in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from tosgen.model.version import Cause


@dataclass(frozen=True, slots=True)
class Line:
    """One document: the version that it has now, and whether this run made it (or, dry, would)."""

    document: str
    market: str
    version: int
    kind: str
    changed: bool
    causes: tuple[Cause, ...] = ()

    @property
    def ref(self) -> str:
        """As the command line names it."""
        return f"{self.document}/{self.market}@{self.version}"

    def as_dict(self) -> dict[str, Any]:
        """The shape of `tosgen.generate/1`."""
        causes = [{"kind": c.kind, "name": c.name, "before": c.before, "after": c.after} for c in self.causes]
        return {
            "document": self.document, "market": self.market, "version": self.version, "kind": self.kind,
            "causes": causes, "changed": self.changed,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notice:
    """A version of which existing users must be told before it can hold for them, and nobody has yet.

    `rows`: (requirement, days ahead, `calendar` or `working`); none where no row of the register names a number, and
    what they agreed to changes in substance.
    """

    document: str
    market: str
    version: int
    rows: tuple[tuple[str, int, str], ...]

    @property
    def folder(self) -> str:
        """Where the document's files lie."""
        return f"{self.document}/{self.market}"

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "rows": [{"requirement": r, "days": d, "count": c} for r, d, c in self.rows]}


@dataclass(frozen=True, slots=True)
class Composed:
    """What a run found of one service."""

    lines: tuple[Line, ...]
    notices: tuple[Notice, ...]
    on: date
    """The day that it was composed for."""
    known: bool = False
    """Whether nothing had changed since an earlier run, so that nothing was composed."""

    @property
    def new(self) -> tuple[Line, ...]:
        """The documents that have a new version."""
        return tuple(line for line in self.lines if line.changed)
