"""What a rule over a ledger's commits is, and what it finds.

The same rules judge what is about to be recorded, what is read, and what is verified.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tosgen.review.act import Opened
from tosgen.review.past import Past


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that was broken: its code, where, and what is wrong."""

    code: str
    path: str
    what: str


Rule = Callable[[Past, Opened], Iterator[Fault]]
