"""Why each clause changed: an input is a cause if putting its old value back undoes the change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from tosgen.model.document import anchor
from tosgen.model.library import Library
from tosgen.model.version import Cause, ClauseRecord, Version

Key = tuple[str, str]
Trial = Callable[[str], Mapping[Key, str]]
"""Kind of input (`law`, `feature`, `jurisdiction`) -> sources by clause key, resolved with the old value of it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A version and the one before, with what decides between causes."""

    old: Version
    new: Version
    library: Library
    trial: Trial

    def records(self, key: Key) -> tuple[ClauseRecord | None, ClauseRecord | None]:
        """The clause on both sides."""
        return _by_key(self.old).get(key), _by_key(self.new).get(key)


def explained(pair: Pair) -> Version:
    """The new version with the causes of every clause that changed, moved, or was renumbered."""
    keys = dict.fromkeys([*_by_key(pair.new), *_by_key(pair.old)])
    found = {key: tuple(dict.fromkeys(_direct(pair, key))) for key in keys}
    spread = tuple(dict.fromkeys(cause for causes in found.values() for cause in causes))
    moved = _moved(pair)
    structural = tuple(c for key, causes in found.items() if _structural(pair, key, moved) for c in causes)

    def causes(record: ClauseRecord) -> tuple[Cause, ...]:
        before = _by_key(pair.old).get(record.key)
        if found[record.key] or before is None:
            return found[record.key] or spread
        if dict(before.words) != dict(record.words):
            return spread or (Cause("layout"),)
        return tuple(dict.fromkeys(structural)) if before.number != record.number else ()

    return replace(pair.new, clauses=tuple(replace(record, causes=causes(record)) for record in pair.new.clauses))


def by_anchor(pair: Pair, new: Version) -> dict[str, tuple[Cause, ...]]:
    """Causes by anchor, as a redline wants them: clauses of the new version, removed ones, section titles."""
    found = {anchor(record.id, record.supplement): record.causes for record in new.clauses}
    for record in pair.old.clauses:
        if record.key not in _by_key(new):
            found[anchor(record.id, record.supplement)] = tuple(_direct(pair, record.key))
    if pair.old.outline != new.outline:
        found.update({slot: (Cause("outline", slot),) for slot, _ in {*pair.old.outline, *new.outline}})
    return found


def all_causes(causes: Mapping[str, tuple[Cause, ...]]) -> tuple[Cause, ...]:
    """Every cause once, in order of kind and name."""
    return tuple(sorted({c for some in causes.values() for c in some}, key=lambda c: (c.kind, c.name, str(c.after))))


def _by_key(version: Version) -> dict[Key, ClauseRecord]:
    return {record.key: record for record in version.clauses}


def _direct(pair: Pair, key: Key) -> Iterator[Cause]:
    old, new = pair.records(key)
    if old is None or new is None or old.source != new.source:
        yield from _presence(pair, key, old, new)
        return
    if old.template != new.template:
        yield Cause("library", new.source, old.digest[:12], new.digest[:12])
    else:
        yield from _translations(old, new)
    if dict(old.words) != dict(new.words):
        yield from _facts(pair, old, new)
        yield from _features(pair, set(old.features) | set(new.features))
        yield from _terms(pair, old, new)
    if key in _moved(pair):
        yield Cause("outline", new.slot)


def _presence(pair: Pair, key: Key, old: ClauseRecord | None, new: ClauseRecord | None) -> Iterator[Cause]:
    actual = new.source if new else None
    causes = [kind for kind in ("law", "feature", "jurisdiction") if pair.trial(kind).get(key) != actual]
    record = new or old
    assert record is not None  # a key stems from one side at least
    slots = [{slot for slot, _ in version.outline} for version in (pair.old, pair.new)]
    if not causes and (record.slot in slots[0]) != (record.slot in slots[1]):
        yield Cause("outline", record.slot)
        return
    for kind in causes:
        yield from _named(pair, kind, record)
    if not causes:
        yield Cause("library", record.source, old.digest[:12] if old else None, new.digest[:12] if new else None)


def _named(pair: Pair, kind: str, record: ClauseRecord) -> Iterator[Cause]:
    if kind == "feature":
        clause = next((c for c in pair.library.clauses if c.path == record.source), None)
        yield from _features(pair, set(clause.needs.names) if clause else set(), all_if_none=True)
    elif kind == "jurisdiction":
        yield Cause(kind, record.jurisdiction, list(pair.old.jurisdictions), list(pair.new.jurisdictions))
    else:
        names = [id for id in record.satisfies if _dated_between(pair, id)] or [record.source]
        yield from (Cause(kind, name, pair.old.generated_for, pair.new.generated_for) for name in names)


def _dated_between(pair: Pair, requirement: str) -> bool:
    row = pair.library.requirements.get(requirement)
    first, last = sorted((pair.old.generated_for, pair.new.generated_for))
    days = [day.isoformat() for day in (row.applies_from, row.applies_until) if day] if row else []
    return any(first < day <= last for day in days)


def _translations(old: ClauseRecord, new: ClauseRecord) -> Iterator[Cause]:
    for locale in sorted({*old.translations, *new.translations}):
        before, after = old.translations.get(locale), new.translations.get(locale)
        if before != after:
            yield Cause("translation", locale, before and before[:12], after and after[:12])


def _facts(pair: Pair, old: ClauseRecord, new: ClauseRecord) -> Iterator[Cause]:
    for name in sorted({*old.facts, *new.facts}):
        before, after = pair.old.facts.get(name), pair.new.facts.get(name)
        if before != after:
            yield Cause("fact", name, before, after)


def _features(pair: Pair, names: set[str], *, all_if_none: bool = False) -> Iterator[Cause]:
    switched = set(pair.old.features) ^ set(pair.new.features)
    named = switched & names or (switched if all_if_none else set())
    for name in sorted(named):
        yield Cause("feature", name, name in pair.old.features, name in pair.new.features)


def _terms(pair: Pair, old: ClauseRecord, new: ClauseRecord) -> Iterator[Cause]:
    for name in sorted({*old.terms, *new.terms}):
        before, after = pair.old.terms.get(name), pair.new.terms.get(name)
        if not before or not after or before == after:
            continue
        if before["source"] != after["source"]:
            yield Cause("term", name, before["source"], after["source"])
        else:
            yield Cause("translation", name)


def _moved(pair: Pair) -> frozenset[Key]:
    """Clauses whose slot stands elsewhere in the outline, or whose slot is another."""
    common = [slot for slot, _ in pair.old.outline if slot in {s for s, _ in pair.new.outline}]
    now = [slot for slot, _ in pair.new.outline if slot in set(common)]
    old, new = _by_key(pair.old), _by_key(pair.new)
    both = [key for key in new if key in old]
    shifted = {slot for slot in common if common.index(slot) != now.index(slot)}
    inside = _reordered([k for k in old if k in new], both, {k: new[k].slot for k in both})
    return frozenset(k for k in both if new[k].slot in shifted or old[k].slot != new[k].slot or k in inside)


def _reordered(old: list[Key], new: list[Key], slots: Mapping[Key, str]) -> set[Key]:
    """Clauses whose place among their slot's own clauses differs."""
    moved = set()
    for slot in set(slots.values()):
        before, after = ([k for k in keys if slots[k] == slot] for keys in (old, new))
        moved |= {k for k in after if before.index(k) != after.index(k)}
    return moved


def _structural(pair: Pair, key: Key, moved: frozenset[Key]) -> bool:
    old, new = pair.records(key)
    return old is None or new is None or key in moved
