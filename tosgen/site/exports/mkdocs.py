"""MkDocs: Python-Markdown, a folder for each language; Material knows simplified Chinese as `zh` alone."""

from __future__ import annotations

from tosgen.site.exports.content import Page
from tosgen.site.exports.dialect import Dialect, attributed
from tosgen.text.flavour import Flavour

_FOLDERS = {"zh-Hans": "zh"}


def _front(page: Page) -> dict[str, object]:
    found: dict[str, object] = {"lang": page.lang, "render_macros": False}
    return found if page.current else {**found, "search": {"exclude": True}}


MKDOCS = Dialect(
    path=lambda page: f"docs/{_FOLDERS.get(page.lang, page.lang)}/{page.name}.md",
    front=_front,
    flavour=Flavour(attributed, commonmark=False),
    data="docs/tosgen",
)
