"""Writing a fact into Markdown, escaped for its place, so that it is never read as markup."""

from __future__ import annotations

import re
from functools import lru_cache
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


@lru_cache(maxsize=4096)
def markdown(text: Text) -> str:
    """The text as Markdown with every fact filled in."""
    if not text.fillings:
        return text.skeleton
    return "\n".join(_line(line, text.fillings) for line in text.skeleton.split("\n"))


def _line(line: str, fillings: tuple[Filling, ...]) -> str:
    """One line; what a fact begins cannot begin a block."""
    if OPEN not in line:
        return line
    out, at = [], 0
    for found in MARK.finditer(line):
        out.append(_BEFORE.sub(r"\\\g<0>", line[at : found.start()]))
        out.append(_written(fillings[int(found[1])], line[: found.start()]))
        at = found.end()
    filled = "".join([*out, line[at:]])
    opens = _FACT_FIRST.match(line)
    return filled[: opens.end(1)] + _unopened(filled[opens.end(1) :]) if opens else filled


def _written(filling: Filling, before: str) -> str:
    if inside := _TARGET.search(before):
        return _destination(address(filling, first=not inside[1]))
    shown = literal(filling.text)
    return f"[{shown}]({_destination(filling.href)})" if filling.href and not _inside_link(before) else shown


def _destination(address: str) -> str:
    return _ENTITY.sub(r"\\&", target(address))


def _inside_link(line: str) -> bool:
    return line.rfind("[") > line.rfind("]")


@lru_cache(maxsize=4096)
def literal(text: str) -> str:
    r"""Text that Markdown shows as it is.

    >>> literal("Marks & Co *GmbH* <b> a|b")
    'Marks & Co \\*GmbH\\* \\<b\\> a\\|b'
    """
    text = _ENTITY.sub(r"\\&", _SPECIAL.sub(r"\\\g<0>", text))
    return text[:-1] + "\\!" if text.endswith("!") else text


def _unopened(text: str) -> str:
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
