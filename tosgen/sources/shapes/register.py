"""Shape of register/<JURISDICTION>.yaml: laws and their requirements."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, NonNegativeInt, WithJsonSchema

from tosgen.sources.faults import Unfit, brief
from tosgen.sources.shapes.base import Day, JurisdictionName, Line, Names, ReviewedShape, Segment, Shape, distinct, told

_ITEM = re.compile(r"^[a-z0-9][a-z0-9-]*(\|[a-z0-9][a-z0-9-]*)*$")


def _alternatives(text: str) -> str:
    if not all(text.split("|")) or any(c not in "abcdefghijklmnopqrstuvwxyz0123456789-|" for c in text):
        raise Unfit(
            "bad-value", f"{brief(text)} is not a feature", "join alternatives with '|', as in 'goods|services'"
        )
    return text


_ALTERNATIVES = {"type": "string", "pattern": _ITEM.pattern}
Alternatives = Annotated[str, BeforeValidator(told(_alternatives)), WithJsonSchema(_ALTERNATIVES)]


class LawShape(Shape):
    """A statute or rule: short name, full title, official citation."""

    name: Line
    title: Line
    source: Line


class NoticeShape(Shape):
    """How long ahead a change must be announced (0: ahead, the law names no number), and which changes."""

    days: NonNegativeInt
    count: Literal["calendar", "working"]
    when: Line


class RequirementShape(Shape):
    """One duty of law, paraphrased. `applies_from: null`: enacted, never yet in force."""

    id: Segment
    law: Segment
    provision: Line
    applies_from: Day | None
    applies_until: Day | None = None
    documents: Names
    when: Annotated[list[Alternatives], AfterValidator(distinct)] = Field(default=[])
    requirement: Line
    confidence: Literal["checked", "known", "uncertain"] = "known"
    kind: Literal["state", "forbid", "practice"] = "state"
    deadline: Line = ""
    note: Line = ""
    notice: NoticeShape | None = None
    answered_by: Names = Field(default=[])
    source: Line = ""


class RegisterShape(Shape):
    """The laws of one jurisdiction and what they require."""

    jurisdiction: JurisdictionName
    reviewed: ReviewedShape | None = None
    laws: dict[Segment, LawShape]
    requirements: list[RequirementShape]
