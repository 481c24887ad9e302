"""Whether a lawyer has adopted the clauses in use: said in reports, never in the public text."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tosgen.errors import Finding, Place
from tosgen.model.library import Clause
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
            f"{clause.path} has changed since {adoptions[clause.path].by} adopted it on {adoptions[clause.path].on}",
            adoptions[clause.path].place,
            f"have it read again; its digest is now {clause.digest}",
            "note",
        )
        for clause in changed
    ]
    left = len(clauses) - len(adopted(clauses, adoptions))
    if left:
        message = f"{left} of the {len(clauses)} clauses in use are not adopted by a lawyer: they are drafts"
        found.append(Finding("unadopted", message, place, "enter those that a lawyer adopts in adopted.yaml", "note"))
    return found
