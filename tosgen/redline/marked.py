"""What is common to two texts as spans: deleted, inserted, equal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise, takewhile

from tosgen.redline.match import Block
from tosgen.redline.model import Op, Span
from tosgen.redline.tokens import Token

_Piece = tuple[Op, str]


def marked(a: list[Token], b: list[Token], blocks: list[Block]) -> Iterator[Span]:
    """The spans, given the stretches that both have."""
    return _tidied(_written(a, b, _without_islands(a, b, blocks)))


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


def _written(a: list[Token], b: list[Token], blocks: list[Block]) -> Iterator[_Piece]:
    i = j = 0
    for start, begin, length in [*blocks, (len(a), len(b), 0)]:
        yield "delete", _text(a[i:start])
        yield "insert", _text(b[j:begin])
        i, j = start + length, begin + length
        yield from _equal(a[start:i], b[begin:j])


def _equal(a: list[Token], b: list[Token]) -> Iterator[_Piece]:
    """The same words; the space between them may differ."""
    was, now = _text(a), _text(b)
    if was == now:
        yield "equal", was
        return
    for old, new in zip(a, b, strict=True):
        yield "equal", old.core
        if old.space == new.space:
            yield "equal", old.space
        else:
            yield "delete", old.space
            yield "insert", new.space


def _text(found: list[Token]) -> str:
    return "".join([part for core, space, _ in found for part in (core, space)])


def _tidied(found: Iterator[_Piece]) -> Iterator[Span]:
    """Neighbours merged, deletion before insertion, whitespace that both share left unmarked."""
    settled = (piece for group in _groups(found) for piece in group if piece[1])
    for op, same in groupby(settled, key=lambda piece: piece[0]):
        yield Span(op, "".join(text for _, text in same))


def _groups(found: Iterator[_Piece]) -> Iterator[list[_Piece]]:
    for equal, group in groupby((piece for piece in found if piece[1]), key=lambda piece: piece[0] == "equal"):
        members = list(group)
        yield members if equal else _change(members)


def _change(group: list[_Piece]) -> list[_Piece]:
    old = "".join(text for op, text in group if op == "delete")
    new = "".join(text for op, text in group if op == "insert")
    lead = _shared(old, new)
    old, new = old[len(lead) :], new[len(lead) :]
    tail = _shared(old[::-1], new[::-1])[::-1]
    old, new = old[: len(old) - len(tail)], new[: len(new) - len(tail)]
    return [("equal", lead), ("delete", old), ("insert", new), ("equal", tail)]


def _shared(old: str, new: str) -> str:
    """The whitespace that both begin with."""
    return "".join(
        x for x, _ in takewhile(lambda pair: pair[0] == pair[1] and pair[0].isspace(), zip(old, new, strict=False))
    )
