"""A composed document: text with inert marks, and what fills them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

Answer = tuple[str, str]
"""The supplement in which an answer is given ("" for the base text), and its name."""
Give = Callable[[str, str], "Filling"]
"""What prints for an answer."""
SUPPLEMENT_ANCHOR = "supplement--"
"""What the anchor of a supplement's heading starts with."""
OPEN, CLOSE = "\ue000", "\ue001"
"""A mark is OPEN, a decimal index, CLOSE: private-use characters, refused in every input."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands in a mark's place: display text, and a link target where it is a link (`#anchor` for a reference)."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown whose facts are marks. A text read back from a ledger has no marks."""

    skeleton: str
    fillings: tuple[Filling, ...] = ()
    slots: tuple[tuple[int, str], ...] = field(default=(), compare=False)
    """Which of the fillings are answers as they print: (index, the answer's name)."""

    def answered(self, give: Callable[[str], Filling]) -> Text:
        """The same text with other answers, by name."""
        if not self.slots:
            return self
        fillings = list(self.fillings)
        for at, name in self.slots:
            fillings[at] = give(name)
        return Text(self.skeleton, tuple(fillings), self.slots)


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Passage:
    """A clause in its place: `supplement` is "" in the base text, else the jurisdiction that it speaks for."""

    id: str
    supplement: str
    anchor: str
    number: str
    title: Text
    body: Text
    conspicuous: bool = False

    def answered(self, give: Give) -> Passage:
        """The same clause with other answers; itself if none stands in it."""
        if not self.title.slots and not self.body.slots:
            return self
        own = partial(give, self.supplement)
        title, body = self.title.answered(own), self.body.answered(own)
        return Passage(self.id, self.supplement, self.anchor, self.number, title, body, self.conspicuous)


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Section:
    """An outline's slot with the clauses that fill it."""

    slot: str
    supplement: str
    anchor: str
    number: str
    title: Text
    passages: tuple[Passage, ...]

    def answered(self, give: Give) -> Section:
        """The same section with other answers; itself if none stands in it."""
        passages = tuple([passage.answered(give) for passage in self.passages])
        if all(map(operator.is_, passages, self.passages)):
            return self
        return Section(self.slot, self.supplement, self.anchor, self.number, self.title, passages)


@dataclass(frozen=True, slots=True)
class Supplement:
    """The sections that hold for one jurisdiction only; the base text is the supplement ""."""

    jurisdiction: str
    anchor: str
    title: Text
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One document for one market in one language."""

    document: str
    market: str
    locale: str
    direction: str
    title: Text
    supplements: tuple[Supplement, ...]
    notice: Text = Text("")
    """What stands under the title of a translation that is not up to date."""

    @property
    def anchor(self) -> str:
        """The title's anchor: the document's name; "" where a section has taken it."""
        return "" if any(section.anchor == self.document for section in self.sections()) else self.document

    def answered(self, give: Give) -> Document:
        """The same document with other answers."""
        supplements = tuple(
            Supplement(s.jurisdiction, s.anchor, s.title, tuple([section.answered(give) for section in s.sections]))
            for s in self.supplements
        )
        return replace(self, supplements=supplements)

    def sections(self) -> Iterator[Section]:
        """Every section, base text first."""
        for supplement in self.supplements:
            yield from supplement.sections

    def passages(self) -> Iterator[Passage]:
        """Every clause in reading order."""
        for section in self.sections():
            yield from section.passages


def anchor(id: str, supplement: str = "") -> str:
    """The anchor of a clause id, for life.

    >>> anchor("ai-chatbot/disclosure"), anchor("core/law", "US-CA")
    ('ai-chatbot--disclosure', 'us-ca--core--law')
    """
    name = id.replace("/", "--")
    return f"{supplement.lower()}--{name}" if supplement else name
