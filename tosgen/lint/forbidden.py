"""Words that the law of the place forbids, found sentence by sentence in rendered texts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tosgen.model.document import Document
from tosgen.text.escape import markdown
from tosgen.text.plain import plain


@dataclass(frozen=True, slots=True)
class Ban:
    """What one requirement forbids a text to say: `words` are patterns by language, matched without regard to case.

    A sentence that denies what it names ("you do not have to arbitrate") says no such thing; `allowed` are further
    patterns that take a sentence out, by language.
    """

    requirement: str
    what: str
    words: Mapping[str, str]
    allowed: Mapping[str, str]


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
        return f"{self.what}: “{self.sentence}” ({self.locale})"


DENIAL: Mapping[str, str] = {
    "en": r"\b(?:not|never|no|nor|neither|without|cannot)\b|n't\b",
    "de": r"\b(?:nicht|nie|kein\w*|ohne|weder|noch)\b",
    "zh": r"不|无|未|非|勿|没有",
    "fr": r"\b(?:ne|n'|pas|jamais|aucun\w*|sans|ni)\b",
    "es": r"\b(?:no|nunca|ning\w+|sin|ni|tampoco)\b",
}
"""How a sentence says that something is not so."""
_END = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])|\n+")


def breaches(document: Document, bans: Collection[Ban], binding: Mapping[str, Collection[str]]) -> Iterator[Breach]:
    """Every forbidden sentence of a document; `binding`: supplement ("" for the base text) -> rows that bind there."""
    language = document.locale.partition("_")[0]
    for passage in document.passages():
        here = [ban for ban in bans if ban.requirement in binding[passage.supplement] and language in ban.words]
        if not here:
            continue
        for sentence in _END.split(plain(markdown(passage.body))):
            for ban in here:
                if said(ban, sentence, language):
                    yield Breach(
                        ban.requirement, ban.what, passage.supplement, passage.id, document.locale, sentence.strip()
                    )


def said(ban: Ban, sentence: str, language: str) -> bool:
    """Whether a sentence says what is forbidden, and does not deny it."""
    if not _pattern(ban.words[language]).search(sentence):
        return False
    excused = [ban.allowed.get(language, ""), DENIAL.get(language, "") if "denied" not in ban.allowed else ""]
    return not any(pattern and _pattern(pattern).search(sentence) for pattern in excused)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)
