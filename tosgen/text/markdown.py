"""Markdown as tosgen reads it: CommonMark and tables, no HTML, safe links only; facts fill marks after parsing."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping, Sequence
from functools import lru_cache
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from tosgen.model.document import Text
from tosgen.text.characters import joins_without_space
from tosgen.text.marks import MARK
from tosgen.text.slots import BOX, BREAK, END, LINKED, PLAIN, REST, START, Pieces, cut, edge, filled, slot

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_](?:[^\W_]|[,.;:?!’()/–—-]| (?![ ]|\Z))*")
"""A line that begins with a letter and has nothing that Markdown or HTML knows: it stands as it is."""
_ALLOWED = re.compile(r"(?:https?://[^/\\]|mailto:|tel:)", re.IGNORECASE)


def allowed_link(address: str) -> bool:
    """Whether a link may point there: http, https, mailto, tel, an anchor or a relative path.

    >>> allowed_link("https://a.example"), allowed_link("javascript:x"), allowed_link("//evil.example")
    (True, False, False)
    """
    if "\\" in address or address.startswith("//"):
        return False
    return bool(_ALLOWED.match(address)) if _SCHEME.match(address) else True


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """The one configured parser; it keeps no state between texts."""
    md = MarkdownIt("commonmark", {"html": False}).enable("table")
    md.validateLink = allowed_link  # type: ignore[method-assign,assignment]
    normalise = md.normalizeLink
    md.normalizeLink = lambda url: _around_marks(url, normalise)  # type: ignore[method-assign]
    md.add_render_rule("text", _text)
    md.add_render_rule("softbreak", _softbreak)
    md.add_render_rule("link_open", _link_open)
    md.add_render_rule("th_open", _cell_open)
    md.add_render_rule("td_open", _cell_open)
    md.add_render_rule("table_open", _table_open)
    md.add_render_rule("table_close", _table_close)
    return md


@lru_cache(maxsize=1024)
def tokens(skeleton: str) -> tuple[Token, ...]:
    """The parse of a skeleton, once per wording."""
    return tuple(parser().parse(skeleton))


def html(text: Text, label: str = "") -> str:
    """The text as an HTML fragment, facts filled in after parsing.

    With a `label`, a table stands in a box of that name, which scrolls where the page is too narrow for it.
    """
    return filled(_blocks(text.skeleton), text.fillings, label)


def html_inline(text: Text) -> str:
    """A title as HTML without a surrounding element."""
    return filled(_inline(text.skeleton), text.fillings, "")


@lru_cache(maxsize=16384)
def _blocks(skeleton: str) -> Pieces:
    """The HTML of a skeleton, once per wording."""
    md = parser()
    return cut(str(md.renderer.render(list(tokens(skeleton)), md.options, {})))


@lru_cache(maxsize=16384)
def _inline(skeleton: str) -> Pieces:
    if _WORDS.fullmatch(skeleton):
        return (skeleton,)
    md = parser()
    children = tokens(skeleton)[1].children or []
    return cut(cast(RendererHTML, md.renderer).renderInline(children, md.options, {}))


def _around_marks(url: str, normalise: Any) -> str:
    pieces = re.split(f"({MARK.pattern.replace('(', '(?:')})", url)
    return "".join(piece if MARK.fullmatch(piece) else normalise(piece) for piece in pieces)


def _text(
    self: RendererHTML, run: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]
) -> str:  # the signature that the renderer calls
    kind = LINKED if _open_links(run, at) else PLAIN
    return _opened(run[at].content, lambda place: kind)


def _opened(content: str, kind: Callable[[int], str]) -> str:
    """Escaped text in which each mark says what it is to be filled as: `kind` of its place in the content."""
    pieces, last = [], 0
    for found in MARK.finditer(content):
        pieces += [escapeHtml(content[last : found.start()]), slot(kind(found.start()), found[1])]
        last = found.end()
    return "".join([*pieces, escapeHtml(content[last:])])


def _open_links(run: Sequence[Token], at: int) -> bool:
    return sum(token.nesting for token in run[:at] if token.type in {"link_open", "link_close"}) > 0


def _softbreak(self: RendererHTML, run: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    before, after = _edge(run, at, -1), _edge(run, at, 1)
    if isinstance(before, str) and isinstance(after, str):
        return "" if joins_without_space(before, after) else "\n"
    return slot(BREAK, f"{edge(before)}\n{edge(after)}")


def _edge(run: Sequence[Token], at: int, step: int) -> str | int:
    """The character next to a soft break, markup passed over; where a fact stands there, its filling's index."""
    place = at + step
    while 0 <= place < len(run):
        content = run[place].content
        if run[place].type == "text" and content:
            marks = [m for m in MARK.finditer(content) if (m.end() == len(content) if step < 0 else m.start() == 0)]
            return int(marks[0][1]) if marks else content[-1] if step < 0 else content[0]
        place += step
    return ""


def _link_open(self: RendererHTML, run: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    href = _opened(str(run[at].attrs["href"]), lambda place: REST if place else START)
    return f'<a href="{href}">'


def _cell_open(self: RendererHTML, run: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    """A cell, its alignment a class: a page that allows no style of its own in tags would lose it."""
    aligned = str(run[at].attrs.get("style", "")).removeprefix("text-align:")
    scope = ' scope="col"' if run[at].tag == "th" else ""
    kind = f' class="{escapeHtml(aligned)}"' if aligned else ""
    return f"<{run[at].tag}{scope}{kind}>"


def _table_open(self: RendererHTML, run: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    return f"{slot(BOX)}<table>\n"


def _table_close(self: RendererHTML, run: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    return f"</table>\n{slot(END)}"
