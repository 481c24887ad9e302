"""The generators that there is an export for, and an export."""

from __future__ import annotations

from collections.abc import Mapping

from tosgen.errors import Refused
from tosgen.saying import say
from tosgen.site.config import Config
from tosgen.site.exports.astro import ASTRO
from tosgen.site.exports.content import Page, pages
from tosgen.site.exports.data import data
from tosgen.site.exports.dialect import Dialect
from tosgen.site.exports.docusaurus import DOCUSAURUS
from tosgen.site.exports.eleventy import ELEVENTY
from tosgen.site.exports.hugo import HUGO
from tosgen.site.exports.jekyll import JEKYLL
from tosgen.site.exports.mkdocs import MKDOCS

GENERATORS: Mapping[str, Dialect] = {
    "hugo": HUGO,
    "jekyll": JEKYLL,
    "mkdocs": MKDOCS,
    "eleventy": ELEVENTY,
    "astro": ASTRO,
    "docusaurus": DOCUSAURUS,
}


def content(generator: str, config: Config, *, upcoming: bool = False) -> dict[str, bytes]:
    """Path below the generator's site -> a file: pages, and the record. KeyError for a generator that is unknown.

    Refused: `untranslated` where a language lacks words for the record, `clash` where the generator has one name for
    two languages.
    """
    dialect = GENERATORS[generator]
    found: dict[str, Page] = {}
    for page in pages(config.shelves, upcoming=upcoming):
        path = dialect.path(page)
        if path in found:
            what = say("{generator} has one place for {one} and {other}", generator=generator, one=found[path].lang,
                       other=page.lang)  # fmt: skip
            raise Refused.one("clash", what, path, say("export them one by one, each into a folder of its own"))
        found[path] = page
    files = {path: dialect.page(page, config.tongue(page.locale).speak) for path, page in found.items()}
    return {**files, f"{dialect.data}/{config.service}.json": data(config, found)}
