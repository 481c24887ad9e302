"""adopted.yaml -> the digests of clauses that a lawyer has adopted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tosgen.errors import Place
from tosgen.model.library import Library
from tosgen.sources.faults import Faults, near, unknown
from tosgen.sources.shapes import shaped
from tosgen.sources.shapes.adopted import Adopted
from tosgen.sources.yaml import load


@dataclass(frozen=True, slots=True)
class Adoption:
    """Who adopted a clause's text, and when; `digest` is sha256 of the file they read."""

    path: str
    digest: str
    by: str
    on: date
    note: str
    place: Place


def load_adopted(path: Path, library: Library) -> dict[str, Adoption]:
    """Adoptions by clause path (`EU/ai-chatbot/disclosure@2026-08-02`). Raises Refused with every fault found."""
    faults = Faults()
    tree = load(path, faults)
    shapes = (shaped(Adopted, tree, faults) if tree else None) or {}
    known = {clause.path for clause in library.clauses}
    for name in shapes:
        if tree and name not in known:
            faults.add("unknown-clause", unknown("clause", name), tree.key(name), near(name, known))
    faults.stop()
    assert tree is not None
    return {name: Adoption(name, s.digest, s.by, s.on, s.note, tree.key(name)) for name, s in shapes.items()}
