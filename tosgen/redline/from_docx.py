"""A Word file as Markdown: headings, paragraphs, lists and tables; tracked changes in it are taken as accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeGuard
from xml.etree.ElementTree import Element

from tosgen.errors import Finding, Place
from tosgen.redline.blocks import numbered
from tosgen.redline.word_file import WordFile, opened
from tosgen.redline.word_runs import Runs, runs_on
from tosgen.redline.word_styles import BULLET, Label, Numbers, Styles, value
from tosgen.saying import say
from tosgen.text.flow import Block, Paragraph, Piece, Pieces, Table
from tosgen.text.unflow import unflow

_CONTAINERS = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "AlternateContent", "Choice"}
_DECIMAL = re.compile(r"([0-9]{1,9})[.)]")
_CODE = ("html preformatted", "source code", "preformatted text")
_QUOTES = ("quote", "intense quote", "quotations", "block text")
_CONTINUED = re.compile(r"list continue(?: ([2-9]))?")
_DEEPER = re.compile(r"list (?:bullet|number) ([2-5])")
_CONTENTS = re.compile(r"toc \d|toc heading|table of figures")
_LONGEST = 80
_ENDS = (".", ";", ",", ":", "!", "?", "。", "；", "，", "：")


@dataclass(frozen=True, slots=True)
class Read:
    """A file's text as Markdown, the language that it says it is in ("" if none), and notes on what was taken how."""

    markdown: str
    language: str
    notes: tuple[Finding, ...]


def read(raw: bytes, place: str) -> Read:
    """The text of a file. Refused as `word_file.opened`."""
    file = opened(raw, place)
    reader = _Reader(file)
    return Read(unflow(reader.blocks()), file.language, tuple(_notes(reader.runs, place)))


def _notes(runs: Runs, place: str) -> Iterator[Finding]:
    if runs.tracked:
        said = say("its tracked changes were taken as accepted")
        yield Finding("tracked-changes", said, Place(place), severity="note")
    if runs.unread:
        said = say("it embeds another document, whose text was not read")
        yield Finding("not-read", said, Place(place), severity="note")


