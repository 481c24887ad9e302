"""The versions of a ledger that await a decision, read for a reviewer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tosgen.audit.coverage import Audited, Violation
from tosgen.formats.reviewed import Review, Turn
from tosgen.ledger import Entry, Ledger
from tosgen.model.version import Version
from tosgen.pipeline.review import Candidate, Coverage, Desk, Side, answered, approval, turns
from tosgen.pipeline.standing import violations
from tosgen.review.past import Past
from tosgen.review.replay import trusted
from tosgen.review.state import fallen, standing
from tosgen.review.weigh import kind_of

OPEN = frozenset({"recorded", "approved"})
FEW = 12
"""So many first versions are shown with their text unasked."""
Wanted = tuple[str, str, int | None]
"""Document, market, and a version's number or None for all that await."""


def awaiting(side: Side, ledger: Ledger, wanted: Collection[Wanted] = ()) -> Review:
    """All that awaits a decision, or what of it is `wanted`.

    Refused as `trusted` refuses: where a decision does not hold, nothing can be told.
    """
    tip, entries = ledger.tip, ledger.entries()
    past = trusted(ledger, {entry.folder for entry in entries})
    meant = frozenset(wanted)
    found = [each for each in entries if _awaits(past, each, side) and _meant(each, meant)]
    shelf = _Shelf(side, past, _last(past, entries))
    shelf.fill(ledger, found, whole=bool(wanted))
    desk, coverage = Desk.of(side), Coverage(side)
    items = (shelf.candidate(ledger, entry) for entry in found)
    reviewed = tuple(desk.reviewed(item, shelf.turns(coverage, item)) for item in items)
    return Review(side.inputs.service.name, side.inputs.day, reviewed, tip)


def _awaits(past: Past, entry: Entry, side: Side) -> bool:
    where = standing(past.of(entry.folder), entry.version, side.inputs.day, past.signers.approvals)
    return where.state in OPEN


def _meant(entry: Entry, wanted: frozenset[Wanted]) -> bool:
    names = (entry.document, entry.market, entry.version), (entry.document, entry.market, None)
    return not wanted or not wanted.isdisjoint(names)


def _entry(ledger: Ledger, folder: str, number: int) -> Entry:
    document, market = folder.split("/")
    return ledger.entry(document, market, number)


def _last(past: Past, entries: Iterable[Entry]) -> Mapping[str, Mapping[str, Entry]]:
    found: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        if entry.version not in fallen(past.of(entry.folder)):
            found.setdefault(entry.market, {})[entry.folder] = entry
    return found


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The versions that are looked at, with their texts."""

    side: Side
    past: Past
    last: Mapping[str, Mapping[str, Entry]]
    """Market -> folder -> the newest version of the document that was not rejected or withdrawn."""
    versions: dict[tuple[str, int], Version] = field(default_factory=dict)
    texts: dict[tuple[str, int], Mapping[str, str]] = field(default_factory=dict)
    shown: set[tuple[str, int]] = field(default_factory=set)
    forbidden: dict[tuple[str, int], tuple[Violation, ...]] = field(default_factory=dict)

    def fill(self, ledger: Ledger, found: Iterable[Entry], *, whole: bool) -> None:
        """Read what awaits, what it is compared with, and what stands beside it; `whole`: all are shown with a text."""
        chosen = {(entry.folder, entry.version): entry for entry in found}
        markets = {entry.market for entry in chosen.values()}
        beside = {(e.folder, e.version): e for m, of in self.last.items() if m in markets for e in of.values()}
        self._read(ledger, {**chosen, **beside})
        bases = [(folder, base) for folder, number in chosen if (base := self.versions[folder, number].base)]
        missing = [key for key in bases if key not in self.versions]
        self._read(ledger, {key: _entry(ledger, *key) for key in missing})
        whole = whole or sum(self.versions[key].base is None for key in chosen) <= FEW
        self.shown.update(key for key in chosen if whole or self.versions[key].base)

    def _read(self, ledger: Ledger, entries: Mapping[tuple[str, int], Entry]) -> None:
        for key, (version, texts) in zip(entries, ledger.texts(entries.values()), strict=True):
            self.versions[key], self.texts[key] = version, texts

    def candidate(self, ledger: Ledger, entry: Entry) -> Candidate:
        """One version that awaits a decision."""
        key, deeds = (entry.folder, entry.version), self.past.of(entry.folder)
        version = self.versions[key]
        base = self.versions[entry.folder, version.base] if version.base else None
        return Candidate(
            version=version,
            texts=self.texts[key] if key in self.shown else {},
            base=base,
            base_texts=self.texts[entry.folder, base.version] if base else {},
            state=standing(deeds, entry.version, self.side.inputs.day, self.past.signers.approvals).state,
            kind=kind_of(deeds, entry.version, version.kind),
            recorded=entry.recorded.isoformat(),
            author=entry.author,
            deeds=deeds,
            read=lambda number: ledger.version(version.document, version.market, number),
            approval=approval(self.past, entry.folder, entry.version, self.side.inputs.day),
        )

    def turns(self, coverage: Coverage, candidate: Candidate) -> tuple[Turn, ...]:
        """What it answers otherwise than its base, everything beside it being as it is last.

        Of a first version: what it answers.
        """
        version, base = candidate.version, candidate.base
        folder, market = f"{version.document}/{version.market}", version.market
        beside = {folder: each.version for folder, each in self.last.get(market, {}).items()}
        new = coverage.answers(market, self._audited({**beside, folder: version.version}, folder))
        if base is None:
            return answered(self.side, new, version.document)
        old = coverage.answers(market, self._audited({**beside, folder: base.version}, folder))
        return turns(self.side, old, new, version.document)

    def _audited(self, numbers: Mapping[str, int], judged: str) -> Iterator[Audited]:
        """Documents of a market; what may not be said is looked for in those that change."""
        for folder, number in numbers.items():
            version, texts = self.versions[folder, number], self.texts[folder, number]
            forbidden = self._forbidden(version, texts) if folder == judged and version.base else ()
            yield Audited(version, texts[version.authoritative], forbidden)

    def _forbidden(self, version: Version, texts: Mapping[str, str]) -> tuple[Violation, ...]:
        key = f"{version.document}/{version.market}", version.version
        market = self.side.inputs.service.markets.get(version.market)
        if key not in self.forbidden:
            found = violations(self.side.inputs, market, version, texts) if market else ()
            self.forbidden[key] = tuple(dict.fromkeys(found))
        return self.forbidden[key]
