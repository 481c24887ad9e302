"""A redline as Markdown for a pull-request comment: a table of changes, then ~~deleted~~ and **inserted** words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from tosgen.formats.redline_counts import kind_words
from tosgen.formats.redline_looks import looks
from tosgen.formats.redline_summary import body, cause, folded, number, only_renumbered, summary, visible
from tosgen.redline.model import Change, Op, Redline, Span
from tosgen.saying import COMMA, SEMICOLON, Speak, english, joined, say, say_in, say_n

_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~#!]")
_OPENS_BLOCK = re.compile(r"(?m)^([-+=]|\d{1,9}(?=[.)]))")
_CALLS = re.compile(r"(?:(?<![\w.])@|#)(?=\w)")
"""What would call a person or another issue into the thread where the comment stands."""
_FOLD = 240
LIMIT = 65_536
"""So many characters a comment on a pull request holds."""
_ROOM = 400
"""For the sentence that says what is left out, and the heads of the table."""
_MARK: dict[Op, str] = {"equal": "", "delete": "~~", "insert": "**"}
_JOINER = "&#8288;"
"""A word joiner: between a letter and punctuation, CommonMark would not read `**` and `~~` as marks."""


_HEADS = (say("Number"), say("Clause"), say("Change"), say("Cause"))


class _Piece(NamedTuple):
    text: str
    op: Op


def render(redline: Redline, *, limit: int = LIMIT, speak: Speak = english) -> str:
    """The redline as one Markdown text, ending in a newline. No text in it can become markup.

    Where it would be longer than `limit` characters, the last changes are left out whole, and a sentence says so.
    """
    shown = [change for change in redline.changes if not only_renumbered(change)]
    renumbered = [change for change in redline.changes if only_renumbered(change)]
    names = f"{speak(redline.from_ or say_in('what a version was compared with', 'nothing'))} → {speak(redline.to)}"
    title = f"**{escaped(names)}**: {escaped(speak(summary(redline)))}"
    told = [(_row(change, redline, speak), "\n\n".join(_change(change, redline, speak))) for change in shown]
    end = list(_renumbered(renumbered, speak))
    table = _table((row for row, _ in told), speak)
    whole = "\n\n".join([title, *table, *(text for _, text in told if text), *end]) + "\n"
    return whole if len(whole) <= limit else _shortened(title, told, limit, speak)


def _shortened(title: str, told: list[tuple[str, str]], limit: int, speak: Speak) -> str:
    """The title and as many changes as there is room for, each of them whole."""
    size, kept = 0, 0
    for row, text in told:
        size += len(row) + len(text) + 3
        if len(title) + size + _ROOM > limit:
            break
        kept += 1
    left = say_n(
        "{n} change is not shown here, because a comment holds at most {limit} characters; `tosgen diff --format html` "
        "shows all of them.",
        "{n} changes are not shown here, because a comment holds at most {limit} characters; `tosgen diff --format "
        "html` shows all of them.",
        n=len(told) - kept, limit=f"{limit:,}",
    )  # fmt: skip
    table = _table((row for row, _ in told[:kept]), speak)
    texts = [text for _, text in told[:kept] if text]
    return "\n\n".join([title, f"**{speak(left)}**", *table, *texts]) + "\n"


def escaped(text: str) -> str:
    r"""Text that Markdown shows as it is, on one line or several.

    >>> print(escaped("- 2*3 <b> [x](y)"))
    \- 2\*3 \<b\> \[x\](y)
    """
    literal = _SPECIAL.sub(r"\\\g<0>", visible(text).replace("\t", " "))
    opened = _OPENS_BLOCK.sub(lambda found: found[1] + "\\" if found[1].isdigit() else "\\" + found[1], literal)
    return _CALLS.sub(rf"\g<0>{_JOINER}", opened)


def _table(rows: Iterable[str], speak: Speak) -> Iterator[str]:
    held = list(rows)
    if held:
        yield "\n".join([f"| {' | '.join(map(speak, _HEADS))} |", "|---|---|---|---|", *held])


def _row(change: Change, redline: Redline, speak: Speak) -> str:
    kinds = speak(joined(COMMA, [kind_words(kind, redline) for kind in change.kinds]))
    causes = escaped(speak(joined(SEMICOLON, map(cause, change.causes))))
    return f"| {number(change)} | {escaped(change.title or change.clause)} | {escaped(kinds)} | {causes} |"


def _change(change: Change, redline: Redline, speak: Speak) -> Iterator[str]:
    spans = folded(body(change), _FOLD)
    if redline.relation == "languages" and change.before and change.after:
        return
    if spans:
        yield "### " + " ".join(filter(None, (number(change), escaped(change.title or change.clause))))
        yield from _paragraphs(spans, speak)


def _renumbered(changes: list[Change], speak: Speak) -> Iterator[str]:
    if changes:
        clauses = joined(COMMA, [f"{number(c)} {escaped(c.title)}" for c in changes])
        yield speak(say("Only renumbered: {clauses}", clauses=clauses))


def _paragraphs(spans: tuple[Span, ...], speak: Speak) -> Iterator[str]:
    """The marked text; marks close at the end of every line, and open again on the next."""
    lines: list[list[_Piece]] = [[]]
    for span in (_looking(span, speak) for span in spans):
        text = span.text if span.op == "equal" or span.text.strip() else span.text.replace("\n", "¶")
        for at, line in enumerate(text.split("\n")):
            lines += [[]] if at else []
            lines[-1] += _outside(line, span.op)
    written = "\n".join(_line(line) for line in lines)
    for paragraph in re.split(r"\n(?:\s*\n)+", written.strip("\n")):
        yield paragraph.replace("\n", "\\\n")


def _looking(span: Span, speak: Speak) -> Span:
    """What stands out otherwise than before says so, in brackets."""
    return span._replace(text=f"⟦{speak(looks(span))}: {span.text}⟧") if span.was != span.now else span


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
