"""Which words of a text were deleted and inserted: few stretches, none of which starts or ends inside a word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tosgen.redline.marked import marked, replaced
from tosgen.redline.match import CELLS, Block, Effort, matches, merged
from tosgen.redline.model import Op, Span
from tosgen.redline.sides import Text, Words, common, in_words
from tosgen.redline.slight import ALIKE, Middle, Stretch, marks, stretch, stretches
from tosgen.redline.tokens import Token
from tosgen.text.plain import Run

_PAIRS = 256
"""Up to so many pairs of sentences are weighed against each other, to tell the new from the reworded."""


@lru_cache(maxsize=4096)
def spans(old: tuple[Run, ...], new: tuple[Run, ...]) -> tuple[Span, ...]:
    """The marked-up text: equal and deleted spans join to the old text, equal and inserted ones to the new.

    >>> [(s.op, s.text) for s in spans((Run("We answer in 14 days."),), (Run("We answer in 10 days."),))]
    [('equal', 'We answer in '), ('delete', '14'), ('insert', '10'), ('equal', ' days.')]
    """
    return compared(old, new, Effort())


def compared(old: Sequence[Run], new: Sequence[Run], effort: Effort) -> tuple[Span, ...]:
    """`spans`, counting its steps in `effort`."""
    before, after = Text.of(old), Text.of(new)
    if not before.words or not after.words or before == after:
        return _whole(before.words, after.words)
    effort.steps += (len(before.words) + len(after.words)) // 64
    middle = Middle.of(before, after)
    one = middle and stretch(middle, effort)
    if one and not one.blocks:
        return replaced(one.head, *one.texts, one.tail)
    found = _Found([], [], [])
    if one:
        found.stretch(one)
    else:
        head, was, now, tail = middle.sentences() if middle else ("", before.sentences(), after.sentences(), "")
        found.same(head)
        _in_all(found, was, now, effort)
        found.same(tail)
    return marked(found.old, found.new, merged(found.blocks))


class _Found(NamedTuple):
    """The tokens of both texts, as far as they were compared, and the stretches that both have."""

    old: list[Token]
    new: list[Token]
    blocks: list[Block]

    def add(self, old: list[Token], new: list[Token], blocks: list[Block]) -> None:
        i, j = len(self.old), len(self.new)
        self.blocks.extend([(i + start, j + begin, length) for start, begin, length in blocks])
        self.old.extend(old)
        self.new.extend(new)

    def stretch(self, one: Stretch) -> None:
        """A stretch that differs, and what stands around it."""
        self.same(one.head)
        self.add(one.old, one.new, one.blocks)
        self.same(one.tail)

    def same(self, text: str) -> None:
        """Words that both have, and that need not be told apart."""
        if text:
            core = text.rstrip()
            token = Token(core, text[len(core) :])
            self.add([token], [token], [(0, 0, 1)])


def _in_all(found: _Found, was: Sequence[Text], now: Sequence[Text], effort: Effort) -> None:
    """Sentence by sentence."""
    i = j = 0
    for start, begin, length in [*common(was, now, effort), (len(was), len(now), 0)]:
        if start > i or begin > j:
            _gap(found, was[i:start], now[j:begin], effort)
        i, j = start + length, begin + length
        _equal(found, was[start:i], now[begin:j])


def _equal(found: _Found, was: Sequence[Text], now: Sequence[Text]) -> None:
    """Sentences that both have: they are told apart only if their spaces differ."""
    old, new = ("".join([text.words for text in side]) for side in (was, now))
    if old == new:
        found.same(old)
    else:
        a, b = in_words(*([text.tokens() for text in side] for side in (was, now)))
        found.add(a.tokens, b.tokens, [(0, 0, len(a.tokens))])


def _gap(found: _Found, was: Sequence[Text], now: Sequence[Text], effort: Effort) -> None:
    """Sentences that differ."""
    if ones := stretches(was, now, effort):
        for one in ones:
            found.stretch(one)
        return
    a, b = in_words(*([text.tokens() for text in side] for side in (was, now)))
    found.add(a.tokens, b.tokens, _words(a, b, effort) if a.ids and b.ids else [])


def _whole(was: str, now: str) -> tuple[Span, ...]:
    """One text, where both are the same, or there was none before, or is none now."""
    op: Op = "insert" if not was else "equal" if now else "delete"
    return (Span(op, was or now),) if was or now else ()


def _words(a: Words, b: Words, effort: Effort) -> list[Block]:
    """The alignment of two runs of sentences that marks least: word by word, sentence by sentence, or none at all."""
    whole = (0, len(a.ids), 0, len(b.ids))
    best = matches(a.ids, b.ids, effort)
    small = len(a.ids) * len(b.ids) <= CELLS
    if small and 1 < (len(a.bounds) - 1) * (len(b.bounds) - 1) <= _PAIRS:
        paired = merged(_paired(a, b, effort))
        if _length(paired) >= _length(best) or marks(paired, whole) < marks(best, whole):
            best = paired
    return best if marks(best, whole) <= marks([], whole) else []


def _length(blocks: list[Block]) -> int:
    return sum(length for _, _, length in blocks)


def _paired(a: Words, b: Words, effort: Effort) -> list[Block]:
    """Sentences matched with those like them, in order; the words of each pair aligned."""
    rows, columns = len(a.bounds) - 1, len(b.bounds) - 1
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    alike = [[_likeness(a.sentence(i), b.sentence(j), effort) for j in range(columns)] for i in range(rows)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], alike[i][j] and alike[i][j] + best[i + 1][j + 1])
    found: list[Block] = []
    i = j = 0
    while i < rows and j < columns:
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            start, begin = a.bounds[i], b.bounds[j]
            found += [(start + x, begin + y, n) for x, y, n in matches(a.sentence(i), b.sentence(j), effort)]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _likeness(a: list[int], b: list[int], effort: Effort) -> float:
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - recording a version need not load it

    effort.steps += len(a) + len(b) + len(a) * len(b) // 64
    return float(Indel.normalized_similarity(a, b, score_cutoff=ALIKE))
