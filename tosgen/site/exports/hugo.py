"""Hugo: the language in a file's name, in small letters; no HTML; no day that Hugo could take for one to come."""

from __future__ import annotations

from tosgen.site.exports.content import Page
from tosgen.site.exports.dialect import Dialect, attributed
from tosgen.text.flavour import Flavour


def _front(page: Page) -> dict[str, object]:
    found: dict[str, object] = {"type": "legal", "translationKey": page.name}
    return found if page.current else {**found, "sitemap": {"disable": True}}


HUGO = Dialect(
    path=lambda page: f"content/{page.name}.{page.lang.lower()}.md",
    front=_front,
    flavour=Flavour(attributed, raw=False),
    data="data/tosgen",
)
