"""What publishing a version will do to existing users: what the law says of it, and from when it may hold for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tosgen.errors import Refused
from tosgen.model.effect import Duty, Effect, Mechanism, Sending
from tosgen.model.library import Library
from tosgen.model.version import Version
from tosgen.review.case import between, counted, needs_notice, since_of, suitable
from tosgen.review.duties import Change, duties
from tosgen.review.matters import Step, matters
from tosgen.review.past import Past
from tosgen.review.periods import working_in
from tosgen.review.state import Deed, users_before
from tosgen.saying import say

Read = Callable[[int], Version]
"""A recorded version of the same document and market, by its number."""
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What whoever publishes asks for. `existing`: a day, None for never, or "" to find the day."""

    existing: date | str | None = ""
    mechanism: Mechanism | None = None


def bare(past: Past, version: Version, effective: date, kind: str | None = None) -> Effect:
    """What needs no register: a first version holds for everybody; of another one, existing users are left alone."""
    deeds = past.of(f"{version.document}/{version.market}")
    existing = None if users_before(deeds, effective) else effective.isoformat()
    since = since_of(deeds, effective, existing)
    held = past.versions.get(f"{version.document}/{version.market}", {})
    numbers = [number for number in between(deeds, version.version, version.base, since) if number in held]
    kinds = tuple(
        counted(deeds, number, held[number].kind, kind if number == version.version else None) for number in numbers
    )
    return Effect(existing, None, "contract", since, kinds, (), (), "")


@dataclass(frozen=True, slots=True)
class Basis:
    """What a change for existing users is weighed on."""

    library: Library
    deeds: Sequence[Deed]
    version: Version
    read: Read
    sent: Sequence[Sending]
    """What went out to users about it."""
    kind: str | None = None
    """The change kind that whoever publishes it gives it."""


def weighed(basis: Basis, *, effective: date, today: date, wish: Wish) -> Effect:
    """The effect of publishing a version as wished. Refused (`mechanism`) where it reaches users and none is named."""
    wished = wish.existing if isinstance(wish.existing, date) else None
    if not users_before(basis.deeds, effective):
        return _effect(basis, wished or (None if wish.existing is None else effective), effective)
    soonest = max(effective, today)
    found = _effect(basis, wished, wished or soonest)
    if not needs_notice(found):
        day = wished if wish.existing != "" else soonest
        return replace(found, existing=day.isoformat() if day else None, mechanism=wish.mechanism)
    if wish.existing == "" and (day := first_day(found.duties, basis.sent, soonest)):
        found = _effect(basis, day, day)
    if found.existing is None:
        return found
    mechanism = wish.mechanism or ("notice" if found.nature == "information" else None)
    if mechanism is None:
        hint = say("name --mechanism, or leave them the text that they have with `tosgen publish --existing never`")
        what = say("it does not say by what mechanism existing users get it")
        version = basis.version
        raise Refused.one("mechanism", what, f"{version.document}/{version.market}@{version.version}", hint)
    return replace(found, mechanism=mechanism)


def first_day(duties: Sequence[Duty], sent: Sequence[Sending], soonest: date) -> date | None:
    """The first day, not before `soonest`, on which a change may hold for existing users; None without a notice."""
    heard = [suitable(duty, sent) for duty in duties or (None,)]
    if None in heard:
        return None
    days = [date.fromisoformat(duty.earliest) for duty in duties if duty.earliest]
    days += [date.fromisoformat(each.day) + _ONE for each in heard if each]
    named = [date.fromisoformat(each.existing) for each in sent if each.existing]
    return max(soonest, *days, *named)


def effect_on(basis: Basis, day: date) -> Effect:
    """What comes to existing users on a day, by that day's law; no mechanism is chosen."""
    return _effect(basis, day, day)


def _effect(basis: Basis, day: date | None, law_on: date) -> Effect:
    library, deeds, version = basis.library, basis.deeds, basis.version
    since = since_of(deeds, law_on, day.isoformat() if day else None)
    numbers = between(deeds, version.version, version.base, since)
    versions = [version if number == version.version else basis.read(number) for number in numbers]
    kinds = tuple(counted(deeds, each.version, each.kind, basis.kind if each is version else None) for each in versions)
    outline = library.outlines.get(version.document)
    nature = outline.effect if outline else "information"
    touched: tuple[str, ...] = ()
    found: tuple[Duty, ...] = ()
    if users_before(deeds, law_on) and {*kinds} != {"technical"}:
        old = basis.read(since) if since else None
        touched = matters(Step(library, old, versions))
        change = Change(old, version, nature, kinds, touched, law_on)
        found = duties(library, change, basis.sent, working_in(version.jurisdictions))
    return Effect(day.isoformat() if day else None, None, nature, since, kinds, touched, found, library.digest)
