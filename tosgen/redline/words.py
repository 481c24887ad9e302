"""Which words of a text were deleted and inserted: few stretches, none of which starts or ends inside a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise, takewhile

from tosgen.redline.match import CELLS, Block, Effort, matches, merged
from tosgen.redline.model import Span
from tosgen.redline.tokens import Token, sentence_starts, tokens
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
    if one_sided := _one_sided(old, new):
        return one_sided
    a, b = tokens(old), tokens(new)
    words: dict[tuple[str, str], int] = {}
    sides = _Side.of(a, words), _Side.of(b, words)
    blocks = merged(block for gap in _sentences(*sides, effort) for block in gap)
    return tuple(_tidied(_written(a, b, _without_islands(a, b, blocks))))


def _one_sided(old: Sequence[Run], new: Sequence[Run]) -> tuple[Span, ...]:
    """The whole text, where there was none before, or is none now."""
    was, now = ("".join(run.text for run in side) for side in (old, new))
    return () if was and now else (Span("insert", now),) if now else (Span("delete", was),) if was else ()


@dataclass(frozen=True, slots=True)
class _Side:
    """A text as numbers, one a distinct token, with the bounds of its sentences."""

    ids: list[int]
    bounds: list[int]

    @classmethod
    def of(cls, found: list[Token], known: dict[tuple[str, str], int]) -> _Side:
        ids = [known.setdefault((token.core, token.reference), len(known)) for token in found]
        return cls(ids, [*sentence_starts(found), len(found)] if found else [0])

    def sentence(self, at: int) -> list[int]:
        return self.ids[self.bounds[at] : self.bounds[at + 1]]


def _sentences(a: _Side, b: _Side, effort: Effort) -> Iterator[list[Block]]:
    """Equal sentences first; what lies between them, word by word."""
    known: dict[tuple[int, ...], int] = {}
    ids = [[known.setdefault(tuple(s.sentence(k)), len(known)) for k in range(len(s.bounds) - 1)] for s in (a, b)]
    i = j = 0
    for start, begin, length in [*matches(ids[0], ids[1], effort), (len(ids[0]), len(ids[1]), 0)]:
        if i < start and j < begin:
            yield _words(a, b, (i, start, j, begin), effort)
        i, j = start + length, begin + length
        first, last = a.bounds[start], a.bounds[i]
        yield [(first, b.bounds[begin], last - first)]


def _words(a: _Side, b: _Side, gap: tuple[int, int, int, int], effort: Effort) -> list[Block]:
    """The alignment of two runs of sentences that marks least: word by word, sentence by sentence, or none at all."""
    start, end, begin, stop = gap
    whole = (a.bounds[start], a.bounds[end], b.bounds[begin], b.bounds[stop])
    best = _piece(a, b, whole, effort)
    small = (whole[1] - whole[0]) * (whole[3] - whole[2]) <= CELLS
    if small and 1 < (end - start) * (stop - begin) <= _PAIRS:
        paired = _paired(a, b, gap, effort)
        if _length(paired) >= _length(best) or _marks(paired, whole) < _marks(best, whole):
            best = paired
    return best if _marks(best, whole) <= _marks([], whole) else []


def _length(blocks: list[Block]) -> int:
    return sum(length for _, _, length in blocks)


def _piece(a: _Side, b: _Side, piece: tuple[int, int, int, int], effort: Effort) -> list[Block]:
    start, end, begin, stop = piece
    return [(start + i, begin + j, n) for i, j, n in matches(a.ids[start:end], b.ids[begin:stop], effort)]


def _marks(blocks: list[Block], piece: tuple[int, int, int, int]) -> int:
    """What a reader pays: twice the marked words, and five for each stretch."""
    i, end, j, stop = piece
    words = stretches = 0
    for start, begin, length in [*merged(blocks), (end, stop, 0)]:
        words += start - i + begin - j
        stretches += start > i or begin > j
        i, j = start + length, begin + length
    return 2 * words + 5 * stretches


def _paired(a: _Side, b: _Side, gap: tuple[int, int, int, int], effort: Effort) -> list[Block]:
    """Sentences matched with those like them, in order; the words of each pair aligned."""
    start, end, begin, stop = gap
    rows, columns = end - start, stop - begin
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    alike = [
        [_likeness(a.sentence(start + i), b.sentence(begin + j), effort) for j in range(columns)] for i in range(rows)
    ]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], alike[i][j] and alike[i][j] + best[i + 1][j + 1])
    found: list[Block] = []
    i = j = 0
    while i < rows and j < columns:
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pair = (a.bounds[start + i], a.bounds[start + i + 1], b.bounds[begin + j], b.bounds[begin + j + 1])
            found += _piece(a, b, pair, effort)
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


def _without_islands(a: list[Token], b: list[Token], blocks: list[Block]) -> list[Block]:
    """Without the single slight words that would hold two long changes apart."""
    if len(blocks) < 2:
        return blocks
    edges = [(0, 0, 0), *blocks, (len(a), len(b), 0)]
    widths = [max(y[0] - x[0] - x[2], y[1] - x[1] - x[2]) for x, y in pairwise(edges)]
    return [
        (i, j, n)
        for k, (i, j, n) in enumerate(blocks)
        if not (n == 1 and min(widths[k], widths[k + 1]) >= 4 and a[i].slight and b[j].slight)
    ]


def _written(a: list[Token], b: list[Token], blocks: list[Block]) -> Iterator[Span]:
    i = j = 0
    for start, begin, length in [*blocks, (len(a), len(b), 0)]:
        yield Span("delete", "".join(token.core + token.space for token in a[i:start]))
        yield Span("insert", "".join(token.core + token.space for token in b[j:begin]))
        for old, new in zip(a[start : start + length], b[begin : begin + length], strict=True):
            yield Span("equal", old.core)
            if old.space == new.space:
                yield Span("equal", old.space)
            else:
                yield Span("delete", old.space)
                yield Span("insert", new.space)
        i, j = start + length, begin + length


def _tidied(found: Iterator[Span]) -> Iterator[Span]:
    """Neighbours merged, deletion before insertion, whitespace that both share left unmarked."""
    settled = (piece for group in _groups(found) for piece in group if piece.text)
    for op, same in groupby(settled, key=lambda span: span.op):
        yield Span(op, "".join(span.text for span in same))


def _groups(found: Iterator[Span]) -> Iterator[list[Span]]:
    for equal, group in groupby((span for span in found if span.text), key=lambda span: span.op == "equal"):
        members = list(group)
        yield members if equal else _change(members)


def _change(group: list[Span]) -> list[Span]:
    old = "".join(span.text for span in group if span.op == "delete")
    new = "".join(span.text for span in group if span.op == "insert")
    lead = _shared(old, new)
    old, new = old[len(lead) :], new[len(lead) :]
    tail = _shared(old[::-1], new[::-1])[::-1]
    old, new = old[: len(old) - len(tail)], new[: len(new) - len(tail)]
    return [Span("equal", lead), Span("delete", old), Span("insert", new), Span("equal", tail)]


def _shared(old: str, new: str) -> str:
    """The whitespace that both begin with."""
    return "".join(
        x for x, _ in takewhile(lambda pair: pair[0] == pair[1] and pair[0].isspace(), zip(old, new, strict=False))
    )
