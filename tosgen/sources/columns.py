"""The columns of a CSV of overrides: dotted paths into a profile, each typed as the profile is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args, get_origin

from tosgen.errors import Place
from tosgen.model.library import Library
from tosgen.model.vocabulary import FactKind, FactType
from tosgen.saying import Said, say
from tosgen.sources import values
from tosgen.sources.faults import Faults, Unfit, brief, near, unknown
from tosgen.sources.shapes.kinds import bare, is_shape, keys, kind_at
from tosgen.sources.shapes.service import AnswerShape, OwnedShape, ServiceShape, TableShape
from tosgen.sources.tree import Map, Tree

OWNED = frozenset(OwnedShape.model_fields)
ANSWER = frozenset(AnswerShape.model_fields)


@dataclass(frozen=True, slots=True)
class Column:
    """Where a cell goes in the profile, and what it is read as: `languages` stands for every list of names."""

    steps: tuple[str, ...]
    kind: FactKind
    within_answer: bool = False
    """Whether a plain answer of the base becomes the `value` that stands beside it."""


def read_columns(
    header: Sequence[str], base: Tree, library: Library, place: Place, faults: Faults
) -> tuple[Column, ...]:
    """The columns that a header names; their faults at line and number of the column."""
    found: dict[tuple[str, ...], str] = {}
    columns = []
    for number, name in enumerate(header, 1):
        spot = Place(place.path, place.line, number)
        try:
            column = _column(name, base, library)
            _apart(column.steps, name, found)
        except Unfit as unfit:
            faults.add(unfit.code, unfit.message, spot, unfit.hint)
            continue
        found[column.steps] = name
        columns.append(column)
    if ("service",) not in found:
        what = say("column '{name}' is missing", name="service")
        faults.add("missing-key", what, place, say("name each row's service in it"))
    return tuple(columns)


def _apart(steps: tuple[str, ...], name: str, found: dict[tuple[str, ...], str]) -> None:
    """Unfit for a column that stands twice, or lies within another one."""
    for other, known in found.items():
        if steps == other:
            raise Unfit("duplicate-key", say("column '{name}' stands twice", name=name), say("keep one"))
        short = min(len(steps), len(other))
        if steps[:short] == other[:short]:
            what = say("one of the columns '{known}' and '{name}' lies within the other", known=known, name=name)
            raise Unfit("overlap", what, say("keep one"))


def _column(name: str, base: Tree, library: Library) -> Column:
    first, *rest = name.split(".")
    if first == "facts" and rest:
        return _fact(rest, base, library)
    steps: tuple[str, ...] = (first, *rest)
    if first in {"entities", "markets"} and rest:
        key, tail = _named(rest, base.names(first))
        if not key:
            what = {"entities": "entity", "markets": "market"}[first]
            raise Unfit(f"unknown-{what}", unknown(what, rest[0]), near(rest[0], base.names(first)) or _IN_BASE)
        steps = (first, key, *tail)
    return Column(steps, _of_shape(name, steps))


_IN_BASE = say("give it in the base profile first")


def _of_shape(name: str, steps: tuple[str, ...]) -> FactKind:
    for at, step in enumerate(steps):
        known = keys(ServiceShape, steps[:at])
        if known and step not in known:
            raise Unfit("unknown-key", _no_such(name), near(step, known))
    kind = kind_at(ServiceShape, steps)
    if kind is None:
        raise Unfit("unknown-key", _no_such(name))
    if get_origin(kind) is list and not is_shape(bare(get_args(kind)[0])):
        return "languages"
    if is_shape(kind) or get_origin(kind) in {list, dict}:
        raise Unfit("bad-value", _no_cell(name), say("name what stands in it, as in {name}.…", name=name))
    return "text"


def _fact(rest: list[str], base: Tree, library: Library) -> Column:
    name, tail = _named(rest, library.facts)
    kind = library.facts.get(name)
    if kind is None:
        wanted = ".".join(rest[:2])
        raise Unfit("unknown-fact", unknown("fact", wanted), near(wanted, library.facts))
    if kind.fill:
        what = say("'{name}' is a fact of a single case, not of the service", name=name)
        raise Unfit("unknown-fact", what, say("give it to `tosgen fill`, in a file of its own"))
    steps = ("facts", name, *tail)
    if len(tail) == 1 and tail[0] in OWNED:
        return Column(steps, "text", within_answer=kind.kind != "table")
    if kind.kind == "table":
        return Column(steps, _of_table(kind, tail))
    return _answer(kind, tail, base, library)


def _answer(kind: FactType, tail: Sequence[str], base: Tree, library: Library) -> Column:
    """A value, in general (`value`), by market or by document; one that is given per language ends in the language."""
    way: tuple[str, ...] = ()
    if tail and tail[0] in ANSWER - OWNED:
        way, tail = (tail[0],), tail[1:]
        if way != ("value",):
            key, tail = _named(tail, base.names("markets") if way == ("markets",) else library.outlines)
            if not key:
                raise Unfit("unknown-key", _no_such(_dotted(kind, (*way, *tail))))
            way = (*way, key)
    if kind.kind == "localized":
        if not tail:
            hint = say("write {name}.en, {name}.de ...", name=_dotted(kind, way))
            raise Unfit("bad-value", say("'{name}' is given per language", name=_dotted(kind, way)), hint)
        values.language(tail[0])
        given = base.data["facts"].get(kind.name) if isinstance(base.data.get("facts"), Map) else None
        if not way and isinstance(given, Map) and ANSWER & given.keys():
            what = say("the base profile says more of '{name}' than its words", name=kind.name)
            raise Unfit("bad-value", what, say("write {name}", name=_dotted(kind, ("value", tail[0]))))
        way, tail = (*way, tail[0]), tail[1:]
    if tail:
        raise Unfit("unknown-key", _no_such(_dotted(kind, (*way, *tail))))
    return Column(("facts", kind.name, *way), kind.kind, within_answer=bool(way) and way[0] in ANSWER)


def _of_table(kind: FactType, tail: Sequence[str]) -> FactKind:
    if tuple(tail) == ("file",):
        return "text"
    if len(tail) >= 3 and tail[0] == "rows":
        if tail[2] in {"markets", "documents"} and len(tail) == 3:
            return "languages"
        column = kind.columns.get(tail[2])
        if column is not None and len(tail) == (4 if column.kind == "localized" else 3):
            return column.kind
        raise Unfit("unknown-key", say("'{fact}' has no column {name}", fact=kind.name, name=brief(".".join(tail[2:]))),
                    near(tail[2], kind.columns))  # fmt: skip
    hint = say("name {name}.file, or a cell as {name}.rows.KEY.COLUMN", name=f"facts.{kind.name}")
    known = {*TableShape.model_fields} - OWNED
    code = "unknown-key" if tail and tail[0] not in known else "bad-value"
    raise Unfit(code, say("'{name}' is a table", name=f"facts.{kind.name}"), hint)


def _named(rest: Sequence[str], known: Iterable[str]) -> tuple[str, list[str]]:
    """The longest known name that dotted segments begin with, and the segments after it; "" if there is none."""
    names = {*known}
    for end in range(len(rest), 0, -1):
        if ".".join(rest[:end]) in names:
            return ".".join(rest[:end]), list(rest[end:])
    return "", list(rest)


def _dotted(kind: FactType, way: Sequence[str]) -> str:
    return ".".join(["facts", kind.name, *way])


def _no_such(name: str) -> Said:
    return say("a profile has no {name}", name=brief(name))


def _no_cell(name: str) -> Said:
    return say("'{name}' holds more than a cell can", name=name)
