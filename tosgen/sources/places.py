"""jurisdictions.yaml -> the tree of places."""

from __future__ import annotations

from collections.abc import Iterable

from tosgen.model.vocabulary import ROOT, Jurisdictions
from tosgen.saying import say
from tosgen.sources.faults import Faults, near, unknown
from tosgen.sources.shapes.vocabulary import Jurisdictions as JurisdictionsShape
from tosgen.sources.shapes.vocabulary import JurisdictionShape
from tosgen.sources.shelf import Shelf
from tosgen.sources.vocabulary import Entry, merged


def read_jurisdictions(shelf: Shelf) -> Jurisdictions:
    """The tree; a place whose parent is at fault hangs below `global`, so that reading can go on."""
    entries = merged(shelf, "jurisdictions.yaml", JurisdictionsShape)
    parents = {name: _parent(name, entry, entries, shelf.faults) for name, entry in entries.items() if name != ROOT}
    for cycle in _cycles(parents):
        tree = entries[cycle[0]].tree
        path = " -> ".join([*cycle, cycle[0]])
        shelf.faults.add(
            "cycle",
            say("no way leads to 'global': {path}", path=path),
            tree.key(cycle[0], "parent"),
            say("mend a parent"),
        )
        parents.update(dict.fromkeys(cycle, ROOT))
    names = {name: entry.shape.name for name, entry in entries.items() if entry.shape.name}
    languages = {name: tuple(entry.shape.languages) for name, entry in entries.items()}
    return Jurisdictions(parents, names, languages)


def _parent(name: str, entry: Entry[JurisdictionShape], known: Iterable[str], faults: Faults) -> str:
    parent, tree = entry.shape.parent, entry.tree
    if parent is None:
        if tree.whole(name, "parent"):
            faults.add(
                "missing-key",
                say("'{name}' has no parent", name=name),
                tree.key(name),
                say("write parent: {root}", root=ROOT),
            )
        return ROOT
    if parent not in known and parent != ROOT:
        message = unknown("jurisdiction", parent)
        faults.add("unknown-jurisdiction", message, tree.value(name, "parent"), near(parent, known))
        return ROOT
    return parent


def _cycles(parents: dict[str, str]) -> list[list[str]]:
    """Each cycle once, from its first name on."""
    found: dict[frozenset[str], list[str]] = {}
    for start in sorted(parents):
        path = [start]
        while (step := parents.get(path[-1], ROOT)) != ROOT and step not in path:
            path.append(step)
        if step != ROOT:
            cycle = path[path.index(step) :]
            found.setdefault(frozenset(cycle), cycle)
    return list(found.values())
