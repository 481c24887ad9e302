"""HTML cut where something is to be filled in, so that it is made once per wording and filled for each service."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from markdown_it.common.utils import escapeHtml

from tosgen.model.document import CLOSE, OPEN, Filling
from tosgen.text.characters import joins_without_space
from tosgen.text.escape import address, target

_SLOT = re.compile(f"{OPEN}([a-z])([^{CLOSE}]*){CLOSE}")
PLAIN, LINKED, START, REST, BREAK, BOX, END = "t", "l", "s", "r", "n", "o", "e"
"""A fact in running text; inside a link's words; at the start of a link's target, and further on in one; a line break
whose meaning its neighbours decide; where a table's box opens, and where it ends."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to be filled: what with, and the filling's index (of a break, its neighbours)."""

    kind: str
    index: int = 0
    edges: tuple[str | int, str | int] = ("", "")
    """A character, or the index of the filling that stands there."""


Pieces = tuple[str | Slot, ...]


def slot(kind: str, data: str = "") -> str:
    """What stands for a slot in HTML that is yet to be cut."""
    return f"{OPEN}{kind}{data}{CLOSE}"


def edge(character: str | int) -> str:
    """A neighbour of a break, as its slot's data."""
    return f"m{character}" if isinstance(character, int) else f"c{character}"


def cut(html: str) -> Pieces:
    """The HTML as pieces."""
    found: list[str | Slot] = []
    last = 0
    for mark in _SLOT.finditer(html):
        found += [html[last : mark.start()], _slot(mark[1], mark[2])]
        last = mark.end()
    return (*found, html[last:])


def _slot(kind: str, data: str) -> Slot:
    if kind == BREAK:
        before, _, after = data.partition("\n")
        return Slot(kind, edges=(_edge(before), _edge(after)))
    return Slot(kind, int(data or 0))


def _edge(data: str) -> str | int:
    return int(data[1:]) if data.startswith("m") else data[1:]


def filled(pieces: Pieces, fillings: tuple[Filling, ...], label: str) -> str:
    """The HTML with facts, and the box around a table if it has a label."""
    return "".join([piece if isinstance(piece, str) else _written(piece, fillings, label) for piece in pieces])


def _written(slot: Slot, fillings: tuple[Filling, ...], label: str) -> str:
    match slot.kind:
        case "t":
            return _linked(fillings[slot.index])
        case "l":
            return escapeHtml(fillings[slot.index].text)
        case "s" | "r":
            return escapeHtml(target(address(fillings[slot.index], first=slot.kind == START)))
        case "n":
            before, after = (each if isinstance(each, str) else fillings[each].text for each in slot.edges)
            return "" if joins_without_space(before[-1:], after[:1]) else "\n"
        case "o":
            return f'<div class="table" role="group" tabindex="0" aria-label="{escapeHtml(label)}">\n' if label else ""
        case _:
            return "</div>\n" if label else ""


@lru_cache(maxsize=65536)
def _linked(filling: Filling) -> str:
    shown = escapeHtml(filling.text)
    return f'<a href="{escapeHtml(target(filling.href))}">{shown}</a>' if filling.href else shown
