"""Which words of a text were deleted and inserted: few stretches, none of which starts or ends inside a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from tosgen.redline.marked import marked, replaced
from tosgen.redline.match import CELLS, Block, Effort, matches, merged
from tosgen.redline.model import Op, Span
from tosgen.redline.sides import Middle, Text, Words, common, in_words
from tosgen.redline.tokens import Token, alone, first
from tosgen.text.plain import Run

_PAIRS = 256
"""Up to so many pairs of sentences are weighed against each other, to tell the new from the reworded."""
_ALIKE = 0.5


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
    one = middle and _one(middle, effort)
    if one and not one.blocks:
        return replaced(one.head, *one.texts, one.tail)
    found = _Found([], [], [])
    if one:
        found.one(one)
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

    def one(self, one: _One) -> None:
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


class _One(NamedTuple):
    """The one stretch that differs, what stands around it, and what both have inside it."""

    head: str
    texts: tuple[str, str]
    old: list[Token]
    new: list[Token]
    blocks: list[Block]
    tail: str


def _one(middle: Middle, effort: Effort) -> _One | None:
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
    return None if blocks is None else _One(head, (old.words, new.words), a, b, blocks, tail)


def _less(a: Words, b: Words, effort: Effort) -> list[Block] | None:
    """What both have, if to tell it apart marks less than to replace all."""
    whole = (0, len(a.ids), 0, len(b.ids))
    blocks = matches(a.ids, b.ids, effort)
    return None if _marks(blocks, whole) > _marks([], whole) else blocks


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
    if ones := _each(was, now, effort):
        for one in ones:
            found.one(one)
        return
    a, b = in_words(*([text.tokens() for text in side] for side in (was, now)))
    found.add(a.tokens, b.tokens, _words(a, b, effort) if a.ids and b.ids else [])


def _each(was: Sequence[Text], now: Sequence[Text], effort: Effort) -> list[_One]:
    """Each sentence against the one in its place, where no other alignment has more in common; else none."""
    if len(was) != len(now):
        return []
    ones: list[_One] = []
    for old, new in zip(was, now, strict=True):
        middle = Middle.of(old, new)
        one = _one(middle, effort) if middle else None
        if not one:
            return []
        ones.append(one)
    return ones if len(ones) == 1 or _apart(ones) else []


def _apart(ones: Sequence[_One]) -> bool:
    """Whether what goes comes nowhere else, and so little differs that no sentence is likelier to be another's."""
    gone = {word for one in ones for word in _left(one.old, one.blocks, 0)}
    come = {word for one in ones for word in _left(one.new, one.blocks, 1)}
    shares = [(len(o.old) + len(o.new)) / (1 + 2 * len(f"{o.head}{o.tail}".split())) for o in ones]
    return gone.isdisjoint(come) and max(shares) <= _ALIKE and sum(shares) <= 1


def _left(found: Sequence[Token], blocks: Iterable[Block], side: int) -> set[str]:
    """The words of one side that are in no block."""
    kept = {at for block in blocks for at in range(block[side], block[side] + block[2])}
    return {token.core for at, token in enumerate(found) if at not in kept}


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
        if _length(paired) >= _length(best) or _marks(paired, whole) < _marks(best, whole):
            best = paired
    return best if _marks(best, whole) <= _marks([], whole) else []


def _length(blocks: list[Block]) -> int:
    return sum(length for _, _, length in blocks)


def _marks(blocks: list[Block], piece: tuple[int, int, int, int]) -> int:
    """What a reader pays: twice the marked words, and five for each stretch."""
    i, end, j, stop = piece
    words = stretches = 0
    for start, begin, length in [*blocks, (end, stop, 0)]:
        words += start - i + begin - j
        stretches += start > i or begin > j
        i, j = start + length, begin + length
    return 2 * words + 5 * stretches


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
    return float(Indel.normalized_similarity(a, b, score_cutoff=_ALIKE))
