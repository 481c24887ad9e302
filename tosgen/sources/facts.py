"""The answers of a profile -> facts, each typed as facts.yaml says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tosgen.model.service import Fact
from tosgen.model.values import Row, Table, Value
from tosgen.model.vocabulary import FactType
from tosgen.saying import say
from tosgen.sources import values
from tosgen.sources.cells import Within, known, row, scalar
from tosgen.sources.faults import Unfit
from tosgen.sources.profile import Profile
from tosgen.sources.reading import read
from tosgen.sources.shapes import shaped
from tosgen.sources.shapes.service import AnswerShape, OwnedShape, RowShape, TableShape
from tosgen.sources.table import LIMITS, inside, read_table

_ANSWER = frozenset(AnswerShape.model_fields)


@dataclass(frozen=True, slots=True)
class Answers:
    """Reads the facts of one profile; `digests` grows with each CSV file read."""

    profile: Profile
    folder: Path
    digests: dict[str, str] = field(default_factory=dict)

    def facts(self) -> dict[str, Fact]:
        """Every fact that could be read; the faults of the others are noted."""
        library, given = self.profile.library, self.profile.shape.facts
        facts: dict[str, Fact] = {}
        for name, raw in given.items():
            kind = library.facts.get(name)
            if kind is None:
                self.profile.unknown("fact", name, library.facts, "facts", name, key=True)
            elif kind.fill:
                hint = say("give it to `tosgen fill`, in a file of its own")
                message = say("'{name}' is a fact of a single case, not of the service", name=name)
                self.profile.faults.add("unknown-fact", message, self._within(name).key(), hint)
            elif fact := self._table(kind, raw) if kind.kind == "table" else self._answer(kind, raw):
                facts[name] = fact
        return facts

    def _within(self, *base: str | int) -> Within:
        return Within(self.profile.tree, ("facts", *base))

    def _answer(self, kind: FactType, raw: Any) -> Fact | None:
        spots, faults = self._within(kind.name), self.profile.faults
        plain = not isinstance(raw, dict) or (kind.kind == "localized" and not _ANSWER & set(raw))
        if plain:
            value = scalar(kind, raw, spots, faults)
            return None if value is None else Fact(kind.name, value, spots.key())
        shape = shaped(AnswerShape, self.profile.tree, faults, "facts", kind.name)
        if shape is None:
            return None
        varied = ("markets", "documents")
        if not ("value" in raw or shape.markets or shape.documents) and self._whole(kind, "value", *varied):
            faults.add("missing-key", say("'value' is missing"), spots.key())
        value = scalar(kind, raw["value"], self._within(kind.name, "value"), faults) if "value" in raw else None
        markets = self._varied(kind, "markets", shape.markets, self.markets)
        documents = self._varied(kind, "documents", shape.documents, self.documents)
        return self._owned(Fact(kind.name, value, spots.key(), markets, documents), shape)

    def _varied(self, kind: FactType, key: str, given: Mapping[str, Any], names: Sequence[str]) -> dict[str, Value]:
        """The values by market or by document."""
        varied: dict[str, Value] = {}
        allowed = {*names} or {*given}
        for name, raw in given.items():
            spots = self._within(kind.name, key, name)
            if name not in allowed:
                self.profile.unknown(key.removesuffix("s"), name, names, "facts", kind.name, key, name, key=True)
            value = scalar(kind, raw, spots, self.profile.faults)
            if value is not None:
                varied[name] = value
        return varied

    def _table(self, kind: FactType, raw: Any) -> Fact | None:
        spots, faults = self._within(kind.name), self.profile.faults
        if not isinstance(raw, dict):
            hint = say("write rows: or file:")
            faults.add(
                "bad-value", say("expected a table, found {found}", found=values.found(raw)), spots.value(), hint
            )
            return None
        shape = shaped(TableShape, self.profile.tree, faults, "facts", kind.name)
        if shape is None:
            return None
        if (shape.rows is None) == (shape.file is None):
            if self._whole(kind, "rows", "file"):
                faults.add("missing-key", say("a table needs either 'rows' or 'file'"), spots.key())
            return None
        rows = self._file(kind, shape.file) if shape.file is not None else self._rows(kind, shape.rows or {}, raw)
        return self._owned(Fact(kind.name, rows, spots.key()), shape)

    def _rows(self, kind: FactType, shapes: Mapping[str, RowShape], raw: Mapping[str, Any]) -> Table:
        rows: list[Row] = []
        for key, shape in shapes.items():
            spots = self._within(kind.name, "rows", key)
            given = {name: cell for name, cell in raw["rows"][key].items() if name not in LIMITS}
            cells = row(kind, key, given, spots, self.profile.faults)
            limits = (("market", shape.markets, self.markets), ("document", shape.documents, self.documents))
            for what, names, allowed in limits:
                at = self._within(kind.name, "rows", key, f"{what}s")
                known(what, names, allowed, at, self.profile.faults)
            rows.append(replace(cells, markets=tuple(shape.markets), documents=tuple(shape.documents)))
        return tuple(rows)

    def _file(self, kind: FactType, name: str) -> Table:
        faults, spots = self.profile.faults, self._within(kind.name, "file")
        try:
            path = inside(self.folder, name)
        except Unfit as unfit:
            faults.add(unfit.code, unfit.message, spots.value(), unfit.hint)
            return ()
        if not path.is_file():
            faults.add("missing-file", say("there is no file '{name}'", name=name), spots.value())
            return ()
        source = read(path, faults)
        if source is None:
            return ()
        self.digests[name] = source.digest
        return read_table(source, kind, faults, markets=self.markets, documents=self.documents)

    @property
    def markets(self) -> list[str]:
        """Names of the profile's markets, those at fault too; none if it has no mapping of them."""
        return list(self.profile.tree.names("markets"))

    @property
    def documents(self) -> list[str]:
        """Names of the library's documents."""
        return list(self.profile.library.documents)

    def _whole(self, kind: FactType, *keys: str) -> bool:
        return all(self.profile.tree.whole("facts", kind.name, key) for key in keys)

    def _owned(self, fact: Fact, shape: OwnedShape) -> Fact:
        if shape.confirmed and shape.expires and shape.expires <= shape.confirmed:
            message = say(
                "it expires on {expires}, not after it was confirmed on {confirmed}",
                expires=shape.expires,
                confirmed=shape.confirmed,
            )
            self.profile.faults.add("overlap", message, self._within(fact.name).value("expires"))
        return replace(fact, owner=shape.owner, confirmed=shape.confirmed, expires=shape.expires)
