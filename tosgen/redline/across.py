"""Two texts that stand side by side, of markets or languages: what corresponds, and why it differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tosgen.model.document import anchor
from tosgen.model.version import Cause, ClauseRecord, Version
from tosgen.redline.blocks import Part
from tosgen.redline.order import by_key


def matched(old: Sequence[Part], new: Sequence[Part]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The parts, with a clause's base text on one side and its only supplement on the other under one key."""
    names = _counterparts(old, new)
    back = {key: name for name, key in _counterparts(new, old).items() if key not in names}
    return tuple(old), tuple(part._replace(key=names.get(part.key) or back.get(part.key, part.key)) for part in new)


def _counterparts(old: Sequence[Part], new: Sequence[Part]) -> dict[str, str]:
    """Key in `new` of a supplement's clause -> key in `old` of the base text's clause of the same id."""
    was, now = {part.key for part in old}, {part.key for part in new}
    base = {part.clause: part.key for part in old if part.rank == "clause" and not part.supplement}
    found: dict[str, list[str]] = {}
    for part in new:
        key = base.get(part.clause) if part.rank == "clause" and part.supplement and part.key not in was else None
        if key and key not in now:
            found.setdefault(key, []).append(part.key)
    return {keys[0]: key for key, keys in found.items() if len(keys) == 1}


def differences(old: Version, new: Version) -> dict[str, tuple[Cause, ...]]:
    """Why the clauses of two versions differ that do not follow one another: causes by anchor, on either side."""
    before, after = by_key(old), by_key(new)
    found = {}
    for key in dict.fromkeys([*after, *before]):
        causes = tuple(_causes(old, new, before.get(key), after.get(key)))
        if causes:
            found[anchor(key[1], key[0])] = causes
    return found


def _causes(old: Version, new: Version, was: ClauseRecord | None, now: ClauseRecord | None) -> Iterator[Cause]:
    if was is None or now is None:
        yield from _one_sided(old, new, was, now)
    elif was.source != now.source:
        if was.jurisdiction != now.jurisdiction:
            yield Cause("jurisdiction", now.jurisdiction, was.jurisdiction, now.jurisdiction)
        else:
            yield Cause("law", now.source, old.generated_for, new.generated_for)
    else:
        if was.template != now.template:
            yield Cause("library", now.source, was.digest[:12], now.digest[:12])
        yield from _values(old, new, was, now)
        if was.slot != now.slot:
            yield Cause("outline", now.slot)


def _one_sided(old: Version, new: Version, was: ClauseRecord | None, now: ClauseRecord | None) -> Iterator[Cause]:
    record = now or was
    assert record is not None  # a key stems from one side at least
    feature, same_place = record.id.split("/")[0], old.jurisdictions == new.jurisdictions
    # What a clause's `when` asks is not on record: in one place, it is one of the features in which the two differ.
    differing = sorted({*old.features} ^ {*new.features}) if same_place and old.document == new.document else []
    if (feature in old.features) != (feature in new.features):
        differing = [feature]
    for name in differing:
        yield Cause("feature", name, name in old.features, name in new.features)
    if not differing and same_place:
        yield Cause("outline", record.slot)
    elif not differing:
        yield Cause("jurisdiction", record.jurisdiction, list(old.jurisdictions), list(new.jurisdictions))


def _values(old: Version, new: Version, was: ClauseRecord, now: ClauseRecord) -> Iterator[Cause]:
    for name in sorted({*was.facts, *now.facts}):
        if old.facts.get(name) != new.facts.get(name):
            yield Cause("fact", name, old.facts.get(name), new.facts.get(name))
    for name in sorted({*was.features, *now.features}):
        if (name in old.features) != (name in new.features):
            yield Cause("feature", name, name in old.features, name in new.features)
    for name in sorted({*was.terms, *now.terms}):
        before, after = old.terms.get(name), new.terms.get(name)
        if before and after and before.get("source") != after.get("source"):
            yield Cause("term", name, before["source"], after["source"])
