"""The library's vocabularies: places, features, facts, terms, outlines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from tosgen.errors import Place
from tosgen.model.condition import ALWAYS, Condition
from tosgen.model.values import Duration

ROOT = "global"
CORE = "core"


@dataclass(frozen=True, slots=True, eq=False)
class Jurisdictions:
    """The tree of places: each place's parent, and the names that CLDR does not know."""

    parents: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The languages that texts for a place are written in: what its clauses are translated into."""

    def __contains__(self, place: object) -> bool:
        return place in self.parents or place == ROOT

    def chain(self, place: str) -> tuple[str, ...]:
        """From the place itself up to `global`."""
        chain = [place]
        while chain[-1] != ROOT:
            chain.append(self.parents[chain[-1]])
        return tuple(chain)

    def common(self, places: tuple[str, ...]) -> str:
        """The most specific place that lies on every chain."""
        chains = [self.chain(place) for place in places]
        return next(place for place in chains[0] if all(place in chain for chain in chains))


@dataclass(frozen=True, slots=True)
class Feature:
    """Something the company or product does, or a condition that holds of it."""

    name: str
    question: str = ""
    implies: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    audience: str = ""
    kind: str = "feature"
    derived: bool = False


FactKind = Literal[
    "text", "localized", "integer", "boolean", "date", "duration", "money", "choice", "email", "url", "phone",
    "country", "countries", "language", "languages", "table",
]  # fmt: skip


Weighs = Literal["", "material", "editorial"]
Harm = Literal["more", "less", "added", "removed"]
"""Of a length of time, a number or an amount: more or less; of rows and items: added or removed."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What a requirement allows an answer to be, wherever it binds."""

    most: Duration | int | None = None
    least: Duration | int | None = None
    barred: tuple[str, ...] = ()
    """Choices that it rules out."""


@dataclass(frozen=True, slots=True)
class FactType:
    """What an answer looks like. `options`: key -> jurisdiction -> label; `columns`: of a table."""

    name: str
    kind: FactKind
    question: str = ""
    when: Condition = ALWAYS
    optional: bool = False
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    columns: Mapping[str, FactType] = field(default_factory=dict)
    fill: str = ""
    """A fact of a single case: the label that stands in square brackets until `fill` is given its value."""
    bounds: Mapping[str, Bound] = field(default_factory=dict)
    """Requirement -> what it allows."""
    weighs: Weighs = ""
    """What any change of the answer counts as; "" where the clauses that state it decide."""
    harms: tuple[Harm, ...] = ()
    """Which changes are to the disadvantage of users: those are material wherever the answer stands."""


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """How a defined term reads: its form in running text, further English forms, its definition (a template)."""

    term: str
    definition: str
    forms: Mapping[str, str] = field(default_factory=dict)
    context: str = ""
    """msgctxt of its catalog entries: `terms/<name>[@JURISDICTION]`."""


@dataclass(frozen=True, slots=True)
class Term:
    """A defined term, worded per jurisdiction; `global` always has a wording."""

    name: str
    wordings: Mapping[str, Wording]
    place: Place

    def wording(self, chain: tuple[str, ...]) -> Wording:
        """The most specific wording on the chain."""
        return next(self.wordings[place] for place in chain if place in self.wordings)


@dataclass(frozen=True, slots=True)
class Slot:
    """One section of an outline. `order`: clause ids that come first, in this order."""

    id: str
    title: str
    required: bool = False
    order: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    """Jurisdiction -> the title that the law there wants."""


def _titled(named: Slot | Outline, chain: tuple[str, ...]) -> str:
    return next((named.titles[place] for place in chain if place in named.titles), named.title)


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's sections in order."""

    document: str
    title: str
    readership: str
    slots: tuple[Slot, ...]
    place: Place
    answers: tuple[str, ...] = ()
    """Further names that the register's `documents` know it by."""
    effect: Literal["contract", "consent", "information"] = "information"
    """What it is for its readers: they agree to it, are asked for consent by it, or are informed."""
    recorded: bool = True
    """False: composed for one occasion, never a version in a ledger."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Jurisdiction -> the title that the law there wants."""

    def at(self, chain: tuple[str, ...]) -> Outline:
        """The outline with the titles of the most specific place of a chain."""
        slots = tuple(replace(slot, title=_titled(slot, chain)) for slot in self.slots)
        return replace(self, title=_titled(self, chain), slots=slots)

    @property
    def context(self) -> str:
        """msgctxt of its titles."""
        return f"documents/{self.document}"
