"""What is said when workers die, differ, or cannot work at all."""

from __future__ import annotations

from tosgen.errors import Finding, Place, Unavailable
from tosgen.fleet.task import makers
from tosgen.saying import say


def unworkable(error: BaseException) -> Unavailable:
    """An executor that does not do what it is given."""
    what = say("the workers cannot do it: {error}", error=f"{type(error).__name__}: {error}")
    return Unavailable.one("executor", what, "--executor", say("they need the same tosgen installed, and its packages"))


def deadly(place: Place, deaths: int) -> Finding:
    """A service that nobody survives."""
    what = say("whatever process worked on it died, {n} times", n=deaths)
    hint = say("look at its memory, or work on it alone with `tosgen generate`")
    return Finding("worker-died", what, place, hint)


def differing(others: tuple[str, ...]) -> Unavailable:
    """A worker on which other versions are installed."""
    ours = makers()
    theirs = ", ".join(other for other in others if other not in ours)
    mine = ", ".join(each for each in ours if each not in others)
    what = say("a worker has {theirs} where this run has {ours}: the same texts could differ", theirs=theirs, ours=mine)
    return Unavailable.one("worker-version", what, "--executor", say("install the same versions on every worker"))


def in_vain() -> Unavailable:
    """Crew after crew is lost."""
    hint = say("look at what the machine says of them: memory, versions, what they may read")
    return Unavailable.one("worker-died", say("the workers die, whatever they work on"), "tosgen", hint)
