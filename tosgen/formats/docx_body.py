"""The body of a Word document: paragraphs, tables and bookmarks, with what was inserted and deleted marked as such."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from tosgen.formats.docx_layout import bookmark
from tosgen.formats.docx_numbering import Numbering
from tosgen.formats.docx_runs import Group, Tongue, written
from tosgen.redline.model import Op
from tosgen.saying import Speak, english, say
from tosgen.text.flow import Paragraph

GAP = '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr><w:r><w:t xml:space="preserve"> </w:t></w:r></w:p>'
"""A paragraph too small to see, never marked. Word processors need one at the end; and beside a table, which no other
paragraph can be joined with when its end is deleted."""
_TAGS: dict[Op, str] = {"insert": "ins", "delete": "del"}
_WIDTH = 9300


class Segment(NamedTuple):
    """A stretch of a paragraph that both sides have, or only one of them."""

    op: Op
    groups: tuple[Group, ...]
    moved: bool = False


class Cell(NamedTuple):
    """A table cell: what is in it, and how it is aligned."""

    segments: tuple[Segment, ...]
    aligned: str = ""


class Row(NamedTuple):
    """A table row; `heading` repeats on every page."""

    op: Op
    cells: tuple[Cell, ...]
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who changed the text, and on what day."""

    author: str
    day: date


class Body:
    """Collects a document's paragraphs; every mark and bookmark has a number of its own."""

    def __init__(self, old: Tongue, new: Tongue, stamp: Stamp, speak: Speak = english) -> None:
        self.numbering = Numbering()
        self._tongues: dict[Op, Tongue] = {"delete": old, "insert": new, "equal": new}
        self._day = stamp.day
        self._authors = stamp.author, speak(say("{author} (moved)", author=stamp.author))
        self._written: list[str] = []
        self._bookmarks: dict[str, str] = {}
        self._ids = 0
        self._minute = 0
        # LibreOffice makes one change of two by one author at one time, also across the end of a paragraph that stays:
        # so changes within a paragraph are of another time than whole ones, and than those of its neighbours.

    @property
    def xml(self) -> str:
        """All that was added, and the last paragraph."""
        return "".join([*self._written, GAP])

    @property
    def anchors(self) -> dict[str, str]:
        """Bookmark -> the anchor that it stands for."""
        return dict(self._bookmarks)

    def paragraph(
        self, block: Paragraph, segments: Iterable[Segment], op: Op, *, first: int | None = None, of: object = 0,
        suffix: str = "", moved: bool = False,
    ) -> None:  # fmt: skip
        """A paragraph; `of` is its list, which begins with the number `first` or has bullets.

        `moved`: what is deleted here stands elsewhere.
        """
        tongue = self._tongues[op]
        properties = _style(block) + self._numbered(block, of, first) + ("<w:bidi/>" if tongue.leftward else "")
        inner = self._segments([segment._replace(moved=True) for segment in segments] if moved else segments, op)
        if block.anchor:
            inner = self._bookmarked(block.anchor, suffix, inner)
        self._written.append(f"<w:p>{self._properties(properties, op, moved=moved)}{inner}</w:p>")

    def table(self, rows: Sequence[Row]) -> None:
        """A table."""
        leftward = self._tongues[rows[-1].op].leftward
        properties = '<w:tblStyle w:val="TableGrid"/>' + ("<w:bidiVisual/>" if leftward else "")
        properties += '<w:tblW w:w="5000" w:type="pct"/>'
        widths = _widths(rows)
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        inner = "".join(self._row(row, widths) for row in rows)
        table = f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{inner}</w:tbl>"
        self._written += [GAP, table, GAP]

    def _row(self, row: Row, widths: list[int]) -> str:
        properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if row.heading else "") + self._mark(row.op)
        cells = (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{self._cell(cell, row)}</w:tc>'
            for cell, width in zip(row.cells, widths, strict=True)
        )
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"

    def _cell(self, cell: Cell, row: Row) -> str:
        properties = f'<w:pStyle w:val="{"TableHeading" if row.heading else "TableText"}"/>'
        properties += "<w:bidi/>" if self._tongues[row.op].leftward else ""
        properties += f'<w:jc w:val="{cell.aligned}"/>' if cell.aligned else ""
        return f"<w:p>{self._properties(properties, row.op)}{self._segments(cell.segments, row.op)}</w:p>"

    def _properties(self, properties: str, op: Op, *, moved: bool = False) -> str:
        """A paragraph's properties; its mark bears what happened to it, and the direction of its number."""
        mark = self._mark(op, moved=moved) + ("<w:rtl/>" if self._tongues[op].leftward else "")
        inner = properties + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
        return f"<w:pPr>{inner}</w:pPr>" if inner else ""

    def _segments(self, segments: Iterable[Segment], op: Op) -> str:
        self._minute = 10 if self._minute == 20 else 20
        return "".join(self._segment(segment, self._minute if op == "equal" else 0) for segment in segments)

    def _segment(self, segment: Segment, minute: int) -> str:
        runs = written(segment.groups, self._tongues[segment.op], deleted=segment.op == "delete")
        tag = _TAGS.get(segment.op)
        return f"<w:{tag} {self._change(minute, segment.moved)}>{runs}</w:{tag}>" if tag and runs else runs

    def _mark(self, op: Op, *, moved: bool = False) -> str:
        tag = _TAGS.get(op)
        return f"<w:{tag} {self._change(0, moved)}/>" if tag else ""

    def _change(self, minute: int, moved: bool) -> str:
        author = quoteattr(self._authors[moved])
        return f'{self._id()} w:author={author} w:date="{self._day}T00:{minute:02}:00Z"'

    def _id(self) -> str:
        self._ids += 1
        return f'w:id="{self._ids}"'

    def _bookmarked(self, anchor: str, suffix: str, inner: str) -> str:
        name, others = bookmark(anchor, suffix), 1
        while name in self._bookmarks:  # the same anchor twice: references lead to the first
            others += 1
            name = bookmark(anchor, f"{suffix}_{others}")
        self._bookmarks[name] = anchor
        own = self._id()
        return f'<w:bookmarkStart {own} w:name="{name}"/>{inner}<w:bookmarkEnd {own}/>'

    def _numbered(self, block: Paragraph, of: object, first: int | None) -> str:
        if block.kind == "heading":
            return self.numbering.heading(block.number, block.depth)
        return self.numbering.item(of, block.depth, first) if block.marker else ""


def _style(block: Paragraph) -> str:
    names = {"code": "HTMLPreformatted", "rule": "Rule"}
    if block.kind == "heading":
        style = f"Heading{block.depth}" if block.depth else "Title"
    elif block.kind in names:
        style = names[block.kind]
    elif block.depth:
        style = "ListParagraph" if block.marker else f"ListContinue{min(block.depth, 5) if block.depth > 1 else ''}"
    else:
        style = "Quote" if block.quoted else ""
    return f'<w:pStyle w:val="{style}"/>' if style else ""


def _widths(rows: Sequence[Row]) -> list[int]:
    """How wide the columns are: by their longest texts, within bounds."""
    longest = [max(map(_length, column)) for column in zip(*(row.cells for row in rows), strict=True)]
    weights = [min(max(length, 8), 40) for length in longest]
    return [_WIDTH * weight // sum(weights) for weight in weights]


def _length(cell: Cell) -> int:
    return sum(len(piece.text) for segment in cell.segments for _, pieces in segment.groups for piece in pieces)
