"""Everything under `clauses/` -> the library, with a workspace's overlay laid over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tosgen.errors import Finding
from tosgen.model.library import Library
from tosgen.model.vocabulary import Outline
from tosgen.sources.checks import check, orders_known
from tosgen.sources.clauses import Draft, read_clauses
from tosgen.sources.faults import Faults
from tosgen.sources.places import read_jurisdictions
from tosgen.sources.register import read_register
from tosgen.sources.shelf import Shelf
from tosgen.sources.vocabulary import Entry, read_facts, read_features, read_outlines, read_terms


def load_library(root: Path, overlay: Path | None, *, version: str, commit: str) -> tuple[Library, tuple[Finding, ...]]:
    """Read the `clauses/` folder `root`, with the one of a workspace (it need not exist) laid over it.

    Returns the library and its warnings (`base-moved`). Raises Refused with every fault found, in files and between
    them; faults between files are looked for once the vocabularies and the register are sound.
    """
    faults = Faults()
    shelf = Shelf((root,) if overlay is None or not overlay.is_dir() else (root, overlay), faults)
    places = read_jurisdictions(shelf)
    features = read_features(shelf)
    register = read_register(shelf, features, places)
    facts = read_facts(shelf, features, places, register.requirements)
    terms, outlines = read_terms(shelf, places), read_outlines(shelf)
    sound = not faults.fatal
    drafts = read_clauses(shelf)
    library = Library(
        jurisdictions=places,
        features=features,
        facts=facts,
        terms=terms,
        outlines={document: entry.shape for document, entry in sorted(outlines.items())},
        laws=register.laws,
        requirements=register.requirements,
        clauses=tuple(draft.clause for draft in drafts),
        registers=register.reviews,
        digest=shelf.digest,
        version=version,
        commit=commit,
    )
    for name in ("features", "jurisdictions"):
        if f"{name}.yaml" in shelf.broken:
            faults.drop(f"unknown-{name.removesuffix('s')}")
    if sound:
        for fault in _between(drafts, outlines, library):
            faults.note(fault)
    faults.stop()
    return library, faults.ordered


def _between(drafts: list[Draft], outlines: dict[str, Entry[Outline]], library: Library) -> Iterator[Finding]:
    """Faults between files."""
    for draft in drafts:
        yield from check(draft, library)
    for outline in outlines.values():
        yield from orders_known(outline, library)
