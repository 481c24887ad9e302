"""What a word processor counts by itself: the numbers of headings, and lists."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from xml.sax.saxutils import quoteattr

from tosgen.formats.docx_layout import DEEPEST, counting

BASE = 1
"""The numbering that the heading styles bear; a supplement's headings have one of their own."""
INDENT = 425
_LEVELS = range(9)
_BULLETS = ("•", "–", "▪")


class Numbering:
    """The numberings of one document, made as its paragraphs ask for them."""

    def __init__(self) -> None:
        self._prefixes = {"": BASE}
        self._lists: dict[object, int] = {}
        # Every list is defined on its own: one that shared its definition would go on counting where the item at which
        # it begins again is rejected.
        self._definitions = [[_heading_level("", level) for level in _LEVELS]]

    def heading(self, number: str, depth: int) -> str:
        """What a heading of this number and depth needs beyond its style."""
        if not number:
            return _numbered(0, 0) if depth else ""
        prefix, level = counting(number)
        if prefix not in self._prefixes:
            self._prefixes[prefix] = self._add([_heading_level(prefix, level) for level in _LEVELS])
        own = self._prefixes[prefix]
        return "" if (own, level + 1) == (BASE, depth) else _numbered(own, level)

    def item(self, of: object, depth: int, first: int | None) -> str:
        """For an item of the list `of`, which begins with the number `first`, or has bullets."""
        level = min(depth, len(_LEVELS)) - 1
        if of not in self._lists:
            self._lists[of] = self._add([_list_level(each, first) for each in _LEVELS[: level + 1]])
        return _numbered(self._lists[of], level)

    def xml(self) -> str:
        """`word/numbering.xml`."""
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        inner = "".join([*self._abstract(), *self._instances()])
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        return f"{head}<w:numbering {space}>{inner}</w:numbering>\n"

    def _add(self, levels: list[str]) -> int:
        self._definitions.append(levels)
        return len(self._definitions)

    def _abstract(self) -> Iterator[str]:
        for number, levels in enumerate(self._definitions, 1):
            kind = '<w:multiLevelType w:val="multilevel"/>'
            yield f'<w:abstractNum w:abstractNumId="{number}">{kind}{"".join(levels)}</w:abstractNum>'

    def _instances(self) -> Iterator[str]:
        for number, _ in enumerate(self._definitions, 1):
            yield f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'


def _numbered(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


@cache
def _heading_level(prefix: str, level: int) -> str:
    style = f'<w:pStyle w:val="Heading{level + 1}"/>' if not prefix and level < DEEPEST else ""
    text = prefix + ("%1." if not level else ".".join(f"%{at}" for at in range(1, level + 2)))
    width = 140 * len(prefix) + (INDENT if not level else 300 + INDENT * min(level, 3))
    indent = f'w:left="{width}" w:hanging="{width}"'
    return _level(level, "decimal", 1, text=text, indent=indent, between=style)


@cache
def _list_level(level: int, first: int | None) -> str:
    kind, text = ("bullet", _BULLETS[level % 3]) if first is None else ("decimal", f"%{level + 1}.")
    indent = f'w:left="{INDENT * (level + 1)}" w:hanging="{INDENT}"'
    return _level(level, kind, 1 if first is None else first, text=text, indent=indent)


def _level(level: int, kind: str, first: int, *, text: str, indent: str, between: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{first}"/><w:numFmt w:val="{kind}"/>{between}'
        f'<w:lvlText w:val={quoteattr(text)}/><w:lvlJc w:val="left"/><w:pPr><w:ind {indent}/></w:pPr></w:lvl>'
    )
