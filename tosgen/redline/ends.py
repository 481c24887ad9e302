"""What two texts begin and end with, in whole sentences: it need not be divided into words to be found equal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tosgen.redline.tokens import ENDS, Anchor, Token, anchors, between
from tosgen.text.plain import Run

_BOUND = re.compile(r"(?:\n|\. )\s*(?=\S)")
"""Behind it a sentence begins, whatever stands before and after it."""
_GAP = re.compile(r"\s+(?=\S)")
"""Behind it a word begins."""
_INSIDE = re.compile(f"[{''.join(sorted(ENDS))}\n](?!\\s*\\Z)")
"""Where a text may be more than one sentence."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text and what points elsewhere in it."""

    text: str
    anchors: tuple[Anchor, ...]

    @classmethod
    def of(cls, runs: Sequence[Run]) -> Words:
        """The text that runs make."""
        return cls("".join(run.text for run in runs), tuple(anchors(runs)))

    def inner(self, ends: Ends) -> list[Token]:
        """The tokens between both ends."""
        return between(self.text, self.anchors, ends.head, len(self.text) - ends.tail)

    def head(self, length: int) -> list[Anchor]:
        """What points elsewhere in the first so many characters."""
        return [(start, min(stop, length), anchor) for start, stop, anchor in self.anchors if start < length]

    def tail(self, length: int) -> list[Anchor]:
        """The same for the last ones."""
        at = len(self.text) - length
        return [(max(start - at, 0), stop - at, anchor) for start, stop, anchor in self.anchors if stop > at]


@dataclass(frozen=True, slots=True)
class Ends:
    """How many characters both texts have in common at the head and at the tail."""

    head: int = 0
    tail: int = 0


def ends(old: Words, new: Words) -> Ends:
    """What both begin and end with: whole sentences that read alike and point at the same.

    >>> old, new = (Words.of([Run(f"We sell. We {verb}. You pay.")]) for verb in ("lend", "rent"))
    >>> ends(old, new), inside(old, new, ends(old, new))
    (Ends(head=9, tail=8), Ends(head=12, tail=8))
    """
    return _ends(old, new, ("\n", ". "), _BOUND)


def inside(old: Words, new: Words, outer: Ends) -> Ends | None:
    """The same with the words around the difference, where one sentence lies between the ends on either side."""
    if any(_INSIDE.search(side.text, outer.head, len(side.text) - outer.tail) for side in (old, new)):
        return None
    found = _ends(old, new, ("\n", " "), _GAP)
    apart = found.head + outer.tail <= min(len(old.text), len(new.text))
    return found if apart and found.tail >= outer.tail else None


def _ends(old: Words, new: Words, marks: tuple[str, ...], bound: re.Pattern[str]) -> Ends:
    shared = _shared(old.text, new.text)
    head = next((at for at in _heads(old.text, new.text, shared, marks) if old.head(at) == new.head(at)), 0)
    shared = _shared(old.text[head:][::-1], new.text[head:][::-1])
    found = bound.search(old.text, len(old.text) - shared)
    tail = len(old.text) - found.end() if found else 0
    return Ends(head, tail if old.tail(tail) == new.tail(tail) else 0)


def _heads(old: str, new: str, shared: int, marks: tuple[str, ...]) -> Iterator[int]:
    """Where a word begins in both, behind a mark and a head that both have, from the last one backwards."""
    at = shared
    while (at := max(old.rfind(mark, 0, at) + len(mark) - 1 for mark in marks)) > 0:
        found = at + 1
        while found < shared and old[found].isspace():
            found += 1
        if found <= shared and _begins(old, found) and _begins(new, found):
            yield found


def _begins(text: str, at: int) -> bool:
    return at < len(text) and not text[at].isspace()


def _shared(old: str, new: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
