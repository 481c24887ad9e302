"""Where a Markdown text's headings stand, and what their anchors are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tosgen.text.plain import ANCHOR, title

_OPENING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
# A recorded text needs no parser to be divided: its headings bear anchors, and nothing in it could hide one.
_UNRECORDED = re.compile(r"^[ \t]*(?:```|~~~|>|=+[ \t]*$|-+[ \t]*$)|^[ \t]+#", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level, plain title, anchor ("" without), its first line and the line after it, from 0."""

    level: int
    title: str
    anchor: str
    start: int
    end: int


def headings(markdown: str) -> list[Heading]:
    """The headings that stand in no list or quotation, in order."""
    lines = lines_of(markdown)
    marked = [at for at, line in enumerate(lines) if _OPENING.match(line)]
    if marked and not _UNRECORDED.search(markdown) and all(ANCHOR.search(lines[at]) for at in marked):
        return [_heading(len(lines[at].split()[0]), lines[at].lstrip("#"), at, at + 1) for at in marked]
    from tosgen.text import parsed  # noqa: PLC0415  # a recorded text is read without loading a parser

    return [_heading(*found) for found in parsed.headings(markdown)]


def _heading(level: int, content: str, start: int, end: int) -> Heading:
    anchor = ANCHOR.search(content)
    return Heading(level, title(ANCHOR.sub("", content).strip()), anchor[1] if anchor else "", start, end)


def lines_of(markdown: str) -> list[str]:
    """The lines that `Heading.start` and `Heading.end` count."""
    return markdown.replace("\r\n", "\n").replace("\r", "\n").split("\n")
