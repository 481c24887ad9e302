"""The pages that belong to no document: the one that leads to all of them, and the one for what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tosgen.saying import say
from tosgen.site.config import face, locales
from tosgen.site.pages.notes import coming
from tosgen.site.pages.press import Leaf, Link, Note, Press
from tosgen.site.published import Shelf
from tosgen.site.titles import main, title

MISSING = "404.html"


@dataclass(frozen=True, slots=True)
class Row:
    """A document of a market: its text in every language."""

    name: str
    lang: str
    dir: str
    links: tuple[Link, ...]
    notes: tuple[Note, ...]
    history: Link


def chooser(press: Press) -> tuple[str, bytes]:
    """The root: markets, their documents, and each document's languages."""
    leaf = _leaf(press, press.addresses.root)
    markets = []
    for market in dict.fromkeys(shelf.market for shelf in press.config.shelves):
        shelves = [shelf for shelf in press.config.shelves if shelf.market == market]
        name = press.config.market(shelves[0], leaf.tongue)
        markets.append((f"market-{market}", name, [_row(press, leaf, shelf) for shelf in shelves]))
    return press.page("root.html", leaf, tab=leaf.title, heading=leaf.title, groups=markets, words=_WORDS)


def missing(press: Press) -> Iterator[tuple[str, bytes]]:
    """What a server shows for an address that leads nowhere; only where the site knows its own address."""
    if not press.addresses.base:
        return
    leaf = replace(_leaf(press, MISSING), alternates=(), anywhere=True)
    heading = leaf.tongue.speak(say("There is no page here"))
    tab = leaf.tongue.speak(say("{page} – {site}", page=heading, site=leaf.title))
    yield press.page("404.html", leaf, tab=tab, heading=heading, words=_WORDS)


def _leaf(press: Press, path: str) -> Leaf:
    """In the language that is authoritative for most documents."""
    locale = main(press.config)
    tongue = press.config.tongue(locale)
    return Leaf(path, tongue, press.config.title(locale), {}, alternates=((tongue.lang, path),))


def _row(press: Press, leaf: Leaf, shelf: Shelf) -> Row:
    edition = face(shelf)
    own = leaf.tongue.locale if leaf.tongue.locale in edition.texts else edition.version.authoritative
    tongue = press.config.tongue(own)
    links = tuple(_text(press, leaf, shelf, locale) for locale in locales(edition.version))
    inner = replace(leaf, shelf=shelf)
    return Row(
        title(edition, own), tongue.lang, tongue.direction, links,
        (*_none(leaf, shelf), *coming(press, leaf, shelf)), press.history(inner),
    )  # fmt: skip


def _none(leaf: Leaf, shelf: Shelf) -> Iterator[Note]:
    if shelf.current is None:
        yield Note(leaf.tongue.speak(say("No version of this document is in force.")), ())


def _text(press: Press, leaf: Leaf, shelf: Shelf, locale: str) -> Link:
    """A text, called by its language and, for who hears a list of links, by its title."""
    edition, tongue = face(shelf), press.config.tongue(locale)
    path = press.addresses.text(edition.version, locale)
    return Link(press.to(leaf, path), tongue.name, tongue.lang, tongue.direction, tongue.lang)


_WORDS = {"lost": say("The address may be mistyped, or the page may have moved.")}
