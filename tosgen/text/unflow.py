"""Paragraphs and tables as Markdown that reads as them: the way back from `flow`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple, TypeGuard

from tosgen.text.escape import literal, target
from tosgen.text.flow import Block, Paragraph, Piece, Pieces, Table, flow
from tosgen.text.markdown import allowed_link

_OPENS_BLOCK = re.compile(r"(?m)^([ \t]*)(?:([-+=#])|(\d{1,9})(?=[.)]))")
_BACKTICKS = re.compile("`+")
_WORD = re.compile(r"\w")
_RULES = {"": "---", "left": ":--", "center": ":-:", "right": "--:"}


def unflow(blocks: Iterable[Block]) -> str:
    """The Markdown of the blocks, headings with their numbers and anchors.

    >>> unflow([Paragraph((Piece("Law"),), kind="heading", depth=2, number="4.2", anchor="core--law")])
    '## 4.2 Law {#core--law}\\n'
    """
    lists = _Lists()
    out = ""
    for block in blocks:
        text, tight = lists.item(block) if _in_list(block) else (_block(block), False)
        if not _in_list(block):
            lists.open.clear()
        if text:
            out += ("\n" if tight else "\n\n") * bool(out) + text
    return f"{out}\n" if out else ""


def _in_list(block: Block) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph) and block.kind != "heading" and block.depth > 0


def _block(block: Block) -> str:
    if isinstance(block, Table):
        return _table(block)
    if block.kind == "heading":
        return _heading(block)
    text = _body(block)
    return re.sub("(?m)^", "> ", text) if block.quoted else text


def _heading(block: Paragraph) -> str:
    words = inline(block.pieces, one_line=True).replace("{#", "&#123;#")
    number = block.number if not block.number or re.search(r"\d[.٫]\d", block.number) else f"{block.number}."
    anchor = f"{{#{block.anchor}}}" if block.anchor else ""
    said = " ".join(filter(None, (number, words.removesuffix("#") + "\\#" if words.endswith(" #") else words, anchor)))
    return f"{'#' * block.depth} {said}" if said else ""


def _body(block: Paragraph) -> str:
    """A paragraph's own Markdown, without what list or quotation adds."""
    if block.kind == "rule":
        return "---"
    if block.kind == "code":
        text = "".join(piece.text for piece in block.pieces)
        fence = "`" * max([3, *(len(run) + 1 for run in _BACKTICKS.findall(text))])
        return f"{fence}\n{text}\n{fence}"
    return inline(block.pieces)


def _table(table: Table) -> str:
    columns = max(map(len, table.rows), default=0)
    if not columns:
        return ""
    aligned = [*table.aligned, *[""] * columns][:columns]
    rows = [_row([inline(cell, one_line=True) for cell in row], columns) for row in table.rows]
    return "\n".join([rows[0], _row([_RULES.get(each, "---") for each in aligned], columns), *rows[1:]])


def _row(cells: Sequence[str], columns: int) -> str:
    return f"| {' | '.join([*cells, *[''] * (columns - len(cells))])} |"


class _Open(NamedTuple):
    """A list that goes on: how deep it stands, which it is, its last number or -1, how its markers end, their width."""

    depth: int
    list: int
    number: int
    delimiter: str
    width: int


class _Lists:
    """The lists that are open, outermost first."""

    def __init__(self) -> None:
        self.open: list[_Open] = []

    def item(self, block: Paragraph) -> tuple[str, bool]:
        """An item, or what continues one; and whether it follows on the next line."""
        while self.open and self.open[-1].depth > block.depth:
            self.open.pop()
        if not block.marker:
            return self._indented(_body(block), ""), False
        last = self.open.pop() if self.open and self.open[-1].depth == block.depth else None
        number = -1 if block.marker == "-" else int(block.marker)
        goes_on = last is not None and last.list == block.list and number in {-1, last.number + 1}
        tight = goes_on if last else bool(self.open)
        delimiter = last.delimiter if last and goes_on else _delimiter(last, number)
        marker = f"{delimiter} " if number < 0 else f"{number}{delimiter} "
        self.open.append(_Open(block.depth, block.list, number, delimiter, len(marker)))
        return self._indented(_body(block), marker), tight

    def _indented(self, text: str, marker: str) -> str:
        """The text under the items that are open, behind its marker."""
        indent = " " * sum(each.width for each in self.open)
        lead = indent if not marker else f"{indent[: -len(marker)]}{marker}"
        return lead + text.replace("\n", f"\n{indent}")


def _delimiter(last: _Open | None, number: int) -> str:
    """Another one than that of the list before, which the new one would go on with."""
    kinds = ("-", "*") if number < 0 else (".", ")")
    return kinds[1] if last and last.delimiter == kinds[0] else kinds[0]


def inline(pieces: Pieces, *, one_line: bool = False) -> str:
    """Pieces as Markdown. What it cannot make stand out where it stands is written plain."""
    if one_line:
        pieces = tuple(piece._replace(text=" ".join(piece.text.split("\n"))) for piece in pieces)
    text = _lines(_joined(pieces))
    if not any(piece[1:] != Piece("")[1:] for piece in pieces) or _shown(text) == _text(pieces):
        return text
    linked = tuple(Piece(piece.text, href=piece.href) for piece in pieces)
    text = _lines(_joined(linked))
    return text if _shown(text) == _text(pieces) else _lines(_joined((Piece(_text(pieces)),)))


def _text(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces).strip()


def _shown(text: str) -> str:
    return "\n".join(_text(block.pieces) for block in flow(text) if isinstance(block, Paragraph))


def _lines(text: str) -> str:
    """Lines none of which begins a block; a line break within a paragraph as such."""
    unopened = _OPENS_BLOCK.sub(lambda found: f"\\{found[2]}" if found[2] else f"{found[3]}\\", text.strip())
    return re.sub(r"[ \t]*\n[ \t]*", "\\\\\n", unopened)


def _joined(pieces: Pieces) -> str:
    """Bold outermost, then links, then the rest."""
    out = ""
    for bold, group in groupby(pieces, key=lambda piece: piece.bold):
        inner = _linked([*group], out[-1:])
        out += _marked(inner, "**") if bold else inner
    return out


def _linked(pieces: list[Piece], before: str) -> str:
    out = ""
    for href, group in groupby(pieces, key=lambda piece: piece.href):
        inner = ""
        for piece in group:
            inner += _piece(piece, (before + out + inner)[-1:])
        leads = href and inner.strip() and (href.startswith("#") or allowed_link(href))
        out += f"[{inner}]({target(href)})" if leads else inner
    return out


def _piece(piece: Piece, before: str) -> str:
    if piece.code and piece.text.strip():
        fence = "`" * max([1, *(len(run) + 1 for run in _BACKTICKS.findall(piece.text))])
        edge = " " if piece.text.startswith(("`", " ")) or piece.text.endswith(("`", " ")) else ""
        return f"{fence}{edge}{piece.text}{edge}{fence}"
    text = literal(piece.text.replace("\t", " "))
    return _marked(text, "*" if _WORD.match(before) else "_") if piece.italic else text


def _marked(text: str, mark: str) -> str:
    """The text between marks, spaces at its ends outside."""
    inner = text.strip()
    if not inner:
        return text
    lead, _, tail = text.partition(inner)
    return f"{lead}{mark}{inner}{mark}{tail}"
