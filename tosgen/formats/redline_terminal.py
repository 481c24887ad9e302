"""A redline for a terminal: [-deleted-], {+inserted+} and {~now bold: …~}, coloured if wanted; no text can steer it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from tosgen.formats.redline_counts import kind_words
from tosgen.formats.redline_looks import looks
from tosgen.formats.redline_summary import body, cause, cleaned, folded, number, only_renumbered, summary, visible
from tosgen.redline.model import Change, Redline, Span
from tosgen.saying import COMMA, Speak, english, joined, say

_CUES = {"equal": ("", ""), "delete": ("[-", "-]"), "insert": ("{+", "+}")}
_STYLES = {
    "equal": "", "delete": "\x1b[31;9m", "insert": "\x1b[32;4m", "look": "\x1b[33m", "strong": "\x1b[1m",
    "faint": "\x1b[2m",
}  # fmt: skip
_RESET = "\x1b[0m"
_INDENT = "    "
_NARROWEST = 20


class _Cell(NamedTuple):
    """One character as it is shown."""

    text: str
    style: str


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def render(redline: Redline, *, color: bool, width: int, speak: Speak = english) -> str:
    """The redline in lines of `width` cells, ending in a newline."""
    told = say("{old} → {new}: {summary}", old=redline.from_, new=redline.to, summary=summary(redline))
    lines = [speak(cleaned(told))]
    shown = [change for change in redline.changes if not only_renumbered(change)]
    for change in shown:
        lines += ["", *_change(change, redline, color=color, width=width, speak=speak)]
    if renumbered := [change for change in redline.changes if only_renumbered(change)]:
        lines += ["", _styled(speak(say("Only renumbered:")), "strong", color=color)]
        lines += [f"{_INDENT}{number(change)}  {visible(change.title)}" for change in renumbered]
    return "\n".join(lines) + "\n"


def _change(change: Change, redline: Redline, *, color: bool, width: int, speak: Speak) -> Iterator[str]:
    name = f"{change.clause}, {change.supplement}" if change.supplement else change.clause
    title = "  ".join(filter(None, (number(change), change.title or change.clause)))
    kinds = speak(cleaned(joined(COMMA, [kind_words(kind, redline) for kind in change.kinds])))
    yield _styled(visible(title), "strong", color=color) + f"{visible(f'  ({name})  ')}{kinds}"
    for given in change.causes:
        line = speak(cleaned(say("because of {cause}", cause=cause(given))))
        yield _styled(f"  {line}", "faint", color=color)
    room = max(_NARROWEST, width - len(_INDENT))
    if redline.relation == "languages" and change.before and change.after:
        return
    for cells in _wrapped(_cells(folded(body(change), 2 * room), speak), room):
        yield (_INDENT + _painted(cells, color=color)).rstrip()


def _styled(text: str, style: str, *, color: bool) -> str:
    return f"{_STYLES[style]}{text}{_RESET}" if color and text and _STYLES[style] else text


def _cells(spans: tuple[Span, ...], speak: Speak) -> Iterator[_Cell]:
    """Every character with its style, cues included; line breaks around a marked stretch stand outside it."""
    for span in spans:
        opening, closing = _cues(span, speak)
        style = "look" if span.was != span.now else span.op
        shown = span.text if span.text.strip() or not opening else span.text.replace("\n", "¶")
        below = shown.lstrip("\n")
        text = below.rstrip("\n") if opening else shown
        lead, tail = (shown[: len(shown) - len(below)], below[len(text) :]) if opening else ("", "")
        yield from (_Cell(c, "equal") for c in lead)
        yield from (_Cell(c, style) for c in f"{opening}{visible(text)}{closing}")
        yield from (_Cell(c, "equal") for c in tail)


def _cues(span: Span, speak: Speak) -> tuple[str, str]:
    if span.was == span.now:
        return _CUES[span.op]
    return f"{{~{speak(looks(span))}: ", "~}"


def _wrapped(cells: Iterator[_Cell], room: int) -> list[list[_Cell]]:
    """Lines of at most `room` columns, broken at spaces and beside wide characters; no blank line at either end."""
    lines: list[list[_Cell]] = [[]]
    used = fits = 0
    for cell in cells:
        if cell.text == "\n":
            lines.append([])
            used = fits = 0
            continue
        columns = _columns(cell.text)
        if used + columns > room and cell.text != " ":
            kept, rest = lines[-1][: fits or None], lines[-1][fits:] if fits else []
            lines[-1:] = [kept, rest]
            used, fits = sum(_columns(c.text) for c in rest), 0
        lines[-1].append(cell)
        used += columns
        if cell.text == " " or columns == 2:
            fits = len(lines[-1])
    return _trimmed(lines)


def _trimmed(lines: list[list[_Cell]]) -> list[list[_Cell]]:
    full = [at for at, line in enumerate(lines) if any(cell.text != " " for cell in line)]
    return lines[full[0] : full[-1] + 1] if full else []


def _painted(line: list[_Cell], *, color: bool) -> str:
    same = groupby(line, key=lambda cell: cell.style)
    return "".join(_styled("".join(cell.text for cell in group), style, color=color) for style, group in same)
