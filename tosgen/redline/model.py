"""What a comparison finds: changes, each with its kinds, causes and marked words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from tosgen.model.document import anchor
from tosgen.model.version import Cause
from tosgen.redline.blocks import Part, Rank

Op = Literal["equal", "delete", "insert"]
Kind = Literal["added", "removed", "reworded", "reformatted", "moved", "renumbered"]
KINDS: tuple[Kind, ...] = ("added", "removed", "reworded", "reformatted", "moved", "renumbered")


Relation = Literal["versions", "parallel", "languages"]
"""One text followed the other; both stand side by side (two markets); or their words cannot be compared."""


class Span(NamedTuple):
    """A stretch of text that both sides have, or only one of them.

    `was` and `now`: how it stands out on each side (`bold`, `italic+code` …), where that differs in an equal stretch.
    """

    op: Op
    text: str
    was: str = ""
    now: str = ""

    @property
    def marked(self) -> bool:
        """Whether anything about it differs."""
        return self.op != "equal" or self.was != self.now


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
    rank: Rank = "clause"

    @property
    def anchor(self) -> str:
        """Where the text stands in either document."""
        return anchor(self.clause, self.supplement)


class Kept(NamedTuple):
    """A part in which nothing differs, save its words where languages differ."""

    old: Part
    new: Part


@dataclass(frozen=True, slots=True)
class Redline:
    """All changes between two texts in reading order; `unchanged` counts the clauses that have none.

    `parts` holds changes and what is kept, in one order.
    """

    from_: str
    to: str
    changes: tuple[Change, ...]
    unchanged: int
    parts: tuple[Change | Kept, ...] = field(default=(), compare=False, repr=False)
    relation: Relation = "versions"
