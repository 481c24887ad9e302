"""Everything that a run depends on, and the documents that it is to make."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tosgen.catalog.translate import Translator
from tosgen.model.library import Library
from tosgen.model.service import Market, Service

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a run depends on."""

    library: Library
    service: Service
    translators: Mapping[str, Translator]
    day: date
    tosgen: str
    workspace: Path
    library_folder: Path | None = None
    """The library's `clauses/`; None where only its contents are at hand."""


def wanted(service: Service, refs: Sequence[tuple[str, str]] = ()) -> list[tuple[Market, str]]:
    """The documents of each market, in the profile's order; `refs` limits them to (document, market)."""
    everything, named = [(m, d) for m in service.markets.values() for d in documents_of(service, m)], {*refs}
    return [(m, d) for m, d in everything if not named or (d, m.name) in named]


def documents_of(service: Service, market: Market) -> tuple[str, ...]:
    """The documents that a market gets."""
    return market.documents or service.documents
