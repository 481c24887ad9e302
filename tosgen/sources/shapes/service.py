"""Shape of the service profile, tosgen.yaml; facts are typed later, by the library's facts.yaml."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema

from tosgen.sources import values
from tosgen.sources.shapes.base import (
    Day,
    JurisdictionName,
    Language,
    Line,
    MarketName,
    Names,
    Segment,
    Shape,
    distinct,
    told,
)


class RoleShape(Shape):
    """What a legal person is for the service, from when until when, and where."""

    role: Literal["contracting-party", "controller", "representative", "data-protection-officer"]
    start: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    jurisdiction: JurisdictionName | None = None


class EntityShape(Shape):
    """A legal person."""

    name: Line
    legal_form: Line | None = None
    address: Line
    country: Line
    email: Line
    phone: Line | None = None
    website: Line | None = None
    register_: Line | None = Field(default=None, alias="register")
    register_number: Line | None = None
    vat_id: Line | None = None
    represented_by: Line | None = None
    roles: list[RoleShape] = Field(default=[])


class MarketShape(Shape):
    """A named offer. Without `jurisdictions` its name is one; without `entity`, the only one."""

    jurisdictions: Annotated[list[JurisdictionName], AfterValidator(distinct)] = Field(default=[])
    audience: Literal["consumer", "business"]
    entity: Segment | None = None
    brand: Line = ""
    languages: Annotated[list[Language], AfterValidator(distinct), Field(min_length=1)]
    authoritative: Language | None = None
    features: Names = Field(default=[])
    excluded: Names = Field(default=[], alias="not")
    documents: Names = Field(default=[])
    stale: Literal["refuse", "publish-with-notice"] = "refuse"


class OwnedShape(Shape):
    """Who answers for a fact, when they confirmed it, and until when it holds."""

    owner: Line = ""
    confirmed: Day | None = None
    expires: Day | None = None


class AnswerShape(OwnedShape):
    """A fact with its values by market and by document."""

    value: Any = None
    markets: dict[str, Any] = Field(default={})
    documents: dict[str, Any] = Field(default={})


class RowShape(Shape):
    """A row of a table: its cells, and where it stands (nothing: everywhere)."""

    model_config = ConfigDict(extra="allow")

    markets: Annotated[list[Line], AfterValidator(distinct)] = Field(default=[])
    documents: Annotated[list[Line], AfterValidator(distinct)] = Field(default=[])


class TableShape(OwnedShape):
    """A table's rows, here or in a CSV file beside the profile."""

    rows: dict[MarketName, RowShape] | None = None
    file: Line | None = None


def _titled(raw: Any) -> Any:
    return raw if isinstance(raw, dict) else {"": told(values.line)(raw)}


def _tongue(raw: Any) -> Any:
    return raw and told(values.language)(raw)


_TITLES = {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]}
SiteTitle = Annotated[
    dict[Annotated[str, BeforeValidator(_tongue)], Line], BeforeValidator(_titled), WithJsonSchema(_TITLES)
]
"""One title, or one for each language."""
Base = Annotated[str, BeforeValidator(told(values.base)), WithJsonSchema({"type": "string", "format": "uri"})]


class BrandShape(Shape):
    """A site of its own for some markets."""

    markets: Annotated[list[MarketName], AfterValidator(distinct), Field(min_length=1)]
    base: Base = ""
    title: SiteTitle = Field(default={})
    style: Line = ""
    templates: Line = ""


class SiteShape(Shape):
    """How documents are published as pages."""

    base: Base = ""
    title: SiteTitle = Field(default={})
    readership: Annotated[list[Literal["public", "counterparty"]], AfterValidator(distinct), Field(min_length=1)] = (
        Field(default=["public"])
    )
    brands: dict[Segment, BrandShape] = Field(default={})
    redirects: dict[str, Line] = Field(default={})
    formats: Annotated[list[Literal["pdf", "docx"]], AfterValidator(distinct)] = Field(default=[])


class ServiceShape(Shape):
    """Who the company is, what its product does, where it sells, in which languages."""

    service: Segment
    timezone: Line
    documents: Annotated[Names, Field(min_length=1)]
    features: Names = Field(default=[])
    excluded: Names = Field(default=[], alias="not")
    entities: Annotated[dict[Segment, EntityShape], Field(min_length=1)]
    markets: Annotated[dict[MarketName, MarketShape], Field(min_length=1)]
    facts: dict[str, Any] = Field(default={})
    site: SiteShape = Field(default=SiteShape())
