"""What two sequences have in common, in order: exact where short, linear in time and memory where long."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

CELLS = 4_000_000
"""Pieces up to 2,000 x 2,000 are matched exactly."""
EDITS = 64
"""In longer pieces a stretch is given up, and the next begun, after this many differences."""
_DEPTH = 8
_FEW = 8
"""In so short pieces it is asked first whether they have anything in common."""

Block = tuple[int, int, int]
"""(start in a, start in b, length) of a stretch that both have."""
Piece = tuple[int, int, int, int]


@dataclass(slots=True)
class Effort:
    """How many elementary steps were taken: what a test can hold against the length of the texts."""

    steps: int = 0


def matches(a: Sequence[int], b: Sequence[int], effort: Effort | None = None) -> list[Block]:
    """Stretches common to both in order, neighbours merged.

    >>> matches([1, 2, 3, 4], [1, 9, 3, 4])
    [(0, 0, 1), (2, 2, 2)]
    """
    if not a or not b or (len(a) <= _FEW and len(b) <= _FEW and set(a).isdisjoint(b)):
        return []
    found = _Search(a, b, effort or Effort()).piece((0, len(a), 0, len(b)), 0)
    return merged(found)


def merged(blocks: Iterable[Block]) -> list[Block]:
    """Blocks that continue each other as one."""
    out: list[Block] = []
    for i, j, n in blocks:
        if out and out[-1][0] + out[-1][2] == i and out[-1][1] + out[-1][2] == j:
            out[-1] = (out[-1][0], out[-1][1], out[-1][2] + n)
        elif n:
            out.append((i, j, n))
    return out


def increasing(values: Sequence[int]) -> list[int]:
    """Positions of a longest increasing subsequence.

    >>> increasing([2, 0, 1, 3])
    [1, 2, 3]
    """
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for position, value in enumerate(values):
        length = bisect_left(tails, value)
        before.append(at[length - 1] if length else -1)
        tails[length : length + 1] = [value]
        at[length : length + 1] = [position]
    chain, position = [], at[-1] if at else -1
    while position >= 0:
        chain.append(position)
        position = before[position]
    return chain[::-1]


@dataclass(frozen=True, slots=True)
class _Search:
    a: Sequence[int]
    b: Sequence[int]
    effort: Effort

    def piece(self, piece: Piece, depth: int) -> Iterator[Block]:
        start, end, begin, stop = piece
        head = self._run(start, begin, min(end - start, stop - begin), 1)
        yield start, begin, head
        start, begin = start + head, begin + head
        tail = self._run(end - 1, stop - 1, min(end - start, stop - begin), -1)
        yield from self._core((start, end - tail, begin, stop - tail), depth)
        yield end - tail, stop - tail, tail

    def _run(self, i: int, j: int, limit: int, step: int) -> int:
        length = 0
        while length < limit and self.a[i + step * length] == self.b[j + step * length]:
            length += 1
        self.effort.steps += length + 1
        return length

    def _core(self, piece: Piece, depth: int) -> Iterator[Block]:
        start, end, begin, stop = piece
        rows, columns = end - start, stop - begin
        if not rows or not columns:
            return
        if rows * columns <= CELLS:
            self.effort.steps += rows + columns + rows * columns // 64
            yield from self._exact(piece)
        elif depth < _DEPTH and (anchors := self._anchors(piece)):
            yield from self._between(piece, anchors, depth)
        else:
            yield from self._greedy(piece)

    def _exact(self, piece: Piece) -> Iterator[Block]:
        start, end, begin, stop = piece
        if set(self.a[start:end]).isdisjoint(self.b[begin:stop]):
            return
        from rapidfuzz.distance import Indel  # noqa: PLC0415 - recording a version need not load it

        for op in Indel.opcodes(self.a[start:end], self.b[begin:stop]):
            if op.tag == "equal":
                yield start + op.src_start, begin + op.dest_start, op.src_end - op.src_start

    def _anchors(self, piece: Piece) -> list[tuple[int, int]]:
        """Elements that each side has once, in common order (patience)."""
        start, end, begin, stop = piece
        self.effort.steps += 2 * (end - start + stop - begin)
        in_a, in_b = Counter(self.a[start:end]), Counter(self.b[begin:stop])
        places = {value: j for j, value in enumerate(self.b[begin:stop], begin) if in_b[value] == 1}
        pairs = [(i, places[v]) for i, v in enumerate(self.a[start:end], start) if in_a[v] == 1 and v in places]
        return [pairs[k] for k in increasing([j for _, j in pairs])]

    def _between(self, piece: Piece, anchors: list[tuple[int, int]], depth: int) -> Iterator[Block]:
        start, end, begin, stop = piece
        for i, j in anchors:
            yield from self.piece((start, i, begin, j), depth + 1)
            yield i, j, 1
            start, begin = i + 1, j + 1
        yield from self.piece((start, end, begin, stop), depth + 1)

    def _greedy(self, piece: Piece) -> Iterator[Block]:
        """Shortest edits (Myers) as far as EDITS of them reach, then again from there: linear, and nearly shortest."""
        start, end, begin, stop = piece
        while start < end and begin < stop:
            path = self._reach((start, end, begin, stop))
            yield from path
            i, j, n = path[-1]
            start, begin = i + n, j + n

    def _reach(self, piece: Piece) -> list[Block]:
        start, end, begin, stop = piece
        a, b = self.a, self.b
        furthest: dict[int, int] = {1: start}
        trace: list[dict[int, int]] = []
        for edits in range(EDITS + 1):
            trace.append(dict(furthest))
            for k in range(-edits, edits + 1, 2):
                i = _step(furthest, k, edits)
                j = i - start - k + begin
                if i > end or j > stop:
                    furthest[k] = i
                    continue
                begun = i
                while i < end and j < stop and a[i] == b[j]:
                    i, j = i + 1, j + 1
                self.effort.steps += i - begun + 1
                furthest[k] = i
                if i == end and j == stop:
                    return _path(trace, furthest, k, (start, begin))
        # every diagonal in the last round is complete: go on from the one that came furthest
        best = max(_inside(furthest, piece), default=None)
        return _path(trace, furthest, best[1], (start, begin)) if best else [(end, stop, 0)]


def _step(furthest: dict[int, int], k: int, edits: int) -> int:
    return furthest[k + 1] if _down(furthest, k, edits) else furthest[k - 1] + 1


def _down(furthest: dict[int, int], k: int, edits: int) -> bool:
    return k == -edits or (k != edits and furthest[k - 1] < furthest[k + 1])


def _inside(furthest: dict[int, int], piece: Piece) -> Iterator[tuple[int, int]]:
    """(how far, diagonal) of the last round's ends that lie inside the piece."""
    start, end, begin, stop = piece
    for k, i in furthest.items():
        if (k - EDITS) % 2 == 0 and i <= end and i - start - k + begin <= stop:
            yield 2 * i - k, k


def _path(trace: list[dict[int, int]], furthest: dict[int, int], k: int, origin: tuple[int, int]) -> list[Block]:
    """Walk back along the rounds; the last block tells where the path ended, and may be empty."""
    start, begin = origin
    path: list[Block] = []
    i = furthest[k]
    for edits in range(len(trace) - 1, -1, -1):
        first = _step(trace[edits], k, edits)
        path.append((first, first - start - k + begin, i - first))
        if not edits:
            break
        k += 1 if _down(trace[edits], k, edits) else -1
        i = trace[edits][k]
    return path[::-1]
