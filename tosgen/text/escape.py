"""Writing a fact into Markdown, escaped for its place, so that it is never read as markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import quote

from tosgen.model.document import OPEN, Filling, Text
from tosgen.text.marks import MARK

_SPECIAL = re.compile(r"[\\`*_\[\]<>~|]")
_ENTITY = re.compile(r"&(?=#?\w|\Z)")
_OPENS_BLOCK = re.compile(r"([-+=#]|\d{1,9}(?=[.)]))")
_FACT_FIRST = re.compile(rf"(\s*(?:(?:[-*+]|\d{{1,9}}[.)])\s+)?)\d{{0,9}}{OPEN}")
_BEFORE = re.compile(r"(?<!\\)(?:&#?\w*|<|!)\Z")
"""Text of a clause that would be an entity, an autolink or an image together with the fact after it."""
_TARGET = re.compile(r"\]\(([^()\s]*)\Z")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE_IN_TARGET = ":/?#@!$&'*+,;=-._~%"


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a fact: part of a link's target (its first part?), inside a link's words, or in plain text."""

    index: int
    place: Literal["target", "target-start", "link", "text"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line with facts; `opens`: where its first fact stands, if it begins the line's words."""

    pieces: tuple[str | Slot, ...]
    opens: int | None


def markdown(text: Text) -> str:
    """The text as Markdown with every fact filled in."""
    if not text.fillings:
        return text.skeleton
    return "".join([part if isinstance(part, str) else filled(part, text.fillings) for part in laid_out(text.skeleton)])


@lru_cache(maxsize=16384)
def laid_out(skeleton: str) -> tuple[str | Line, ...]:
    """What a skeleton is made of: read once, however often it is filled."""
    found: list[str | Line] = []
    for at, line in enumerate(skeleton.split("\n")):
        found += ["\n"] if at else []
        found.append(_line(line) if OPEN in line else line)
    return tuple(found)


def _line(line: str) -> Line:
    out: list[str | Slot] = []
    at = 0
    for mark in MARK.finditer(line):
        out.append(_BEFORE.sub(r"\\\g<0>", line[at : mark.start()]))
        out.append(_slot(int(mark[1]), line[: mark.start()]))
        at = mark.end()
    opens = _FACT_FIRST.match(line)
    return Line((*out, line[at:]), opens.end(1) if opens else None)


def _slot(index: int, before: str) -> Slot:
    if inside := _TARGET.search(before):
        return Slot(index, "target" if inside[1] else "target-start")
    return Slot(index, "link" if before.rfind("[") > before.rfind("]") else "text")


def filled(line: Line, fillings: tuple[Filling, ...]) -> str:
    """One line; what a fact begins cannot begin a block."""
    whole = "".join([p if isinstance(p, str) else written(fillings[p.index], p.place) for p in line.pieces])
    return whole if line.opens is None else whole[: line.opens] + unopened(whole[line.opens :])


def written(filling: Filling, place: str) -> str:
    """A fact as it stands in such a place."""
    if place.startswith("target"):
        return _destination(address(filling, first=place == "target-start"))
    shown = literal(filling.text)
    return f"[{shown}]({_destination(filling.href)})" if filling.href and place == "text" else shown


@lru_cache(maxsize=65536)
def _destination(address: str) -> str:
    return _ENTITY.sub(r"\\&", target(address))


@lru_cache(maxsize=65536)
def literal(text: str) -> str:
    r"""Text that Markdown shows as it is.

    >>> literal("Marks & Co *GmbH* <b> a|b")
    'Marks & Co \\*GmbH\\* \\<b\\> a\\|b'
    """
    text = _ENTITY.sub(r"\\&", _SPECIAL.sub(r"\\\g<0>", text))
    return text[:-1] + "\\!" if text.endswith("!") else text


def unopened(text: str) -> str:
    """Text that a fact begins, so that it begins no block."""
    found = _OPENS_BLOCK.match(text)
    if not found:
        return text
    if found[1].isdigit():
        return f"{found[1]}\\{text[found.end() :]}"
    return f"\\{text}"


def address(filling: Filling, *, first: bool) -> str:
    """What a fact means in a link target: an address of its own only where nothing (such as `mailto:`) precedes it."""
    return filling.href if first and filling.href else filling.text


def target(address: str) -> str:
    """An address as a link target: everything that could end it is percent-encoded."""
    return quote(_PERCENT.sub("%25", address), safe=_SAFE_IN_TARGET)
