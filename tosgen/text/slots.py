"""HTML cut where something is to be filled in, so that it is made once per wording and filled for each service."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it.common.utils import escapeHtml

from tosgen.model.document import CLOSE, OPEN, Filling
from tosgen.text.characters import joins_without_space
from tosgen.text.escape import address, target
from tosgen.text.marks import MARK

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


@dataclass(frozen=True, slots=True)
class Later(Filling):
    """A filling that is not known yet, by its number: HTML filled with it is cut once more, and filled then."""

    number: int = 0


def slot(kind: str, data: str = "") -> str:
    """What stands for a slot in HTML that is yet to be cut."""
    return f"{OPEN}{kind}{data}{CLOSE}"


def opened(words: str, kind: Callable[[int], str] = lambda place: PLAIN) -> str:
    """Escaped words in which each mark says what it is to be filled as: `kind` of its place among them."""
    if OPEN not in words:
        return escapeHtml(words)
    pieces, last = [], 0
    for found in MARK.finditer(words):
        pieces += [escapeHtml(words[last : found.start()]), slot(kind(found.start()), found[1])]
        last = found.end()
    return "".join([*pieces, escapeHtml(words[last:])])


def beside(words: str, step: int) -> str | int:
    """The character that words end with (-1) or begin with (1); where a fact stands there, its filling's index."""
    marks = [m for m in MARK.finditer(words) if (m.end() == len(words) if step < 0 else m.start() == 0)]
    return int(marks[0][1]) if marks else words[-1] if step < 0 else words[0]


def broken(before: str | int, after: str | int) -> str:
    """A line break between two neighbours: what it stands for, or a slot if that is not known yet."""
    if isinstance(before, str) and isinstance(after, str):
        return "" if joins_without_space(before, after) else "\n"
    return slot(BREAK, f"{edge(before)}\n{edge(after)}")


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


def filled(pieces: Pieces, fillings: Sequence[Filling], label: str = "") -> str:
    """The HTML with facts, and the box around a table if it has a label."""
    return "".join([piece if isinstance(piece, str) else written(piece, fillings, label) for piece in pieces])


def written(gap: Slot, fillings: Sequence[Filling], label: str = "") -> str:
    """What stands in one place."""
    match gap.kind:
        case "n":
            return _break(*(each if isinstance(each, str) else fillings[each] for each in gap.edges))
        case "o":
            return f'<div class="table" role="group" tabindex="0" aria-label="{escapeHtml(label)}">\n' if label else ""
        case "e":
            return "</div>\n" if label else ""
        case _:
            return _fact(gap.kind, fillings[gap.index])


def _fact(kind: str, filling: Filling) -> str:
    if isinstance(filling, Later):
        return slot(kind, str(filling.number))
    if kind == PLAIN:
        return _linked(filling.text, filling.href)
    return escapeHtml(filling.text if kind == LINKED else target(address(filling, first=kind == START)))


def _break(before: str | Filling, after: str | Filling) -> str:
    """A line break between two neighbours."""
    if isinstance(before, Later) or isinstance(after, Later):
        return slot(BREAK, f"{_neighbour(before, -1)}\n{_neighbour(after, 0)}")
    return "" if joins_without_space(_characters(before)[-1:], _characters(after)[:1]) else "\n"


def _neighbour(of: str | Filling, at: int) -> str:
    return edge(of.number if isinstance(of, Later) else _characters(of)[at:][:1])


def _characters(of: str | Filling) -> str:
    return of if isinstance(of, str) else of.text


@lru_cache(maxsize=65536)
def _linked(text: str, href: str) -> str:
    shown = escapeHtml(text)
    return f'<a href="{escapeHtml(target(href))}">{shown}</a>' if href else shown
