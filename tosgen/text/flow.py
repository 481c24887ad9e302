"""Markdown as a flow of paragraphs and tables, each of pieces that look alike: what a word processor is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple

from markdown_it.token import Token

from tosgen.text.characters import joins_without_space
from tosgen.text.markdown import tokens

Kind = Literal["paragraph", "heading", "code", "rule"]
_SOFT = "\r"  # a soft break, until its neighbours are known; the parser lets none through


class Piece(NamedTuple):
    """Text that looks alike; `href` is where it leads (`#anchor` in the document). A "\\n" is a line break."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. In a list, `depth` is 1 or more and `marker` "-" or a number, "" where it continues an item.

    A heading has a level as its `depth`, the anchor and the number that it bears; the number is no part of its pieces.
    """

    pieces: Pieces
    kind: Kind = "paragraph"
    depth: int = 0
    marker: str = ""
    list: int = 0
    """Which list of its text it belongs to, from 1."""
    quoted: bool = False
    anchor: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first row its headings; `aligned` is "", "left", "center" or "right" for each column."""

    rows: tuple[tuple[Pieces, ...], ...]
    aligned: tuple[str, ...]


Block = Paragraph | Table


@lru_cache(maxsize=4096)
def flow(markdown: str) -> tuple[Block, ...]:
    """The blocks of a text in order.

    >>> [(b.marker, [(p.text, p.bold) for p in b.pieces]) for b in flow("1. See **us**.") if isinstance(b, Paragraph)]
    [('1', [('See ', False), ('us', True), ('.', False)])]
    """
    return tuple(_Flow().blocks(tokens(markdown)))


class _Flow:
    """Where in lists and quotations the reading stands."""

    def __init__(self) -> None:
        self._lists: list[tuple[int, int]] = []  # (its number, the next item's or 0)
        self._count = 0
        self._quotes = 0
        self._begun = True  # whether the item at hand has shown its marker

    def blocks(self, found: Sequence[Token]) -> Iterator[Block]:
        rows: list[list[Pieces]] = []
        aligned: dict[int, str] = {}
        for token in found:
            match token.type:
                case "tr_open":
                    rows.append([])
                case "th_open" | "td_open":
                    aligned[len(rows[-1])] = str(token.attrs.get("style", "")).removeprefix("text-align:")
                case "inline" if rows:
                    rows[-1].append(pieces(token.children or ()))
                case "table_close":
                    yield Table(tuple(map(tuple, rows)), tuple(aligned.values()))
                    rows, aligned = [], {}
                case "inline":
                    yield self._paragraph(pieces(token.children or ()))
                case "fence" | "code_block":
                    yield replace(self._paragraph((Piece(token.content.rstrip("\n")),)), kind="code")
                case "hr":
                    yield replace(self._paragraph(()), kind="rule")
                case "list_item_close" if not self._begun:
                    yield self._paragraph(())
                case _:
                    self._step(token)

    def _step(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self._count += 1
                first = int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else -1
                self._lists.append((self._count, first))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._begun = False
            case "blockquote_open" | "blockquote_close":
                self._quotes += token.nesting

    def _paragraph(self, inner: Pieces) -> Paragraph:
        marker = ""
        if not self._begun:
            own, number = self._lists[-1]
            marker = str(number) if number >= 0 else "-"
            self._lists[-1] = (own, number + 1 if number >= 0 else -1)
            self._begun = True
        return Paragraph(
            inner,
            depth=len(self._lists),
            marker=marker,
            list=self._lists[-1][0] if self._lists else 0,
            quoted=self._quotes > 0,
        )


def pieces(inline: Sequence[Token]) -> Pieces:
    """The pieces of inline content: neighbours that look alike as one, a soft break as what it stands for."""
    out: list[Piece] = []
    waiting = False
    for piece in _pieces(inline):
        if not piece.text:
            continue
        if piece.text == _SOFT:
            waiting = True
            continue
        if waiting and out and not out[-1].text.endswith("\n"):
            between = "" if joins_without_space(out[-1].text[-1], piece.text[0]) else " "
            _add(out, piece._replace(text=between) if out[-1][1:] == piece[1:] else Piece(between))
        _add(out, piece)
        waiting = False
    return tuple(out)


def _add(out: list[Piece], piece: Piece) -> None:
    if out and out[-1][1:] == piece[1:]:
        out[-1] = piece._replace(text=out[-1].text + piece.text)
    elif piece.text:
        out.append(piece)


def _pieces(inline: Sequence[Token]) -> Iterator[Piece]:
    bold = italic = 0
    href = ""
    for token in inline:
        match token.type:
            case "text":
                yield Piece(token.content, bold > 0, italic > 0, False, href)
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "link_open":
                href = str(token.attrs.get("href", ""))
            case "link_close":
                href = ""
            case "softbreak":
                yield Piece(_SOFT)
            case "hardbreak":
                yield Piece("\n")
            case _:
                yield Piece(token.content, bold > 0, italic > 0, token.type == "code_inline", href)
