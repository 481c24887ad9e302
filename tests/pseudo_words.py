"""What has escaped translation: words of English outside the pseudo-language's brackets, or glued into a value."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from tosgen.catalog import pseudo

_VALUE = re.compile(rf"{pseudo.VALUE}([^{pseudo.VALUE}{pseudo.END}{pseudo.OPEN}{pseudo.CLOSE}]*){pseudo.END}")
_SAID = re.compile(rf"{pseudo.OPEN}[^{pseudo.VALUE}{pseudo.END}{pseudo.OPEN}{pseudo.CLOSE}]*{pseudo.CLOSE}")
_WORD = re.compile(r"(?<![\w/.@=:'’_<[-])[A-Za-z][a-z]+(?![\w/.@=:'’_>[-])")
_PROSE = re.compile(r"\b[a-z]{2,},? [a-z]{2,}\b")
_PRINTED = re.compile(
    r"(?:[\d,.]+ (?:working )?(?:minute|hour|day|week|month|year)s?)"
    r"|(?:\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4})"
    r"|\b(?:and|or)\b"
)


def taken_apart(text: str) -> tuple[str, list[str]]:
    """What stands outside brackets, and the values within them; the innermost are taken out first."""
    values: list[str] = []

    def taken(found: re.Match[str]) -> str:
        values.append(found[1])
        return ""

    while True:
        rest = _SAID.sub("", _VALUE.sub(taken, text))
        if rest == text:
            return rest, values
        text = rest


def words(text: str) -> list[str]:
    """English words that stand outside brackets; what has a slash, a dot or the like is a name."""
    return _WORD.findall(taken_apart(text)[0])


def prose(text: str) -> list[str]:
    """Values in which English words follow on each other: a sentence that was glued together."""
    return [value for value in taken_apart(text)[1] if _PROSE.search(value)]


def printed(text: str) -> str:
    """A fact without what CLDR prints of it: names of places and languages, durations, days, lists."""
    rest = taken_apart(text)[0]
    for name in _names():
        rest = rest.replace(name, "")
    return _PRINTED.sub("", rest)


@cache
def _names() -> tuple[str, ...]:
    locale = Locale.parse(pseudo.LOCALE)
    return tuple(sorted({*locale.territories.values(), *locale.languages.values()}, key=len, reverse=True)) + tuple(
        str(Locale.parse(tag).get_display_name(locale)) for tag in ("zh_Hans", "zh_Hant")
    )
