"""Shape of a clause's front matter."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, JsonValue

from tosgen.saying import say
from tosgen.sources.shapes.base import Day, Digest, Language, Line, Names, ReviewedShape, Segment, Shape, When, unsound

NEEDED = ("title", "documents", "slot")
_ANY: list[JsonValue] = [{"required": ["omit"]}, {"required": [*NEEDED]}]


def _some(documents: list[str]) -> list[str]:
    if not documents:
        raise unsound("bad-value", say("a clause needs at least one document"))
    return documents


class ClauseShape(Shape):
    """Front matter: all that is NEEDED, unless `omit` stands in place of text."""

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
