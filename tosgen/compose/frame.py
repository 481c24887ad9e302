"""A whole document kept with what its clauses asked: for another service only the slots are filled anew.

What depends on facts in a document is little: 9 of 241 blocks in a shop's texts. Clauses chosen, control flow, numbers
and references are the same for all services that answer the same questions in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tosgen.compose.memory import Answers, Asked
from tosgen.compose.noted import Setup
from tosgen.compose.place import Placed
from tosgen.model.document import Answer, Document, Filling
from tosgen.model.kept import kept
from tosgen.model.library import Library

MOST = 16
"""Documents kept at once of one kind, place and language."""
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Mould:
    """A frame without the setups that it was made with: they hold the library that this belongs to.

    What is worked out of it, slots apart, holds for every frame that is filled from it.
    """

    document: Document
    placed: Mapping[Key, Placed]

    def filled(self, market: str, setups: Sequence[Setup]) -> Frame:
        """The same for the answers of another market or service, one setup a scope."""
        return Frame(self, market, {setup.supplement: setup for setup in setups})


@dataclass(frozen=True, eq=False)
class Frame:
    """A composed document: what it has in common with others, and what its clauses were set up with."""

    mould: Mould
    market: str
    setups: Mapping[str, Setup]
    """By supplement."""

    @cached_property
    def document(self) -> Document:
        """The document, put together when it is asked for: who needs the answers alone need not wait for it."""
        return replace(self.mould.document, market=self.market).answered(self.answer)

    @property
    def placed(self) -> Mapping[Key, Placed]:
        """Its clauses by (supplement, id)."""
        return self.mould.placed

    def answer(self, supplement: str, name: str) -> Filling:
        """An answer that stands in one of its slots, as it prints."""
        return self.setups[supplement].given(name)

    def answers(self, wanted: Iterable[Answer]) -> list[Filling]:
        """Several of them."""
        return [self.setups[supplement].given(name) for supplement, name in wanted]


class Frames:
    """The documents of one kind, place and language."""

    def __init__(self) -> None:
        """Empty."""
        self._made: dict[tuple[Asked, ...], dict[tuple[Answers, ...], Mould]] = {}

    def recall(self, market: str, setups: Sequence[Setup]) -> Frame | None:
        """The one whose clauses come out the same, slots apart, filled for a market."""
        for asked, made in self._made.items():
            answers = tuple(each.answered(setup) for each, setup in zip(asked, setups, strict=True))
            if found := made.get(answers):
                return found.filled(market, setups)
        return None

    def keep(
        self, setups: Sequence[Setup], asked: tuple[Asked, ...], document: Document, placed: Mapping[Key, Placed]
    ) -> Frame:
        """Keep a document in which nothing is wrong; `asked`: what each scope's clauses asked."""
        made = self._made.setdefault(asked, {})
        if len(made) >= MOST:
            made.clear()
        answers = tuple(each.answered(setup) for each, setup in zip(asked, setups, strict=True))
        mould = made[answers] = Mould(document, placed)
        return mould.filled(document.market, setups)


@kept
def frames(library: Library, *of: object) -> Frames:  # noqa: ARG001  # what they belong to
    """The frames of a document's clauses (the scopes themselves), language, region and authoritative language."""
    return Frames()
