"""How values print in one language: CLDR through Babel, everything CLDR lacks through the catalog."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from babel import Locale, localedata
from babel.dates import format_date
from babel.languages import get_official_languages
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from tosgen.catalog.messages import PLACES, WORDS, WORKING_DAY
from tosgen.catalog.po import plural_index
from tosgen.catalog.translate import Translator
from tosgen.errors import Finding, Place
from tosgen.model.document import Filling
from tosgen.model.kept import kept
from tosgen.model.values import Country, Duration, Email, Money, Tongue, Url
from tosgen.model.vocabulary import ROOT, Jurisdictions
from tosgen.saying import say
from tosgen.text.direction import POP, isolated

PRINTED = frozenset({str, Country, Duration, Email, Money, Tongue, Url, date})
"""Kinds of answers whose printed form depends on themselves, the language and the region alone."""
Shape = tuple[type, bool] | None | object
Last = dict[str, tuple[object, tuple[Filling, Shape]]]
"""Name -> the very answer that was printed last in a language and region, and its form; documents share most."""


class Unprintable(Exception):
    """A value has no form in this language; `args[0]` says why."""


@lru_cache(maxsize=64)
def cldr(locale: str) -> Locale:
    """CLDR's data for a canonical tag."""
    return Locale.parse(locale)


@lru_cache(maxsize=256)
def regional(language: str, region: str) -> Locale:
    """CLDR's data for a language where it is used: as the place writes it if the language is its own, else worldwide.

    >>> [str(regional("en", region)) for region in ("US", "GB", "DE", "")], str(regional("de", "DE"))
    (['en_US', 'en_GB', 'en_001', 'en'], 'de_DE')
    """
    own = language in get_official_languages(region, de_facto=True)
    here = f"{language}_{region if own else '001'}"
    return cldr(here if region and localedata.exists(here) else language)


def day(value: date, locale: Locale) -> str:
    """A day written out as the language writes it: CLDR's long form; in French the first of a month is an ordinal.

    Source: Imprimerie nationale, Lexique des règles typographiques, "dates". CLDR has no such form.

    >>> day(date(2027, 6, 1), cldr("fr")), day(date(2027, 6, 11), cldr("fr")), day(date(2027, 6, 1), cldr("es"))
    ('1er juin 2027', '11 juin 2027', '1 de junio de 2027')
    """
    shown = format_date(value, "long", locale=locale)
    return shown.replace("1", "1er", 1) if locale.language == "fr" and value.day == 1 else shown


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints values in the translator's language, as the region (a country's code) writes dates and figures."""

    translator: Translator
    jurisdictions: Jurisdictions
    region: str = ""

    @property
    def locale(self) -> Locale:
        """CLDR's data for the language in the region."""
        return regional(self.translator.locale, self.region)

    def filling(self, value: object) -> Filling:
        """What stands in the text for a value; raises Unprintable, and TypeError for a group or a table."""
        for kind, write in _WRITERS:
            if isinstance(value, kind):
                return write(self, value)
        raise TypeError(say("a group of answers or a table is no text"))

    def duration(self, value: Duration, case: str = "") -> Filling:
        """A duration, in a grammatical case where the language has them.

        CLDR has no working days, and Babel no cases: those forms come from the catalog (`units/day|dative`).
        """
        if value.unit != "working-day" and not case:
            return Filling(self._unit(value))
        source = WORKING_DAY if value.unit == "working-day" else unit_source(value.unit)
        context = f"units/{value.unit}" + (f"|{case}" if case and self.translator.locale != "en" else "")
        form = self.translator.counted(context, source, plural_index(self.translator.locale, value.count))
        if form is None:
            raise Unprintable(say("the catalog has no '{context}'", context=context))
        return Filling(form.replace("{n}", format_decimal(value.count, locale=self.locale)))

    def _unit(self, value: Duration) -> str:
        """CLDR's pattern for a count. Not `format_unit`: where a pattern is inherited, it prints `90 duration-day`."""
        patterns = self.locale._data["unit_patterns"][f"duration-{value.unit}"]
        category = self.locale.plural_form(value.count)
        pattern = next((patterns[s][category] for s in ("long", "short") if category in patterns.get(s, {})), None)
        if pattern is None:
            raise Unprintable(say("CLDR has no form for {value} in {locale}", value=value, locale=self.locale))
        return str(pattern).format(format_decimal(value.count, locale=self.locale))

    def listing(self, values: tuple[object, ...], style: str = "and") -> Filling:
        """Several values as a list in a sentence; `style` is and/or."""
        shown = [self.filling(value).text for value in values]
        joined = format_list(shown, style="or" if style == "or" else "standard", locale=self.locale)
        return Filling(_euphonic(joined, shown[-1]) if self.locale.language == "es" and shown else joined)

    def place(self, jurisdiction: str) -> str:
        """A jurisdiction's name: from CLDR, or from the catalog where CLDR has none."""
        name = self.jurisdictions.names.get(jurisdiction)
        if name is None:
            return self._territory(jurisdiction)
        result = self.translator.phrase(PLACES, name, Place("clauses/jurisdictions.yaml"))
        if result.findings:
            raise Unprintable(result.findings[0].message)
        return result.text

    def word(self, word: str) -> Filling:
        """`yes` or `no`."""
        result = self.translator.phrase(WORDS, word, Place("clauses"))
        if result.findings:
            raise Unprintable(result.findings[0].message)
        return Filling(result.text)

    def apart(self, words: str) -> str:
        """Words that somebody else wrote, kept from turning the line around them."""
        return isolated(words, right_to_left=self.locale.text_direction == "rtl")

    def _territory(self, code: str) -> str:
        name = self.locale.territories.get("001" if code == ROOT else code)
        if name is None:
            raise Unprintable(say("CLDR has no name for {code} in {locale}", code=code, locale=self.locale))
        return str(name)

    def _language(self, tag: str) -> str:
        name = self.locale.languages.get(tag) or Locale.parse(tag).get_display_name(self.locale)
        if not name:
            raise Unprintable(say("CLDR has no name for {tag} in {locale}", tag=tag, locale=self.locale))
        return name


