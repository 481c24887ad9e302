"""Forbidden words in documents that differ in their answers only: what stands around the answers is read once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tosgen.lint.forbidden import Breach, Saying, Sought, divided, ends, said_by, said_in, spoken
from tosgen.model.document import Document, Filling, Passage
from tosgen.text.gaps import Layout
from tosgen.text.marks import MARK
from tosgen.text.plain import plain

Said = Sequence[tuple[Saying, str]]


@dataclass(frozen=True, slots=True)
class _Clause:
    """What a clause says whatever the answers are, and its sentences in which answers stand, as numbers."""

    supplement: str
    id: str
    anyway: Said
    open: tuple[tuple[str | int, ...], ...] = ()
    body: int = -1
    """Which of the open texts its body is; -1 if no answer stands in it."""
    answers: frozenset[int] = frozenset()
    whole: bool = False
    """Whether its sentences must be told apart with the answers in them."""

    def said(self, answers: Sequence[Filling], ending: Collection[int], bodies: Sequence[str], sought: Sought) -> Said:
        """What it says with these answers; `ending`: those that may end a sentence."""
        if self.body < 0:
            return self.anyway
        if self.whole or not self.answers.isdisjoint(ending):
            return said_in(plain(bodies[self.body]), sought)
        filled = ("".join([p if isinstance(p, str) else answers[p].text for p in parts]) for parts in self.open)
        return [*self.anyway, *(pair for sentence in filled for pair in said_by(sentence, sought))]


@dataclass(frozen=True, slots=True, eq=False)
class Watch:
    """The clauses of a document, and of all that differ from it in their answers only, that may say something."""

    sought: Sought
    locale: str
    clauses: tuple[_Clause, ...]

    @classmethod
    def over(cls, document: Document, layout: Layout, sought: Sought) -> Watch:
        """`layout`: of the texts in which answers stand, titles and bodies in reading order."""
        clauses, at = [], 0
        for passage in document.passages():
            at += bool(passage.title.slots)
            clauses.append(_clause(passage, layout, at, sought))
            at += bool(passage.body.slots)
        return cls(sought, document.locale, tuple(each for each in clauses if each.anyway or each.body >= 0))

    def breaches(
        self, answers: Sequence[Filling], texts: Sequence[str], binding: Mapping[str, Collection[str]]
    ) -> Iterator[Breach]:
        """Every forbidden sentence with these answers; `texts`: the open texts with them; `binding`: see `breaches`."""
        ending = {at for at, answer in enumerate(answers) if ends(answer.text)}
        for clause in self.clauses:
            for saying, sentence in clause.said(answers, ending, texts, self.sought):
                for ban in self.sought.bans[saying]:
                    if ban.requirement in binding[clause.supplement]:
                        yield Breach(ban.requirement, saying.what, clause.supplement, clause.id, self.locale, sentence)


def _clause(passage: Passage, layout: Layout, at: int, sought: Sought) -> _Clause:
    body = passage.body
    slots = {slot: layout.numbers[passage.supplement, name] for slot, name in body.slots}
    if not slots:
        return _Clause(passage.supplement, passage.id, tuple(spoken(body, sought)))
    others = [filling.text for slot, filling in enumerate(body.fillings) if slot not in slots]
    if sought.language == "zh" or any(map(ends, others)):
        return _Clause(passage.supplement, passage.id, (), (), at, frozenset(slots.values()), whole=True)
    anyway, open_ = divided(body.skeleton, sought)
    parts = tuple(tuple(_parts(sentence, body.fillings, slots)) for sentence in open_)
    return _Clause(passage.supplement, passage.id, anyway, parts, at, frozenset(slots.values()))


def _parts(sentence: str, fillings: Sequence[Filling], slots: Mapping[int, int]) -> Iterator[str | int]:
    """A sentence cut where answers stand in it."""
    at = 0
    for mark in MARK.finditer(sentence):
        slot = int(mark[1])
        yield sentence[at : mark.start()]
        yield slots[slot] if slot in slots else fillings[slot].text
        at = mark.end()
    yield sentence[at:]
