"""What the ledger keeps of a version beside its texts: `version.json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from tosgen.model.document import anchor
from tosgen.model.plain import Plain
from tosgen.saying import say

SCHEMA = "tosgen.version/1"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a clause changed: kind as in DESIGN.md, what moved, and its value on both sides where it has one.

    `evidence` is what stands behind it: `commit`, `subject`, `date`, `more` of a library; `citation`, `on` of a law;
    `asked` of a fact or feature; `blocks` of a translation.
    """

    kind: str
    name: str = ""
    before: Plain = None
    after: Plain = None
    evidence: Mapping[str, Plain] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.kind, self.name))  # the values may be lists


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule said of a version's change kind."""

    rule: str
    kind: str
    """What that makes of the change: `material`, `editorial` …"""
    about: str
    """A clause, fact, feature, term or requirement."""
    because: str


@dataclass(frozen=True, slots=True)
class ClauseRecord:
    """One clause of a version: where its words came from, and what they depended on."""

    id: str
    supplement: str
    jurisdiction: str
    slot: str
    number: str
    source: str
    digest: str
    """sha256 of the clause file."""
    template: str
    """sha256 of its title and body."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Locale -> sha256 of the clause as it reads there, section numbers left out."""
    translations: Mapping[str, str] = field(default_factory=dict)
    """Locale -> sha256 of its template in that language."""
    satisfies: Mapping[str, str] = field(default_factory=dict)
    materiality: str = "material"
    conspicuous: bool = False
    facts: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    omitted: tuple[str, ...] = ()
    """Ids of the base text that the clause says do not hold in its supplement."""
    causes: tuple[Cause, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Identity in a document: (supplement, id)."""
        return self.supplement, self.id

    def reading(self, words: Mapping[str, str]) -> ClauseRecord:
        """The same of a clause that reads otherwise; `dataclasses.replace` takes twice the time."""
        values: list[Any] = [*_before_words(self), words, *_after_words(self)]
        return ClauseRecord(*values)

    def because(self, causes: tuple[Cause, ...]) -> ClauseRecord:
        """The same with these causes; of most clauses there are none."""
        return replace(self, causes=causes) if causes or self.causes else self


_NAMES = tuple(ClauseRecord.__slots__)
_before_words = attrgetter(*_NAMES[: _NAMES.index("words")])
_after_words = attrgetter(*_NAMES[_NAMES.index("words") + 1 :])


@dataclass(frozen=True, slots=True)
class Version:
    """One recorded state of a document for a market, all its languages together."""

    service: str
    document: str
    market: str
    version: int
    kind: str
    generated_for: str
    base: int | None
    authoritative: str
    inputs: Mapping[str, Plain]
    facts: Mapping[str, Plain]
    features: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    outline: tuple[tuple[str, str], ...]
    """Slots in order, each with its title."""
    terms: Mapping[str, Mapping[str, str]]
    """Term -> {source, forms, definition in the source language; <locale>, <locale>.definition: sha256 there}."""
    clauses: tuple[ClauseRecord, ...]
    texts: Mapping[str, str]
    """Locale -> sha256 of `<locale>.md`."""
    summary: str = ""
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Anchor -> the title there of the document, a supplement or a section: {source, <locale>}."""
    other_causes: Mapping[str, tuple[Cause, ...]] = field(default_factory=dict)
    """Causes by anchor for what is no clause of this version: removed clauses, section titles."""
    kind_reasons: tuple[Reason, ...] = ()
    """Why `kind` is what it is."""

    @property
    def conspicuous(self) -> tuple[str, ...]:
        """Anchors of the clauses that must stand out."""
        return tuple(anchor(clause.id, clause.supplement) for clause in self.clauses if clause.conspicuous)

    def as_dict(self) -> dict[str, Any]:
        """The object that `version.json` holds."""
        data = {"schema": SCHEMA, **_fields(self)}
        data["clauses"] = [{**_fields(clause), "causes": _written(clause.causes)} for clause in self.clauses]
        data["other_causes"] = {name: _written(causes) for name, causes in self.other_causes.items()}
        data["kind_reasons"] = [_fields(reason) for reason in self.kind_reasons]
        if not self.kind_reasons:  # what came later leaves the bytes of earlier records as they were
            del data["kind_reasons"]
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Version:
        """Read what `as_dict` gave; ValueError for another schema."""
        if data.get("schema") != SCHEMA:
            raise ValueError(say("schema is {data}, not {schema}", data=repr(data.get("schema")), schema=repr(SCHEMA)))
        rest = {name: value for name, value in data.items() if name != "schema"}
        rest["clauses"] = tuple(_clause(item) for item in rest["clauses"])
        rest["features"], rest["jurisdictions"] = tuple(rest["features"]), tuple(rest["jurisdictions"])
        rest["outline"] = tuple((slot, title) for slot, title in rest["outline"])
        rest["other_causes"] = {name: _causes(causes) for name, causes in rest["other_causes"].items()}
        rest["kind_reasons"] = tuple(Reason(**reason) for reason in rest.get("kind_reasons", ()))
        return cls(**rest)


def _written(causes: Iterable[Cause]) -> list[dict[str, Any]]:
    """Causes without evidence that there is none of."""
    return [{k: v for k, v in _fields(cause).items() if v or k != "evidence"} for cause in causes]


def _fields(item: Version | ClauseRecord | Cause | Reason) -> dict[str, Any]:
    """Its fields by name, as they are: `asdict` would copy each of thousands of values."""
    return {name: getattr(item, name) for name in item.__slots__}


def _causes(data: Iterable[Mapping[str, Any]]) -> tuple[Cause, ...]:
    return tuple(Cause(**cause) for cause in data)


def _clause(data: Mapping[str, Any]) -> ClauseRecord:
    fixed = {name: tuple(data[name]) for name in ("facts", "features", "terms")}
    fixed["omitted"] = tuple(data.get("omitted", ()))
    return ClauseRecord(**{**data, **fixed, "causes": _causes(data["causes"])})
