"""Two texts by sentence: those that both have are looked at as they stand, the others word by word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from tosgen.redline.match import Block, Effort, matches
from tosgen.redline.tokens import Anchor, Token, anchors, between, sentence_bounds
from tosgen.text.plain import Run


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
    return len({bare(text.words) for text in texts}) < len(texts)


def bare(text: str) -> str:
    """A text without its spaces."""
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
