"""Two texts by sentence: those that both have are looked at as they stand, the others word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from tosgen.redline.match import Block, Effort, matches
from tosgen.redline.tokens import Anchor, Token, anchors, between, sentence_bounds
from tosgen.text.plain import Run

_WORD = re.compile(r"\S")
_GAP = re.compile(r"\s+(?=\S)")
"""Behind it a word begins."""


class Text(NamedTuple):
    """Words, and what points elsewhere in them."""

    words: str
    anchors: tuple[Anchor, ...] = ()

    @classmethod
    def of(cls, runs: Sequence[Run]) -> Text:
        """The text that runs make."""
        return cls("".join([run.text for run in runs]), tuple(anchors(runs)))

    def part(self, first: int, last: int) -> Text:
        """What stands between two characters."""
        if not self.anchors:
            return Text(self.words[first:last])
        own = [
            (max(start - first, 0), min(stop, last) - first, anchor)
            for start, stop, anchor in self.anchors
            if start < last and stop > first
        ]
        return Text(self.words[first:last], tuple(own))

    def sentences(self) -> list[Text]:
        """The text, sentence by sentence."""
        bounds = pairwise(sentence_bounds(self.words))
        if self.anchors:
            return [self.part(first, last) for first, last in bounds]
        return [Text(self.words[first:last]) for first, last in bounds]

    def tokens(self) -> list[Token]:
        """The text, word by word."""
        return between(self.words, self.anchors, 0, len(self.words))


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
        if tail and _bare(tail[: sentence_bounds(tail.partition("\n")[0])[1]]) in {_bare(t.words) for t in was + now}:
            return "", self.was.sentences(), self.now.sentences(), ""  # what is equal may go on into the tail
        return head, was, now, tail

    def _in_lines(self) -> Middle:
        words = self.was.words
        begin, end = words.rfind("\n", 0, self.head) + 1, words.find("\n", len(words) - self.tail)
        indent = len(words[begin : self.head]) - len(words[begin : self.head].lstrip())
        return self._replace(head=begin + indent, tail=len(words[end:].lstrip()) if end >= 0 else 0)


def common(a: Sequence[Text], b: Sequence[Text], effort: Effort) -> list[Block]:
    """The sentences that both have, in order: those that differ in nothing but spaces are the same."""
    found = matches(*_numbers(a, b), effort=effort)
    if _one_for_another(a, b, found) or not _spaced(a, b):
        return found
    return matches(*_numbers([_said(text) for text in a], [_said(text) for text in b]), effort=effort)


def _one_for_another(a: Sequence[Text], b: Sequence[Text], found: list[Block]) -> bool:
    """Whether one sentence differs, and none but it: the same words or not, nothing else answers to it."""
    same = sum([length for _, _, length in found])
    return len(a) == len(b) == same + 1 and all(i == j for i, j, _ in found)


def _numbers(a: Sequence[object], b: Sequence[object]) -> tuple[list[int], list[int]]:
    known: dict[object, int] = {}
    return [known.setdefault(each, len(known)) for each in a], [known.setdefault(each, len(known)) for each in b]


def _said(text: Text) -> tuple[tuple[str, str], ...]:
    return tuple([(core, reference) for core, _, reference in text.tokens()])


def _spaced(a: Iterable[Text], b: Iterable[Text]) -> bool:
    """Whether sentences that are not the same may say the same, as one has spaces that the other lacks."""
    texts = {*a, *b}
    return len({_bare(text.words) for text in texts}) < len(texts)


def _bare(text: str) -> str:
    return "".join(text.split())


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences word by word, as numbers, one a distinct token, with the bounds of each."""

    tokens: list[Token]
    ids: list[int]
    bounds: list[int]

    def sentence(self, at: int) -> list[int]:
        """The tokens of a sentence."""
        return self.ids[self.bounds[at] : self.bounds[at + 1]]


def in_words(a: Iterable[list[Token]], b: Iterable[list[Token]]) -> tuple[Words, Words]:
    """Sentences of both sides, numbered alike."""
    known: dict[tuple[str, str], int] = {}
    return _words(a, known), _words(b, known)


def _words(found: Iterable[list[Token]], known: dict[tuple[str, str], int]) -> Words:
    sentences = list(found)
    tokens = [token for sentence in sentences for token in sentence]
    ids = [known.setdefault((core, reference), len(known)) for core, _, reference in tokens]
    return Words(tokens, ids, [0, *accumulate(map(len, sentences))])


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
