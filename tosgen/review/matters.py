"""What a change touches that the law looks at. A rule is a function; the list of rules is the specification."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tosgen.model.library import Library
from tosgen.model.version import Cause, ClauseRecord, Version
from tosgen.review.past import on_arbitration

_PRICES, _PURPOSES = frozenset({"prices"}), frozenset({"purposes", "consents"})


@dataclass(frozen=True, slots=True)
class Step:
    """What existing users go through: from the version that they have (None: none) by versions to the last of them."""

    library: Library
    old: Version | None
    versions: Sequence[Version]

    @property
    def new(self) -> Version:
        """What they get."""
        return self.versions[-1]

    def touched(self) -> Iterator[ClauseRecord]:
        """The clauses that read differently, those that came and went included."""
        before = {clause.key: clause for clause in self.old.clauses} if self.old else {}
        after = {clause.key: clause for clause in self.new.clauses}
        for key, clause in {**before, **after}.items():
            was, now = before.get(key), after.get(key)
            if was is None or now is None or dict(was.words) != dict(now.words):
                yield clause


def arbitration(step: Step) -> bool:
    """Words that send disputes to arbitration, or keep them from it, in any language."""
    return on_arbitration(step.new) != (on_arbitration(step.old) if step.old else "")


def price(step: Step) -> bool:
    """A price: an amount of money among the answers, or a clause on prices."""
    old = step.old.facts if step.old else {}
    names = [name for name in {**old, **step.new.facts} if old.get(name) != step.new.facts.get(name)]
    return any(_of_money(step.library, name) for name in names) or any(c.slot in _PRICES for c in step.touched())


def purpose(step: Step) -> bool:
    """What personal data is used for, or what consent is asked for."""
    there = {clause.key for clause in step.new.clauses}
    return any(clause.slot in _PURPOSES and clause.key in there for clause in step.touched())


def law_only(step: Step) -> bool:
    """Nothing but a date of law brought it about."""
    found = [cause for version in step.versions for cause in _causes(version)]
    return bool(found) and all(cause.kind == "law" for cause in found)


RULES: Mapping[str, Callable[[Step], bool]] = {
    "arbitration": arbitration, "price": price, "purpose": purpose, "law-only": law_only,
}  # fmt: skip


def matters(step: Step, rules: Mapping[str, Callable[[Step], bool]] = RULES) -> tuple[str, ...]:
    """The names of what is touched, in the order of the rules; nothing where no version changes the substance."""
    if not any(version.kind in {"material", "initial"} for version in step.versions):
        return ()
    return tuple(name for name, rule in rules.items() if rule(step))


def _of_money(library: Library, name: str) -> bool:
    fact = library.facts.get(name.rpartition(":")[2])
    return fact is not None and "money" in {fact.kind, *(column.kind for column in fact.columns.values())}


def _causes(version: Version) -> Iterator[Cause]:
    for clause in version.clauses:
        yield from clause.causes
    for causes in version.other_causes.values():
        yield from causes
