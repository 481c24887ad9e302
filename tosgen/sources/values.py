"""One answer -> one value of tosgen/model/values.py, or what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel import Locale, UnknownLocaleError
from babel.numbers import is_currency

from tosgen.model.values import UNITS, Choice, Country, Duration, Email, Money, Scalar, Tongue, Url
from tosgen.model.vocabulary import FactType
from tosgen.saying import say, say_in
from tosgen.sources.faults import Unfit, brief, near
from tosgen.sources.reading import FORBIDDEN, unclean

MAX_TEXT = 10_000
_NO_PLACES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_EMAIL = re.compile(rf"(?=.{{3,254}}$){_LOCAL}(?:\.{_LOCAL})*@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]{{0,61}}[A-Za-z0-9]")
_PHONE = re.compile(r"\+?[0-9](?: ?[0-9]){2,19}")
_MONEY = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,4})?) ([A-Z]{3})")
_DURATION = re.compile(r"([0-9]{1,5}) ([A-Za-z-]+)")
_NOT_IN_LINES = re.compile(f"{FORBIDDEN.pattern}|\t")
_NOT_IN_URLS = re.compile(r"[\s<>\"{}|\\^`]")


def parse(fact: FactType, raw: object) -> Scalar:
    """The value of one scalar answer that is neither per language nor a list; Unfit says why not."""
    if fact.kind == "boolean":
        if isinstance(raw, bool):
            return raw
        raise Unfit(
            "bad-value", say("expected true or false, found {found}", found=found(raw)), say("write true or false")
        )
    if fact.kind == "integer":
        if isinstance(raw, int) and not isinstance(raw, bool):
            return raw
        raise Unfit("bad-value", say("expected a whole number, found {found}", found=found(raw)))
    text = line(raw)
    return choice(fact, text) if fact.kind == "choice" else _PARSERS[fact.kind](text)


def found(raw: object) -> str:
    """What a message calls a value of the wrong type."""
    match raw:
        case None:
            return say_in("found where a value is expected", "nothing")
        case bool():
            return str(raw).lower()
        case int():
            return say("the number {number}", number=raw)
        case dict():
            return say("a mapping")
        case list():
            return say("a list")
        case _:
            return brief(raw)


def line(raw: object) -> str:
    """One line of text, NFC, without space around it."""
    if not isinstance(raw, str):
        hint = say("put it in quotes") if isinstance(raw, (int, bool)) else ""
        raise Unfit("bad-value", say("expected text, found {found}", found=found(raw)), hint)
    if len(raw) > MAX_TEXT:
        raise Unfit(
            "too-long",
            say("{number} characters are too many", number=f"{len(raw):,}"),
            say("write at most {number}", number=f"{MAX_TEXT:,}"),
        )
    text = unicodedata.normalize("NFC", raw.strip())
    if text and text.isascii() and text.isprintable():
        return text
    if not text:
        raise Unfit("bad-value", say("the text is empty"), say("write the text, or leave the line out"))
    if "\n" in text:
        raise Unfit("bad-value", say("the text has several lines"), say("write it on one line"))
    if match := _NOT_IN_LINES.search(text):
        raise Unfit("encoding", say("{character} is not allowed", character=unclean(match.group())), say("remove it"))
    return text


def day(text: str) -> date:
    """A date, written YYYY-MM-DD."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError as error:
        raise Unfit(
            "bad-date", say("{text} is not a day: {error}", text=brief(text), error=error), say("write YYYY-MM-DD")
        ) from None
    raise Unfit("bad-date", say("{text} is not a date", text=brief(text)), say("write YYYY-MM-DD"))


def timezone(text: str) -> ZoneInfo:
    """A time zone by its IANA name."""
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = near(text, available_timezones())
        raise Unfit("unknown-timezone", say("unknown time zone '{text}'", text=text), hint) from None


