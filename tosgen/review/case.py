"""One version that is published, as the rules on existing users look at it: what it says, what the history gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tosgen.model.decision import Decision, Subject
from tosgen.model.effect import CHANNELS, SILENT, UNTOLD, Duty, Effect, Sending
from tosgen.review.past import Past, Recorded
from tosgen.review.state import Deed, Published, for_existing, in_force, publications, sendings, users_before
from tosgen.review.weigh import kind_of

MATERIAL: frozenset[str] = frozenset({"material", "initial"})


@dataclass(frozen=True, slots=True)
class Case:
    """One version that is published, with what the history gives."""

    effect: Effect
    effective: date
    decided: date
    signed: bool
    """Whether the ledger has signers, so that its clock counts."""
    reason: bool
    before: Published | None
    """How it was published before, if it was."""
    in_force: int | None
    """What new users have on the first day of existing ones."""
    version: int
    users: bool
    """Whether anybody can have used the service before its first day."""
    since: int | None
    """The version that existing users have until then."""
    kinds: tuple[str, ...]
    arbitration: bool | None
    """Whether its words on arbitration are others than those of `since`; None if the texts were not read."""
    sendings: Sequence[Sending]

    @property
    def existing(self) -> date | None:
        """The first day for existing users."""
        return date.fromisoformat(self.effect.existing) if self.effect.existing else None

    @property
    def reached(self) -> bool:
        """Whether it comes to somebody who uses the service already."""
        return self.users and self.effect.existing is not None

    @property
    def told(self) -> bool:
        """Whether those have to be told first."""
        return self.reached and needs_notice(self.effect)

    @property
    def silent(self) -> bool:
        """Whether it is to hold for those of them who say nothing."""
        return self.told and self.effect.mechanism in SILENT


Rule = Callable[[Case], Iterator[tuple[str, str]]]
"""Yields (code, what is wrong)."""


def needs_notice(effect: Effect) -> bool:
    """Whether existing users must be told: a law says so, or what they agreed to changes in substance."""
    if {*effect.kinds} <= UNTOLD:
        return False
    return bool(effect.duties) or (effect.nature != "information" and bool({*effect.kinds} & MATERIAL))


def suitable(duty: Duty | None, sent: Sequence[Sending]) -> Sending | None:
    """The notice from which a period is counted: the last that went out by a channel that the duty takes."""
    found = [each for each in sent if duty is None or duty.medium in {"", CHANNELS.get(each.channel)}]
    return max(found, key=lambda each: each.day, default=None)


def case_of(past: Past, decision: Decision, subject: Subject) -> Case:
    """A publication with what the past gives."""
    assert subject.effect is not None
    assert decision.effective is not None
    deeds, effective = past.of(subject.folder), date.fromisoformat(decision.effective)
    since = since_of(deeds, effective, subject.effect.existing)
    held = past.versions.get(subject.folder, {})
    return Case(
        effect=subject.effect,
        effective=effective,
        decided=date.fromisoformat(decision.at[:10]),
        signed=bool(past.signers.keys),
        reason=decision.reason is not None,
        before=publications(deeds).get(subject.version),
        in_force=in_force(deeds, date.fromisoformat(subject.effect.existing) if subject.effect.existing else effective),
        version=subject.version,
        users=users_before(deeds, effective),
        since=since,
        kinds=tuple(
            counted(deeds, number, held[number].kind, decision.kind if number == subject.version else None)
            for number in between(deeds, subject.version, subject.base, since)
            if number in held
        ),
        arbitration=_rearbitrated(held, since, subject.version),
        sendings=sendings(deeds, subject.version),
    )


def hypothetical(effect: Effect, effective: date, version: int) -> Case:
    """A publication that nobody has decided on yet: what a mechanism would do to existing users."""
    return Case(effect, effective, effective, False, True, None, None, version, True, effect.since, effect.kinds,
                None, ())  # fmt: skip


def counted(deeds: Sequence[Deed], version: int, weighed: str, given: str | None = None) -> str:
    """What a version's change counts as for users; that no word changed is no matter of opinion."""
    kind = given or kind_of(deeds, version, weighed)
    return "editorial" if kind == "technical" != weighed else kind


def since_of(deeds: Sequence[Deed], effective: date, existing: str | None) -> int | None:
    """The version that existing users have on the day on which another one is to reach them."""
    return for_existing(deeds, date.fromisoformat(existing) if existing else effective)


def between(deeds: Sequence[Deed], version: int, base: int | None, since: int | None) -> list[int]:
    """The published versions through which existing users go, from the one after `since` on to this one."""
    bases = {deed.version: deed.base for deed in deeds if deed.action == "publish"}
    found = [version]
    while base in bases and base != since and base not in found:
        found.append(base)
        base = bases[base]
    return found[::-1]


def _rearbitrated(held: Mapping[int, Recorded], since: int | None, version: int) -> bool | None:
    new, old = held.get(version), held.get(since) if since else None
    if new is None or new.arbitration is None or (since and (old is None or old.arbitration is None)):
        return None
    return new.arbitration != (old.arbitration if old else "")
