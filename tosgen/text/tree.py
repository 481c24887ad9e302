"""Markdown as a tree: paragraphs, lists of blocks, tables, quotations; for formats that nest as the text does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from markdown_it.tree import SyntaxTreeNode

from tosgen.text.flow import Pieces, Table, pieces
from tosgen.text.markdown import tokens


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `first` is the number of its first item, None where items have none. Each item is blocks again."""

    first: int | None
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text that stands as it is, line by line."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


Block = Prose | Items | Quote | Verbatim | Rule | Table


@lru_cache(maxsize=4096)
def tree(markdown: str) -> tuple[Block, ...]:
    """The blocks of a text in order.

    >>> tree("1. a\\n2. b") == (Items(1, (tree("a"), tree("b"))),)
    True
    """
    return tuple(_blocks(SyntaxTreeNode(list(tokens(markdown))).children)) if markdown.strip() else ()


@lru_cache(maxsize=4096)
def line(markdown: str) -> Pieces:
    """The pieces of one line, such as a title; empty for none.

    >>> [piece.text for piece in line("A *b*")]
    ['A ', 'b']
    """
    return next((pieces(token.children or ()) for token in tokens(markdown) if token.type == "inline"), ())


def _blocks(nodes: Iterable[SyntaxTreeNode]) -> Iterator[Block]:
    for node in nodes:
        match node.type:
            case "bullet_list" | "ordered_list":
                first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
                yield Items(first, tuple(tuple(_blocks(item.children)) for item in node.children))
            case "blockquote":
                yield Quote(tuple(_blocks(node.children)))
            case "table":
                yield _table(node)
            case "fence" | "code_block":
                yield Verbatim(node.content.rstrip("\n"))
            case "hr":
                yield Rule()
            case _:
                yield Prose(_inside(node))


def _table(node: SyntaxTreeNode) -> Table:
    rows = [row for part in node.children for row in part.children]
    aligned = [str(cell.attrs.get("style", "")).removeprefix("text-align:") for cell in rows[0].children]
    return Table(tuple(tuple(_inside(cell) for cell in row.children) for row in rows), tuple(aligned))


def _inside(node: SyntaxTreeNode) -> Pieces:
    """The pieces of a block's own line."""
    inline = next((child for child in node.children if child.type == "inline"), None)
    return pieces(inline.token.children or ()) if inline and inline.token else ()
