"""Writing a fact into Markdown, escaped for its place, so that it is never read as markup."""

from __future__ import annotations

import re
from urllib.parse import quote

from tosgen.model.document import Filling, Text
from tosgen.text.marks import MARK

_SPECIAL = re.compile(r"[\\`*_\[\]<>~|]")
_ENTITY = re.compile(r"&(?=#?\w|\Z)")
_OPENS_BLOCK = re.compile(r"([-+=#]|\d{1,9}(?=[.)]))")
_LINE_START = re.compile(r"\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?\*{0,2}\Z")
_TARGET = re.compile(r"\]\(([^()\s]*)\Z")
_SAFE_IN_TARGET = ":/?#@!$&'*+,;=-._~%"


def markdown(text: Text) -> str:
    """The text as Markdown with every fact filled in."""
    out, at = [], 0
    for found in MARK.finditer(text.skeleton):
        before = text.skeleton[at : found.start()]
        out.append(before)
        line = text.skeleton[text.skeleton.rfind("\n", 0, found.start()) + 1 : found.start()]
        out.append(_written(text.fillings[int(found[1])], line))
        at = found.end()
    return "".join([*out, text.skeleton[at:]])


def _written(filling: Filling, line: str) -> str:
    if inside := _TARGET.search(line):
        return target(address(filling, first=not inside[1]))
    shown = literal(filling.text)
    if filling.href and not _inside_link(line):
        return f"[{shown}]({target(filling.href)})"
    return _unopened(shown) if _LINE_START.match(line) else shown


def _inside_link(line: str) -> bool:
    return line.rfind("[") > line.rfind("]")


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
    return quote(address, safe=_SAFE_IN_TARGET)
