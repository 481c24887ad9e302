"""Why a text changed, in words for its readers: no names of files, facts or commits, which are for who keeps them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from tosgen.compose.printing import Unprintable
from tosgen.model.plain import Plain
from tosgen.model.version import Cause
from tosgen.saying import say
from tosgen.site.tongue import Tongue
from tosgen.sources import values
from tosgen.sources.faults import Unfit


def plainly(tongue: Tongue) -> Callable[[Cause], str]:
    """What says a cause to readers."""
    return lambda given: _told(given, tongue)


def _told(given: Cause, tongue: Tongue) -> str:
    special = {"law": _law, "fact": _fact, "jurisdiction": _places}.get(given.kind)
    return special(given, tongue) if special else _PLAIN[given.kind]


def _law(given: Cause, tongue: Tongue) -> str:
    citation, on = given.evidence.get("citation"), given.evidence.get("on") or given.after or given.before
    day = _value(on, tongue)
    if citation and day:
        return say("A law applies from {day} on: {citation}.", day=day, citation=citation)
    return say("The law changed on {day}.", day=day) if day else say("The law changed.")


def _fact(given: Cause, tongue: Tongue) -> str:
    """With its values where the language can write them; what they are of stands in the text beside them."""
    before, after = (_value(each, tongue) for each in (given.before, given.after))
    if not before or not after:
        return say("What the text states about the service has changed.")
    return say("What the text states about the service has changed: {before} → {after}.", before=before, after=after)


def _value(value: Plain, tongue: Tongue) -> str:
    """A number, day, length of time or amount as the language writes it; "" for all else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return tongue.printer.filling(value).text
    if isinstance(value, str):
        for read in _READERS:
            with suppress(Unfit, Unprintable):
                return tongue.printer.filling(read(value)).text
    return ""


def _places(given: Cause, tongue: Tongue) -> str:
    if isinstance(given.before, list) and isinstance(given.after, list):
        before, after = (tongue.places([str(each) for each in side]) for side in (given.before, given.after))
        if before and after:
            return say("The text now holds for {after} instead of {before}.", before=before, after=after)
    return _PLAIN["jurisdiction"]


_READERS: tuple[Callable[[str], object], ...] = (values.duration, values.money, values.day)
_PLAIN: Mapping[str, str] = {
    "library": say("The wording was revised."),
    "feature": say("What the service offers has changed."),
    "term": say("A definition has changed."),
    "jurisdiction": say("The places that the text holds for have changed."),
    "translation": say("The translation was revised."),
    "outline": say("Headings, or the order of the text, have changed."),
    "layout": say("Only the presentation has changed."),
}
