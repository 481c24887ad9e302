"""A language made by machine, `en_XA`: English with accents, in brackets, longer. What has no brackets has escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tosgen.catalog.interface import Voice
from tosgen.catalog.messages import Message
from tosgen.catalog.po import Catalog, Entry
from tosgen.errors import Place
from tosgen.saying import Said

LOCALE = "en_001"
"""As what CLDR, which does not know `en_XA`, is asked for it."""
OPEN, CLOSE = "⟪", "⟫"
VALUE, END = "‹", "›"
_KEPT = re.compile(
    r"\{\{.*?\}\}|\{\w+(?:![rsa])?\}|\]\([^)\s]*\)|https?://\S+|`[^`]*`|--?[a-zA-Z][\w-]*|\b[A-Z][A-Z_]+\b"
)
_ACCENTED = str.maketrans({
    **dict(zip("bcdfghjklmnpqrstvwxyzACDEGHIKLNORSTUWYZ", "ƀçđƒğħĵķłɱñþʠřšţʋŵẋýžÀÇĐÉĜĤÎĶĻÑÖŘŠŢÛŴÝŽ", strict=True)),
    **{vowel: accented * 2 for vowel, accented in zip("aeiou", "áéíóú", strict=True)},
})  # fmt: skip


def pseudo(text: str) -> str:
    """A text in the pseudo-language: placeholders, links, figures and Markdown stay.

    >>> pseudo("Answer within {{ days }}, see [here](#a).")
    '⟪Àñšŵééř ŵííţħííñ {{ days }}, šéééé [ħééřéé](#a).⟫'
    """
    lead, rest = re.fullmatch(r"((?:\| |☐ )?)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    return lead + _bracketed(rest)


def _bracketed(text: str) -> str:
    """Each cell of a table, or the whole, in brackets."""
    if text.endswith(" |"):
        return " | ".join(_bracketed(cell) for cell in text.removesuffix(" |").split(" | ")) + " |"
    pieces, at = [], 0
    for kept in _KEPT.finditer(text):
        pieces += [text[at : kept.start()].translate(_ACCENTED), kept[0]]
        at = kept.end()
    return f"{OPEN}{''.join([*pieces, text[at:].translate(_ACCENTED)])}{CLOSE}"


def catalog(messages: Iterable[Message]) -> Catalog:
    """A catalog that translates just these messages."""
    entries = {(m.context, m.id): Entry(tuple(map(pseudo, filter(None, (m.id, m.plural)))), _PLACE) for m in messages}
    return Catalog(LOCALE, _PLACE.path, entries)


@dataclass(frozen=True, slots=True)
class PseudoVoice(Voice):
    """Says everything in the pseudo-language."""

    @classmethod
    def new(cls) -> PseudoVoice:
        """A voice; it needs no catalog."""
        return cls(Catalog(LOCALE, _PLACE.path))

    def __call__(self, text: str) -> str:
        """The text in brackets, and every value in brackets of its own: English in a value is to be seen, too."""
        if not isinstance(text, Said):
            return text
        if text.parts:
            return "".join(self(part) if isinstance(part, Said) else _valued(part) for part in text.parts)
        return super(PseudoVoice, self).__call__(text)

    def template(self, said: Said) -> str:
        """The words in brackets."""
        return pseudo(said.plural if said.plural and said.values.get("n") != 1 else said.template)

    def values(self, values: Mapping[str, object]) -> Mapping[str, str]:
        """The values, in brackets of theirs."""
        return {name: self(v) if isinstance(v, Said) else _valued(str(v)) for name, v in values.items()}


def _valued(value: str) -> str:
    return f"{VALUE}{value}{END}" if any(map(str.isalpha, value)) else value


_PLACE = Place("pseudo-language")
