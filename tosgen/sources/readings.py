"""readings/<JURISDICTION>.yaml -> who read which clause against which requirement."""

from __future__ import annotations

from pathlib import Path

from tosgen.model.audit import Reading
from tosgen.model.library import Library
from tosgen.saying import say
from tosgen.sources.faults import Faults, near
from tosgen.sources.shapes import shaped
from tosgen.sources.shapes.audit import ReadingsShape
from tosgen.sources.shelf import Shelf

Readings = dict[tuple[str, str], Reading]
"""By (clause path, requirement): the last one read."""


def load_readings(root: Path, overlay: Path | None, library: Library) -> Readings:
    """The library's readings with the overlay's. A reading of a clause or row that is gone is passed over: it lapsed.

    Raises Refused with every fault found.
    """
    faults = Faults()
    shelf = Shelf((root,) if overlay is None or not overlay.is_dir() else (root, overlay), faults)
    found: Readings = {}
    for _, stem, tree in shelf.folder("readings"):
        shape = shaped(ReadingsShape, tree, faults)
        if shape and shape.jurisdiction != stem:
            message = say("'{jurisdiction}' stands in the file of '{stem}'", jurisdiction=shape.jurisdiction, stem=stem)
            hint = near(shape.jurisdiction, library.jurisdictions.parents)
            faults.add("bad-value", message, tree.value("jurisdiction"), hint)
        for each in shape.readings if shape else ():
            found[each.clause, each.requirement] = Reading(
                each.clause, each.requirement, each.reader, each.on, each.digests
            )
    faults.stop()
    return found
