"""Shape of a clause's front matter."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from tosgen.sources.shapes.base import Day, Digest, Language, Line, Names, Period, Segment, Shape, When

_ANY: list[JsonValue] = [{"required": ["omit"]}, {"required": ["title", "documents", "slot"]}]


def _some(documents: list[str]) -> list[str]:
    if not documents:
        raise PydanticCustomError("bad-value", "a clause needs at least one document")
    return documents


class ReviewedShape(Shape):
    """When the clause was last read through, and how often it is to be."""

    on: Day
    every: Period = ""


class ClauseShape(Shape):
    """Front matter: title, documents and slot, unless `omit` stands in place of text."""

    model_config = ConfigDict(json_schema_extra={"anyOf": _ANY})

    title: Line = ""
    documents: Annotated[Names, AfterValidator(_some)] = Field(default=[])
    slot: Segment = ""
    when: When | None = None
    satisfies: dict[str, Line] = Field(default={})
    materiality: Literal["material", "editorial"] = "material"
    reviewed: ReviewedShape | None = None
    until: Day | None = None
    conspicuous: bool = False
    falls_back: bool = False
    omit: Line = ""
    base: Digest = ""
    language: Language = "en"
    verbatim: bool = False

    @model_validator(mode="after")
    def _text_has_its_place(self) -> ClauseShape:
        absent = " and ".join(f"'{name}'" for name in ("title", "documents", "slot") if not getattr(self, name))
        if absent and not self.omit:
            verb = "are" if " and " in absent else "is"
            raise PydanticCustomError("missing-key", "{names} {verb} missing", {"names": absent, "verb": verb})
        return self
