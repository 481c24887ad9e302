"""Eleventy: Markdown alone, no template language before it; headings as HTML, whose anchors need no plugin."""

from __future__ import annotations

from tosgen.site.exports.content import Page
from tosgen.site.exports.dialect import Dialect
from tosgen.text.flavour import Flavour


def _front(page: Page) -> dict[str, object]:
    return {"layout": "legal", "lang": page.lang, "templateEngineOverride": "md"}


ELEVENTY = Dialect(
    path=lambda page: f"src/{page.lang}/{page.name}.md",
    front=_front,
    flavour=Flavour(),
    data="src/_data/tosgen",
)
