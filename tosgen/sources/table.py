"""CSV files -> rows of a table: `key,<column>,...`, one column per language for text that is given per language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from tosgen.errors import Place
from tosgen.model.values import Row
from tosgen.model.vocabulary import FactType
from tosgen.saying import say
from tosgen.sources.cells import LISTS, Within, known, row
from tosgen.sources.faults import Faults, Unfit, brief, near
from tosgen.sources.names import MARKET, named
from tosgen.sources.reading import Source

KEY = "key"
LIMITS = ("markets", "documents")


@dataclass(frozen=True, slots=True)
class _Record:
    """One line of the file: its number, and its cells by header; empty cells are left out."""

    line: int
    cells: Mapping[str, str]
    numbers: Mapping[str, int]
    path: str

    def value(self, *steps: str | int) -> Place:
        """The cell that steps lead to (`purpose`, `en` -> `purpose.en`), else the start of the line."""
        names = [".".join(map(str, steps[:n])) for n in (2, 1) if len(steps) >= n]
        return Place(self.path, self.line, next((self.numbers[name] for name in names if name in self.numbers), 1))

    key = value


def inside(folder: Path, text: str) -> Path:
    """The file `text` in `folder`; Unfit (`outside-workspace`) if it would lie elsewhere, through a link too."""
    pure = PurePosixPath(text)
    path = folder / pure
    strange = pure.is_absolute() or ".." in pure.parts or "\\" in text or ":" in text
    if strange or not _lies_in(folder, path):
        hint = say("name a file beside tosgen.yaml, as in facts/cookies.csv")
        raise Unfit("outside-workspace", say("{text} lies outside the workspace", text=brief(text)), hint)
    return path


def _lies_in(folder: Path, path: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except RuntimeError:  # links that go in a circle
        return False


def read_table(
    source: Source, fact: FactType, faults: Faults, *, markets: Sequence[str], documents: Sequence[str]
) -> tuple[Row, ...]:
    """The rows of a CSV file; places are line and number of the column."""
    rows: dict[str, Row] = {}
    for record in _records(source, fact, faults):
        key = record.cells.get(KEY, "")
        try:
            named(MARKET, key)
        except Unfit as unfit:
            faults.add(unfit.code, unfit.message, record.value(KEY), unfit.hint)
            continue
        if key in rows:
            faults.add(
                "duplicate-key", say("row '{key}' stands here again", key=key), record.value(KEY), say("keep one")
            )
            continue
        limits = {name: words(record.cells.get(name, "")) for name in LIMITS}
        for what, name, allowed in (("market", "markets", markets), ("document", "documents", documents)):
            known(what, limits[name], allowed, Within(record, (name,)), faults)
        cells = row(fact, key, _cells(record, fact), record, faults)
        rows[key] = replace(cells, markets=tuple(limits["markets"]), documents=tuple(limits["documents"]))
    return tuple(rows.values())


def _records(source: Source, fact: FactType, faults: Faults) -> Iterator[_Record]:
    reader = csv.reader(io.StringIO(source.text, newline=""), strict=True)
    header: list[str] = []
    line = 0
    try:
        for line, values in numbered(reader):
            if not header:
                header = [name.strip() for name in values]
                if not _header(header, fact, Place(source.shown, line), faults):
                    return
            elif len(values) > len(header):
                message = say(
                    "{cells} cells, but the header has {columns} columns", cells=len(values), columns=len(header)
                )
                hint = say("put a cell that contains a comma in quotes")
                faults.add("bad-value", message, Place(source.shown, line, len(header) + 1), hint)
            else:
                cells = {name: value for name, value in zip(header, values, strict=False) if value.strip()}
                yield _Record(line, cells, {name: n for n, name in enumerate(header, 1)}, source.shown)
    except csv.Error as error:
        faults.add("syntax", say("this is not CSV: {error}", error=error), Place(source.shown, max(reader.line_num, 1)))
        return
    if not header:
        faults.add(
            "syntax", say("the file is empty"), Place(source.shown, 1), say("begin with '{column},...'", column=KEY)
        )


def numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Records that are not blank, with the line that each begins on."""
    begins = 1
    for values in reader:
        if any(value.strip() for value in values):
            yield begins, values
        begins = reader.line_num + 1


def _header(header: list[str], fact: FactType, place: Place, faults: Faults) -> bool:
    allowed = [KEY, *LIMITS, *(name for name, column in fact.columns.items() if column.kind != "localized")]
    before = len(faults.found)
    for number, name in enumerate(header, 1):
        spot = Place(place.path, place.line, number)
        column, dot, _ = name.partition(".")
        kind = fact.columns[column].kind if column in fact.columns else ""
        if name in header[: number - 1]:
            faults.add("duplicate-key", say("column '{name}' stands twice", name=name), spot, say("keep one"))
        elif kind == "localized" and not dot:
            faults.add(
                "bad-value",
                say("'{name}' is given per language", name=name),
                spot,
                say("write {name}.en, {name}.de ...", name=name),
            )
        elif name not in allowed and not (kind == "localized" and dot):
            faults.add(
                "unknown-key",
                say("'{fact}' has no column {name}", fact=fact.name, name=brief(name)),
                spot,
                near(name, [*allowed, *fact.columns]),
            )
    if KEY not in header:
        faults.add(
            "missing-key", say("column '{name}' is missing", name=KEY), place, say("give every row a key of its own")
        )
    return len(faults.found) == before


def _cells(record: _Record, fact: FactType) -> dict[str, Any]:
    """The cells as a profile would give them: mappings by language, lists, true and false, numbers."""
    cells: dict[str, Any] = {}
    for name, text in record.cells.items():
        column, dot, language = name.partition(".")
        if name == KEY or name in LIMITS:
            continue
        if dot:
            cells.setdefault(column, {})[language] = text
        else:
            cells[name] = typed(fact.columns[name].kind, text)
    return cells


def typed(kind: str, text: str) -> Any:
    """A cell as a profile would give it: of a kind of LISTS a list, true or false, a number, else text."""
    text = text.strip()
    if kind in LISTS:
        return words(text)
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if kind == "integer" and text.removeprefix("-").isdecimal() and text.isascii() and len(text) < 19:
        return int(text)
    return text


def words(text: str) -> list[str]:
    """The names in a cell, with spaces or semicolons between them."""
    return text.replace(";", " ").split()