def duration(text: str) -> Duration:
    """A length of time.

    >>> duration("2 working-days")
    Duration(count=2, unit='working-day')
    """
    match = _DURATION.fullmatch(text)
    if not match or not int(match[1]):
        raise Unfit(
            "bad-value",
            say("{text} is not a length of time", text=brief(text)),
            say("write a number and a unit, as in '14 days'"),
        )
    unit = match[2].removesuffix("s")
    if unit not in UNITS:
        raise Unfit(
            "bad-value",
            say("unknown unit {unit}", unit=brief(match[2])),
            near(match[2], [f"{unit}s" for unit in UNITS]),
        )
    return Duration(int(match[1]), unit)


def money(text: str) -> Money:
    """An amount and a currency, as in 29.00 EUR."""
    match = _MONEY.fullmatch(text)
    if not match:
        raise Unfit(
            "bad-value", say("{text} is not an amount of money", text=brief(text)), say("write it as in '29.00 EUR'")
        )
    if not is_currency(match[2]):
        raise Unfit(
            "bad-value",
            say("unknown currency '{currency}'", currency=match[2]),
            say("write an ISO 4217 code such as EUR"),
        )
    return Money(Decimal(match[1]), match[2])


def email(text: str) -> Email:
    """An e-mail address in ASCII."""
    if not _EMAIL.fullmatch(text):
        raise Unfit(
            "bad-value",
            say("{text} is not an e-mail address", text=brief(text)),
            say("write it as in 'help@example.com'"),
        )
    return Email(text)


def url(text: str) -> Url:
    """A web address: http or https, with a host, without user name or password."""
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        sound = False
    if not sound or _NOT_IN_URLS.search(text):
        raise Unfit(
            "bad-value",
            say("{text} is not a web address", text=brief(text)),
            say("write it as in 'https://example.com/terms'"),
        )
    if "@" in parts.netloc:
        raise Unfit(
            "bad-value",
            say("{text} carries a user name or password", text=brief(text)),
            say("leave out everything up to '@'"),
        )
    return Url(text)


def base(text: str) -> str:
    """The address that a site's paths are put behind: a web address without query or fragment, ending in "/".

    >>> base("https://example.com/legal")
    'https://example.com/legal/'
    """
    given = url(text)
    if "?" in given or "#" in given:
        what = say("{text} carries a query or a fragment", text=brief(text))
        raise Unfit("bad-value", what, say("leave out everything from '?' or '#' on"))
    return given if given.endswith("/") else f"{given}/"


def phone(text: str) -> str:
    """A telephone number: digits and single spaces, with or without +."""
    if not _PHONE.fullmatch(text):
        raise Unfit(
            "bad-value",
            say("{text} is not a telephone number", text=brief(text)),
            say("write it as in '+353 1 555 0100'"),
        )
    return text


def country(text: str) -> Country:
    """An ISO 3166-1 code that CLDR has a name for."""
    if not re.fullmatch("[A-Z]{2}", text) or text in _NO_PLACES or text not in Locale("en").territories:
        raise Unfit(
            "bad-value", say("{text} is not a country", text=brief(text)), say("write an ISO 3166-1 code such as DE")
        )
    return Country(text)


@lru_cache(maxsize=256)
def language(text: str) -> Tongue:
    """A locale in the one spelling that CLDR gives it, such as de, pt_BR or zh_Hans."""
    try:
        known = str(Locale.parse(text[:40].replace("-", "_")))
    except (UnknownLocaleError, ValueError, TypeError):
        raise Unfit(
            "bad-value",
            say("{text} is not a language", text=brief(text)),
            say("write a code such as de, pt_BR or zh_Hans"),
        ) from None
    if known != text:
        raise Unfit(
            "bad-value",
            say("{text} is not the canonical name of a language", text=brief(text)),
            say("write '{known}'", known=known),
        )
    return Tongue(text)


def choice(fact: FactType, text: str) -> Choice:
    """The key of one of the options."""
    if text not in fact.options:
        raise Unfit(
            "bad-value",
            say("{text} is not an option of '{fact}'", text=brief(text), fact=fact.name),
            near(text, fact.options),
        )
    return Choice(text)


_PARSERS = cast(
    "dict[str, Callable[[str], Scalar]]",
    {
        "text": line,
        "date": day,
        "duration": duration,
        "money": money,
        "email": email,
        "url": url,
        "phone": phone,
        "country": country,
        "countries": country,
        "language": language,
        "languages": language,
    },
)
