"""Clauses, requirements, and the library that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Literal

from tosgen.errors import Place
from tosgen.model.condition import Condition
from tosgen.model.kept import kept
from tosgen.model.span import Span
from tosgen.model.vocabulary import FactType, Feature, Jurisdictions, Outline, Term


@dataclass(frozen=True, slots=True)
class Notice:
    """How long ahead a change must be announced; 0 days: ahead, the law names no number. `when`: which changes.

    What follows says the same to a program, where the row's own words give it.
    """

    days: int
    count: Literal["calendar", "working"]
    when: str
    changes: Literal["any", "material", "price", "purpose", "arbitration", "renewal"] = "any"
    """`when` as what touches it; `renewal`: due when single contracts are renewed, not when the text changes."""
    major: int | None = None
    """The days for a change in substance, where they are more."""
    most: int | None = None
    """No more than so many days ahead."""
    medium: Literal["durable", "public", ""] = ""
    """The channel: one whose messages can be kept, or a public one."""
    exit: int | None = None
    """Users may end the contract free of charge until so many days after the change; 0: until it takes effect."""
    reason: bool = False
    """A change without users' agreement needs a valid reason."""
    silence: Literal["refused", ""] = ""
    """`refused`: silence is no consent to a broad change."""
    agreement: Literal["express", "consent", ""] = ""
    """What users must give: agreement, or consent anew."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One duty of law, as the register paraphrases it. `applies_from` None: enacted, never yet in force."""

    id: str
    jurisdiction: str
    law: str
    provision: str
    text: str
    documents: tuple[str, ...]
    when: Condition
    applies_from: date | None
    applies_until: date | None
    deadline: str = ""
    confidence: str = "known"
    note: str = ""
    kind: Literal["state", "forbid", "practice"] = "state"
    notice: Notice | None = None
    answered_by: tuple[str, ...] = ()
    """Rows of national law through which a directive's row binds."""
    languages: tuple[str, ...] = ()
    """Languages of which it wants the documents to be in at least one."""

    @property
    def gone(self) -> bool:
        """Whether the row is there only so that stale wording can be found."""
        return self.text.startswith(("SUPERSEDED", "REPEALED", "REVOKED"))

    @property
    def digest(self) -> str:
        """What a reading of the row depends on: sixteen digits of the SHA-256 over what it says and when it holds."""
        parts = (self.id, self.law, self.provision, self.text, self.deadline, self.kind, self.when.text)
        return sha256("\n".join(parts).encode()).hexdigest()[:16]

    def in_force(self, day: date) -> bool:
        """Whether it binds on `day`."""
        return self.applies_from is not None and Span(self.applies_from, self.applies_until).covers(day)


@dataclass(frozen=True, slots=True)
class Law:
    """A statute or rule: short name, full title, official citation."""

    key: str
    name: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Review:
    """When something was last read through, and how often it is to be: a duration such as `12 months`."""

    on: date
    every: str


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Clause:
    """One file of the library: a titled piece of text with an id for life."""

    id: str
    jurisdiction: str
    path: str
    """Path below `clauses/`, without `.md`: the msgctxt of its blocks."""
    title: str
    body: str
    documents: tuple[str, ...]
    slot: str
    span: Span
    when: Condition
    digest: str
    """sha256 of the file's text."""
    place: Place
    body_line: int = 1
    satisfies: Mapping[str, str] = field(default_factory=dict)
    materiality: str = "material"
    reviewed: date | None = None
    review_every: str = ""
    conspicuous: bool = False
    falls_back: bool = False
    omit: str = ""
    language: str = "en"
    verbatim: bool = False
    base: str = ""
    overlay: bool = False

    @property
    def feature(self) -> str:
        """The feature whose folder holds the clause."""
        return self.id.split("/")[0]

    @property
    def needs(self) -> Condition:
        """`when` with the folder's feature."""
        return _needs(self)


@kept
def _needs(clause: Clause) -> Condition:
    if clause.feature == "core":
        return clause.when
    return Condition.parse(f"{clause.feature} and ({clause.when.text})" if clause.when.text else clause.feature)


def template_digest(title: str, body: str) -> str:
    """sha256 of a clause's words in one language, before any fact."""
    return sha256(f"{title}\n{body}".encode()).hexdigest()


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Library:
    """Everything under `clauses/`, with a workspace's overlay laid over it."""

    jurisdictions: Jurisdictions
    features: Mapping[str, Feature]
    facts: Mapping[str, FactType]
    terms: Mapping[str, Term]
    outlines: Mapping[str, Outline]
    laws: Mapping[str, Law]
    requirements: Mapping[str, Requirement]
    clauses: tuple[Clause, ...]
    registers: Mapping[str, Review] = field(default_factory=dict)
    """Jurisdiction -> when its register was last read through."""
    digest: str = ""
    version: str = ""
    commit: str = ""

    @property
    def documents(self) -> dict[str, Outline]:
        """The outlines whose documents are recorded as versions: those that a profile may name."""
        return {name: outline for name, outline in self.outlines.items() if outline.recorded}
