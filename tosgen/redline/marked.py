"""What is common to two texts as spans: deleted, inserted, equal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tosgen.redline.match import Block
from tosgen.redline.model import Op, Span
from tosgen.redline.tokens import Token

_LONG = 4
"""Tokens of a long change."""


def marked(a: list[Token], b: list[Token], blocks: list[Block]) -> tuple[Span, ...]:
    """The spans, given the stretches that both have: neighbours merged, deletion before insertion."""
    out: list[Span] = []
    same = old = new = ""
    for gone, come, kept in _written(a, b, _without_islands(a, b, blocks)):
        old, new = old + gone, new + come
        if kept and (old or new):
            same = _change(out, same, old, new)
            old = new = ""
        same += kept
    if old or new:
        same = _change(out, same, old, new)
    if same:
        out.append(Span("equal", same))
    return tuple(out)


def replaced(head: str, old: str, new: str, tail: str) -> tuple[Span, ...]:
    """The spans where nothing of one stretch is left in the other."""
    out: list[Span] = []
    same = _change(out, head, old, new) + tail
    return (*out, Span("equal", same)) if same else tuple(out)


def _change(out: list[Span], same: str, old: str, new: str) -> str:
    """Write what differs, behind what is the same, but for whitespace that both share; what is the same from there."""
    lead = _shared(old, new)
    same, old, new = same + old[:lead], old[lead:], new[lead:]
    tail = _shared(old[::-1], new[::-1])
    stop = len(old) - tail
    gone, come, kept = old[:stop], new[: len(new) - tail], old[stop:]
    if not gone and not come:
        return same + kept
    pieces: tuple[tuple[Op, str], ...] = (("equal", same), ("delete", gone), ("insert", come))
    out.extend([Span(op, text) for op, text in pieces if text])
    return kept


def _without_islands(a: list[Token], b: list[Token], blocks: list[Block]) -> list[Block]:
    """Without the single slight words that would hold two long changes apart."""
    if len(a) + len(b) - 2 * sum([n for _, _, n in blocks]) < 2 * _LONG:
        return blocks
    edges = [(0, 0, 0), *blocks, (len(a), len(b), 0)]
    widths = [max(y[0] - x[0] - x[2], y[1] - x[1] - x[2]) for x, y in pairwise(edges)]
    return [
        (i, j, n)
        for k, (i, j, n) in enumerate(blocks)
        if not (n == 1 and min(widths[k], widths[k + 1]) >= _LONG and a[i].slight and b[j].slight)
    ]


def _written(a: list[Token], b: list[Token], blocks: list[Block]) -> Iterator[tuple[str, str, str]]:
    """What went, what came, and what both have behind it."""
    i = j = 0
    for start, begin, length in [*blocks, (len(a), len(b), 0)]:
        gone, come = _text(a[i:start]), _text(b[j:begin])
        i, j = start + length, begin + length
        same = a[start:i]
        if same == b[begin:j]:
            yield gone, come, _text(same)
        else:
            yield gone, come, ""
            yield from _spaced(same, b[begin:j])


def _spaced(a: list[Token], b: list[Token]) -> Iterator[tuple[str, str, str]]:
    """The same words; the space between them differs."""
    for old, new in zip(a, b, strict=True):
        if old.space == new.space:
            yield "", "", old.core + old.space
        else:
            yield "", "", old.core
            yield old.space, new.space, ""


def _text(found: list[Token]) -> str:
    return "".join([core + space for core, space, _ in found]) if found else ""


def _shared(old: str, new: str) -> int:
    """How much whitespace both begin with."""
    at = 0
    while old[at : at + 1].isspace() and old[at] == new[at : at + 1]:
        at += 1
    return at
