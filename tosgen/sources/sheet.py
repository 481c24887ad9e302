"""A CSV of overrides over a base profile: each row a service, each column a dotted path into the profile."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tosgen.errors import Place
from tosgen.model.library import Library
from tosgen.model.service import Service
from tosgen.saying import say, say_n
from tosgen.sources.columns import ANSWER, Column, read_columns
from tosgen.sources.faults import Faults
from tosgen.sources.reading import MIB, Source, read
from tosgen.sources.service import service_of
from tosgen.sources.table import numbered, typed
from tosgen.sources.tree import Data, Map, Seq, Spot, Tree
from tosgen.sources.yaml import parse

LIMIT = 256 * MIB


@dataclass(frozen=True, slots=True)
class Row:
    """One service: the line that its record begins on, and its cells; an empty one leaves the base as it is."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all rows share: the columns, and the base profile as it was read."""

    shown: str
    columns: tuple[Column, ...]
    base: Source

    def name(self, row: Row) -> str:
        """The service that a row names."""
        return next(cell for column, cell in self._cells(row) if column.steps == ("service",)).strip()

    def place(self, row: Row, *steps: str) -> Place:
        """A cell, or the line where no column has these steps."""
        numbers = {column.steps: number for number, column in enumerate(self.columns, 1)}
        return Place(self.shown, row.line, numbers.get(steps, 0))

    def digest(self, row: Row) -> str:
        """sha256 over the base profile and what the row puts in its place."""
        cells = {".".join(column.steps): cell for column, cell in self._cells(row) if cell.strip()}
        return hashlib.sha256(json.dumps([self.base.digest, cells], sort_keys=True).encode()).hexdigest()

    def service(self, row: Row, library: Library) -> tuple[Service, dict[str, str]]:
        """The row's service, and the digests of its files. Raises Refused with every fault found."""
        faults = Faults()
        tree = _tree(self.base.text, self.base.shown)
        places = {}
        data = _copied(tree.data)
        for number, (column, cell) in enumerate(self._cells(row), 1):
            if cell.strip():
                _put(data, column, typed(column.kind, cell), (row.line, number))
                places[column.steps] = Place(self.shown, row.line, number)
        source = Source(self.base.path, f"{self.shown}:{row.line}", "", self.digest(row))
        return service_of(_Overridden(tree.path, data, tree.start, places), source, library, faults)

    def _cells(self, row: Row) -> Iterator[tuple[Column, str]]:
        return zip(self.columns, row.cells, strict=True)


def read_sheet(path: Path, base: Path, library: Library) -> tuple[Sheet, tuple[Row, ...]]:
    """A CSV and its base profile. Refused with every fault of the base's form, of the header and of the rows' form;
    what a cell says is looked at with its service."""
    faults = Faults()
    profile, source = read(base, faults), read(path, faults, limit=LIMIT)
    tree = parse(profile.text, profile.shown, faults) if profile else None
    if tree is not None and not isinstance(tree.data, Map):
        faults.add("bad-value", say("the base profile is no mapping"), tree.value())
    faults.stop()
    assert profile is not None
    assert source is not None
    assert tree is not None
    header, rows = _records(source, faults)
    columns = read_columns([name.strip() for name in header.cells], tree, library, Place(source.shown, 1), faults)
    faults.stop()
    return Sheet(source.shown, columns, profile), rows


def _records(source: Source, faults: Faults) -> tuple[Row, tuple[Row, ...]]:
    """The header, and the records below it, each with as many cells."""
    reader = csv.reader(io.StringIO(source.text, newline=""), strict=True)
    found: list[Row] = []
    try:
        for line, values in numbered(reader):
            found.append(Row(line, tuple(values)))
            if len(values) != len(found[0].cells):
                message = say_n(
                    "{n} cell, but the header has {columns} columns", "{n} cells, but the header has {columns} columns",
                    n=len(values), columns=len(found[0].cells),
                )  # fmt: skip
                hint = say("put a cell that contains a comma in quotes")
                column = min(len(values), len(found[0].cells)) + 1
                faults.add("bad-value", message, Place(source.shown, line, column), hint)
    except csv.Error as error:
        faults.add("syntax", say("this is not CSV: {error}", error=error), Place(source.shown, max(reader.line_num, 1)))
    if len(found) < 2 and not faults.fatal:
        what, hint = say("there is no row in the file"), say("begin with 'service,...', then a row for each service")
        faults.add("syntax", what, Place(source.shown, 1), hint)
    faults.stop()
    return found[0], tuple(found[1:])


@lru_cache(maxsize=4)
def _tree(text: str, shown: str) -> Tree:
    """The base profile, parsed once in each process; what is read from it is a copy."""
    tree = parse(text, shown, Faults())
    assert tree is not None
    return tree


def _copied(node: Data) -> Any:
    """A copy to take apart: what is at fault is taken out of it."""
    if isinstance(node, Map):
        mapping = Map()
        mapping.update((key, _copied(value)) for key, value in node.items())
        mapping.key_spots, mapping.value_spots = {**node.key_spots}, {**node.value_spots}
        return mapping
    if isinstance(node, Seq):
        items = Seq()
        items.extend(map(_copied, node))
        items.spots = [*node.spots]
        return items
    return node


def _put(node: Map, column: Column, value: Data, spot: Spot) -> None:
    """Set what the column leads to; what the base has in its way gives way, save a plain answer: it is the `value`."""
    for at, step in enumerate(column.steps[:-1]):
        inner = node.get(step)
        plain = at == 1 and column.within_answer and not (isinstance(inner, Map) and ANSWER & inner.keys())
        if not isinstance(inner, Map) or plain:
            wrapped = Map()
            if plain and inner is not None:
                _enter(wrapped, "value", inner, node.value_spots.get(step, spot))
            _enter(node, step, wrapped, spot)
            inner = wrapped
        node = inner
    _enter(node, column.steps[-1], value, spot)


def _enter(node: Map, key: str, value: Data, spot: Spot) -> None:
    node[key] = value
    node.key_spots.setdefault(key, spot)
    node.value_spots[key] = spot


@dataclass(frozen=True, slots=True)
class _Overridden(Tree):
    """A profile in which some values come from cells: whatever is wrong in them is told of the cell."""

    places: Mapping[tuple[str, ...], Place]

    def key(self, *steps: str | int) -> Place:
        """The cell that a path leads to or into, else the place in the base."""
        return self._cell(steps) or Tree.key(self, *steps)

    def value(self, *steps: str | int) -> Place:
        """The same, of a value."""
        return self._cell(steps) or Tree.value(self, *steps)

    def _cell(self, steps: tuple[str | int, ...]) -> Place | None:
        ways = (tuple(map(str, steps[:end])) for end in range(len(steps), 0, -1))
        return next((self.places[way] for way in ways if way in self.places), None)
