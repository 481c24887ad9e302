"""A language in which a site speaks: its words, and how it writes days, places and the names of languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tosgen.compose.printing import Printer, Unprintable, cldr
from tosgen.model.vocabulary import ROOT
from tosgen.saying import Speak
from tosgen.site.addresses import tag

WORLD = "001"
"""The region of a language that is written as nowhere in particular."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """`speak` is to be complete: a page must not mix languages."""

    locale: str
    speak: Speak
    printer: Printer

    def at(self, jurisdictions: Sequence[str]) -> Tongue:
        """The language as the country writes it that all of these lie in, if one does."""
        places = {place.partition("-")[0] for place in jurisdictions} - {ROOT}
        region = places.pop() if len(places) == 1 else WORLD
        return replace(self, printer=replace(self.printer, region=region))

    @property
    def lang(self) -> str:
        """The language as pages and feeds name it."""
        return tag(self.locale)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return str(cldr(self.locale).text_direction)

    @property
    def name(self) -> str:
        """What its speakers call it."""
        here = cldr(self.locale)
        return str(here.get_display_name(here) or self.locale)

    def language(self, locale: str) -> str:
        """A language as this one calls it."""
        return str(cldr(locale).get_display_name(cldr(self.locale)) or locale)

    def day(self, day: date) -> str:
        """A day written out."""
        return self.printer.filling(day).text

    def last(self, until: date) -> str:
        """The last day of what holds no longer from `until` on."""
        return self.day(until - timedelta(days=1))

    def place(self, jurisdiction: str) -> str | None:
        """A jurisdiction's name; None where it has none in this language."""
        try:
            return self.printer.place(jurisdiction)
        except Unprintable:
            return None

    def places(self, jurisdictions: Sequence[str]) -> str | None:
        """All their names as a list; None if one is missing."""
        found = [self.place(each) for each in jurisdictions]
        names = [name for name in found if name]
        return self.printer.listing(tuple(names)).text if names and len(names) == len(found) else None


Tongues = Mapping[str, Tongue]
