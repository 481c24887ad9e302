"""The service profile: who the company is, what it does, where it sells, in which languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tosgen.errors import Place
from tosgen.model.span import Span
from tosgen.model.values import Value

ENTITY_FIELDS = (
    "name", "legal_form", "address", "country", "email", "phone", "website", "register", "register_number", "vat_id",
    "represented_by",
)  # fmt: skip
REQUIRED_ENTITY_FIELDS = ("name", "address", "country", "email")


@dataclass(frozen=True, slots=True)
class Role:
    """What a legal person is for the service, and when; `jurisdiction` limits where."""

    role: str
    span: Span
    jurisdiction: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A legal person with dated roles. `fields`: those of ENTITY_FIELDS that were given."""

    key: str
    fields: Mapping[str, str]
    roles: tuple[Role, ...]
    place: Place

    def holds(self, role: str, day: date) -> tuple[Role, ...]:
        """Its roles of that name on `day`."""
        return tuple(r for r in self.roles if r.role == role and r.span.covers(day))


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Market:
    """A named offer. Several jurisdictions make a base text with supplements."""

    name: str
    jurisdictions: tuple[str, ...]
    audience: str
    entity: str
    languages: tuple[str, ...]
    authoritative: str
    place: Place
    brand: str = ""
    features: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    stale: str = "refuse"
    """What a translation whose source has changed does: `refuse`, or `publish-with-notice`."""


@dataclass(frozen=True, slots=True)
class Fact:
    """An answer, with those that differ by market and document; owner, day confirmed, day it expires."""

    name: str
    value: Value | None
    place: Place
    by_market: Mapping[str, Value] = field(default_factory=dict)
    by_document: Mapping[str, Value] = field(default_factory=dict)
    owner: str = ""
    confirmed: date | None = None
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Brand:
    """A site of its own for some markets: its address, its titles (language -> words; "" for every other one)."""

    name: str
    markets: tuple[str, ...]
    base: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    style: str = ""
    """A style sheet beside the profile, laid over the site's own."""
    templates: str = ""
    """A folder beside the profile, whose templates stand in for those of the same name."""


@dataclass(frozen=True, slots=True)
class Site:
    """How documents are published as pages. Without `base` the pages know no address of their own."""

    base: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    readership: tuple[str, ...] = ("public",)
    brands: Mapping[str, Brand] = field(default_factory=dict)
    redirects: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """An old path below the base, ending in "/" or a file's name -> the document and market that took its place."""
    formats: tuple[str, ...] = ()
    """What is offered for download beside each text: `pdf`, `docx`."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Service:
    """One `tosgen.yaml`."""

    name: str
    timezone: str
    documents: tuple[str, ...]
    features: tuple[str, ...]
    excluded: tuple[str, ...]
    entities: Mapping[str, Entity]
    markets: Mapping[str, Market]
    facts: Mapping[str, Fact]
    path: str
    digest: str
    site: Site = field(default_factory=Site)
