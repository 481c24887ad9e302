"""An HTML page as headings and text: blocks, lists and tables; script, style and navigation are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tosgen.text.elements import BLOCKS, Element, tree
from tosgen.text.headings import Heading
from tosgen.text.markdown import allowed_link
from tosgen.text.plain import Run, runs_of

_SKIPPED = frozenset({
    "script", "style", "template", "noscript", "head", "nav", "aside", "dialog", "svg", "math", "canvas", "iframe",
    "object", "audio", "video", "button", "select", "textarea", "datalist", "input", "label",
})  # fmt: skip
_STYLES = {
    "strong": "strong", "b": "strong", "em": "em", "i": "em", "code": "code_inline", "kbd": "code_inline",
    "samp": "code_inline", "tt": "code_inline",
}  # fmt: skip
_HEADING = re.compile(r"h[1-6]")
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class _Node:
    """A node named as markdown-it names it."""

    type: str
    children: tuple[_Node, ...] = ()
    content: str = ""
    attrs: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: the text before the first heading, then each heading with the text below it."""

    language: str
    before: tuple[Run, ...]
    parts: tuple[tuple[Heading, tuple[Run, ...]], ...]


def read(html: str) -> Page:
    """The page's text: that of its `main` where it has one. An `id` is a heading's own, or its section's."""
    root = tree(html)
    top = root.find("html")
    reader = _Reader()
    reader.block(root.find("main") or root.find("body") or root)
    texts = [runs_of(_Node("root", tuple(some))) for some in reader.texts]
    language = top.attributes.get("lang", "") if top else ""
    return Page(language, texts[0], tuple(zip(reader.headings, texts[1:], strict=True)))


class _Reader:
    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self.texts: list[list[_Node]] = [[]]
        self._ids: list[str] = []

    def block(self, element: Element) -> None:
        """Take in a container: its blocks, and what stands between them as paragraphs."""
        for some in _runs(element.children):
            if isinstance(some, Element):
                self._element(some)
            else:
                self._add(_paragraph(some))

    def _element(self, element: Element) -> None:
        if _HEADING.fullmatch(element.tag):
            self._head(element)
        elif node := _structured(element):
            self._add(node)
        else:
            own = element.attributes.get("id", "")
            self._ids.append(own)
            self.block(element)
            del self._ids[-1:]

    def _head(self, element: Element) -> None:
        words = "".join(run.text for run in runs_of(_Node("root", (_paragraph(element.children),))))
        anchor = element.attributes.get("id", "") or next((name for name in reversed(self._ids) if name), "")
        inside = next((name for name in _names(element) if name), "")
        self._ids = ["" for _ in self._ids]
        self.headings.append(Heading(int(element.tag[1]), " ".join(words.split()), anchor or inside, 0, 0))
        self.texts.append([])

    def _add(self, node: _Node) -> None:
        if node.children or node.content:
            self._ids = ["" for _ in self._ids]  # an id names what it stands first in
            self.texts[-1].append(node)


def _names(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, Element):
            yield child.attributes.get("id", "") or child.attributes.get("name", "")
            yield from _names(child)


def _structured(element: Element) -> _Node | None:
    """A list, a table, a quotation or a block of code; None for what only holds others."""
    match element.tag:
        case "ul" | "ol" | "menu":
            items = [_Node("list_item", tuple(_blocks(child))) for child in _elements(element) if child.tag == "li"]
            start = element.attributes.get("start", "1")
            first = int(start) if re.fullmatch("[0-9]{1,9}", start) else 1
            return _Node("ordered_list" if element.tag == "ol" else "bullet_list", tuple(items), "", {"start": first})
        case "table":
            rows = tuple(_Node("tr", tuple(_cells(row))) for row in _rows(element))
            return _Node("table", (_Node("tbody", rows),)) if rows else None
        case "blockquote":
            return _Node("blockquote", tuple(_blocks(element)))
        case "pre":
            return _Node("fence", (), element.words().strip("\n"))
    return None


def _rows(table: Element) -> Iterator[Element]:
    for child in _elements(table):
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in _elements(child) if row.tag == "tr")


def _cells(row: Element) -> Iterator[_Node]:
    for cell in _elements(row):
        if cell.tag in {"td", "th"}:
            yield _Node("td", (_Node("inline", _inline(cell.children)),))


def _blocks(element: Element) -> Iterator[_Node]:
    """The blocks inside an item or a quotation, containers opened."""
    for some in _runs(element.children):
        if isinstance(some, Element) and not _HEADING.fullmatch(some.tag):
            node = _structured(some)
            yield from (node,) if node else _blocks(some)
        elif (node := _paragraph(some.children if isinstance(some, Element) else some)).type:
            yield node


def _elements(element: Element) -> Iterator[Element]:
    return (child for child in element.children if isinstance(child, Element) and not _apart(child))


def _apart(element: Element) -> bool:
    """Whether it is no part of the text."""
    given = element.attributes
    if element.tag in _SKIPPED or "hidden" in given or given.get("aria-hidden") == "true":
        return True
    return "record" in given.get("class", "").split()  # what tosgen's own pages say of the version


def _runs(children: Sequence[Element | str]) -> Iterator[Element | list[Element | str]]:
    """Block elements, and the stretches of words between them."""
    words: list[Element | str] = []
    for child in children:
        if isinstance(child, Element) and _apart(child):
            continue
        if isinstance(child, Element) and (child.tag in BLOCKS or _holds_blocks(child)):
            if words:
                yield words
            words = []
            yield child
        else:
            words.append(child)
    if words:
        yield words


def _holds_blocks(element: Element) -> bool:
    return any(isinstance(c, Element) and (c.tag in BLOCKS or _holds_blocks(c)) for c in element.children)


def _paragraph(children: Sequence[Element | str]) -> _Node:
    nodes = _inline(children)
    return _Node("paragraph", nodes) if any(leaf.content for leaf in _leaves(nodes)) else _Node("")


def _inline(children: Sequence[Element | str]) -> tuple[_Node, ...]:
    """Words with single spaces between them, none at either end nor beside a line break."""
    nodes = tuple(_words(children))
    last = None
    for leaf in _leaves(nodes):
        if last is None or last.type == "hardbreak" or last.content.endswith(" "):
            leaf.content = leaf.content.lstrip(" ")
        if leaf.type == "hardbreak" and last:
            last.content = last.content.rstrip(" ")
        last = leaf if leaf.content or leaf.type == "hardbreak" else last
    if last:
        last.content = last.content.rstrip(" ")
    return nodes


def _leaves(nodes: Sequence[_Node]) -> Iterator[_Node]:
    for node in nodes:
        if node.children:
            yield from _leaves(node.children)
        else:
            yield node


def _words(children: Sequence[Element | str]) -> Iterator[_Node]:
    for child in children:
        if isinstance(child, str):
            yield _Node("text", (), _SPACE.sub(" ", child))
        elif not _apart(child):
            yield from _inside(child)


def _inside(element: Element) -> Iterator[_Node]:
    """What stands for an element inside a line."""
    style = _STYLES.get(element.tag, "")
    if element.tag == "br":
        yield _Node("hardbreak")
    elif element.tag == "img":
        yield _Node("text", (), element.attributes.get("alt", ""))
    elif style == "code_inline":
        yield _Node(style, (), _SPACE.sub(" ", element.words()).strip())
    elif element.tag == "a" and allowed_link(href := element.attributes.get("href", "")):
        yield _Node("link", tuple(_words(element.children)), "", {"href": href})
    elif style:
        yield _Node(style, tuple(_words(element.children)))
    else:
        yield from _words(element.children)
