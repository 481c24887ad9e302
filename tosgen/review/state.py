"""What has been decided, read as states: what is in force on a day, what is to come, what awaits. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from tosgen.model.decision import Decision, Subject
from tosgen.model.effect import SILENT, Mechanism, Sending

State = Literal[
    "recorded", "approved", "upcoming", "in-force", "superseded", "withdrawn", "rejected"
]  # fmt: skip
Users = Literal["new", "existing"]


@dataclass(frozen=True, slots=True)
class Deed:
    """What one decision did to one version."""

    action: str
    version: int
    by: str
    key: str
    effective: date | None
    base: int | None
    existing: date | None = None
    """Of a publication: the first day for existing users; None: they keep the text that they have."""
    mechanism: Mechanism | None = None
    sent: Sending | None = None
    """Of a notice to users: what went out."""
    kind: str | None = None
    """The change kind that it gave the version."""
    at: datetime | None = None
    """The moment that it names; None for what is none."""

    @classmethod
    def of(cls, decision: Decision, subject: Subject) -> Deed:
        """A decision's part that speaks of one version; ValueError for a day that is none."""
        day = date.fromisoformat(decision.effective) if decision.effective else None
        effect = subject.effect
        existing = date.fromisoformat(effect.existing) if effect and effect.existing else None
        mechanism = effect.mechanism if effect else None
        return cls(
            decision.action, subject.version, decision.by, decision.key, day, subject.base, existing, mechanism,
            decision.sent, decision.kind, _moment(decision.at),
        )  # fmt: skip


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


@dataclass(frozen=True, slots=True)
class Published:
    """A version as it was published, once for new users and, then or later, for existing ones."""

    version: int
    effective: date
    existing: date | None
    mechanism: Mechanism | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one version stands on a day: its state, and the first day of its publication if it has one.

    `existing`: the first day for existing users; `holds`: for whom it holds on that day.
    """

    state: State
    effective: date | None
    existing: date | None = None
    mechanism: Mechanism | None = None
    holds: tuple[Users, ...] = ()


def publications(deeds: Iterable[Deed]) -> dict[int, Published]:
    """Version -> its publication, withdrawn since or not, in the order of the first decision on each."""
    found: dict[int, Published] = {}
    for deed in deeds:
        if deed.action == "publish" and deed.effective:
            first = found.get(deed.version, Published(deed.version, deed.effective, None, None))
            later = first.existing or deed.existing
            given = first.mechanism or deed.mechanism
            found[deed.version] = Published(deed.version, first.effective, later, given)
    return found


def in_force(deeds: Sequence[Deed], day: date) -> int | None:
    """The version of one document and market that is offered to new users on a day: of those published to hold by then
    and not withdrawn, the one published last. A publication that comes later thus takes over from its first day on."""
    gone = _withdrawn(deeds, day)
    offered = [p.version for p in publications(deeds).values() if p.effective <= day and p.version not in gone]
    return offered[-1] if offered else None


def for_existing(deeds: Sequence[Deed], day: date) -> int | None:
    """The version that holds on a day for users who were there before and have said nothing: the one published last of
    those that reached them by then without their agreement being asked for."""
    found = [p.version for p in _reaching(deeds, day) if p.mechanism is None or p.mechanism in SILENT]
    return found[-1] if found else None


def for_agreement(deeds: Sequence[Deed], day: date) -> int | None:
    """The version that existing users are asked to agree to on a day, if there is one later than what holds anyway."""
    holds = for_existing(deeds, day)
    found = [p.version for p in _reaching(deeds, day)]
    return found[-1] if found and found[-1] != holds else None


def _reaching(deeds: Sequence[Deed], day: date) -> list[Published]:
    """Publications that hold for existing users by a day, asked for or not; none that is withdrawn or was overtaken."""
    gone = _withdrawn(deeds, day)
    found: list[Published] = []
    first: date | None = None  # of those published later
    for public in reversed(publications(deeds).values()):
        if public.version not in gone:
            if public.existing and public.existing <= day and (first is None or first > public.effective):
                found.append(public)
            first = public.effective if first is None else min(first, public.effective)
    return found[::-1]


def _withdrawn(deeds: Iterable[Deed], day: date) -> frozenset[int]:
    return frozenset(d.version for d in deeds if d.action == "withdraw" and d.effective and d.effective <= day)


def users_before(deeds: Sequence[Deed], day: date) -> bool:
    """Whether anything was offered before a day, so that somebody may use it already."""
    return any(p.effective < day for p in publications(deeds).values())


def sendings(deeds: Iterable[Deed], version: int) -> list[Sending]:
    """What went out to users about a version, in order of the decisions."""
    return [deed.sent for deed in deeds if deed.action == "notify" and deed.version == version and deed.sent]


def fallen(deeds: Iterable[Deed]) -> frozenset[int]:
    """Versions rejected or withdrawn: no version is compared with them."""
    return frozenset(deed.version for deed in deeds if deed.action in {"reject", "withdraw"})


def published(deeds: Iterable[Deed]) -> Mapping[int, date]:
    """Version -> the first day of its publication, withdrawn since or not."""
    return {number: found.effective for number, found in publications(deeds).items()}


def approvers(deeds: Iterable[Deed], version: int) -> tuple[str, ...]:
    """Who has approved a version."""
    found = (deed.by for deed in deeds if deed.action == "approve" and deed.version == version)
    return tuple(dict.fromkeys(found))


def standing(deeds: Sequence[Deed], version: int, day: date, needed: int = 1) -> Standing:
    """Where a version stands on a day; `needed`: how many approvals make it approved."""
    own = {deed.action: deed for deed in deeds if deed.version == version}
    public = publications(deeds).get(version)
    if "reject" in own:
        return Standing("rejected", None)
    if public is None:
        enough = len(approvers(deeds, version)) >= needed
        return Standing("approved" if enough else "recorded", None)
    found = Standing("withdrawn", public.effective, public.existing, public.mechanism)
    if (gone := own.get("withdraw")) and gone.effective and gone.effective <= day:
        return found
    return replace(found, state=_state(deeds, public, day), holds=_holds(deeds, version, day))


def _state(deeds: Sequence[Deed], public: Published, day: date) -> State:
    if in_force(deeds, max(day, public.effective)) != public.version:
        return "superseded"
    return "upcoming" if public.effective > day else "in-force"


def _holds(deeds: Sequence[Deed], version: int, day: date) -> tuple[Users, ...]:
    found: list[Users] = ["new"] if in_force(deeds, day) == version else []
    return (*found, "existing") if for_existing(deeds, day) == version else tuple(found)


def overtaken(deeds: Sequence[Deed], version: int) -> list[int]:
    """The versions that were to take effect after a version that was published later, and now never will."""
    first, gone = published(deeds), fallen(deeds)
    before = list(first)[: list(first).index(version)]
    return [other for other in before if first[other] > first[version] and other not in gone]


def following(deeds: Sequence[Deed], day: date) -> Iterator[tuple[date, int | None]]:
    """What takes over for new users after a day, and from when: (first day, version or none)."""
    days = sorted({deed.effective for deed in deeds if deed.effective and deed.effective > day})
    before = in_force(deeds, day)
    for each in days:
        if (now := in_force(deeds, each)) != before:
            yield each, now
            before = now
