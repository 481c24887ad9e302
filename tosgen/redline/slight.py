"""Where little differs, as in most edits: the stretch is found from both ends, and only its words are looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tosgen.redline.match import Block, Effort, matches
from tosgen.redline.sides import Text, Words, bare, in_words
from tosgen.redline.tokens import Token, alone, first, sentence_bounds

_WORD = re.compile(r"\S")
_GAP = re.compile(r"\s+(?=\S)")
"""Behind it a word begins."""
ALIKE = 0.5
"""So alike are a sentence and the one that it was reworded to, at least."""


class Middle(NamedTuple):
    """Two texts, and how many characters both begin and end with, in whole words."""

    was: Text
    now: Text
    head: int
    tail: int

    @classmethod
    def of(cls, was: Text, now: Text) -> Middle | None:
        """None where something points elsewhere in what both begin or end with."""
        found = cls(was, now, *inner(was.words, now.words))
        if was.anchors or now.anchors:
            around = [(t.part(0, found.head), t.part(len(t.words) - found.tail, len(t.words))) for t in (was, now)]
            if around[0] != around[1]:
                return None
        return found

    def split(self) -> tuple[str, Text, Text, str]:
        """What both begin with, what differs on each side, what both end with."""
        behind, after = len(self.was.words) - self.tail, len(self.now.words) - self.tail
        old, new = self.was.part(self.head, behind), self.now.part(self.head, after)
        return self.was.words[: self.head], old, new, self.was.words[behind:]

    def sentences(self) -> tuple[str, list[Text], list[Text], str]:
        """Both sentence by sentence, between whole lines that both begin and end with."""
        head, old, new, tail = self._in_lines().split()
        was, now = old.sentences(), new.sentences()
        if tail and bare(tail[: sentence_bounds(tail.partition("\n")[0])[1]]) in {bare(t.words) for t in was + now}:
            return "", self.was.sentences(), self.now.sentences(), ""  # what is equal may go on into the tail
        return head, was, now, tail

    def _in_lines(self) -> Middle:
        words = self.was.words
        begin, end = words.rfind("\n", 0, self.head) + 1, words.find("\n", len(words) - self.tail)
        indent = len(words[begin : self.head]) - len(words[begin : self.head].lstrip())
        return self._replace(head=begin and begin + indent, tail=len(words[end:].lstrip()) if end >= 0 else 0)


class Stretch(NamedTuple):
    """The one stretch that differs, what stands around it, and what both have inside it."""

    head: str
    texts: tuple[str, str]
    old: list[Token]
    new: list[Token]
    blocks: list[Block]
    tail: str


def stretch(middle: Middle, effort: Effort) -> Stretch | None:
    """Where one sentence differs, and so little that it is not replaced: the words around that stand as they are."""
    head, old, new, tail = middle.split()
    if old.anchors or new.anchors or not alone(old.words, new.words):
        return None
    a, b = old.tokens(), new.tokens()
    gone, come = {token.core for token in a}, {token.core for token in b}
    apart = gone.isdisjoint(come)
    if not (apart and a and b) and first(tail) in gone | come:
        return None  # what is equal may go on into the tail
    blocks = [] if apart else _less(*in_words([a], [b]), effort)
    return None if blocks is None else Stretch(head, (old.words, new.words), a, b, blocks, tail)


def _less(a: Words, b: Words, effort: Effort) -> list[Block] | None:
    """What both have, if to tell it apart marks less than to replace all."""
    whole = (0, len(a.ids), 0, len(b.ids))
    blocks = matches(a.ids, b.ids, effort)
    return None if marks(blocks, whole) > marks([], whole) else blocks


def stretches(was: Sequence[Text], now: Sequence[Text], effort: Effort) -> list[Stretch]:
    """Each sentence against the one in its place, where no other alignment has more in common; else none."""
    if len(was) != len(now):
        return []
    ones: list[Stretch] = []
    for old, new in zip(was, now, strict=True):
        middle = Middle.of(old, new)
        found = stretch(middle, effort) if middle else None
        if not found:
            return []
        ones.append(found)
    return ones if len(ones) == 1 or _apart(ones) else []


def _apart(ones: Sequence[Stretch]) -> bool:
    """Whether what goes comes nowhere else, and so little differs that no sentence is likelier to be another's."""
    gone = {word for o in ones for word in _left(o.old, o.blocks, 0)}
    come = {word for o in ones for word in _left(o.new, o.blocks, 1)}
    shares = [(len(o.old) + len(o.new)) / (1 + 2 * len(f"{o.head}{o.tail}".split())) for o in ones]
    return gone.isdisjoint(come) and max(shares) <= ALIKE and sum(shares) <= 1


def _left(found: Sequence[Token], blocks: Iterable[Block], side: int) -> set[str]:
    """The words of one side that are in no block."""
    kept = {at for block in blocks for at in range(block[side], block[side] + block[2])}
    return {token.core for at, token in enumerate(found) if at not in kept}


def marks(blocks: list[Block], piece: tuple[int, int, int, int]) -> int:
    """What a reader pays: twice the marked words, and five for each stretch."""
    i, end, j, stop = piece
    words = times = 0
    for start, begin, length in [*blocks, (end, stop, 0)]:
        words += start - i + begin - j
        times += start > i or begin > j
        i, j = start + length, begin + length
    return 2 * words + 5 * times


def inner(a: str, b: str) -> tuple[int, int]:
    """How many characters both begin and end with, in whole words.

    >>> inner("We sell it to you.", "We lend it to you.")
    (3, 10)
    """
    shared = _shared(a, b)
    head = max(a.rfind(" ", 0, shared), a.rfind("\n", 0, shared)) + 1
    if head and not (_WORD.match(a, head) and _WORD.match(b, head)):
        head = 0
    space = max(head - 1, 0)  # a word may begin right behind what both begin with
    shared = _shared(a[space:][::-1], b[space:][::-1])
    gap = _GAP.search(a, len(a) - shared)
    return head, len(a) - gap.end() if gap else 0


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
