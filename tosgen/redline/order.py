"""Which clauses and sections of two versions stand elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from tosgen.model.version import ClauseRecord, Version
from tosgen.redline.match import increasing

Key = tuple[str, str]
T = TypeVar("T")


def by_key(version: Version) -> dict[Key, ClauseRecord]:
    """A version's clauses by (supplement, id), in order."""
    return {record.key: record for record in version.clauses}


def moved(before: Version, after: Version) -> frozenset[Key]:
    """Clauses whose slot stands elsewhere in the outline, or whose slot is another."""
    old, new = by_key(before), by_key(after)
    both = [key for key in new if key in old]
    slots = shifted(before, after)
    inside = _reordered([k for k in old if k in new], both, {k: new[k].slot for k in both})
    return frozenset(k for k in both if new[k].slot in slots or old[k].slot != new[k].slot or k in inside)


def shifted(before: Version, after: Version) -> frozenset[str]:
    """Slots that stand elsewhere among those that both outlines have."""
    was = [slot for slot, _ in before.outline if slot in {s for s, _ in after.outline}]
    now = [slot for slot, _ in after.outline if slot in set(was)]
    return frozenset(_out_of_order(was, now))


def _reordered(old: list[Key], new: list[Key], slots: Mapping[Key, str]) -> set[Key]:
    """Clauses whose place among their slot's own clauses differs."""
    moved: set[Key] = set()
    for slot in set(slots.values()):
        before, after = ([k for k in keys if slots[k] == slot] for keys in (old, new))
        moved |= _out_of_order(before, after)
    return moved


def _out_of_order(was: list[T], now: list[T]) -> set[T]:
    """The fewest items whose move explains the new order."""
    places = [was.index(item) for item in now]
    kept = {places[at] for at in increasing(places)}
    return {item for item, place in zip(now, places, strict=True) if place not in kept}
