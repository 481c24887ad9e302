"""Answers that a law bounds: a time longer, or a choice other, than the requirements of the market allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tosgen.errors import Finding, Place
from tosgen.model.library import Requirement
from tosgen.model.values import Duration, Row
from tosgen.model.vocabulary import Bound, FactType
from tosgen.saying import Said, say

DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "working-day": 7 / 5, "week": 7.0, "month": 30.0, "year": 365.0}
"""What a unit counts where two durations are measured in different ones."""


def outside(
    kind: FactType,
    value: object,
    binding: Mapping[str, Requirement],
    place: Place,
    where: str,
    *,
    supplement: str = "",
) -> Iterator[Finding]:
    """`out-of-bounds` for each bound of the fact (in a table: of a column) that binds and that the answer exceeds.

    In a supplement only the rows of its own place count: what holds for the whole market stands in the base text, and
    the supplement's clauses leave out what its law does not know.
    """
    if isinstance(value, tuple):
        for row in value:
            if isinstance(row, Row) and (not supplement or supplement in row.markets):
                for name in (name for name in kind.columns if name in row.cells):
                    yield from outside(kind.columns[name], row.cells[name], binding, place, where)
        return
    for id, bound in kind.bounds.items():
        if id in binding and (limit := _exceeded(bound, value)):
            row = binding[id]
            message = limit.of(
                name=kind.name,
                value=value,
                id=id,
                provision=row.provision,
                where=where,
                most=bound.most,
                least=bound.least,
            )
            yield Finding("out-of-bounds", message, place, f"{row.text[:1].lower()}{row.text[1:]}")


def bounded(kind: FactType) -> bool:
    """Whether a requirement bounds the fact, or one of its columns."""
    return bool(kind.bounds) or any(map(bounded, kind.columns.values()))


_BARRED = say("'{name}' is {value}, but {id} ({provision}) does not allow that in {where}")
_MOST = say("'{name}' is {value}, but {id} ({provision}) allows at most {most} in {where}")
_LEAST = say("'{name}' is {value}, but {id} ({provision}) asks for at least {least} in {where}")


def _exceeded(bound: Bound, value: object) -> Said | None:
    """What the requirement says to a value that passes its limit; None if the value keeps to it."""
    if isinstance(value, str) and value in bound.barred:
        return _BARRED
    if not isinstance(value, Duration | int) or isinstance(value, bool):
        return None
    if bound.most is not None and _over(value, bound.most):
        return _MOST
    return _LEAST if bound.least is not None and _over(bound.least, value) else None


def _over(a: Duration | int, b: Duration | int) -> bool:
    if isinstance(a, Duration) and isinstance(b, Duration):
        return a.count > b.count if a.unit == b.unit else a.count * DAYS[a.unit] > b.count * DAYS[b.unit]
    return isinstance(a, int) and isinstance(b, int) and a > b
