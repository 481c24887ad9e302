"""Paragraphs, lists and tables of words, links, bold and italics, as most texts are: their HTML, without a parser.

What is not surely of such a shape is left to the parser; `tests/test_text_shaped.py` holds both to each other.
"""

from __future__ import annotations

import re

from tosgen.text.shapes import CELL, ESCAPE, LINE, PLAIN, SPAN, marked
from tosgen.text.slots import BOX, END, LINKED, beside, broken, opened, slot

_LINE = rf"(?:(?:(?![\s#>+\-\d~=:]){PLAIN}|\d++(?![.)])){PLAIN}*+(?<!\s)(?=\n|\Z)|{LINE})"
"""A line that begins nothing but words: most have nothing else."""
_FLOW = rf"{_LINE}(?:\n\ *+{_LINE})*+"
_NUMBER = r"\d{1,9}\."
_PARAGRAPH = re.compile(_FLOW)
_ITEMS = re.compile(rf"-\ {_FLOW}(?:\n-\ {_FLOW})*+|{_NUMBER}\ {_FLOW}(?:\n{_NUMBER}\ {_FLOW})*+")
_ITEM = re.compile(rf"(?:\A|\n)(?:-|{_NUMBER}) ")
_ROW = rf"\|(?:{CELL}\|)++"
_TABLE = re.compile(rf"{_ROW}\n\|(?:-{{3,}}\|)++(?:\n{_ROW})*+")


def html(skeleton: str) -> str | None:
    r"""The text as HTML, its marks as slots; None where it takes a parser to tell.

    >>> html("We answer\nin 14 days."), html("`Soon`")
    ('<p>We answer\nin 14 days.</p>\n', None)
    """
    out: list[str] = []
    listed = False
    for block in filter(None, [block.strip("\n") for block in skeleton.split("\n\n")]):
        items = bool(_ITEM.match(block))
        made = _items(block) if items else _table(block) if block[0] == "|" else _paragraph(block)
        if made is None or (items and listed):
            return None  # a list may go on behind a blank line
        out.append(made)
        listed = items
    return "".join(out)


def _paragraph(block: str) -> str | None:
    return f"<p>{_flowing(block)}</p>\n" if _PARAGRAPH.fullmatch(block) else None


def _items(block: str) -> str | None:
    if not _ITEMS.fullmatch(block):
        return None
    items = "".join([f"<li>{_flowing(item)}</li>\n" for item in _ITEM.split(block)[1:]])
    if block[0] == "-":
        return f"<ul>\n{items}</ul>\n"
    first = int(block.partition(".")[0])
    return f"<ol>\n{items}</ol>\n" if first == 1 else f'<ol start="{first}">\n{items}</ol>\n'


def _table(block: str) -> str | None:
    if not _TABLE.fullmatch(block) or len({row.count("|") for row in block.split("\n")}) > 1:
        return None
    head, _, *body = block.split("\n")
    made = "<thead>\n" + _row(head, '<th scope="col">', "</th>") + "</thead>\n"
    if body:
        made += "<tbody>\n" + "".join([_row(row, "<td>", "</td>") for row in body]) + "</tbody>\n"
    return f"{slot(BOX)}<table>\n{made}</table>\n{slot(END)}"


def _row(row: str, start: str, end: str) -> str:
    cells = "".join([f"{start}{_flowing(cell.strip())}{end}\n" for cell in row.split("|")[1:-1]])
    return f"<tr>\n{cells}</tr>\n"


def _flowing(words: str) -> str:
    """Lines, each break between them as what it stands for."""
    out: list[str] = []
    before = ""
    for line in words.split("\n"):
        html, said = _line(line.lstrip(" "))
        out += [broken(beside(before, -1), beside(said, 1)), html] if out else [html]
        before = said
    return "".join(out)


def _line(line: str) -> tuple[str, str]:
    """A line as HTML, and its words."""
    if not marked(line):
        return opened(line), line
    out: list[str] = []
    words: list[str] = []
    at = 0
    for found in SPAN.finditer(line):
        label, target, bold, italic = found.groups()
        if label or bold or italic:
            made, said = _marked(label, target, bold, italic)
            words += [ESCAPE.sub(r"\1", line[at : found.start()]), said]
            out += [opened(words[-2]), made]
            at = found.end()
    words.append(ESCAPE.sub(r"\1", line[at:]))
    return "".join([*out, opened(words[-1])]), "".join(words)


def _marked(label: str, target: str, bold: str, italic: str) -> tuple[str, str]:
    """A link, bold or italics as HTML, and the words."""
    if label:
        return f'<a href="{target}">{opened(label, lambda _: LINKED)}</a>', label
    made, said = _line(bold or italic)
    return (f"<strong>{made}</strong>" if bold else f"<em>{made}</em>"), said
