"""Columns of plain text, as wide as a terminal shows them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """A line for each row, its cells padded to the widest of their column.

    >>> columns([["a", "b"], ["条款", "c"]])
    ['a     b', '条款  c']
    """
    widths = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    return ["  ".join(map(_padded, row, widths)).rstrip() for row in rows]


def width(text: str) -> int:
    """The columns that a text takes: two for a wide character, none for marks, isolates and joiners."""
    return len(text) if text.isascii() else sum(map(_width, text))


def wide(character: str) -> bool:
    """Whether a terminal gives it two columns."""
    return unicodedata.east_asian_width(character) in "WF"


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if wide(character) else 1


def _padded(cell: str, room: int) -> str:
    return cell + " " * (room - width(cell))
