"""features.yaml, facts.yaml, terms.yaml and the outlines -> model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from tosgen.model.condition import ALWAYS, Condition
from tosgen.model.vocabulary import CORE, ROOT, Bound, FactType, Feature, Jurisdictions, Outline, Slot, Term, Wording
from tosgen.saying import say, say_in
from tosgen.sources.faults import Faults, near, unknown
from tosgen.sources.shapes import shaped
from tosgen.sources.shapes.vocabulary import (
    ColumnShape,
    Facts,
    FactShape,
    Features,
    FeatureShape,
    OutlineShape,
    Terms,
    TermShape,
    WordingShape,
)
from tosgen.sources.shelf import Shelf
from tosgen.sources.tree import Tree

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Entry(Generic[S]):
    """One key of a vocabulary, and the file it stands in."""

    shape: S
    tree: Tree


def merged(shelf: Shelf, name: str, kind: type[dict[str, S]]) -> dict[str, Entry[S]]:
    """A vocabulary, the overlay's entries in place of the library's."""
    entries: dict[str, Entry[S]] = {}
    before = len(shelf.faults.found)
    for tree in shelf.trees(name):
        shapes = shaped(kind, tree, shelf.faults) or {}
        entries.update({key: Entry(shape, tree) for key, shape in shapes.items()})
    if len(shelf.faults.found) > before:
        shelf.broken.add(name)
    return entries


def unknown_features(names: Iterable[str], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(message, hint) for each name that is no feature."""
    for name in sorted(set(names) - set(known) - {CORE}):
        yield unknown("feature", name), near(name, known)


def settled(features: Mapping[str, Feature], names: Iterable[str]) -> frozenset[str]:
    """The features with all that they imply."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(features[name].implies if name in features else ())
    return frozenset(found)


def at_odds(features: Mapping[str, Feature], names: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of these features that exclude each other."""
    held = sorted(set(names))
    pairs = {tuple(sorted((a, b))) for a in held if a in features for b in features[a].excludes if b in held and a != b}
    return [(a, b) for a, b in sorted(pairs)]


def read_features(shelf: Shelf) -> dict[str, Feature]:
    """Every feature by name."""
    entries = merged(shelf, "features.yaml", Features)
    features = {name: _feature(name, entry.shape) for name, entry in entries.items()}
    features.setdefault(CORE, Feature(CORE, derived=True))
    for name, entry in entries.items():
        _check_feature(name, entry, features, shelf.faults)
    return features


def _feature(name: str, shape: FeatureShape) -> Feature:
    return Feature(
        name=name,
        question=_question("features", name, shape.question),
        implies=tuple(shape.implies),
        excludes=tuple(shape.excludes),
        audience=shape.audience or "",
        kind=shape.kind,
        derived=shape.derived,
    )


def _check_feature(name: str, entry: Entry[FeatureShape], features: dict[str, Feature], faults: Faults) -> None:
    for key, others in (("implies", entry.shape.implies), ("excludes", entry.shape.excludes)):
        for at, other in enumerate(others):
            for message, hint in unknown_features([other], features):
                faults.add("unknown-feature", message, entry.tree.value(name, key, at), hint)
    for a, b in at_odds(features, settled(features, [name])):
        message = say("'{name}' implies '{a}' and '{b}', which exclude each other", name=name, a=a, b=b)
        faults.add("contradiction", message, entry.tree.key(name))


def read_facts(
    shelf: Shelf, features: Mapping[str, Feature], places: Jurisdictions, requirements: Iterable[str]
) -> dict[str, FactType]:
    """Every fact by name; `requirements` are those that a bound may name."""
    entries = merged(shelf, "facts.yaml", Facts)
    for name, entry in entries.items():
        when = entry.shape.when
        for message, hint in unknown_features(when.names if when else (), features):
            shelf.faults.add("unknown-feature", message, entry.tree.value(name, "when"), hint)
        columns = [((name, "columns", column), shape) for column, shape in entry.shape.columns.items()]
        for at, shape in [((name,), entry.shape), *columns]:
            _check_labels(shape, entry.tree, places, shelf.faults, *at)
            _check_bounds(shape, entry.tree, requirements, shelf.faults, *at)
    return {name: _fact(name, entry.shape, _columns(name, entry.shape)) for name, entry in entries.items()}


