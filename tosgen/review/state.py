"""What has been decided, read as states: what is in force on a day, what is to come, what awaits. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tosgen.model.decision import Decision, Subject

State = Literal[
    "recorded", "approved", "upcoming", "in-force", "superseded", "withdrawn", "rejected"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deed:
    """What one decision did to one version."""

    action: str
    version: int
    by: str
    key: str
    effective: date | None
    base: int | None

    @classmethod
    def of(cls, decision: Decision, subject: Subject) -> Deed:
        """A decision's part that speaks of one version; ValueError for a day that is none."""
        day = date.fromisoformat(decision.effective) if decision.effective else None
        return cls(decision.action, subject.version, decision.by, decision.key, day, subject.base)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one version stands on a day: its state, and the first day of its publication if it has one."""

    state: State
    effective: date | None


def in_force(deeds: Sequence[Deed], day: date) -> int | None:
    """The version of one document and market that is offered on a day: of those published to hold by then and not
    withdrawn, the one published last. A publication that comes later thus takes over from its first day on."""
    gone = {deed.version for deed in deeds if deed.action == "withdraw" and deed.effective and deed.effective <= day}
    offered = (
        deed.version
        for deed in deeds
        if deed.action == "publish" and deed.effective and deed.effective <= day and deed.version not in gone
    )
    return next(iter(reversed([*offered])), None)


def fallen(deeds: Iterable[Deed]) -> frozenset[int]:
    """Versions rejected or withdrawn: no version is compared with them."""
    return frozenset(deed.version for deed in deeds if deed.action in {"reject", "withdraw"})


def published(deeds: Iterable[Deed]) -> Mapping[int, date]:
    """Version -> the first day of its publication, withdrawn since or not."""
    return {deed.version: deed.effective for deed in deeds if deed.action == "publish" and deed.effective}


def approvers(deeds: Iterable[Deed], version: int) -> tuple[str, ...]:
    """Who has approved a version."""
    found = (deed.by for deed in deeds if deed.action == "approve" and deed.version == version)
    return tuple(dict.fromkeys(found))


def standing(deeds: Sequence[Deed], version: int, day: date, needed: int = 1) -> Standing:
    """Where a version stands on a day; `needed`: how many approvals make it approved."""
    own = {deed.action: deed for deed in deeds if deed.version == version}
    effective = published(deeds).get(version)
    if "reject" in own:
        return Standing("rejected", effective)
    if (gone := own.get("withdraw")) and gone.effective and gone.effective <= day:
        return Standing("withdrawn", effective)
    if effective is None:
        enough = len(approvers(deeds, version)) >= needed
        return Standing("approved" if enough else "recorded", None)
    if in_force(deeds, max(day, effective)) != version:
        return Standing("superseded", effective)
    return Standing("upcoming" if effective > day else "in-force", effective)


def overtaken(deeds: Sequence[Deed], version: int) -> list[int]:
    """The versions that were to take effect after a version that was published later, and now never will."""
    first, gone = published(deeds), fallen(deeds)
    before = list(first)[: list(first).index(version)]
    return [other for other in before if first[other] > first[version] and other not in gone]


def following(deeds: Sequence[Deed], day: date) -> Iterator[tuple[date, int | None]]:
    """What takes over after a day, and from when: (first day, version or none)."""
    days = sorted({deed.effective for deed in deeds if deed.effective and deed.effective > day})
    before = in_force(deeds, day)
    for each in days:
        if (now := in_force(deeds, each)) != before:
            yield each, now
            before = now
