"""Shape of register/<JURISDICTION>.yaml: laws and their requirements."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, NonNegativeInt, WithJsonSchema

from tosgen.saying import say
from tosgen.sources.faults import Unfit, brief
from tosgen.sources.shapes.base import Day, JurisdictionName, Line, Names, ReviewedShape, Segment, Shape, distinct, told

_ITEM = re.compile(r"^[a-z0-9][a-z0-9-]*(\|[a-z0-9][a-z0-9-]*)*$")


def _alternatives(text: str) -> str:
    if not all(text.split("|")) or any(c not in "abcdefghijklmnopqrstuvwxyz0123456789-|" for c in text):
        raise Unfit(
            "bad-value",
            say("{text} is not a feature", text=brief(text)),
            say("join alternatives with '|', as in 'goods|services'"),
        )
    return text


Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
_ALTERNATIVES = {"type": "string", "pattern": _ITEM.pattern}
Alternatives = Annotated[str, BeforeValidator(told(_alternatives)), WithJsonSchema(_ALTERNATIVES)]


class LawShape(Shape):
    """A statute or rule: short name, full title, official citation."""

    name: Line
    title: Line
    source: Line


class NoticeShape(Shape):
    """How long ahead a change must be announced (0: ahead, the law names no number), and which changes.

    The optional keys say to a program what the row's own words say: which changes (`changes`), more days for a
    change in substance (`major`), the most days ahead (`most`), the kind of channel (`medium`), until when users
    may end the contract (`exit`: days after the change), that a change needs a `reason`, that `silence` is no
    consent, and that users must agree or consent anew (`agreement`).
    """

    days: NonNegativeInt
    count: Literal["calendar", "working"]
    when: Line
    changes: Literal["any", "material", "price", "purpose", "arbitration", "renewal"] = "any"
    major: NonNegativeInt | None = None
    most: NonNegativeInt | None = None
    medium: Literal["durable", "public", ""] = ""
    exit: NonNegativeInt | None = None
    reason: bool = False
    silence: Literal["refused", ""] = ""
    agreement: Literal["express", "consent", ""] = ""


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
    languages: Annotated[list[Language], AfterValidator(distinct)] = Field(default=[])
    source: Line = ""


class RegisterShape(Shape):
    """The laws of one jurisdiction and what they require."""

    jurisdiction: JurisdictionName
    reviewed: ReviewedShape | None = None
    laws: dict[Segment, LawShape]
    requirements: list[RequirementShape]
