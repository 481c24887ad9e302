"""Fact values: typed, plain, frozen. How they print is the business of `text`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tosgen.model.kept import kept
from tosgen.model.plain import Plain

UNITS = ("minute", "hour", "day", "working-day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Duration:
    """A number of one unit out of UNITS, such as 14 days."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in an ISO 4217 currency."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class Choice(str):
    """The key of an option; compares like its key, prints as its label."""

    __slots__ = ()


class Country(str):
    """An ISO 3166-1 code; prints as the territory's name."""

    __slots__ = ()


class Tongue(str):
    """A CLDR locale tag; prints as the language's name."""

    __slots__ = ()


class Email(str):
    """An e-mail address; prints as a link."""

    __slots__ = ()


class Url(str):
    """An http(s) address; prints as a link."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Localized:
    """Text given per language."""

    by_language: Mapping[str, str]

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.by_language.items())))


Scalar = str | int | bool | date | Duration | Money | Localized | tuple[str, ...]


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Row:
    """One row of a keyed table; `markets` and `documents` limit where it stands (empty: everywhere)."""

    key: str
    cells: Mapping[str, Scalar]
    markets: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


Table = tuple[Row, ...]
Value = Scalar | Table


def plain(value: object) -> Plain:  # noqa: PLR0911  # one for each kind
    """The value as JSON records it: what the company answered, not how it prints."""
    match value:
        case str():
            return str(value)
        case bool() | int() | None:
            return value
        case Localized(by_language):
            return dict(sorted(by_language.items()))
        case Row():
            return _row(value)
        case tuple() | list():
            return [plain(item) for item in value]
        case Mapping():
            return {str(name): plain(item) for name, item in value.items()}
        case _:
            return str(value)


@kept
def _row(row: Row) -> Plain:
    """Documents share their tables' rows."""
    return {"key": row.key, **{name: plain(cell) for name, cell in row.cells.items()}}
