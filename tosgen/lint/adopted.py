"""Whether a lawyer has adopted the clauses in use: said in reports, never in the public text."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tosgen.errors import Finding, Place
from tosgen.model.library import Clause
from tosgen.saying import say
from tosgen.sources.adopted import Adoption


def adopted(clauses: Collection[Clause], adoptions: Mapping[str, Adoption]) -> frozenset[str]:
    """The paths of clauses that stand as they were adopted."""
    return frozenset(c.path for c in clauses if c.path in adoptions and adoptions[c.path].digest == c.digest)


def notes(clauses: Collection[Clause], adoptions: Mapping[str, Adoption], place: Place) -> list[Finding]:
    """One note on how many clauses in use nobody has adopted, and one for each that has changed since."""
    changed = [c for c in clauses if c.path in adoptions and adoptions[c.path].digest != c.digest]
    found = [
        Finding(
            "adoption-lapsed",
            say(
                "{clause} has changed since {by} adopted it on {on}",
                clause=clause.path,
                by=adoptions[clause.path].by,
                on=adoptions[clause.path].on,
            ),
            adoptions[clause.path].place,
            say("have it read again; its digest is now {digest}", digest=clause.digest),
            "note",
        )
        for clause in changed
    ]
    left = len(clauses) - len(adopted(clauses, adoptions))
    if left:
        message = say(
            "{left} of the {clauses} clauses in use are not adopted by a lawyer: they are drafts",
            left=left,
            clauses=len(clauses),
        )
        found.append(
            Finding("unadopted", message, place, say("enter those that a lawyer adopts in adopted.yaml"), "note")
        )
    return found
