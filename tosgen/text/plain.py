"""Markdown as readable plain text: what a person reads, with references and styles kept apart from words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

from tosgen.text import shapes
from tosgen.text.run import SOFT, Run, linked, merged, spaced, styled

__all__ = ["ANCHOR", "Branch", "Run", "plain", "runs", "runs_of", "title"]

ANCHOR = re.compile(r"\s*\{#([^\s{}#]+)\}\s*$")
_STYLES = {"strong": "bold", "em": "italic"}
_MARKED = re.compile(r"[\\`*_\[\]<&\x00\r\n]")
"""What a line without it shows as it stands."""
_GOES_ON = re.compile(r"[\s\d+-]|\*(?!\*\S)|\Z")
"""What may continue the block before it: an item, or what is indented."""


class Branch(Protocol):
    """A node of a text's structure, named as markdown-it names it; other readers of text make the same."""

    @property
    def type(self) -> str:
        """`paragraph`, `bullet_list`, `text` …"""

    @property
    def content(self) -> str:
        """The text of a node without children."""

    @property
    def attrs(self) -> Mapping[str, Any]:
        """`href` of a link, `start` of a list."""

    @property
    def children(self) -> Sequence[Branch]:
        """The nodes inside, in order."""


def plain(markdown: str) -> str:
    r"""Readable plain text: no markup, lists as `- `, cells joined by ` | `, foreign link targets in angle brackets.

    >>> plain("See **section** [4.2](#core--law)\nor [us](https://example.org).")
    'See section 4.2 or us <https://example.org>.'
    """
    return "".join(run.text for run in runs(markdown))


@lru_cache(maxsize=16384)
def runs(markdown: str) -> tuple[Run, ...]:
    """The plain text of Markdown as runs: joined, they are `plain`."""
    if found := shapes.prose(markdown):
        return (Run(found),)
    pieces = [markdown] if _across(markdown) else _apart(markdown)
    out: list[Run] = []
    for piece in pieces:
        read = _read(piece)
        out += [Run("\n\n"), *read] if out and read else read
    return tuple(merged(out))


def _across(text: str) -> bool:
    """Whether something may reach across blocks: fences, link definitions, or more than a blank line between them."""
    return "```" in text or "~~~" in text or "]:" in text or "\r" in text or "\n\n\n" in text


def _apart(markdown: str) -> list[str]:
    """The text in pieces that read the same alone as among the others."""
    out: list[str] = []
    for block in markdown.split("\n\n"):
        if out and _GOES_ON.match(block):
            out[-1] += f"\n\n{block}"
        else:
            out.append(block)
    return out


@lru_cache(maxsize=16384)
def _read(piece: str) -> tuple[Run, ...]:
    """The runs of one such piece, neighbours not yet merged."""
    if not piece.strip(" \t\n"):  # what else is space to Python may be a character to a parser
        return ()
    found = shapes.read(piece)
    if found is None:
        from tosgen.text import parsed  # noqa: PLC0415  # words without markup need no parser

        found = tuple(_blocks(parsed.whole(piece), "\n\n"))
    return found


def runs_of(tree: Branch) -> tuple[Run, ...]:
    """The plain text of a structure as runs."""
    return tuple(merged(list(_blocks(tree, "\n\n"))))


@lru_cache(maxsize=65536)
def title(markdown: str) -> str:
    """The plain text of one line, such as a heading's."""
    if not _MARKED.search(markdown):
        return " ".join(markdown.split())
    from tosgen.text import parsed  # noqa: PLC0415  # words without markup need no parser

    children = parsed.line(markdown).children
    return " ".join("".join(run.text for run in _inline(children)).split())


def _blocks(node: Branch, separator: str) -> Iterator[Run]:
    between = ""
    for child in node.children:
        inner = list(_block(child))
        if any(run.text for run in inner):
            yield Run(between)
            yield from inner
            between = separator


def _block(node: Branch) -> Iterable[Run]:
    match node.type:
        case "paragraph" | "heading":
            inner = list(_inline(node.children))
            return _without_anchor(inner) if node.type == "heading" else inner
        case "bullet_list" | "ordered_list":
            return _items(node)
        case "table":
            return _rows(node)
        case "blockquote":
            return [run._replace(style=styled(run.style, "quoted")) for run in _blocks(node, "\n\n")]
        case _ if node.children:
            return _blocks(node, "\n\n")
    return [] if node.type == "hr" else [Run(node.content.rstrip("\n"), style="code")]


def _without_anchor(inner: list[Run]) -> list[Run]:
    if inner and not inner[-1].reference:
        inner[-1] = inner[-1]._replace(text=ANCHOR.sub("", inner[-1].text))
    return inner


def _items(node: Branch) -> Iterator[Run]:
    first = int(node.attrs.get("start", 1))
    for index, item in enumerate(node.children):
        marker = "- " if node.type == "bullet_list" else f"{first + index}. "
        yield Run(("\n" if index else "") + marker)
        for run in _blocks(item, "\n"):
            yield Run(run.text.replace("\n", "\n" + " " * len(marker)), run.reference, run.style)


def _rows(table: Branch) -> Iterator[Run]:
    for index, row in enumerate(row for part in table.children for row in part.children):
        yield Run("\n" if index else "")
        for column, cell in enumerate(row.children):
            yield Run(" | " if column else "")
            yield from _inline(cell.children)


def _inline(nodes: Iterable[Branch], style: str = "") -> Iterator[Run]:
    return spaced(_pieces(nodes, style))


def _pieces(nodes: Iterable[Branch], style: str) -> Iterator[Run]:
    for node in nodes:
        match node.type:
            case "softbreak":
                yield Run(SOFT)
            case "hardbreak":
                yield Run("\n")
            case "link":
                yield _link(node, style)
            case "code_inline":
                yield Run(node.content, style=styled(style, "code"))
            case _ if node.children:
                yield from _pieces(node.children, styled(style, _STYLES.get(node.type, "")))
            case _:
                yield Run(node.content, style=style)


def _link(node: Branch, style: str) -> Run:
    inner = list(_inline(node.children, style))
    text, style = "".join(run.text for run in inner), inner[0].style if inner else style
    return linked(text, str(node.attrs.get("href", "")), style)
