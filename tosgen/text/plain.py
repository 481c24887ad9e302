"""Markdown as readable plain text: what a person reads, with references kept apart from words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from markdown_it.tree import SyntaxTreeNode

from tosgen.text.characters import joins_without_space
from tosgen.text.markdown import parser

ANCHOR = re.compile(r"\s*\{#([^\s{}#]+)\}\s*$")
_SOFT = "\x00"  # a soft break, until its neighbours are known; the parser lets no NUL through


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of plain text; `reference` is the anchor that it points at, where it is a link inside the document."""

    text: str
    reference: str = ""


def plain(markdown: str) -> str:
    r"""Readable plain text: no markup, lists as `- `, cells joined by ` | `, foreign link targets in angle brackets.

    >>> plain("See **section** [4.2](#core--law)\nor [us](https://example.org).")
    'See section 4.2 or us <https://example.org>.'
    """
    return "".join(run.text for run in runs(markdown))


@lru_cache(maxsize=2048)
def runs(markdown: str) -> tuple[Run, ...]:
    """The plain text of Markdown as runs: joined, they are `plain`."""
    if not markdown.strip():
        return ()
    tree = SyntaxTreeNode(parser().parse(markdown))
    return tuple(_merged(_blocks(tree, "\n\n")))


@lru_cache(maxsize=2048)
def title(markdown: str) -> str:
    """The plain text of one line, such as a heading's."""
    children = SyntaxTreeNode(parser().parseInline(markdown)).children
    return " ".join("".join(run.text for run in _inline(children)).split())


def _blocks(node: SyntaxTreeNode, separator: str) -> Iterator[Run]:
    between = ""
    for child in node.children:
        inner = list(_block(child))
        if any(run.text for run in inner):
            yield Run(between)
            yield from inner
            between = separator


def _block(node: SyntaxTreeNode) -> Iterable[Run]:
    match node.type:
        case "paragraph":
            return _inline(node.children)
        case "heading":
            return _without_anchor(list(_inline(node.children)))
        case "bullet_list" | "ordered_list":
            return _items(node)
        case "table":
            return _rows(node)
        case _ if node.children:
            return _blocks(node, "\n\n")
    return [] if node.type == "hr" else [Run(node.content.rstrip("\n"))]


def _without_anchor(inner: list[Run]) -> list[Run]:
    if inner and not inner[-1].reference:
        inner[-1] = Run(ANCHOR.sub("", inner[-1].text))
    return inner


def _items(node: SyntaxTreeNode) -> Iterator[Run]:
    first = int(node.attrs.get("start", 1))
    for index, item in enumerate(node.children):
        marker = "- " if node.type == "bullet_list" else f"{first + index}. "
        yield Run(("\n" if index else "") + marker)
        for run in _blocks(item, "\n"):
            yield Run(run.text.replace("\n", "\n" + " " * len(marker)), run.reference)


def _rows(table: SyntaxTreeNode) -> Iterator[Run]:
    for index, row in enumerate(row for part in table.children for row in part.children):
        yield Run("\n" if index else "")
        for column, cell in enumerate(row.children):
            yield Run(" | " if column else "")
            yield from _inline(cell.children)


def _inline(nodes: Iterable[SyntaxTreeNode]) -> Iterator[Run]:
    """Runs of inline content. A soft break waits until the text on its other side is known."""
    last, waiting = "", False
    for run in _pieces(nodes):
        if run.text == _SOFT:
            waiting = True
        elif run.text:
            if waiting and last and not last.endswith("\n"):
                yield Run("" if joins_without_space(last[-1], run.text[0]) else " ")
            yield run
            last, waiting = run.text, False


def _pieces(nodes: Iterable[SyntaxTreeNode]) -> Iterator[Run]:
    for node in nodes:
        match node.type:
            case "softbreak":
                yield Run(_SOFT)
            case "hardbreak":
                yield Run("\n")
            case "link":
                yield _link(node)
            case _ if node.children:
                yield from _pieces(node.children)
            case _:
                yield Run(node.content)


def _link(node: SyntaxTreeNode) -> Run:
    text = "".join(run.text for run in _inline(node.children))
    target = str(node.attrs.get("href", ""))
    if target.startswith("#"):
        return Run(text, target[1:])
    address = parser().normalizeLink(text)
    if not target or target in {text, address, f"mailto:{address}", f"tel:{text.replace(' ', '')}"}:
        return Run(text)
    return Run(f"{text} <{target}>" if text else f"<{target}>")


def _merged(parts: Iterable[Run]) -> Iterator[Run]:
    text = ""
    for run in parts:
        if run.reference:
            if text:
                yield Run(text)
            yield run
            text = ""
        else:
            text += run.text
    if text:
        yield Run(text)