def _check_labels(shape: ColumnShape, tree: Tree, places: Jurisdictions, faults: Faults, *at: str) -> None:
    for option, labels in shape.options.items():
        for name in labels:
            if name not in places:
                spot = tree.key(*at, "options", option, name)
                faults.add("unknown-jurisdiction", unknown("jurisdiction", name), spot, near(name, places.parents))


def _check_bounds(shape: ColumnShape, tree: Tree, known: Iterable[str], faults: Faults, *at: str) -> None:
    for id in shape.bounds:
        if id not in known:
            message = unknown("requirement", id)
            faults.add("unknown-requirement", message, tree.key(*at, "bounds", id), near(id, known))


def _columns(name: str, shape: FactShape) -> dict[str, FactType]:
    return {column: _fact(f"{name}.{column}", cell, {}) for column, cell in shape.columns.items()}


def _fact(name: str, shape: ColumnShape, columns: dict[str, FactType]) -> FactType:
    when: Condition | None = shape.when if isinstance(shape, FactShape) else None
    return FactType(
        name=name,
        kind=shape.type,
        question=_question("facts", name, shape.question),
        when=when or ALWAYS,
        optional=shape.optional,
        options=shape.options,
        columns=columns,
        bounds={id: Bound(bound.max, bound.min, tuple(bound.not_)) for id, bound in shape.bounds.items()},
        weighs=shape.weighs or "",
        harms=tuple(shape.harms),
        fill=shape.fill if isinstance(shape, FactShape) else "",
    )


def read_terms(shelf: Shelf, places: Jurisdictions) -> dict[str, Term]:
    """Every defined term by name."""
    entries = merged(shelf, "terms.yaml", Terms)
    for name, entry in entries.items():
        for where in entry.shape.elsewhere:
            if where not in places:
                message = unknown("jurisdiction", where)
                known = [*places.parents, "term", "forms", "definition"]
                shelf.faults.add("unknown-jurisdiction", message, entry.tree.key(name, where), near(where, known))
    return {name: Term(name, _wordings(name, e.shape), e.tree.key(name)) for name, e in entries.items()}


def _wordings(name: str, shape: TermShape) -> dict[str, Wording]:
    general = Wording(shape.term, shape.definition, shape.forms, f"terms/{name}")
    return {ROOT: general, **{where: _reworded(general, where, own) for where, own in shape.elsewhere.items()}}


def _reworded(general: Wording, where: str, own: WordingShape) -> Wording:
    forms = {**general.forms, **own.forms}
    return Wording(own.term or general.term, own.definition or general.definition, forms, f"{general.context}@{where}")


def read_outlines(shelf: Shelf) -> dict[str, Entry[Outline]]:
    """Every outline by document, the overlay's in place of the library's."""
    outlines: dict[str, Entry[Outline]] = {}
    for _, document, tree in shelf.folder("documents"):
        if shape := shaped(OutlineShape, tree, shelf.faults):
            slots = tuple(
                Slot(each.id, each.title.get(ROOT, ""), each.required, tuple(each.order), each.title)
                for each in shape.slots
            )
            title, place = shape.title, tree.key("title")
            answers = tuple(shape.answers)
            outline = Outline(
                document, title.get(ROOT, ""), shape.readership, slots, place, answers, shape.effect, shape.recorded,
                title,
            )  # fmt: skip
            outlines[document] = Entry(outline, tree)
    return outlines


def _question(vocabulary: str, name: str, question: str) -> str:
    """The words that `init` asks with, in the context of what they ask for."""
    return say_in(f"{vocabulary}/{name}", question) if question else ""