class _Reader:
    """Goes through the document once, counting as Word does."""

    def __init__(self, file: WordFile) -> None:
        self._file, self._styles = file, Styles(file.parts.get("styles"))
        self._numbers = Numbers.of(file.parts.get("numbering"))
        self.runs = Runs(file, self._styles)

    def blocks(self) -> list[Block]:
        """The document's blocks; headings are guessed where none are marked."""
        body = self._file.document.find("body")
        found = [*self._blocks(body)] if body is not None else []
        if not any(block.depth for block in found if _is_heading(block)):
            guessed = [_guessed(block) for block in found]
            found = guessed if sum(map(_is_heading, guessed)) > 1 else found
        titled = any(not block.depth for block in found if _is_heading(block))
        return [replace(b, depth=min(b.depth + titled, 6)) if _is_heading(b) else b for b in found]

    def _blocks(self, parent: Element) -> Iterator[Block]:
        pending: list[Piece] = []
        for element in _inside(parent):
            match element.tag:
                case "p":
                    pieces = (*pending, *self.runs.pieces(element))
                    pending = []
                    if runs_on(element):
                        self.runs.tracked = True
                        pending = [*pieces]
                        continue
                    yield from self._paragraph(element, pieces)
                    yield from self._aside()
                case "tbl":
                    yield from self._table(element)
                    yield from self._aside()
                case "altChunk":
                    self.runs.unread = True
        if pending:
            yield Paragraph(tuple(pending))

    def _aside(self) -> Iterator[Block]:
        """What stands in boxes and notes of the paragraph before."""
        for text in self.runs.taken():
            yield Paragraph((Piece(text),))
        for box in self.runs.boxes():
            yield from self._blocks(box)

    def _paragraph(self, element: Element, pieces: Pieces) -> Iterator[Block]:
        label = self._numbers.label(*self._styles.numbered(element))
        name, level = self._styles.name(element), self._styles.level(element)
        if _CONTENTS.fullmatch(name) or not any(piece.text.strip() for piece in pieces):
            return
        if level is not None:
            yield self._heading(element, pieces, level, label)
        elif label and (item := _item(pieces, label, name)):
            yield replace(item, kind="code") if name in _CODE else item
        else:
            lead = (Piece(f"{label.text} "),) if label else ()
            continued = _CONTINUED.fullmatch(name)
            yield Paragraph(
                (*lead, *pieces),
                kind="code" if name in _CODE else "paragraph",
                depth=int(continued[1] or 1) if continued else 0,
                quoted=name in _QUOTES,
            )

    def _heading(self, element: Element, pieces: Pieces, level: int, label: Label | None) -> Paragraph:
        text = " ".join("".join(piece.text for piece in pieces).split())
        own, words = numbered(f"{label.text} {text}") if label else ("", text)
        anchor = next(self._anchors(element), "")
        return Paragraph((Piece(words),), kind="heading", depth=level, number=own, anchor=anchor)

    def _anchors(self, element: Element) -> Iterator[str]:
        """What a bookmark of ours stands for; other programs' bookmarks are no anchors."""
        for bookmark in element.iter("bookmarkStart") if self.runs.ours else ():
            if anchor := self.runs.anchor(bookmark.get("name", "")):
                yield anchor

    def _table(self, element: Element) -> Iterator[Table]:
        rows = []
        for row in _inside(element, "tr"):
            if row.find("trPr/del") is not None or row.find("trPr/ins") is not None:
                self.runs.tracked = True
            if row.find("trPr/del") is None:
                rows.append(tuple(self._cells(row)))
        if any(rows):
            columns = max(map(len, rows))
            yield Table(tuple((*row, *[()] * (columns - len(row))) for row in rows), ("",) * columns)

    def _cells(self, row: Element) -> Iterator[Pieces]:
        for cell in _inside(row, "tc"):
            if cell.find("tcPr/cellDel") is not None:
                self.runs.tracked = True
                continue
            yield tuple(_one_line([*self._blocks(cell)]))
            yield from [()] * (min(int(span) - 1, 62) if (span := value(cell, "tcPr/gridSpan", "1")).isdigit() else 0)


def _inside(parent: Element, tag: str = "") -> Iterator[Element]:
    """The children, those in what only surrounds them included."""
    for child in parent:
        if child.tag in _CONTAINERS:
            yield from _inside(child, tag)
        elif not tag or child.tag == tag:
            yield child


def _item(pieces: Pieces, label: Label, style: str) -> Paragraph | None:
    """A list item, where Markdown knows its label; how deep it stands may be a matter of its style."""
    number = _DECIMAL.fullmatch(label.text)
    if label.text != BULLET and not number:
        return None
    deeper = _DEEPER.fullmatch(style)
    depth = label.level + (int(deeper[1]) if deeper else 1)
    return Paragraph(pieces, depth=depth, marker=number[1] if number else "-", list=int(label.of))


def _one_line(blocks: list[Block]) -> Iterator[Piece]:
    """A cell's blocks one after the other."""
    for at, block in enumerate(blocks):
        yield from [Piece(" ")] if at else []
        if isinstance(block, Table):
            cells = (cell for row in block.rows for cell in row)
            yield from _one_line([Paragraph(cell) for cell in cells])
        elif block.marker:
            yield from (Piece("- " if block.marker == "-" else f"{block.marker}. "), *block.pieces)
        else:
            yield from ([Piece(f"{block.number} ")] if block.number else [])
            yield from block.pieces


def _guessed(block: Block) -> Block:
    """A short bold line of its own as the heading that it looks like."""
    if not isinstance(block, Paragraph) or block.kind != "paragraph" or block.marker or block.quoted:
        return block
    text = " ".join("".join(piece.text for piece in block.pieces).split())
    bold = all(piece.bold for piece in block.pieces if piece.text.strip())
    if not (bold or text.isupper()) or len(text) > _LONGEST or text.endswith(_ENDS):
        return block
    number, words = numbered(text)
    return Paragraph((Piece(words),), kind="heading", depth=1, number=number)


def _is_heading(block: Block) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph) and block.kind == "heading"
