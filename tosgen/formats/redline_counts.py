"""How many clauses and sections changed in which way, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from tosgen.redline.model import KINDS, Change, Kind, Redline
from tosgen.saying import say, say_in, say_n

_CLAUSE = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
Counted = Callable[[int], str]
_CLAUSES: Mapping[Kind, Counted] = {
    "added": lambda n: say_n("{n} clause added", "{n} clauses added", n=n),
    "removed": lambda n: say_n("{n} clause removed", "{n} clauses removed", n=n),
    "reworded": lambda n: say_n("{n} clause reworded", "{n} clauses reworded", n=n),
    "reformatted": lambda n: say_n("{n} clause reformatted", "{n} clauses reformatted", n=n),
    "moved": lambda n: say_n("{n} clause moved", "{n} clauses moved", n=n),
    "renumbered": lambda n: say_n("{n} clause renumbered", "{n} clauses renumbered", n=n),
}
_SECTIONS: Mapping[Kind, Counted] = {
    "added": lambda n: say_n("{n} section added", "{n} sections added", n=n),
    "removed": lambda n: say_n("{n} section removed", "{n} sections removed", n=n),
    "reworded": lambda n: say_n("{n} section reworded", "{n} sections reworded", n=n),
    "reformatted": lambda n: say_n("{n} section reformatted", "{n} sections reformatted", n=n),
    "moved": lambda n: say_n("{n} section moved", "{n} sections moved", n=n),
    "renumbered": lambda n: say_n("{n} section renumbered", "{n} sections renumbered", n=n),
}
_MORE: Mapping[Kind, Counted] = {
    "added": lambda n: say_n("{n} added", "{n} added", n=n),
    "removed": lambda n: say_n("{n} removed", "{n} removed", n=n),
    "reworded": lambda n: say_n("{n} reworded", "{n} reworded", n=n),
    "reformatted": lambda n: say_n("{n} reformatted", "{n} reformatted", n=n),
    "moved": lambda n: say_n("{n} moved", "{n} moved", n=n),
    "renumbered": lambda n: say_n("{n} renumbered", "{n} renumbered", n=n),
}
_APART: Mapping[Kind, Callable[[int, Redline], str]] = {
    "added": lambda n, r: say_n("{n} clause only in {name}", "{n} clauses only in {name}", n=n, name=r.to),
    "removed": lambda n, r: say_n("{n} clause only in {name}", "{n} clauses only in {name}", n=n, name=r.from_),
    "reworded": lambda n, _: say_n("{n} clause reads differently", "{n} clauses read differently", n=n),
    "reformatted": lambda n, _: say_n("{n} clause stands out differently", "{n} clauses stand out differently", n=n),
    "moved": lambda n, _: say_n("{n} clause stands elsewhere", "{n} clauses stand elsewhere", n=n),
    "renumbered": lambda n, _: say_n("{n} clause has another number", "{n} clauses have other numbers", n=n),
}


_KINDS: Mapping[Kind, str] = {
    "added": say_in("what happened to a clause", "added"),
    "removed": say_in("what happened to a clause", "removed"),
    "reworded": say_in("what happened to a clause", "reworded"),
    "reformatted": say_in("what happened to a clause", "reformatted"),
    "moved": say_in("what happened to a clause", "moved"),
    "renumbered": say_in("what happened to a clause", "renumbered"),
}


def kind_words(kind: Kind, redline: Redline) -> str:
    """A kind as a label, with the name of the side that alone has a clause where nothing was added or removed."""
    if redline.relation == "versions" or kind not in {"added", "removed"}:
        return _KINDS[kind]
    return say("only in {name}", name=redline.to if kind == "added" else redline.from_)


def counts(changes: Iterable[Change]) -> Iterator[str]:
    """Clauses first; headings only where their words changed, or where nothing else did. The noun is said once."""
    clauses: list[Change] = []
    headings: list[Change] = []
    for change in changes:
        (clauses if _CLAUSE.fullmatch(change.clause) else headings).append(change)
    worded = [heading for heading in headings if "reworded" in heading.kinds] if clauses else headings
    for words, group in ((_CLAUSES, clauses), (_SECTIONS, worded)):
        for kind in KINDS:
            if number := sum(kind in counted(change) for change in group):
                yield words[kind](number)
                words = _MORE  # noqa: PLW2901 - the noun is said once


def differences(redline: Redline) -> Iterator[str]:
    """How two texts differ that stand side by side: of two markets, or of two languages."""
    kinds: tuple[Kind, ...] = ("removed", *(kind for kind in KINDS if kind != "removed"))
    for kind in kinds:
        if number := sum(kind in counted(change) and change.rank == "clause" for change in redline.changes):
            yield _APART[kind](number, redline)
    if redline.unchanged and redline.relation == "parallel":
        yield say_n("{n} clause is the same", "{n} clauses are the same", n=redline.unchanged)


def counted(change: Change) -> tuple[Kind, ...]:
    """Its kinds; that a number changed counts only where nothing else did."""
    return tuple(kind for kind in change.kinds if kind != "renumbered") or change.kinds
