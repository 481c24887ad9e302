"""The facts of a single case, from a YAML file: fact -> answer, for the facts of the library that say `fill`."""

from __future__ import annotations

from pathlib import Path

from tosgen.model.library import Library
from tosgen.model.service import Fact
from tosgen.saying import say
from tosgen.sources.cells import Within, scalar
from tosgen.sources.faults import Faults, near
from tosgen.sources.yaml import load

_OF_PROFILE = say("'{name}' is a fact of the profile, not of a single case")
_NO_FACT = say("'{name}' is no fact, not of a single case")


def load_case(path: Path, library: Library) -> dict[str, Fact]:
    """The facts by name. Raises Refused with every fault: a fact that is none of a case, an answer of another type."""
    faults = Faults()
    tree = load(path, faults)
    cases = {name: kind for name, kind in library.facts.items() if kind.fill and kind.kind != "table"}
    facts: dict[str, Fact] = {}
    given = tree.data if tree else {}
    if tree and not isinstance(given, dict):
        faults.add(
            "bad-value", say("expected facts with their answers"), tree.value(), say("write `case.reference: ...`")
        )
        given = {}
    for name, raw in given.items():
        assert tree is not None
        if name not in cases:
            kind = _OF_PROFILE if name in library.facts else _NO_FACT
            faults.add("unknown-fact", kind.of(name=name), tree.key(name), near(name, cases))
            continue
        spots = Within(tree, (name,))
        value = scalar(cases[name], raw, spots, faults)
        if value is not None:
            facts[name] = Fact(name, value, spots.key())
    faults.stop()
    return facts
