"""What every shape shares: strictness, and the types of text that files hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, InstanceOf, WithJsonSchema
from pydantic_core import PydanticCustomError

from tosgen.model.condition import Condition
from tosgen.model.values import UNITS
from tosgen.saying import said_by, say
from tosgen.sources import names, values
from tosgen.sources.faults import Unfit

T = TypeVar("T")


class Shape(BaseModel):
    """A mapping with these keys and no others."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


def unsound(code: str, message: str, **more: Any) -> PydanticCustomError:
    """An error of ours: pydantic hands on what is in its context, and makes a plain text of all else."""
    return PydanticCustomError(code, "{message}", {"message": message, **more})


def told(read: Callable[[str], T]) -> Callable[[Any], T]:
    """`read` as a validator: Unfit becomes an error whose type is the finding's code."""

    def validate(raw: Any) -> T:
        try:
            return read(values.line(raw))
        except Unfit as unfit:
            raise unsound(unfit.code, unfit.message, hint=unfit.hint) from None

    return validate


def condition(text: str) -> Condition:
    """A parsed `when`."""
    try:
        return Condition.parse(text)
    except RecursionError:
        raise Unfit("bad-value", say("too many parentheses or 'not'")) from None
    except ValueError as error:
        raise Unfit(
            "bad-value", said_by(error), say("join names of features with and, or, not and parentheses")
        ) from None


def distinct(items: list[T]) -> list[T]:
    """A list without an item that stands twice."""
    first: dict[T, int] = {}
    again = [at for at, item in enumerate(items) if first.setdefault(item, at) != at]
    if again:
        raise unsound("duplicate-value", say("'{item}' stands twice", item=items[again[0]]), again=again)
    return items


def _name(pattern: str) -> BeforeValidator:
    return BeforeValidator(told(lambda text: names.named(pattern, text)))


def _pattern(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern})


_PERIOD = rf"^[0-9]{{1,5}} ({'|'.join(UNITS)})s?$"
_ISO_DAY = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_CONDITION = {"type": "string", "description": "features joined by and, or, not and parentheses"}

Line = Annotated[str, BeforeValidator(told(str)), WithJsonSchema({"type": "string", "minLength": 1})]
Day = Annotated[date, BeforeValidator(told(values.day)), WithJsonSchema(_ISO_DAY)]
Period = Annotated[
    str,
    BeforeValidator(told(lambda text: str(values.duration(text)))),
    WithJsonSchema({"type": "string", "pattern": _PERIOD}),
]
When = Annotated[InstanceOf[Condition], BeforeValidator(told(condition)), WithJsonSchema(_CONDITION)]
Segment = Annotated[str, _name(names.SEGMENT), _pattern(names.SEGMENT)]
MarketName = Annotated[str, _name(names.MARKET), _pattern(names.MARKET)]
FactName = Annotated[str, _name(names.FACT), _pattern(names.FACT)]
ColumnName = Annotated[str, _name(names.COLUMN), _pattern(names.COLUMN)]
JurisdictionName = Annotated[str, _name(names.JURISDICTION), _pattern(names.JURISDICTION)]
Digest = Annotated[str, _name(names.DIGEST), _pattern(names.DIGEST)]
Language = Annotated[str, BeforeValidator(told(lambda t: str(values.language(t)))), WithJsonSchema({"type": "string"})]
Names = Annotated[list[Segment], AfterValidator(distinct)]


class ReviewedShape(Shape):
    """When a clause or a register was last read through, and how often it is to be."""

    on: Day
    every: Period = ""
