"""A redline as Markdown for a pull-request comment: a table of changes, then ~~deleted~~ and **inserted** words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from tosgen.formats.redline_summary import body, cause, folded, number, only_renumbered, summary, visible
from tosgen.redline.model import Change, Op, Redline, Span

_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~#!]")
_OPENS_BLOCK = re.compile(r"(?m)^([-+=]|\d{1,9}(?=[.)]))")
_FOLD = 240
_MARK: dict[Op, str] = {"equal": "", "delete": "~~", "insert": "**"}
_JOINER = "&#8288;"
"""A word joiner: between a letter and punctuation, CommonMark would not read `**` and `~~` as marks."""


class _Piece(NamedTuple):
    text: str
    op: Op


def render(redline: Redline) -> str:
    """The redline as one Markdown text, ending in a newline. No text in it can become markup."""
    shown = [change for change in redline.changes if not only_renumbered(change)]
    renumbered = [change for change in redline.changes if only_renumbered(change)]
    title = f"**{escaped(f'{redline.from_} → {redline.to}')}**: {escaped(summary(redline))}"
    parts = [title, *_table(shown), *(part for change in shown for part in _change(change)), *_renumbered(renumbered)]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    r"""Text that Markdown shows as it is, on one line or several.

    >>> print(escaped("- 2*3 <b> [x](y)"))
    \- 2\*3 \<b\> \[x\](y)
    """
    literal = _SPECIAL.sub(r"\\\g<0>", visible(text).replace("\t", " "))
    return _OPENS_BLOCK.sub(lambda found: found[1] + "\\" if found[1].isdigit() else "\\" + found[1], literal)


def _table(changes: Iterable[Change]) -> Iterator[str]:
    rows = [(number(c), escaped(c.title or c.clause), ", ".join(c.kinds), _causes(c)) for c in changes]
    if rows:
        head = ["| Number | Clause | Change | Cause |", "|---|---|---|---|"]
        yield "\n".join([*head, *(f"| {' | '.join(row)} |" for row in rows)])


def _causes(change: Change) -> str:
    return escaped("; ".join(map(cause, change.causes)))


def _change(change: Change) -> Iterator[str]:
    spans = folded(body(change), _FOLD)
    if spans:
        yield "### " + " ".join(filter(None, (number(change), escaped(change.title or change.clause))))
        yield from _paragraphs(spans)


def _renumbered(changes: list[Change]) -> Iterator[str]:
    if changes:
        yield "Only renumbered: " + ", ".join(f"{number(c)} {escaped(c.title)}" for c in changes)


def _paragraphs(spans: tuple[Span, ...]) -> Iterator[str]:
    """The marked text; marks close at the end of every line, and open again on the next."""
    lines: list[list[_Piece]] = [[]]
    for span in spans:
        text = span.text if span.op == "equal" or span.text.strip() else span.text.replace("\n", "¶")
        for at, line in enumerate(text.split("\n")):
            lines += [[]] if at else []
            lines[-1] += _outside(line, span.op)
    written = "\n".join(_line(line) for line in lines)
    for paragraph in re.split(r"\n(?:\s*\n)+", written.strip("\n")):
        yield paragraph.replace("\n", "\\\n")


def _outside(line: str, op: Op) -> list[_Piece]:
    """A stretch of one line, its outer spaces left out of the mark; nothing but spaces is shown as such."""
    text = line.strip()
    if op == "equal" or not line:
        return [_Piece(line, "equal")]
    if not text:
        return [_Piece("\u2423" * len(line), op)]
    lead, _, tail = line.partition(text)
    return [_Piece(lead, "equal"), _Piece(text, op), _Piece(tail, "equal")]


def _line(pieces: list[_Piece]) -> str:
    written = ""
    texts = [_Piece(escaped(piece.text), piece.op) for piece in pieces if piece.text]
    for piece, after in pairwise([*texts, _Piece("", "equal")]):
        mark, text = _MARK[piece.op], piece.text
        following = _MARK[after.op] + after.text
        if mark and _edge(text[0]) and not _loose(written[-1:]):
            written += _JOINER
        written += f"{mark}{text}{mark}"
        if mark and _edge(text[-1]) and not _loose(following[:1]):
            written += _JOINER
    return re.sub(r"^\s+", lambda found: "&nbsp;" * len(found[0]), written.rstrip())


def _edge(character: str) -> bool:
    """Whether some reader of Markdown takes it for punctuation."""
    return unicodedata.category(character)[0] in "PS"


def _loose(character: str) -> bool:
    """Whether every reader of Markdown takes it for punctuation or space; so is the end of a line."""
    ascii_symbol = character.isascii() and not character.isalnum()
    return not character or ascii_symbol or character.isspace() or unicodedata.category(character)[0] == "P"
