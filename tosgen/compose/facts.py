"""What a template may read: answers by name, legal persons by role, the market; every look is noted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from tosgen.model.kept import kept
from tosgen.model.library import Library
from tosgen.model.service import Entity, Fact, Market, Service
from tosgen.model.values import Country, Email, Row, Tongue, Url, Value
from tosgen.model.vocabulary import FactType
from tosgen.resolve import Resolution, Scope

REQUIRED_ROLES = {"company": "contracting-party", "controller": "controller"}
OPTIONAL_ROLES = {"representative": "representative", "dpo": "data-protection-officer"}
_FIELD_TYPES: Mapping[str, Callable[[str], str]] = {"email": Email, "website": Url, "country": Country}


@dataclass(frozen=True, slots=True)
class Absent:
    """An optional answer that is not given: false in a test, a fault where it is printed."""

    name: str
    question: str = ""

    def __bool__(self) -> bool:
        return False


class Label(str):
    """A choice in a template: compares like its key, prints as `label`."""

    label: str = ""


@lru_cache(maxsize=8)  # the languages of a document follow one another
def answers(library: Library, service: Service, resolution: Resolution, scope: Scope) -> Mapping[str, object]:
    """All answers by dotted name: facts, entity fields, market. None: not answered, or nobody holds the role."""
    market, document = resolution.market, resolution.document
    same, varying = _everywhere(library, service)
    found = dict(same)
    for name, fact in varying:
        value = _value(fact, market, document, scope)
        found[name] = _rows(value, market, document, scope) if library.facts[name].kind == "table" else value
    found.update(_persons(service, market.entity, resolution.day, scope.chain))
    found["market.languages"] = tuple(Tongue(tag) for tag in market.languages)
    found["market.translations"] = tuple(Tongue(tag) for tag in market.languages if tag != market.authoritative)
    found["market.authoritative"] = Tongue(market.authoritative)
    found["market.place"] = Country(scope.chain[0])
    return found


@kept
def _everywhere(library: Library, service: Service) -> tuple[Mapping[str, object], tuple[tuple[str, Fact], ...]]:
    """Every name with the answer that is the same in all documents, if it has one; and the facts that may differ."""
    varying = tuple((name, fact) for name, fact in service.facts.items() if _varies(fact))
    differ = {name for name, _ in varying}
    same = {name: Rows(_table(fact)) or fact.value for name, fact in service.facts.items() if name not in differ}
    return {**dict.fromkeys(library.facts), **same}, varying


def _varies(fact: Fact) -> bool:
    return bool(fact.by_market or fact.by_document) or any(row.markets or row.documents for row in _table(fact))


def _table(fact: Fact) -> list[Row]:
    """The rows of a table's general answer."""
    return [row for row in fact.value if isinstance(row, Row)] if isinstance(fact.value, tuple) else []


def _value(fact: Fact, market: Market, document: str, scope: Scope) -> Value | None:
    """The most specific answer: the supplement's place, the market, the document, else the general one."""
    for name in (scope.supplement, market.name):
        if name in fact.by_market:
            return fact.by_market[name]
    return fact.by_document.get(document, fact.value)


class Rows(tuple[Row, ...]):
    """The rows of a table that stand in a document, told from others by what they say."""

    @cached_property
    def _said(self) -> int:
        return hash(tuple((row.key, *((name, row.cells[name]) for name in sorted(row.cells))) for row in self))

    def __hash__(self) -> int:
        """The same for the same rows."""
        return self._said


def _rows(value: Value | None, market: Market, document: str, scope: Scope) -> Value | None:
    if not isinstance(value, tuple):
        return value
    places = {market.name, scope.supplement}
    rows = [row for row in value if isinstance(row, Row)]
    return Rows(
        row
        for row in rows
        if (not row.markets or places & {*row.markets}) and (not row.documents or document in row.documents)
    )


@lru_cache(maxsize=8)  # those of an entity and the places follow one another
def _persons(service: Service, own: str, day: date, chain: tuple[str, ...]) -> Mapping[str, object]:
    """The answers about those who hold the roles, for the markets of an entity."""
    found: dict[str, object] = {}
    for group, role in {**REQUIRED_ROLES, **OPTIONAL_ROLES}.items():
        found.update(_person(group, _holder(service, own, role, day, chain)))
    return found


def _holder(service: Service, own: str, role: str, day: date, chain: tuple[str, ...]) -> Entity | None:
    """Who holds a role for the markets of an entity: that one first, then in the profile's order.

    A role without jurisdiction holds everywhere, save a representative's: that is always for one place.
    """
    first = [service.entities[own]] if own in service.entities else [*service.entities.values()][:1]
    for entity in first if role == "contracting-party" else [*first, *_ever(service, role)]:
        for held in entity.holds(role, day):
            if held.jurisdiction in chain or (not held.jurisdiction and role != "representative"):
                return entity
    return None


@kept
def _ever(service: Service, role: str) -> tuple[Entity, ...]:
    """Who holds a role on some day, in the profile's order."""
    return tuple(e for e in service.entities.values() if any(held.role == role for held in e.roles))


def _person(group: str, entity: Entity | None) -> dict[str, object]:
    if entity is None:
        return {group: None}
    fields = {f"{group}.{name}": _FIELD_TYPES.get(name, str)(value) for name, value in entity.fields.items() if value}
    return {group: True, **fields}


@dataclass(frozen=True, slots=True)
class Branch:
    """`service` in `service.name`: a group of answers; `look` notes the name and gives the value."""

    prefix: str
    look: Callable[[str], object]
    present: Callable[[], bool]

    def __bool__(self) -> bool:
        return self.present()


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of a table in a template."""

    row: Row
    look: Callable[[Row, str], object]


@dataclass(frozen=True, slots=True)
class TableView:
    """A table in a template: true when it has rows, yields them in order."""

    rows: tuple[Row, ...]
    look: Callable[[Row, str], object]

    def __bool__(self) -> bool:
        return bool(self.rows)

    def __iter__(self) -> Iterator[RowView]:
        return (RowView(row, self.look) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def label(fact: FactType, key: str, chain: tuple[str, ...]) -> str:
    """The label of a choice for the most specific place of the chain."""
    labels = fact.options[key]
    return next(labels[place] for place in chain if place in labels)
