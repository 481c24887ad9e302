"""Astro: a collection `legal`; headings, and what smart punctuation would change, as HTML, which it leaves alone."""

from __future__ import annotations

import re

from tosgen.site.exports.content import Page
from tosgen.site.exports.dialect import Dialect
from tosgen.text.flavour import Flavour

_SMART = re.compile(r"[\"'`]|--|\.\s?\.\s?\.")


def _front(page: Page) -> dict[str, object]:
    return {"slug": f"{page.lang}/{page.name}", "lang": page.lang}


ASTRO = Dialect(
    path=lambda page: f"src/content/legal/{page.lang}/{page.name}.md",
    front=_front,
    flavour=Flavour(altered=_SMART),
    data="src/data/tosgen",
)
