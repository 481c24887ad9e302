"""dispositions.yaml -> what a person has decided on requirements."""

from __future__ import annotations

from pathlib import Path

from tosgen.model.audit import Disposition
from tosgen.model.library import Library
from tosgen.model.service import Service
from tosgen.saying import say
from tosgen.sources.faults import Faults, near, unknown
from tosgen.sources.shapes import shaped
from tosgen.sources.shapes.audit import Dispositions
from tosgen.sources.yaml import load


def load_dispositions(path: Path, library: Library, service: Service) -> dict[str, Disposition]:
    """Dispositions by requirement; none where there is no file. Raises Refused with every fault found."""
    if not path.is_file():
        return {}
    faults = Faults()
    tree = load(path, faults)
    shapes = (shaped(Dispositions, tree, faults) if tree else None) or {}
    for id, shape in shapes.items():
        assert tree is not None
        if id not in library.requirements:
            known = library.requirements
            faults.add("unknown-requirement", unknown("requirement", id), tree.key(id), near(id, known))
        for at, market in enumerate(shape.markets):
            if market not in service.markets:
                spot = tree.value(id, "markets", at)
                faults.add(
                    "unknown-market",
                    say("there is no market '{market}'", market=market),
                    spot,
                    near(market, service.markets),
                )
        if shape.until and shape.until <= shape.on:
            faults.add(
                "overlap",
                say("it ends on {until}, not after {on}", until=shape.until, on=shape.on),
                tree.value(id, "until"),
            )
    faults.stop()
    return {
        id: Disposition(id, s.state, s.reason, s.by, s.on, s.until, tuple(s.markets), tree.key(id))
        for id, s in shapes.items()
        if tree is not None
    }
