"""The sitemap: the texts in force, each with all its languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tosgen.formats.xml import Xml, tag
from tosgen.site.addresses import SITEMAP
from tosgen.site.config import Config, locales

PROTOCOL = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"


def sitemap(config: Config) -> dict[str, bytes]:
    """The file; none where the site's address is not known, or nothing is in force."""
    if not config.site.base or not any(shelf.current for shelf in config.shelves):
        return {}
    namespaces = {"xmlns": PROTOCOL, "xmlns:xhtml": XHTML}
    urls = "\n".join(["", *_urls(config), ""])
    whole = tag("urlset", Xml(urls), **namespaces)
    return {SITEMAP: f'<?xml version="1.0" encoding="utf-8"?>\n{whole}\n'.encode()}


def _urls(config: Config) -> Iterator[Xml]:
    for shelf in config.shelves:
        if shelf.current is None:
            continue
        past = shelf.edition(shelf.current).history
        version, addresses = past.version, config.addresses
        links = [
            tag("xhtml:link", rel="alternate", hreflang=lang, href=addresses.absolute(path))
            for lang, path in addresses.alternates(version)
        ]
        for locale in locales(version):
            yield _url(addresses.absolute(addresses.text(version, locale)), past.day, links)


def _url(where: str, changed: date, links: list[Xml]) -> Xml:
    parts = [tag("loc", where), tag("lastmod", changed.isoformat()), *links]
    return tag("url", Xml("\n".join(["", *parts, ""])))
