"""Shapes of readings/<JURISDICTION>.yaml and dispositions.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from tosgen.sources.shapes.base import Day, JurisdictionName, Line, MarketName, Segment, Shape, distinct


class ReadingShape(Shape):
    """Who found that a clause does what a requirement says; the digests of clause, requirement and translations."""

    clause: Line
    requirement: Segment
    reader: Line
    on: Day
    digests: dict[Line, Line]


class ReadingsShape(Shape):
    """The readings of one jurisdiction's requirements."""

    jurisdiction: JurisdictionName
    readings: list[ReadingShape]


class DispositionShape(Shape):
    """Why no text need answer a requirement here, or that a practice is in place: who says so, and until when."""

    state: Literal["not-applicable", "accepted", "resolved"]
    reason: Line
    by: Line
    on: Day
    until: Day | None = None
    markets: Annotated[list[MarketName], AfterValidator(distinct)] = Field(default=[])


Dispositions = dict[Segment, DispositionShape]
