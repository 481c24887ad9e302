"""Markdown as tosgen reads it: CommonMark and tables, no HTML, safe links only; facts fill marks after parsing."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from tosgen.model.document import Text
from tosgen.text import shaped
from tosgen.text.marks import MARK
from tosgen.text.slots import BOX, END, LINKED, PLAIN, REST, START, Pieces, beside, broken, cut, filled, opened, slot

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
    found = shaped.html(skeleton)
    if found is None:
        md = parser()
        found = str(md.renderer.render(list(tokens(skeleton)), md.options, {}))
    return cut(found)


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
    return opened(run[at].content, lambda place: kind)


def _open_links(run: Sequence[Token], at: int) -> bool:
    return sum(token.nesting for token in run[:at] if token.type in {"link_open", "link_close"}) > 0


def _softbreak(self: RendererHTML, run: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    return broken(_edge(run, at, -1), _edge(run, at, 1))


def _edge(run: Sequence[Token], at: int, step: int) -> str | int:
    """What stands next to a soft break, markup passed over."""
    place = at + step
    while 0 <= place < len(run):
        if run[place].type == "text" and run[place].content:
            return beside(run[place].content, step)
        place += step
    return ""


def _link_open(self: RendererHTML, run: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    href = opened(str(run[at].attrs["href"]), lambda place: REST if place else START)
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
