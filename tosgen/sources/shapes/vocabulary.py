"""Shapes of jurisdictions.yaml, features.yaml, facts.yaml, terms.yaml and the outlines."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from tosgen.model.values import Duration
from tosgen.model.vocabulary import ROOT, FactKind, Harm
from tosgen.saying import say
from tosgen.sources import values
from tosgen.sources.shapes.base import (
    ColumnName,
    FactName,
    JurisdictionName,
    Language,
    Line,
    Names,
    Segment,
    Shape,
    When,
    distinct,
    told,
    unsound,
)


class JurisdictionShape(Shape):
    """A place: its parent, and its name where CLDR has none."""

    parent: JurisdictionName | None = None
    name: Line | None = None
    languages: Annotated[list[Language], AfterValidator(distinct)] = Field(default=[])


class FeatureShape(Shape):
    """Something the company or product does, or a condition that holds of it."""

    question: Line = ""
    implies: Names = Field(default=[])
    excludes: Names = Field(default=[])
    audience: Literal["consumer", "business"] | None = None
    kind: Literal["feature", "condition"] = "feature"
    derived: bool = False


def _label(raw: Any) -> Any:
    return raw if isinstance(raw, dict) else {ROOT: told(values.line)(raw)}


_LABELS = {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]}


def _everywhere(labels: dict[str, str]) -> dict[str, str]:
    if ROOT not in labels:
        raise unsound("bad-value", say("it has no text for 'global'"))
    return labels


Label = Annotated[dict[JurisdictionName, Line], BeforeValidator(_label), WithJsonSchema(_LABELS)]


def _limit(raw: Any) -> Duration | int:
    return raw if isinstance(raw, int) and not isinstance(raw, bool) else told(values.duration)(raw)


_LIMITS = {"anyOf": [{"type": "integer"}, {"type": "string"}], "description": "a number, or a length of time"}
Limit = Annotated[Any, BeforeValidator(_limit), WithJsonSchema(_LIMITS)]


class BoundShape(Shape):
    """The most and the least that a requirement allows (a duration or a number), and the choices that it bars."""

    max: Limit | None = None
    min: Limit | None = None
    not_: list[Segment] = Field(default=[], alias="not")


Title = Annotated[Label, AfterValidator(_everywhere)]
"""A title, or titles by jurisdiction where a law wants another one."""


class ColumnShape(Shape):
    """One column of a table, or a scalar fact without its condition."""

    type: FactKind
    question: Line = ""
    optional: bool = False
    options: dict[Segment, Label] = Field(default={})
    bounds: dict[Segment, BoundShape] = Field(default={})
    weighs: Literal["material", "editorial"] | None = None
    harms: Annotated[list[Harm], AfterValidator(distinct)] = Field(default=[])

    @model_validator(mode="after")
    def _options_are_for_choices(self) -> ColumnShape:
        if (self.type == "choice") != bool(self.options):
            raise unsound("bad-value", say("'options' belong to type choice, and it needs them"))
        if any(ROOT not in labels for labels in self.options.values()):
            raise unsound("bad-value", say("an option has no label for 'global'"))
        return self


class FactShape(ColumnShape):
    """What an answer looks like, and when it is asked."""

    when: When | None = None
    fill: Line = ""
    columns: dict[ColumnName, ColumnShape] = Field(default={})

    @model_validator(mode="after")
    def _columns_are_for_tables(self) -> FactShape:
        if (self.type == "table") != bool(self.columns):
            raise unsound("bad-value", say("'columns' belong to type table, and it needs them"))
        if any(column.type == "table" for column in self.columns.values()):
            raise unsound("bad-value", say("a column cannot be a table"))
        return self


class WordingShape(Shape):
    """How a term reads in one jurisdiction; what is missing is as in general."""

    term: Line | None = None
    forms: dict[Segment, Line] = Field(default={})
    definition: Line | None = None


class TermShape(Shape):
    """A defined term; other keys are jurisdictions that word it their own way."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, WordingShape] = Field(init=False)

    term: Line
    forms: dict[Segment, Line] = Field(default={})
    definition: Line

    @property
    def elsewhere(self) -> dict[str, WordingShape]:
        """Jurisdiction -> wording."""
        return self.__pydantic_extra__ or {}


class SlotShape(Shape):
    """One section of an outline."""

    id: Segment
    title: Title
    required: bool = False
    order: list[Line] = Field(default=[])


def _each_once(slots: list[SlotShape]) -> list[SlotShape]:
    distinct([slot.id or at for at, slot in enumerate(slots)])
    return slots


class OutlineShape(Shape):
    """A document's sections in order, and who reads it."""

    title: Title
    readership: Literal["public", "counterparty", "authority", "staff"]
    answers: Names = Field(default=[])
    effect: Literal["contract", "consent", "information"] = "information"
    recorded: bool = True
    slots: Annotated[list[SlotShape], AfterValidator(_each_once)]


Jurisdictions = dict[JurisdictionName, JurisdictionShape]
Features = dict[Segment, FeatureShape]
Facts = dict[FactName, FactShape]
Terms = dict[Segment, TermShape]
