"""Words that the law of the place forbids, found sentence by sentence in rendered texts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from tosgen.lint.needles import folded, needles
from tosgen.model.document import OPEN, Document, Text
from tosgen.saying import say
from tosgen.text.escape import markdown
from tosgen.text.marks import MARK
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
_ENDING = re.compile(r"[.!?;](?:\s|\Z)|[。！？；\n]|[:：]\Z")
_ITEM = re.compile(r"(?:- |\d+\. )")


def breaches(document: Document, bans: Collection[Ban], binding: Mapping[str, Collection[str]]) -> Iterator[Breach]:
    """Every forbidden sentence of a document; `binding`: supplement ("" for the base text) -> rows that bind there."""
    sought = sought_in(document.locale, tuple(bans))
    for passage in document.passages():
        for saying, sentence in spoken(passage.body, sought):
            for ban in sought.bans[saying]:
                if ban.requirement in binding[passage.supplement]:
                    yield Breach(
                        ban.requirement, saying.what, passage.supplement, passage.id, document.locale, sentence
                    )


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """What is looked for in a language: sayings with the bans on them, by a word that each of them must hold."""

    language: str
    bans: Mapping[Saying, tuple[Ban, ...]]
    by_word: Mapping[str, tuple[Saying, ...]]
    always: tuple[Saying, ...]
    """Those of which no such word is known."""

    def near(self, sentence: str) -> list[Saying]:
        """The sayings that a sentence may say, in their order."""
        text = folded(sentence.replace("’", "'"))
        met = [some for word, some in self.by_word.items() if word in text]
        near = {*self.always}.union(*met)
        return [saying for saying in self.bans if saying in near] if near else []


@cache
def sought_in(locale: str, bans: tuple[Ban, ...]) -> Sought:
    """What is looked for in texts of a locale."""
    language = locale.partition("_")[0]
    found: dict[Saying, list[Ban]] = {}
    for ban in bans:
        if language in ban.saying.words:
            found.setdefault(ban.saying, []).append(ban)
    words: dict[str, list[Saying]] = {}
    always = []
    for saying in found:
        needed = [needles(pattern) for pattern in saying.words[language]]
        always += [] if all(needed) else [saying]
        for word in sorted({word for some in needed for word in some}):
            words.setdefault(word, []).append(saying)
    by_word = {word: tuple(some) for word, some in words.items()}
    return Sought(language, {saying: tuple(some) for saying, some in found.items()}, by_word, tuple(always))


def spoken(body: Text, sought: Sought) -> Sequence[tuple[Saying, str]]:
    """What a passage says of all that may be forbidden somewhere; documents share most of their passages."""
    if not body.fillings:
        return said_in(plain(body.skeleton), sought) if body.skeleton else ()
    # At the end of a line a Chinese fact decides whether a space stands there; a fact may end a sentence.
    if sought.language == "zh" or any(ends(filling.text) for filling in body.fillings):
        return said_in(plain(markdown(body)), sought)
    said_anyway, open_ = divided(body.skeleton, sought)
    filled = (MARK.sub(lambda mark: body.fillings[int(mark[1])].text, sentence) for sentence in open_)
    return [*said_anyway, *(pair for sentence in filled for pair in said_by(sentence, sought))]


@lru_cache(maxsize=1 << 13)
def ends(fact: str) -> bool:
    """Whether a fact ends a sentence, or announces a list."""
    return bool(_ENDING.search(fact))


@lru_cache(maxsize=1 << 13)
def divided(skeleton: str, sought: Sought) -> tuple[tuple[tuple[Saying, str], ...], tuple[str, ...]]:
    """What a text says whatever its facts are, and the sentences that have facts in them."""
    all_ = list(sentences(plain(skeleton)))
    open_ = tuple(sentence for sentence in all_ if OPEN in sentence)
    return tuple(pair for s in all_ if OPEN not in s for pair in said_by(s, sought)), open_


@lru_cache(maxsize=1 << 13)
def said_in(text: str, sought: Sought) -> tuple[tuple[Saying, str], ...]:
    """What is said in plain text, sentence by sentence."""
    return tuple(pair for sentence in sentences(text) for pair in said_by(sentence, sought))


def said_by(sentence: str, sought: Sought) -> tuple[tuple[Saying, str], ...]:
    """What one sentence says."""
    return _said_by(" ".join(sentence.split()), sought)


@lru_cache(maxsize=1 << 15)
def _said_by(sentence: str, sought: Sought) -> tuple[tuple[Saying, str], ...]:
    return tuple((saying, sentence) for saying in sought.near(sentence) if said(saying, sentence, sought.language))


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
