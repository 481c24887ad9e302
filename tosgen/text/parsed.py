"""Markdown as its parser sees it: apart from those who ask for it, as plain words are read without loading a parser."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from tosgen.text.markdown import parser


def whole(markdown: str) -> SyntaxTreeNode:
    """The structure of a text."""
    return SyntaxTreeNode(parser().parse(markdown))


def line(markdown: str) -> SyntaxTreeNode:
    """The structure of one line, such as a heading's."""
    return SyntaxTreeNode(parser().parseInline(markdown))


def normal(address: str) -> str:
    """A link's target as the parser writes it."""
    return parser().normalizeLink(address)


def headings(markdown: str) -> Iterator[tuple[int, str, int, int]]:
    """(level, content, first line, the line after it) of each heading that stands in no list or quotation."""
    for opening, content in pairwise(_outline().parse(markdown)):
        if opening.type == "heading_open" and opening.level == 0 and opening.map:
            start, end = opening.map
            yield int(opening.tag[1]), content.content, start, end


@cache
def _outline() -> MarkdownIt:
    """Blocks only: headings need no reading of what stands between them."""
    outline = MarkdownIt("commonmark", {"html": False}).enable("table")
    outline.core.ruler.enableOnly(["normalize", "block"])
    return outline
