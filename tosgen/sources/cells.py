"""One answer or cell, wherever it was written: in the profile or in a CSV file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from tosgen.errors import Place
from tosgen.model.values import Localized, Row, Scalar
from tosgen.model.vocabulary import FactType
from tosgen.saying import say
from tosgen.sources import values
from tosgen.sources.faults import Faults, Unfit, near, unknown

LISTS = ("countries", "languages")


class Spots(Protocol):
    """Where the parts of something written stand."""

    def key(self, *steps: str | int) -> Place:
        """The place of the key that `steps` lead to."""

    def value(self, *steps: str | int) -> Place:
        """The place of the value that `steps` lead to."""


@dataclass(frozen=True, slots=True)
class Within:
    """The spots below some of those steps."""

    spots: Spots
    base: tuple[str | int, ...]

    def key(self, *steps: str | int) -> Place:
        """The place of a key."""
        return self.spots.key(*self.base, *steps)

    def value(self, *steps: str | int) -> Place:
        """The place of a value."""
        return self.spots.value(*self.base, *steps)


def scalar(fact: FactType, raw: Any, spots: Spots, faults: Faults) -> Scalar | None:
    """The value of a fact that is no table; None, with its faults noted, if it cannot be taken."""
    try:
        if fact.kind == "localized":
            return _localized(raw, spots, faults)
        if fact.kind in LISTS:
            return _several(fact, raw, spots, faults)
        return values.parse(fact, raw)
    except Unfit as unfit:
        faults.add(unfit.code, unfit.message, spots.value(), unfit.hint)
        return None


def row(fact: FactType, key: str, raw: Mapping[str, Any], spots: Spots, faults: Faults) -> Row:
    """A row of a table with the cells that it gives; missing and unknown columns are noted."""
    cells: dict[str, Scalar] = {}
    for name, column in fact.columns.items():
        if name not in raw:
            if not column.optional:
                faults.add(
                    "missing-fact", say("row '{key}' has no '{name}'", key=key, name=name), spots.key(), column.question
                )
            continue
        value = scalar(column, raw[name], Within(spots, (name,)), faults)
        if value is not None:
            cells[name] = value
    for name in raw:
        if name not in fact.columns:
            hint = near(name, [*fact.columns, "markets", "documents"])
            faults.add(
                "unknown-key", say("'{fact}' has no column '{name}'", fact=fact.name, name=name), spots.key(name), hint
            )
    return Row(key, cells)


def known(what: str, names: Iterable[str], allowed: Iterable[str], spots: Spots, faults: Faults) -> None:
    """Note each name that is not allowed, at its position in a list; where nothing is known, nothing is unknown."""
    allowed = list(allowed)
    for at, name in enumerate(names):
        if allowed and name not in allowed:
            faults.add(f"unknown-{what}", unknown(what, name), spots.value(at), near(name, allowed))


def _localized(raw: Any, spots: Spots, faults: Faults) -> Localized | None:
    if not isinstance(raw, dict):
        hint = say("give one text per language, as in {en: ..., de: ...}")
        raise Unfit("bad-value", say("expected a text per language, found {found}", found=values.found(raw)), hint)
    if not raw:
        raise Unfit("bad-value", say("there is no text in any language"))
    texts: dict[str, str] = {}
    for language, text in raw.items():
        try:
            values.language(language)
        except Unfit as unfit:
            faults.add(unfit.code, unfit.message, spots.key(language), unfit.hint)
        try:
            texts[language] = values.line(text)
        except Unfit as unfit:
            faults.add(unfit.code, unfit.message, spots.value(language), unfit.hint)
    return Localized(texts) if len(texts) == len(raw) else None


def _several(fact: FactType, raw: Any, spots: Spots, faults: Faults) -> tuple[str, ...] | None:
    if not isinstance(raw, list):
        raise Unfit(
            "bad-value", say("expected a list, found {found}", found=values.found(raw)), say("write it as in [de, en]")
        )
    if not raw:
        raise Unfit("bad-value", say("the list is empty"), say("write it as in [de, en], or leave the line out"))
    items: list[str] = []
    for at, text in enumerate(raw):
        try:
            item = values.parse(fact, text)
            if item in items:
                raise Unfit("duplicate-value", say("'{item}' stands twice", item=item), say("keep one"))
            items.append(cast("str", item))
        except Unfit as unfit:
            faults.add(unfit.code, unfit.message, spots.value(at), unfit.hint)
    return tuple(items) if len(items) == len(raw) else None
