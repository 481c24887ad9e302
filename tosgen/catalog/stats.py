"""How far a catalog has come: counts by the jurisdiction or the document that its blocks belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tosgen.catalog.messages import Message
from tosgen.catalog.po import Catalog
from tosgen.catalog.translate import Translator
from tosgen.catalog.update import Counts, messages
from tosgen.model.library import Library

VOCABULARIES = "vocabularies"
"""The part of what belongs to no clause: titles, terms, labels."""


def counted(library: Library, translator: Translator, by: str) -> Mapping[str, Counts]:
    """Part -> counts; `by` is `locale` (one part, ""), `jurisdiction` or `document` (a block counts for each)."""
    parts = dict(_parts(library, by))
    tallies: dict[str, _Tally] = {}
    for message in dict.fromkeys(messages(library, translator.locale)):
        for part in parts.get(message.context, (VOCABULARIES,)) if by != "locale" else ("",):
            tallies.setdefault(part, _Tally()).take(translator.catalog, message)
    return {part: tally.counts for part, tally in sorted(tallies.items())} or {"": Counts(0, 0, 0)}


def tallied(catalog: Catalog, messages: Iterable[Message]) -> Counts:
    """The counts of these messages alone."""
    tally = _Tally()
    for message in messages:
        tally.take(catalog, message)
    return tally.counts


def _parts(library: Library, by: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for clause in library.clauses:
        yield clause.path, (clause.jurisdiction,) if by == "jurisdiction" else clause.documents


@dataclass(slots=True)
class _Tally:
    """Counts as they grow."""

    current: int = 0
    stale: int = 0
    missing: int = 0

    def take(self, catalog: Catalog, message: Message) -> None:
        key = message.context, message.id
        if key in catalog.entries:
            self.current += 1
        elif key in catalog.stale:
            self.stale += 1
        else:
            self.missing += 1

    @property
    def counts(self) -> Counts:
        return Counts(self.current, self.stale, self.missing)
