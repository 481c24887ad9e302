"""Docusaurus: plain Markdown, not MDX; `docs/` has the authoritative text, which other languages may fall back on."""

from __future__ import annotations

import re

from tosgen.site.exports.content import Page
from tosgen.site.exports.dialect import Dialect, attributed
from tosgen.text.flavour import Flavour

_EMOJI = re.compile(r":[\w+-]+:")


def _authoritative(page: Page) -> bool:
    return page.locale == page.version.authoritative


def _path(page: Page) -> str:
    folder = "docs" if _authoritative(page) else f"i18n/{page.lang}/docusaurus-plugin-content-docs/current"
    return f"{folder}/{page.name}.md"


def _heading(depth: int, words: str, anchor: str) -> str:
    """The theme takes the id from every page's title; an empty element right below has it."""
    if depth > 1 or not anchor:
        return attributed(depth, words, anchor)
    return f'# {words}\n\n<div id="{anchor}"></div>'


def _front(page: Page) -> dict[str, object]:
    found: dict[str, object] = {
        "slug": f"/{page.name}",
        "lang": page.lang,
        "mdx": {"format": "md"},
        "custom_edit_url": None,
        "pagination_next": None,
        "pagination_prev": None,
    }
    return found if page.current else {**found, "unlisted": True}


DOCUSAURUS = Dialect(
    path=_path,
    front=_front,
    flavour=Flavour(_heading, altered=_EMOJI),
    data="static/tosgen",
    marks_language=_authoritative,
)
