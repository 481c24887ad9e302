"""Everything under `clauses/` -> the library, with a workspace's overlay laid over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from tosgen.errors import Finding, Refused
from tosgen.model.library import Library
from tosgen.model.vocabulary import FactType, Feature, Jurisdictions, Outline, Term
from tosgen.sources.checks import check, orders_known
from tosgen.sources.clauses import Draft, read_clauses
from tosgen.sources.earlier import Before, Earlier
from tosgen.sources.faults import Faults
from tosgen.sources.memory import Memory
from tosgen.sources.places import read_jurisdictions
from tosgen.sources.register import Register, read_register
from tosgen.sources.shelf import VOCABULARIES, Shelf
from tosgen.sources.stamps import stamps
from tosgen.sources.tree import NOWHERE
from tosgen.sources.vocabulary import Entry, read_facts, read_features, read_outlines, read_terms


def load_library(
    root: Path, overlay: Path | None, *, version: str, commit: str, memory: Memory | None = None
) -> tuple[Library, tuple[Finding, ...]]:
    """Read the `clauses/` folder `root`, with the one of a workspace (it need not exist) laid over it.

    Returns the library and its warnings (`base-moved`). Raises Refused with every fault found, in files and between
    them; faults between files are looked for once the vocabularies and the register are sound. Files that the
    `memory` knows are not read again; what is the same as before is the same object.
    """
    layers = (root,) if overlay is None or not overlay.is_dir() else (root, overlay)
    earlier = None if memory else Earlier.of(layers)
    if earlier and (found := earlier.found()):
        return replace(found[0], version=version, commit=commit), found[1]
    before = earlier.before() if earlier else None
    library, shelf = (before and _again(layers, before)) or _all(Shelf(layers, Faults(), memory=memory))
    shelf.faults.stop()
    warnings = shelf.faults.ordered
    if earlier:
        earlier.keep(library, warnings, shelf.digests)
    return replace(library, version=version, commit=commit), warnings


def _again(layers: tuple[Path, ...], before: Before) -> tuple[Library, Shelf] | None:
    """What was read before, with the clauses that have changed; None where there is anything to say: places lack."""
    with suppress(Refused):
        found = _all(Shelf(layers, Faults(), digests={**before.digests}), before)
        return None if found[1].faults.found else found
    return None


def _all(shelf: Shelf, before: Before | None = None) -> tuple[Library, Shelf]:
    words = _Words.of(before.library, shelf) if before else _words(shelf)
    sound = not shelf.faults.fatal
    drafts = read_clauses(shelf, before.clauses if before else {})
    library = Library(
        jurisdictions=words.places,
        features=words.features,
        facts=words.facts,
        terms=words.terms,
        outlines={document: entry.shape for document, entry in sorted(words.outlines.items())},
        laws=words.register.laws,
        requirements=words.register.requirements,
        clauses=tuple(draft.clause for draft in drafts),
        registers=words.register.reviews,
        digest=shelf.digest,
        version="",
        commit="",
    )
    for name in ("features", "jurisdictions"):
        if f"{name}.yaml" in shelf.broken:
            shelf.faults.drop(f"unknown-{name.removesuffix('s')}")
    if sound:
        for fault in _between(drafts, words.outlines, library):
            shelf.faults.note(fault)
    return library, shelf


@dataclass(frozen=True, slots=True)
class _Words:
    """The vocabularies, the register and the outlines: all that stands in YAML files of its own."""

    places: Jurisdictions
    features: Mapping[str, Feature]
    register: Register
    facts: Mapping[str, FactType]
    terms: Mapping[str, Term]
    outlines: dict[str, Entry[Outline]]
    shelf: Shelf

    @classmethod
    def of(cls, known: Library, shelf: Shelf) -> _Words:
        """Those of a library that is known to be sound."""
        register = Register({**known.laws}, {**known.requirements}, {**known.registers})
        outlines = {document: Entry(outline, NOWHERE) for document, outline in known.outlines.items()}
        return cls(known.jurisdictions, known.features, register, known.facts, known.terms, outlines, shelf)


def _words(shelf: Shelf) -> _Words:
    folders = [root / name for root in shelf.layers for name in ("documents", "register")]
    files = [root / name for root in shelf.layers for name in VOCABULARIES]
    key = ("words", shelf.layers, *sorted(stamps(folders, files).items())) if shelf.memory else ()
    words = shelf.made(key, lambda faults: _read(Shelf(shelf.layers, faults, memory=shelf.memory)))
    shelf.digests.update(words.shelf.digests)
    shelf.broken.update(words.shelf.broken)
    return words


def _read(shelf: Shelf) -> _Words:
    places = read_jurisdictions(shelf)
    features = read_features(shelf)
    register = read_register(shelf, features, places)
    facts = read_facts(shelf, features, places, register.requirements)
    return _Words(places, features, register, facts, read_terms(shelf, places), read_outlines(shelf), shelf)


def _between(drafts: list[Draft], outlines: dict[str, Entry[Outline]], library: Library) -> Iterator[Finding]:
    """Faults between files."""
    for draft in drafts:
        yield from check(draft, library)
    for outline in outlines.values():
        yield from orders_known(outline, library)
