"""What the rules on the change kind look at, and the values of facts compared in the interest of users."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tosgen.formats.redline_values import said
from tosgen.lint.bounds import DAYS
from tosgen.model.library import Library
from tosgen.model.plain import Plain
from tosgen.model.version import Cause, ClauseRecord, Version
from tosgen.model.vocabulary import FactType
from tosgen.redline.model import Change
from tosgen.saying import Said, say

_DURATION = re.compile(r"(\d+) ([a-z-]+?)s?")
_MONEY = re.compile(r"(-?\d+(?:\.\d+)?) ([A-Z]{3})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Weighing:
    """A version and its base, the library that both are read by, and the redline of their English texts."""

    old: Version
    new: Version
    library: Library
    changes: Sequence[Change] = ()
    """Of the English texts, where there are any: what rules on words can read."""

    @property
    def before(self) -> Mapping[tuple[str, str], ClauseRecord]:
        """The clauses of the base, by (supplement, id)."""
        return {clause.key: clause for clause in self.old.clauses}

    @property
    def removed(self) -> list[ClauseRecord]:
        """The clauses that are no longer there."""
        here = {clause.key for clause in self.new.clauses}
        return [clause for clause in self.old.clauses if clause.key not in here]

    @property
    def touched(self) -> list[ClauseRecord]:
        """The clauses that have a cause, in the new version."""
        return [clause for clause in self.new.clauses if clause.causes]

    @property
    def causes(self) -> list[Cause]:
        """Every cause once."""
        found = [cause for clause in self.new.clauses for cause in clause.causes]
        found += [cause for causes in self.new.other_causes.values() for cause in causes]
        return list(dict.fromkeys(found))

    def fact(self, name: str) -> FactType | None:
        """A fact's type; names may bear a supplement."""
        return self.library.facts.get(name.rpartition(":")[2])


@dataclass(frozen=True, slots=True)
class Shift:
    """How an answer changed: `how` is a harm of the vocabulary, or "" where neither more nor less can be told."""

    kind: FactType
    how: str
    told: Said


def shifts(kind: FactType, before: Plain, after: Plain) -> Iterator[Shift]:
    """What changed in an answer, cell by cell where it is a table."""
    if kind.columns:
        yield from _rows(kind, _table(before), _table(after))
    elif isinstance(before, list) and isinstance(after, list):
        for item in after:
            if item not in before:
                yield Shift(kind, "added", say("{item} was added to {name}", item=item, name=kind.name))
        for item in before:
            if item not in after:
                yield Shift(kind, "removed", say("{item} was taken out of {name}", item=item, name=kind.name))
    else:
        yield _scalar(kind, before, after)


def _rows(kind: FactType, old: Mapping[str, Mapping[str, Plain]], new: Mapping[str, Mapping[str, Plain]]) -> Iterator[
    Shift
]:  # fmt: skip
    for key in new:
        if key not in old:
            yield Shift(kind, "added", say("row {key} was added to {name}", key=key, name=kind.name))
    for key in old:
        if key not in new:
            yield Shift(kind, "removed", say("row {key} was taken out of {name}", key=key, name=kind.name))
            continue
        for column in sorted({*old[key], *new[key]} & {*kind.columns}):
            was, now = old[key].get(column), new[key].get(column)
            if was != now:
                yield from shifts(kind.columns[column], was, now)


def _scalar(kind: FactType, before: Plain, after: Plain) -> Shift:
    was, now = _measure(before), _measure(after)
    values = {"name": kind.name, "before": said(before), "after": said(after)}
    if was is None or now is None or was[1] != now[1] or was[0] == now[0]:
        return Shift(kind, "", say("{name} changes from {before} to {after}", **values))
    if now[0] > was[0]:
        return Shift(kind, "more", say("{name} rises from {before} to {after}", **values))
    return Shift(kind, "less", say("{name} falls from {before} to {after}", **values))


def _measure(value: Plain) -> tuple[Decimal, str] | None:
    """A value as a quantity and what it is a quantity of; None where it is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value), "number"
    text = value if isinstance(value, str) else ""
    if (found := _DURATION.fullmatch(text)) and found[2] in DAYS:
        return Decimal(found[1]) * Decimal(str(DAYS[found[2]])), "time"
    if found := _MONEY.fullmatch(text):
        return Decimal(found[1]), found[2]
    return (Decimal(text.replace("-", "")), "day") if _DAY.fullmatch(text) else None


def _table(value: Plain) -> dict[str, Mapping[str, Plain]]:
    rows = value if isinstance(value, list) else []
    return {str(row["key"]): row for row in rows if isinstance(row, dict) and "key" in row}
