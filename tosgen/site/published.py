"""What a ledger has published by a day: of each document and market its versions in order, and which holds for whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from tosgen.ledger import Entry, Ledger
from tosgen.model.effect import Mechanism, Sending
from tosgen.model.history import History
from tosgen.model.version import Version
from tosgen.review.history import history
from tosgen.review.replay import trusted
from tosgen.review.state import Deed, for_agreement, for_existing, in_force, publications, sendings
from tosgen.review.weigh import kind_of


@dataclass(frozen=True, slots=True)
class Edition:
    """A version that was published, whatever came of it, with its texts: locale -> Markdown."""

    history: History
    mechanism: Mechanism | None
    sent: tuple[Sending, ...]
    texts: Mapping[str, str]
    kind: str = ""
    """What its change counts as: the kind that a person gave it, else the one that was weighed."""
    decided: Mapping[str, datetime] = field(default_factory=dict)
    """`publish`, `withdraw` -> the moment at which that was decided first."""

    @property
    def version(self) -> Version:
        """The record."""
        return self.history.version

    @property
    def number(self) -> int:
        """The version's number."""
        return self.history.version.version


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Shelf:
    """A document of a market as it stands on a day. Numbers are those of `editions`, the oldest of which is first."""

    document: str
    market: str
    day: date
    editions: tuple[Edition, ...]
    current: int | None
    """What new users are offered."""
    existing: int | None
    """What holds for existing users who have said nothing."""
    asked: int | None
    """What existing users are asked to agree to."""

    def edition(self, number: int) -> Edition:
        """The one of that number; KeyError if none was published."""
        for edition in self.editions:
            if edition.number == number:
                return edition
        raise KeyError(number)

    @property
    def upcoming(self) -> tuple[Edition, ...]:
        """Published to hold from a later day on, the next one first."""
        later = (e for e in self.editions if e.history.outcome == "published" and e.history.day > self.day)
        return tuple(sorted(later, key=lambda e: (e.history.day, e.number)))


def shelves(ledger: Ledger, folders: Collection[str], day: date) -> tuple[Shelf, ...]:
    """What is published of `folders` (`document/market`), in order of document and market; of the rest, nothing.

    Refused, with the reason, where a decision on one of them does not hold.
    """
    entries: dict[str, list[Entry]] = {}
    for entry in ledger.entries():
        if entry.folder in folders:
            entries.setdefault(entry.folder, []).append(entry)
    past = trusted(ledger, entries)
    published = {folder: publications(past.of(folder)) for folder in sorted(entries)}
    chosen = [e for folder, found in published.items() for e in entries[folder] if e.version in found]
    texts = {(v.document, v.market, v.version): (v, words) for v, words in ledger.texts(chosen)}
    made = []
    for folder, found in published.items():
        if not found:
            continue
        deeds = past.of(folder)
        composed = {e.version: e.generated_for for e in entries[folder]}
        document, _, market = folder.partition("/")
        editions = []
        for number in sorted(found):
            version, words = texts[document, market, number]
            told = tuple(sendings(deeds, number))
            past_of, kind = history(version, composed, deeds), kind_of(deeds, number, version.kind)
            editions.append(Edition(past_of, found[number].mechanism, told, words, kind, _decided(deeds, number)))
        holds = in_force(deeds, day), for_existing(deeds, day), for_agreement(deeds, day)
        made.append(Shelf(document, market, day, tuple(editions), *holds))
    return tuple(made)


def _decided(deeds: Sequence[Deed], number: int) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for deed in deeds:
        if deed.version == number and deed.action in {"publish", "withdraw"} and deed.at:
            found.setdefault(deed.action, deed.at)
    return found
