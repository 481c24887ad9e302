"""Markdown as readable plain text: what a person reads, with references and styles kept apart from words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Protocol

from tosgen.text.characters import joins_without_space
from tosgen.text.direction import ISOLATE, POP

ANCHOR = re.compile(r"\s*\{#([^\s{}#]+)\}\s*$")
_STYLES = {"strong": "bold", "em": "italic"}
_ORDER = ("bold", "italic", "code", "quoted")
_MARKED = re.compile(r"[\\`*_\[\]<&\x00\r\n]")
"""What a line without it shows as it stands; in a text, what `_MARKED_TEXT` finds comes to it."""
_MARKED_TEXT = re.compile(r"[\\`*_\[\]<&\x00\r|]|^(?![^\W\d_]|$)|[^\S\n]$", re.MULTILINE)
_SOFT = "\x00"  # a soft break, until its neighbours are known; the parser lets no NUL through


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


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of plain text; `reference` is the anchor that it points at, where it is a link inside the document.

    `style` is how it stands out: `bold`, `italic`, `code`, `quoted`, joined by `+` in this order.
    """

    text: str
    reference: str = ""
    style: str = ""


def plain(markdown: str) -> str:
    r"""Readable plain text: no markup, lists as `- `, cells joined by ` | `, foreign link targets in angle brackets.

    >>> plain("See **section** [4.2](#core--law)\nor [us](https://example.org).")
    'See section 4.2 or us <https://example.org>.'
    """
    return "".join(run.text for run in runs(markdown))


@lru_cache(maxsize=16384)
def runs(markdown: str) -> tuple[Run, ...]:
    """The plain text of Markdown as runs: joined, they are `plain`."""
    if not markdown.strip():
        return ()
    if not _MARKED_TEXT.search(markdown):
        return (Run("\n\n".join(map(_flowing, re.split(r"\n{2,}", markdown.strip("\n"))))),)
    from tosgen.text import parsed  # noqa: PLC0415  # words without markup need no parser

    return runs_of(parsed.whole(markdown))


def _flowing(paragraph: str) -> str:
    """A paragraph of nothing but words, on one line."""
    text, *lines = paragraph.split("\n")
    for line in lines:
        text += line if joins_without_space(text[-1], line[0]) else f" {line}"
    return text


def runs_of(tree: Branch) -> tuple[Run, ...]:
    """The plain text of a structure as runs."""
    return tuple(_merged(_blocks(tree, "\n\n")))


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
            return [replace(run, style=_styled(run.style, "quoted")) for run in _blocks(node, "\n\n")]
        case _ if node.children:
            return _blocks(node, "\n\n")
    return [] if node.type == "hr" else [Run(node.content.rstrip("\n"), style="code")]


def _without_anchor(inner: list[Run]) -> list[Run]:
    if inner and not inner[-1].reference:
        inner[-1] = replace(inner[-1], text=ANCHOR.sub("", inner[-1].text))
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
    """Runs of inline content. A soft break waits until the text on its other side is known."""
    last, waiting = Run(""), False
    for run in _pieces(nodes, style):
        if run.text == _SOFT:
            waiting = True
        elif run.text:
            if waiting and last.text and not last.text.endswith("\n"):
                between = "" if joins_without_space(last.text[-1], run.text[0]) else " "
                yield Run(between, style=run.style if run.style == last.style else "")
            yield run
            last, waiting = run, False


def _pieces(nodes: Iterable[Branch], style: str) -> Iterator[Run]:
    for node in nodes:
        match node.type:
            case "softbreak":
                yield Run(_SOFT)
            case "hardbreak":
                yield Run("\n")
            case "link":
                yield _link(node, style)
            case "code_inline":
                yield Run(node.content, style=_styled(style, "code"))
            case _ if node.children:
                yield from _pieces(node.children, _styled(style, _STYLES.get(node.type, "")))
            case _:
                yield Run(node.content, style=style)


def _styled(style: str, more: str) -> str:
    """A style with another one."""
    if not more:
        return style
    held = {*style.split("+"), more}
    return "+".join(name for name in _ORDER if name in held)


def _link(node: Branch, style: str) -> Run:
    inner = list(_inline(node.children, style))
    text, style = "".join(run.text for run in inner), inner[0].style if inner else style
    target = str(node.attrs.get("href", ""))
    if target.startswith("#"):
        return Run(text, target[1:], style)
    shown = text.strip(ISOLATE + POP)
    from tosgen.text import parsed  # noqa: PLC0415  # what has links was parsed

    address = parsed.normal(shown)
    if not target or target in {shown, address, f"mailto:{address}", f"tel:{shown.replace(' ', '')}"}:
        return Run(text, style=style)
    return Run(f"{text} <{target}>" if text else f"<{target}>", style=style)


def _merged(parts: Iterable[Run]) -> Iterator[Run]:
    """Neighbours of one style as one run; what is nothing but space stands in the style before it."""
    text, style = "", ""
    for run in parts:
        if run.reference:
            if text:
                yield Run(text, style=style)
            yield run
            text, style = "", ""
        elif not text or run.style == style or run.text.isspace() or not run.text:
            style = style if text else run.style
            text += run.text
        else:
            yield Run(text, style=style)
            text, style = run.text, run.style
    if text:
        yield Run(text, style=style)
