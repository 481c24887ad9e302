"""One site: what it is called, where it stands, what it shows, in which languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from tosgen.model.kept import kept
from tosgen.model.service import Site
from tosgen.model.version import Version
from tosgen.saying import say
from tosgen.site.addresses import Addresses
from tosgen.site.published import Edition, Shelf
from tosgen.site.tongue import Tongue, Tongues

Download = tuple[str, str]
"""A form (`pdf`, `docx`) and the path that it stands at."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Config:
    """Everything about one site. `folder`: where a brand's site stands in the build, "" or ending in "/"."""

    site: Site
    service: str
    day: date
    shelves: tuple[Shelf, ...]
    tongues: Tongues
    brand: str = ""
    folder: str = ""
    downloads: Mapping[str, tuple[Download, ...]] = field(default_factory=dict)
    """Path of a text's page -> what can be downloaded beside it."""

    @property
    def addresses(self) -> Addresses:
        """Where its pages stand."""
        return Addresses(self.site.base)

    def title(self, locale: str) -> str:
        """The site's title in a language: the profile's, else the service's name as its newest version states it."""
        given = self.site.title.get(locale) or self.site.title.get("")
        if given:
            return given
        newest = next((face(shelf) for shelf in self.shelves), None)
        return newest.history.name(locale) if newest else self.service

    def tongue(self, locale: str, shelf: Shelf | None = None) -> Tongue:
        """A language; for a document, with days and figures as its country writes them."""
        tongue = self.tongues[locale]
        return tongue.at(face(shelf).version.jurisdictions) if shelf else tongue

    def market(self, shelf: Shelf, tongue: Tongue) -> str:
        """A market as people call it: its places; with its own name where another one has the same places."""
        places = tongue.places(face(shelf).version.jurisdictions)
        if places is None:
            return shelf.market
        if len(_markets(self)[_places(shelf)]) == 1:
            return places
        return tongue.speak(say("{places} ({market})", places=places, market=shelf.market))


@kept
def _markets(config: Config) -> Mapping[tuple[str, ...], frozenset[str]]:
    """Places -> the markets that are there."""
    found: dict[tuple[str, ...], set[str]] = {}
    for shelf in config.shelves:
        found.setdefault(_places(shelf), set()).add(shelf.market)
    return {places: frozenset(markets) for places, markets in found.items()}


@kept
def face(shelf: Shelf) -> Edition:
    """The edition that a document shows itself by: the one in force, else the last that was, else the first to come."""
    if shelf.current is not None:
        return shelf.edition(shelf.current)
    past = [e for e in shelf.editions if e.history.outcome != "overtaken" and e.history.day <= shelf.day]
    return max(past, key=lambda e: (e.history.day, e.number)) if past else (shelf.upcoming or shelf.editions)[0]


def before(shelf: Shelf, edition: Edition) -> Edition | None:
    """The edition that one follows: the one that held until then, else the one that it was compared with; else the
    last one of a lower number. None for the first."""
    others = [e for e in shelf.editions if e.number != edition.number]
    held = [e for e in others if e.history.successor == edition.number]
    base = [e for e in others if e.number == edition.version.base]
    lower = [e for e in others if e.number < edition.number]
    return next(iter([*held, *base, *reversed(lower)]), None)


def locales(version: Version) -> tuple[str, ...]:
    """Its languages, the authoritative one first."""
    return tuple(dict.fromkeys([version.authoritative, *sorted(version.texts)]))


def compared(shelf: Shelf, edition: Edition) -> tuple[str, ...]:
    """The languages in which an edition can be compared with the one before it; none if it is the first."""
    old = before(shelf, edition)
    return tuple(each for each in locales(edition.version) if old and each in old.texts)


def branded(site: Site, name: str) -> Site:
    """The settings of a brand's site; those of the site of markets without a brand, if it has no name."""
    of = {market: brand.name for brand in site.brands.values() for market in brand.markets}
    redirects = {old: to for old, to in site.redirects.items() if of.get(to[1], "") == name}
    if not name:
        return replace(site, redirects=redirects)
    brand = site.brands[name]
    return replace(site, base=brand.base, title=brand.title or site.title, redirects=redirects)


def _places(shelf: Shelf) -> tuple[str, ...]:
    return face(shelf).version.jurisdictions
