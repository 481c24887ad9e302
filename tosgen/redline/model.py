"""What a comparison finds: changes, each with its kinds, causes and marked words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tosgen.model.document import anchor
from tosgen.model.version import Cause

Op = Literal["equal", "delete", "insert"]
Kind = Literal["added", "removed", "reworded", "moved", "renumbered"]
KINDS: tuple[Kind, ...] = ("added", "removed", "reworded", "moved", "renumbered")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that both sides have, or only one of them."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One clause or heading that differs.

    `clause` is a clause id (`core/law`), or a heading's anchor without its supplement's prefix. `before` and `after`
    are plain texts, title first, "" where absent: the equal and deleted spans join to `before`, the equal and inserted
    ones to `after`.
    """

    clause: str
    supplement: str
    title: str
    kinds: tuple[Kind, ...]
    causes: tuple[Cause, ...]
    before: str
    after: str
    number_before: str
    number_after: str
    spans: tuple[Span, ...]

    @property
    def anchor(self) -> str:
        """Where the text stands in either document."""
        return anchor(self.clause, self.supplement)


@dataclass(frozen=True, slots=True)
class Redline:
    """All changes between two texts in reading order; `unchanged` counts the clauses that have none."""

    from_: str
    to: str
    changes: tuple[Change, ...]
    unchanged: int
