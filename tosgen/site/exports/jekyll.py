"""Jekyll: kramdown, Liquid switched off; `dir`, `url`, `name` and `content` are names that Jekyll overwrites."""

from __future__ import annotations

import re

from tosgen.site.exports.content import Page
from tosgen.site.exports.dialect import Dialect, attributed
from tosgen.text.flavour import Flavour

_NAME = re.compile(r"[a-z][a-z0-9_-]*")
"""The anchors that kramdown reads at the end of a heading."""


def _heading(depth: int, words: str, anchor: str) -> str:
    if not anchor or _NAME.fullmatch(anchor):
        return attributed(depth, words, anchor)
    return f'{"#" * depth} {words}\n{{: id="{anchor}"}}'


def _front(page: Page) -> dict[str, object]:
    found: dict[str, object] = {
        "layout": "default",
        "lang": page.lang,
        "ref": page.name,
        "permalink": f"/{page.lang}/{page.name}/",
        "render_with_liquid": False,
    }
    return found if page.current else {**found, "sitemap": False}


JEKYLL = Dialect(
    path=lambda page: f"{page.lang}/{page.name}.md",
    front=_front,
    flavour=Flavour(_heading, commonmark=False),
    data="_data/tosgen",
)
