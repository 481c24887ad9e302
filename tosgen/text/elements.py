"""HTML as elements: end tags that are left out are supplied, and nothing is fetched or run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
})  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
    "li", "main", "menu", "ol", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
})  # fmt: skip
_ENDS: Mapping[str, frozenset[str]] = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr", "td", "th"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tbody": frozenset({"tr", "td", "th", "thead", "tbody"}),
    "tfoot": frozenset({"tr", "td", "th", "thead", "tbody"}),
}
"""Elements whose start ends others of their kind."""
_KEEPS = frozenset({"ul", "ol", "menu", "dl", "table", "section", "article", "div", "main", "body", "blockquote"})
_DEEPEST = 100


@dataclass(slots=True)
class Element:
    """An element with its children, text among them."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def find(self, tag: str) -> Element | None:
        """The first element of that name, itself or inside it, in order."""
        waiting: list[Element | str] = [self]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Element):
                if node.tag == tag:
                    return node
                waiting.extend(reversed(node.children))
        return None

    def words(self) -> str:
        """All text inside it, as it stands."""
        return "".join(child if isinstance(child, str) else child.words() for child in self.children)


def tree(html: str) -> Element:
    """The whole page under one nameless element."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._end(frozenset({"p"}))
        self._end(_ENDS.get(tag, frozenset()))
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].tag == tag:
                del self._open[at:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def _end(self, ended: frozenset[str]) -> None:
        """Close what a start tag ends, as far out as what holds both."""
        first = len(self._open)
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].tag in ended:
                first = at
            elif self._open[at].tag in _KEEPS:
                break
        del self._open[first:]
