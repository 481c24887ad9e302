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

from tosgen.model.document import Filling, Text
from tosgen.text.characters import joins_without_space
from tosgen.text.escape import address, target
from tosgen.text.marks import MARK, fill

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
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


@lru_cache(maxsize=65536)
def tokens(skeleton: str) -> tuple[Token, ...]:
    """The parse of a skeleton, once per wording."""
    return tuple(parser().parse(skeleton))


def html(text: Text, label: str = "") -> str:
    """The text as an HTML fragment, facts filled in after parsing.

    With a `label`, a table stands in a box of that name, which scrolls where the page is too narrow for it.
    """
    md = parser()
    env = {"fillings": text.fillings, "label": label}
    return str(md.renderer.render(list(tokens(text.skeleton)), md.options, env))


def html_inline(text: Text) -> str:
    """A title as HTML without a surrounding element."""
    md = parser()
    children = tokens(text.skeleton)[1].children or []
    renderer = cast(RendererHTML, md.renderer)
    return renderer.renderInline(children, md.options, {"fillings": text.fillings})


def _around_marks(url: str, normalise: Any) -> str:
    pieces = re.split(f"({MARK.pattern.replace('(', '(?:')})", url)
    return "".join(piece if MARK.fullmatch(piece) else normalise(piece) for piece in pieces)


def _text(
    self: RendererHTML, run: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]
) -> str:  # the signature that the renderer calls
    inside = _open_links(run, at)
    pieces, last = [], 0
    content = run[at].content
    for found in MARK.finditer(content):
        pieces.append(escapeHtml(content[last : found.start()]))
        pieces.append(_filled(env["fillings"][int(found[1])], inside))
        last = found.end()
    return "".join([*pieces, escapeHtml(content[last:])])


def _filled(filling: Filling, inside_link: bool) -> str:
    shown = escapeHtml(filling.text)
    if not filling.href or inside_link:
        return shown
    return f'<a href="{escapeHtml(target(filling.href))}">{shown}</a>'


def _open_links(run: Sequence[Token], at: int) -> bool:
    return sum(token.nesting for token in run[:at] if token.type in {"link_open", "link_close"}) > 0


def _softbreak(self: RendererHTML, run: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    before, after = _edge(run, at, -1, env), _edge(run, at, 1, env)
    return "" if joins_without_space(before, after) else "\n"


def _edge(run: Sequence[Token], at: int, step: int, env: MutableMapping[str, Any]) -> str:
    """The character next to a soft break, markup passed over."""
    place = at + step
    while 0 <= place < len(run):
        shown = fill(run[place].content, env["fillings"], lambda filling: filling.text)
        if run[place].type == "text" and shown:
            return shown[-1] if step < 0 else shown[0]
        place += step
    return ""


def _link_open(self: RendererHTML, run: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    href = str(run[at].attrs["href"])
    first = bool(MARK.match(href))
    href = fill(href, env["fillings"], lambda filling: target(address(filling, first=first)))
    return f'<a href="{escapeHtml(href)}">'


def _cell_open(self: RendererHTML, run: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    """A cell, its alignment a class: a page that allows no style of its own in tags would lose it."""
    aligned = str(run[at].attrs.get("style", "")).removeprefix("text-align:")
    scope = ' scope="col"' if run[at].tag == "th" else ""
    kind = f' class="{escapeHtml(aligned)}"' if aligned else ""
    return f"<{run[at].tag}{scope}{kind}>"


def _table_open(self: RendererHTML, run: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    label = env.get("label")
    box = f'<div class="table" role="group" tabindex="0" aria-label="{escapeHtml(label)}">\n' if label else ""
    return f"{box}<table>\n"


def _table_close(self: RendererHTML, run: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
    return "</table>\n</div>\n" if env.get("label") else "</table>\n"
