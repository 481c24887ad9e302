"""What a language's own typography asks of a translation, where a slip of the keyboard would be a fault in print.

Sources: Imprimerie nationale, Lexique des règles typographiques (French spaces); GB/T 15834-2011 and CLREQ (Chinese
punctuation, no spaces); DIN 5008 and Duden (German quotation marks); Ortografía de la lengua española § III (signs that
open); CLDR's exemplar punctuation (Arabic).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tosgen.saying import Said, say

_FACT = "\x01"
_HIDDEN = re.compile(r"\{\{.*?\}\}")
_TARGET = re.compile(r"\]\([^)\s]*\)|https?://\S+")
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_FULL = "，。；：、？！（）“”《》「」"
_ARABIC = r"\u0620-\u064a"


@dataclass(frozen=True, slots=True)
class Slip:
    """A pattern that does not stand in the language's print, and what stands there instead."""

    pattern: re.Pattern[str]
    instead: Said


def _slip(pattern: str, instead: Said) -> Slip:
    return Slip(re.compile(pattern), instead)


SLIPS: Mapping[str, tuple[Slip, ...]] = {
    "fr": (
        _slip(r"[;!?](?<![^\S \t].)", say("a narrow no-break space (U+202F) before ; ! and ?")),
        _slip(r":(?<![\u00a0*\d/]:)", say("a no-break space (U+00A0) before a colon")),
        _slip(r"«(?!\u00a0)|»(?<!\u00a0»)", say("no-break spaces (U+00A0) inside « »")),
        _slip(r"%(?:(?<=\d%)|(?<=\d[ \t]%))", say("a no-break space (U+00A0) before %")),
        _slip(r"['\"“”]", say("’ as apostrophe, and « » as quotation marks")),
    ),
    "zh": (
        _slip(
            rf"(?<=[{_HAN}{_FULL}]) +(?=[{_HAN}{_FULL}{_FACT}])|(?<={_FACT}) +(?=[{_HAN}{_FULL}])",
            say("no space beside Chinese characters"),
        ),
        _slip(rf"(?<=[{_HAN}{_FACT}])[,;:?!]|[,;:?!](?=[{_HAN}])", say("full-width punctuation")),
        _slip(r"[\"']", say("“ ” as quotation marks")),
    ),
    "de": (_slip(r"\"|“[^“”„]*”", say("„ and “ as quotation marks")),),
    "es": (
        _slip(r"[\"“”]", say("« » as quotation marks")),
        _slip(r"(?:^|[.!?|])[^¿?]*\?", say("¿ where the question begins")),
    ),
    "ar": (_slip(rf"(?<=[{_ARABIC}{_FACT}])\s?[,;?]", say("، ؛ and ؟ as punctuation")),),
}
"""By language; a tag's script and region play no part."""


@lru_cache(maxsize=65536)
def slips(locale: str, text: str) -> tuple[Said, ...]:
    """What the text does not keep to.

    >>> [str(found) for found in slips("fr", "Pourquoi?")], slips("fr", "Pourquoi\u202f? {{ a ? b }}")
    (["in this language's print, what stands here is: a narrow no-break space (U+202F) before ; ! and ?"], ())
    """
    print_ = _TARGET.sub("]", _HIDDEN.sub(_FACT, text) if "{{" in text else text).removeprefix("☐ ")
    found = (slip for slip in SLIPS.get(locale.partition("_")[0], ()) if slip.pattern.search(print_))
    return tuple(
        say("in this language's print, what stands here is: {instead}", instead=slip.instead) for slip in found
    )
