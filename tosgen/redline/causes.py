"""Why each clause changed: an input is a cause if putting its old value back undoes the change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from tosgen.model.document import SUPPLEMENT_ANCHOR, anchor
from tosgen.model.library import Library
from tosgen.model.version import Cause, ClauseRecord, Version
from tosgen.redline.order import Key, by_key, moved, shifted
from tosgen.resolve import DEFINITIONS

Trial = Callable[[str], Mapping[Key, str]]
"""Kind of input (`law`, `feature`, `jurisdiction`) -> sources by clause key, resolved with the old value of it.

Ids that a supplement omits stand there under their `omission` key.
"""


@dataclass(frozen=True)
class Pair:
    """A version and the one before, with what decides between causes."""

    old: Version
    new: Version
    library: Library
    trial: Trial

    def records(self, key: Key) -> tuple[ClauseRecord | None, ClauseRecord | None]:
        """The clause on both sides."""
        return self.before.get(key), self.after.get(key)

    @cached_property
    def before(self) -> Mapping[Key, ClauseRecord]:
        """The clauses of the version before."""
        return by_key(self.old)

    @cached_property
    def after(self) -> Mapping[Key, ClauseRecord]:
        """The clauses of the version."""
        return by_key(self.new)

    @cached_property
    def moved(self) -> frozenset[Key]:
        """The clauses that stand elsewhere."""
        return moved(self.old, self.new)

    @cached_property
    def shifted(self) -> frozenset[str]:
        """The sections that stand elsewhere."""
        return shifted(self.old, self.new)


def explained(pair: Pair) -> Version:
    """The new version with the causes of every clause that changed, moved, or was renumbered."""
    keys = dict.fromkeys([*pair.after, *pair.before])
    found = {key: tuple(dict.fromkeys(_direct(pair, key))) for key in keys}
    spread = tuple(dict.fromkeys(cause for causes in found.values() for cause in causes))
    structural = tuple(c for key, causes in found.items() if _structural(pair, key) for c in causes)

    def causes(record: ClauseRecord) -> tuple[Cause, ...]:
        before = pair.before.get(record.key)
        if found[record.key] or before is None:
            return found[record.key] or spread
        if dict(before.words) != dict(record.words):
            return spread or (Cause("layout"),)
        return tuple(dict.fromkeys(structural)) if before.number != record.number else ()

    return replace(pair.new, clauses=tuple(record.because(causes(record)) for record in pair.new.clauses))


def by_anchor(pair: Pair, new: Version) -> dict[str, tuple[Cause, ...]]:
    """Causes by anchor, as a redline wants them: clauses of the new version, removed ones, section titles."""
    found = {anchor(record.id, record.supplement): record.causes for record in new.clauses}
    there = by_key(new)
    for record in pair.old.clauses:
        if record.key not in there:
            found[anchor(record.id, record.supplement)] = tuple(_direct(pair, record.key))
    return {**found, **dict(_titles(pair, new))}


def all_causes(causes: Mapping[str, tuple[Cause, ...]]) -> tuple[Cause, ...]:
    """Every cause once, in order of kind and name; without values where clauses give it different ones."""
    found: dict[tuple[str, str], Cause] = {}
    for cause in (cause for some in causes.values() for cause in some):
        known = found.setdefault((cause.kind, cause.name), cause)
        if known != cause:
            found[cause.kind, cause.name] = Cause(cause.kind, cause.name)
    return tuple(found[key] for key in sorted(found))


def _titles(pair: Pair, new: Version) -> Iterator[tuple[str, tuple[Cause, ...]]]:
    """Causes by anchor for titles: of sections that came, went or moved with the outline, and what is worded anew."""
    before, after = {slot for slot, _ in pair.old.outline}, {slot for slot, _ in new.outline}
    for place, slot in dict.fromkeys((c.supplement, c.slot) for c in (*new.clauses, *pair.old.clauses)):
        if slot in before ^ after or slot in pair.shifted:
            yield (f"{place.lower()}--{slot}" if place else slot), (Cause("outline", slot),)
    for name, title in new.titles.items():
        known = pair.old.titles.get(name, title)
        if known["source"] != title["source"]:
            kind = "layout" if name.startswith(SUPPLEMENT_ANCHOR) else "outline"
            yield name, (Cause(kind, name, known["source"], title["source"]),)
        elif locales := [tag for tag in title if known.get(tag, title[tag]) != title[tag]]:
            yield name, tuple(Cause("translation", tag) for tag in locales)


def _direct(pair: Pair, key: Key) -> Iterator[Cause]:
    old, new = pair.records(key)
    if old is None or new is None or old.source != new.source:
        yield from _presence(pair, key, old, new)
        return
    if (old.template, old.conspicuous) != (new.template, new.conspicuous):
        yield Cause("library", new.source, old.digest[:12], new.digest[:12])
    else:
        yield from _translations(old, new)
    if dict(old.words) != dict(new.words):
        yield from _facts(pair, old, new)
        yield from _features(pair, set(old.features) | set(new.features))
        yield from _terms(pair, old, new)
        yield from _omissions(pair, old, new)
    if key in pair.moved:
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


def omission(supplement: str, id: str) -> Key:
    """The key of a trial's entry for an id that does not hold in a supplement."""
    return supplement, f"-{id}"


def _omissions(pair: Pair, old: ClauseRecord, new: ClauseRecord) -> Iterator[Cause]:
    for id in sorted({*old.omitted} ^ {*new.omitted}):
        actual = id if id in new.omitted else None
        kinds = [
            k for k in ("law", "feature", "jurisdiction") if pair.trial(k).get(omission(new.supplement, id)) != actual
        ]
        record = next(filter(None, (*pair.records((new.supplement, id)), *reversed(pair.records(("", id))))), new)
        for kind in kinds:
            yield from _named(pair, kind, record)
        if not kinds:
            yield Cause("library", f"{new.supplement}/{id}")


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
        if not before or not after:
            continue
        printed = [part for part in before if new.id == DEFINITIONS or not part.endswith("definition")]
        reworded = [part for part in printed if part in after and before[part] != after[part]]
        if part := next((part for part in ("source", "definition", "forms") if part in reworded), ""):
            yield Cause("term", name, before[part], after[part])
        elif reworded:
            yield Cause("translation", name)


def _structural(pair: Pair, key: Key) -> bool:
    old, new = pair.records(key)
    return old is None or new is None or key in pair.moved
