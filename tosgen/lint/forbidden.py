"""Words that the law of the place forbids, found sentence by sentence in rendered texts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from tosgen.model.document import Document
from tosgen.saying import say
from tosgen.text.escape import markdown
from tosgen.text.plain import plain

Patterns = Mapping[str, tuple[str, ...]]
"""Language -> regular expressions, any of which may be found in one sentence; case makes no difference."""


@dataclass(frozen=True, slots=True, eq=False)
class Saying:
    """One thing that a text may say: `words` find it; a sentence that one of `allowed` finds does not say it.

    A denial ahead of the words, or within them, takes a sentence out too ("we do not pass the risk on dispatch"). Not
    so where `unless_denied` is False, because what is forbidden is itself a denial ("you may not sue").
    """

    what: str
    words: Patterns
    allowed: Patterns = field(default_factory=dict)
    unless_denied: bool = True


@dataclass(frozen=True, slots=True)
class Ban:
    """A requirement that forbids a text to say something."""

    requirement: str
    saying: Saying


@dataclass(frozen=True, slots=True)
class Breach:
    """A sentence that a requirement forbids, and the clause that it stands in."""

    requirement: str
    what: str
    supplement: str
    clause: str
    locale: str
    sentence: str

    @property
    def message(self) -> str:
        """What is wrong, with the sentence."""
        return say("{what}: “{sentence}” ({locale})", what=self.what, sentence=self.sentence, locale=self.locale)


DENIAL: Patterns = {
    "en": (r"\b(?:not|never|no|none|nothing|nobody|nor|neither|without|cannot)\b|n't\b",),
    "de": (r"\b(?:nicht|nie|niemals|kein\w*|ohne|weder|noch)\b",),
    "zh": ("不|无|未|非|勿|没有",),
    "fr": (r"\b(?:ne|pas|jamais|aucun\w*|sans|ni)\b|\bn'",),
    "es": (r"\b(?:no|nunca|ning\w+|sin|ni|tampoco)\b",),
}
"""How a sentence says that something is not so."""
_END = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])|\n+")
_ITEM = re.compile(r"(?:- |\d+\. )")


def breaches(document: Document, bans: Collection[Ban], binding: Mapping[str, Collection[str]]) -> Iterator[Breach]:
    """Every forbidden sentence of a document; `binding`: supplement ("" for the base text) -> rows that bind there."""
    language = document.locale.partition("_")[0]
    by_saying: dict[Saying, list[Ban]] = {}
    for ban in bans:
        if language in ban.saying.words:
            by_saying.setdefault(ban.saying, []).append(ban)
    sayings = tuple(by_saying)
    for passage in document.passages():
        for saying, sentence in _spoken(markdown(passage.body), language, sayings):
            for ban in by_saying[saying]:
                if ban.requirement in binding[passage.supplement]:
                    yield Breach(
                        ban.requirement, saying.what, passage.supplement, passage.id, document.locale, sentence
                    )


@lru_cache(maxsize=1 << 14)
def _spoken(body: str, language: str, sayings: tuple[Saying, ...]) -> tuple[tuple[Saying, str], ...]:
    """What a passage says of all that may be forbidden somewhere; documents share most of their passages."""
    pairs = ((saying, sentence) for sentence in sentences(plain(body)) for saying in sayings)
    return tuple((saying, sentence) for saying, sentence in pairs if said(saying, sentence, language))


def sentences(text: str) -> Iterator[str]:
    """The sentences of plain text with single spaces; an item of a list follows the words that announce the list.

    >>> list(sentences("We pay. You bear:\\n\\n- the risk\\n- the cost\\n\\nThat is all."))
    ['We pay.', 'You bear:', 'You bear: the risk', 'You bear: the cost', 'That is all.']
    """
    lead = ""
    for line in text.split("\n"):
        item = _ITEM.match(line.strip())
        for at, part in enumerate(_END.split(line.strip()[item.end() :] if item else line)):
            if sentence := " ".join(part.split()):
                yield f"{lead} {sentence}".strip() if item and at == 0 else sentence
                if not item:
                    lead = sentence if sentence.endswith((":", "：")) else ""


def said(saying: Saying, sentence: str, language: str) -> bool:
    """Whether a sentence says what is meant, and does not deny it."""
    text = sentence.replace("’", "'")
    found = tuple(_pattern(saying.words[language]).finditer(text))
    if not found or (language in saying.allowed and _pattern(saying.allowed[language]).search(text)):
        return False
    denial = _pattern(DENIAL[language]) if saying.unless_denied else None
    return any(denial is None or not denial.search(text, 0, one.end()) for one in found)


@cache
def _pattern(alternatives: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in alternatives), re.IGNORECASE)
