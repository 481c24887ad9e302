"""Where a Markdown text's headings stand, and what their anchors are."""

from __future__ import annotations

import re
from typing import NamedTuple

from tosgen.text.plain import ANCHOR, title

_OPENING = re.compile(r"#{1,6}(?:\s|$)")
_RECORDED = re.compile(r"(#{1,6})(?=\s)(.*?)\{#([^\s{}#]+)\}\s*")
# A recorded text needs no parser to be divided: its headings bear anchors, and nothing in it could hide one.
# Most lines begin with a letter: one look passes them.
_UNRECORDED = re.compile(r"\n(?=[ \t`~>=-])(?:[ \t]*(?:```|~~~|>|=+[ \t]*$|-+[ \t]*$)|[ \t]+#)", re.MULTILINE)


class Heading(NamedTuple):
    """A heading: its level, plain title, anchor ("" without), its first line and the line after it, from 0."""

    level: int
    title: str
    anchor: str
    start: int
    end: int


def headings(markdown: str) -> list[Heading]:
    """The headings that stand in no list or quotation, in order."""
    if not hidden(markdown):
        marked = [(at, line) for at, line in enumerate(lines_of(markdown)) if line[:1] == "#" and _OPENING.match(line)]
        found = [heading for at, line in marked if (heading := recorded(line, at))]
        if found and len(found) == len(marked):
            return found
    from tosgen.text import parsed  # noqa: PLC0415  # a recorded text is read without loading a parser

    return [_heading(*heading) for heading in parsed.headings(markdown)]


def first(markdown: str) -> Heading | None:
    """The first of them."""
    return recorded(markdown.partition("\n")[0]) or next(iter(headings(markdown)), None)


def hidden(markdown: str) -> bool:
    """Whether something in a text may be a heading that does not look like one, or hide one that does."""
    return bool(_UNRECORDED.search(f"\n{markdown}"))


def recorded(line: str, at: int = 0) -> Heading | None:
    """The heading that a line is, if it bears an anchor."""
    found = _RECORDED.fullmatch(line)
    if not found:
        return None
    marks, words, anchor = found.groups()
    return Heading(len(marks), title(words.strip()), anchor, at, at + 1)


def _heading(level: int, content: str, start: int, end: int) -> Heading:
    anchor = ANCHOR.search(content)
    return Heading(level, title(ANCHOR.sub("", content).strip()), anchor[1] if anchor else "", start, end)


def lines_of(markdown: str) -> list[str]:
    """The lines that `Heading.start` and `Heading.end` count."""
    return markdown.replace("\r\n", "\n").replace("\r", "\n").split("\n")
