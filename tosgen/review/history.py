"""A version's history, read out of what was decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from tosgen.ledger import Ledger
from tosgen.model.history import Event, History, Outcome
from tosgen.model.version import Version
from tosgen.review.replay import trusted
from tosgen.review.state import Deed, following, in_force, publications


def recorded(ledger: Ledger, version: Version) -> History:
    """What a ledger says of a version. Refused, with the reason, where a decision on the document does not hold."""
    return next(histories(ledger, [version]))


def histories(ledger: Ledger, versions: Collection[Version]) -> Iterator[History]:
    """The same of versions, in their order; what was decided is gone through once. Refused for any of them."""
    composed: dict[str, dict[int, str]] = {f"{version.document}/{version.market}": {} for version in versions}
    for entry in ledger.entries():
        if entry.folder in composed:
            composed[entry.folder][entry.version] = entry.generated_for
    past = trusted(ledger, composed)
    for version in versions:
        folder = f"{version.document}/{version.market}"
        yield history(version, composed[folder], past.of(folder))


def history(version: Version, composed: Mapping[int, str], deeds: Sequence[Deed]) -> History:
    """`composed`: version -> the day it was composed for, of every version of the document, the first one first."""
    days = {number: date.fromisoformat(day) for number, day in composed.items()}
    first = next(iter(days.values()))
    events = tuple(sorted(_events(days, deeds), key=lambda event: (event.day, event.version)))
    public = publications(deeds).get(version.version)
    if public is None:
        rejected = any(deed.action == "reject" and deed.version == version.version for deed in deeds)
        return History(version, "rejected" if rejected else "draft", first, events=events)
    until, successor = _end(deeds, version.version, public.effective)
    gone = next((d.effective for d in deeds if d.action == "withdraw" and d.version == version.version), None)
    outcome = _outcome(deeds, version.version, public.effective, gone)
    apart = any(each.existing != each.effective for each in publications(deeds).values())
    return History(
        version, outcome, first, public.effective, public.existing, until, successor, gone, apart, events
    )  # fmt: skip


def _outcome(deeds: Sequence[Deed], number: int, effective: date, gone: date | None) -> Outcome:
    if gone:
        return "withdrawn"
    return "published" if in_force(deeds, effective) == number else "overtaken"


def _end(deeds: Sequence[Deed], number: int, effective: date) -> tuple[date | None, int | None]:
    """The first day on which a version holds no longer, and what holds then."""
    if in_force(deeds, effective) != number:
        return None, None
    return next(((day, then) for day, then in following(deeds, effective) if then != number), (None, None))


def _events(days: Mapping[int, date], deeds: Iterable[Deed]) -> Iterator[Event]:
    deeds = tuple(deeds)
    for number, day in days.items():
        yield Event(day, "composed", number)
    for number, public in publications(deeds).items():
        yield Event(public.effective, "effective", number)
    for deed in deeds:
        if deed.action == "withdraw" and deed.effective:
            yield Event(deed.effective, "withdrawn", deed.version)