_SOUND_ALIKE = (
    (" y ", " e ", re.compile(r"i|í|hí|hi(?![ae])", re.IGNORECASE)),
    (" o ", " u ", re.compile(r"h?[oó]|8|11\b", re.IGNORECASE)),
)


def _euphonic(joined: str, last: str) -> str:
    """A Spanish list, its last word told from the conjunction before it. ICU does this; Babel does not.

    >>> _euphonic("español y inglés", "inglés"), _euphonic("uno o otro", "otro"), _euphonic("agua y hielo", "hielo")
    ('español e inglés', 'uno u otro', 'agua y hielo')
    """
    for word, other, before in _SOUND_ALIKE:
        if joined.endswith(word + last) and before.match(last):
            return joined.removesuffix(word + last) + other + last
    return joined


def unit_source(unit: str) -> tuple[str, str]:
    """The English forms of a unit, as the catalog's msgid and msgid_plural."""
    return f"{{n}} {unit}", f"{{n}} {unit}s"


_WRITERS: tuple[tuple[type, Callable[[Printer, Any], Filling]], ...] = (
    (Filling, lambda p, v: v),
    (bool, lambda p, v: p.word("yes" if v else "no")),
    (int, lambda p, v: Filling(format_decimal(v, locale=p.locale))),
    (date, lambda p, v: Filling(day(v, p.locale))),
    (Duration, lambda p, v: p.duration(v)),
    (Money, lambda p, v: Filling(format_currency(v.amount, v.currency, locale=p.locale))),
    (Email, lambda p, v: Filling(p.apart(v), f"mailto:{v}")),
    (Url, lambda p, v: Filling(p.apart(v), v)),
    (Country, lambda p, v: Filling(p.place(v))),
    (Tongue, lambda p, v: Filling(p._language(v))),
    (tuple, lambda p, v: p.listing(v)),
    (str, lambda p, v: Filling(p.apart(v))),
)


@kept
def last_printed(translator: Translator, places: Jurisdictions, region: str) -> Last:  # noqa: ARG001  # whose they are
    """What is known of a language and region."""
    return {}


@kept
def in_print(
    translator: Translator, places: Jurisdictions, region: str, kind: type, value: object
) -> tuple[Filling, Shape] | None:
    """A value as it prints, and its shape; `kind` is its own: equal ones of two kinds differ."""
    try:
        shown = Printer(translator, places, region).filling(value)
    except Unprintable:
        return None
    return (shown, (kind, shown.text.rstrip(POP).endswith("."))) if shown.text.strip() or shown.href else None


UNTRANSLATED = "untranslated"


def unprintable(error: Unprintable, name: str, locale: str, place: Place) -> Finding:
    """The finding for a value that has no form in a language."""
    hint = say("add the form to locales/{locale}/LC_MESSAGES/clauses.po", locale=locale)
    return Finding(UNTRANSLATED, f"{locale}: {name}: {error.args[0]}", place, hint)
