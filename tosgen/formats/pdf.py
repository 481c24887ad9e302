"""A document as PDF: PDF/A-3a and PDF/UA-1 together, laid out by typst from data, with fonts of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from math import isqrt
from typing import Any

from tosgen.formats.header import Header
from tosgen.formats.pdf_press import families, press
from tosgen.model.document import Document, Passage, Section
from tosgen.model.history import History
from tosgen.text.escape import markdown
from tosgen.text.flow import Piece, Pieces, Table
from tosgen.text.plain import title
from tosgen.text.tree import Block, Items, Prose, Quote, Rule, Verbatim, line, tree

Node = dict[str, Any]
_LETTER = frozenset({"US", "CA", "MX", "CL", "CO", "PH"})
"""Where paper is Letter, not A4."""
_SIZE, _SIZES = 10.5, {"ar": 12, "fa": 12, "ur": 12}
"""In points: Arabic letters are drawn smaller than Latin ones of the same size."""
_AT_ONCE = 256
"""Texts that are put in the order that suits typst, and kept until it is their turn."""
_REGIONS = {"zh_Hans": "CN", "zh_Hant": "TW"}


def write(document: Document, header: Header, history: History) -> bytes:
    """The document as PDF, dated with the day that its version bears. Threads may write at once.

    Raises Unavailable: `missing-extra`, `missing-glyph`, `pdf`.
    """
    return press(json.dumps(_data(document, header, history), ensure_ascii=False))


def write_all(texts: Sequence[tuple[Document, Header, History]], *, hands: int) -> Iterator[bytes]:
    """Documents as PDF, in their order, by so many threads: typst lets others run while it lays out.

    Those of one kind and language are laid out one after the other: what they share, typst still knows.
    """
    threads = ThreadPoolExecutor(hands)
    try:
        for begin in range(0, len(texts), _AT_ONCE):
            some = texts[begin : begin + _AT_ONCE]
            alike = sorted(range(len(some)), key=lambda at: (some[at][0].document, some[at][0].locale))
            made = {at: threads.submit(write, *some[at]) for at in alike}
            yield from (made.pop(at).result() for at in range(len(some)))
    finally:
        threads.shutdown(cancel_futures=True)


def _data(document: Document, header: Header, history: History) -> Node:
    language, _, rest = document.locale.partition("_")
    name, day, nodes = title(markdown(document.title)), history.day, _Nodes(document)
    places = {place.partition("-")[0] for place in history.version.jurisdictions}
    return {
        "title": name,
        "author": header.service,
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "lang": language,
        "region": _REGIONS.get(document.locale) or (rest if len(rest) == 2 else None),
        "dir": document.direction,
        "fonts": families(document.locale),
        "size": _SIZES.get(language, _SIZE),
        "paper": "us-letter" if places and places <= _LETTER else "a4",
        "footer": f"{header.service} · {name} · v{history.version.version}",
        "anchor": document.anchor or None,
        "heading": nodes.line(line(markdown(document.title))),
        "header": {
            "lang": header.locale.partition("_")[0],
            "dir": header.direction,
            "notice": header.notice,
            "lines": header.lines,
        },
        "notice": nodes.blocks(tree(markdown(document.notice))),
        "nodes": [*nodes.document(document)],
    }


class _Nodes:
    """Blocks as the layout wants them. A reference leads somewhere only if its anchor is in the document."""

    def __init__(self, document: Document) -> None:
        self._anchors = {document.document, *(each.anchor for each in document.supplements)}
        self._anchors |= {section.anchor for section in document.sections()}
        self._anchors |= {passage.anchor for passage in document.passages()}

    def document(self, document: Document) -> Iterator[Node]:
        """The parts of a document in order."""
        for supplement in document.supplements:
            if supplement.jurisdiction:
                yield self._heading(1, "", markdown(supplement.title), supplement.anchor)
            for section in supplement.sections:
                yield from self._section(section, 2 if supplement.jurisdiction else 1)

    def blocks(self, blocks: Sequence[Block]) -> list[Node]:
        """Blocks in order."""
        return [self._block(block) for block in blocks]

    def line(self, pieces: Pieces) -> list[Node]:
        """Pieces by what they lead to."""
        return [
            {**self._target(href), "pieces": [_piece(piece) for piece in group]}
            for href, group in groupby(pieces, lambda piece: piece.href)
        ]

    def _section(self, section: Section, level: int) -> Iterator[Node]:
        number = f"{section.number}." if section.number else ""
        yield self._heading(level, number, markdown(section.title), section.anchor)
        for passage in section.passages:
            yield from self._passage(passage, level + 1)

    def _passage(self, passage: Passage, level: int) -> Iterator[Node]:
        heading = self._heading(level, passage.number, markdown(passage.title), passage.anchor)
        nodes = [heading, *self.blocks(tree(markdown(passage.body)))]
        yield from [{"kind": "box", "nodes": nodes}] if passage.conspicuous else nodes

    def _heading(self, level: int, number: str, words: str, anchor: str) -> Node:
        before = [Piece(f"{number} ")] if number else []
        return {"kind": "heading", "level": level + 1, "anchor": anchor, "line": self.line((*before, *line(words)))}

    def _target(self, href: str) -> Node:
        if href.startswith("#"):
            return {"anchor": href[1:]} if href[1:] in self._anchors else {}
        return {"href": href} if href else {}

    def _block(self, block: Block) -> Node:
        match block:
            case Prose(pieces):
                return {"kind": "p", "line": self.line(pieces)}
            case Items(first, items):
                own = {"kind": "list"} if first is None else {"kind": "enum", "first": first}
                return {**own, "tight": all(map(_short, items)), "items": [self._item(item) for item in items]}
            case Quote(blocks):
                return {"kind": "quote", "nodes": self.blocks(blocks)}
            case Verbatim(text):
                return {"kind": "verbatim", "text": text}
            case Rule():
                return {"kind": "rule"}
            case Table():
                return self._table(block)

    def _item(self, item: Sequence[Block]) -> list[Node]:
        if _short(item) and isinstance(item[0], Prose):
            return [{"kind": "line", "line": self.line(item[0].pieces)}]
        return self.blocks(item)

    def _table(self, table: Table) -> Node:
        head, *cells = ([self.line(cell) for cell in row] for row in table.rows)
        own = {"aligned": table.aligned, "widths": widths(table), "head": head}
        return {"kind": "table", **own, "cells": [cell for row in cells for cell in row]}


def widths(table: Table) -> list[int]:
    """How wide the columns are to each other: by what they hold, and never less than their longest word asks for."""
    return [_width([_plain(row[at]) for row in table.rows]) for at in range(len(table.rows[0]))]


def _width(cells: Iterable[str]) -> int:
    words = [word for cell in cells for word in cell.split()]
    total = sum(map(len, words)) + len(words)
    longest = max(map(len, words), default=1)
    return max(6, min(longest, 18), isqrt(total))


def _plain(cell: Pieces) -> str:
    return "".join(piece.text for piece in cell)


def _short(item: Sequence[Block]) -> bool:
    return len(item) == 1 and isinstance(item[0], Prose)


def _piece(piece: Piece) -> Node:
    marks = {"bold": piece.bold, "italic": piece.italic, "code": piece.code}
    return {"text": piece.text, **{name: True for name, set_ in marks.items() if set_}}
