"""Which words of a text were deleted and inserted: few stretches, none of which starts or ends inside a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from tosgen.redline.ends import Words, ends
from tosgen.redline.marked import marked
from tosgen.redline.match import CELLS, Block, Effort, matches, merged
from tosgen.redline.model import Op, Span
from tosgen.redline.sides import Side, Sides, one_sentence, sentences
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
    was, now = Words.of(old), Words.of(new)
    if not was.text or not now.text or was == now:
        return _whole(was.text, now.text)
    effort.steps += (len(was.text) + len(now.text)) // 64
    outer = ends(was, now)
    return _in_one(one_sentence(was, now, outer), effort) or _in_all(sentences(was, now, outer), effort)


def _in_one(sides: Sides | None, effort: Effort) -> tuple[Span, ...]:
    """The spans where one sentence differs, and so little that it is not replaced; else none."""
    if not sides:
        return ()
    a, b = sides
    blocks = _piece(a, b, (0, len(a.ids), 0, len(b.ids)), effort)
    if _marks(blocks, (0, len(a.ids), 0, len(b.ids))) > _marks([], a.between + b.between):
        return ()
    return tuple(marked(a.tokens, b.tokens, blocks))


def _in_all(sides: Sides, effort: Effort) -> tuple[Span, ...]:
    a, b = sides
    blocks = merged(block for gap in _sentences(a, b, effort) for block in gap)
    return tuple(marked(a.tokens, b.tokens, blocks))


def _whole(was: str, now: str) -> tuple[Span, ...]:
    """One text, where both are the same, or there was none before, or is none now."""
    op: Op = "insert" if not was else "equal" if now else "delete"
    return (Span(op, was or now),) if was or now else ()


def _sentences(a: Side, b: Side, effort: Effort) -> Iterator[list[Block]]:
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


def _words(a: Side, b: Side, gap: tuple[int, int, int, int], effort: Effort) -> list[Block]:
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


def _piece(a: Side, b: Side, piece: tuple[int, int, int, int], effort: Effort) -> list[Block]:
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


def _paired(a: Side, b: Side, gap: tuple[int, int, int, int], effort: Effort) -> list[Block]:
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
