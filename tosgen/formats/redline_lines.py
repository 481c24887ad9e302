"""A redline's words as blocks for a page: paragraphs, lists and tables, each line in pieces that are marked or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from tosgen.redline.model import Op, Span

Side = Literal["both", "old", "new"]
Kind = Literal["text", "list", "table"]
Line = tuple[Span, ...]
_ITEM = re.compile(r"(\s*)(?:-|\d{1,9}\.)\s")
_CELL = " | "
_OTHER: dict[Side, Op | None] = {"both": None, "old": "insert", "new": "delete"}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list with the lines that continue it; `depth` counts the lists around it."""

    depth: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of lines, a list of items, or a table of rows of cells, the first of them its heads."""

    kind: Kind
    lines: tuple[Line, ...] = ()
    items: tuple[Item, ...] = ()
    rows: tuple[tuple[Line, ...], ...] = ()


def blocks(spans: Iterable[Span], side: Side = "both") -> tuple[Block, ...]:
    """What one side reads, or both in one text: deleted and inserted words one after the other.

    >>> [(b.kind, len(b.lines), len(b.items)) for b in blocks([Span("equal", "One\\n\\n- a\\n- b")])]
    [('text', 1, 0), ('list', 0, 2)]
    """
    kept = [span for span in spans if span.op != _OTHER[side]]
    if side == "old":
        kept = [span._replace(was="", now="") for span in kept]
    found: list[Block] = []
    for filled, group in groupby(_lines(kept, side), key=_filled):
        if filled:
            found += _blocks(list(group))
    return tuple(found)


def _lines(spans: Sequence[Span], side: Side) -> list[Line]:
    """One line of pieces a line of text. In one text for both sides, a break that only one side has is shown as ¶."""
    lines: list[list[Span]] = [[]]
    for span in spans:
        text = span.text
        if side == "both" and span.op != "equal" and not text.strip():
            text = text.replace("\n", "¶")
        for at, part in enumerate(text.split("\n")):
            if at:
                lines.append([])
            if part:
                lines[-1].append(span._replace(text=part))
    return [tuple(line) for line in lines]


def text(line: Line) -> str:
    """What a line reads, marked or not."""
    return "".join(span.text for span in line)


def _filled(line: Line) -> bool:
    return bool(text(line).strip())


def _blocks(lines: list[Line]) -> Iterator[Block]:
    rows = tuple(_cells(line) for line in lines)
    if len({len(row) for row in rows}) == 1 and len(rows) > 1 and len(rows[0]) > 1:
        yield Block("table", rows=rows)
        return
    plain: list[Line] = []
    items: list[Item] = []
    for line in lines:
        found = _ITEM.match(text(line))
        if found:
            items.append(Item(len(found[1]) // 2, (line,)))
        elif items and text(line).startswith(" "):
            items[-1] = replace(items[-1], lines=(*items[-1].lines, line))
        elif items:
            yield Block("list", items=tuple(items))
            plain, items = [line], []
        else:
            plain.append(line)
        if items and plain:
            yield Block("text", lines=tuple(plain))
            plain = []
    if plain or items:
        yield Block("list", items=tuple(items)) if items else Block("text", lines=tuple(plain))


def _cells(line: Line) -> tuple[Line, ...]:
    cells: list[list[Span]] = [[]]
    for span in line:
        for at, part in enumerate(span.text.split(_CELL)):
            if at:
                cells.append([])
            if part:
                cells[-1].append(span._replace(text=part))
    return tuple(tuple(cell) for cell in cells)
