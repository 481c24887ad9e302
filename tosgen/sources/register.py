"""register/<JURISDICTION>.yaml -> laws and requirements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from tosgen.errors import Place
from tosgen.model.condition import Condition
from tosgen.model.library import Law, Notice, Requirement, Review
from tosgen.model.vocabulary import Feature, Jurisdictions
from tosgen.saying import say
from tosgen.sources.faults import Faults, near, unknown
from tosgen.sources.shapes import shaped
from tosgen.sources.shapes.register import RegisterShape, RequirementShape
from tosgen.sources.shelf import Shelf
from tosgen.sources.tree import Tree
from tosgen.sources.vocabulary import unknown_features


@dataclass(frozen=True, slots=True)
class Register:
    """Laws by `<JURISDICTION>/<key>`, requirements by id: a law's key is its own only within its jurisdiction."""

    laws: dict[str, Law] = field(default_factory=dict)
    requirements: dict[str, Requirement] = field(default_factory=dict)
    reviews: dict[str, Review] = field(default_factory=dict)
    """By jurisdiction."""


def read_register(shelf: Shelf, features: Mapping[str, Feature], places: Jurisdictions) -> Register:
    """All registers, the overlay's laws and rows in place of the library's."""
    register = Register()
    layer_of: dict[str, int] = {}
    for layer, stem, tree in shelf.folder("register"):
        shape = shaped(RegisterShape, tree, shelf.faults)
        if shape and _own_file(shape, stem, tree, places, shelf.faults):
            _take_laws(shape, register)
            if shape.reviewed:
                register.reviews[shape.jurisdiction] = Review(shape.reviewed.on, shape.reviewed.every)
            for row in (_Row(row, at, tree) for at, row in enumerate(shape.requirements)):
                _check_law(row, shape.jurisdiction, register, shelf.faults)
                _check_span(row, shelf.faults)
                _check_when(row, features, shelf.faults)
                id = row.shape.id
                if id and layer_of.get(id) == layer:
                    message = say("requirement '{id}' stands twice in the register", id=id)
                    shelf.faults.add("duplicate-key", message, row.spot("id"), say("keep one"))
                layer_of[id] = layer
                register.requirements[id] = _requirement(row.shape, shape.jurisdiction)
    return register


def _own_file(shape: RegisterShape, stem: str, tree: Tree, places: Jurisdictions, faults: Faults) -> bool:
    name, spot = shape.jurisdiction, tree.value("jurisdiction")
    if not name:
        return True
    if name not in places:
        faults.add("unknown-jurisdiction", unknown("jurisdiction", name), spot, near(name, places.parents))
    elif name != stem:
        faults.add(
            "bad-value",
            say("'{name}' stands in the file of '{stem}'", name=name, stem=stem),
            spot,
            say("move it to register/{name}.yaml", name=name),
        )
    return name in places


def _take_laws(shape: RegisterShape, register: Register) -> None:
    for key, law in shape.laws.items():
        register.laws[f"{shape.jurisdiction}/{key}"] = Law(key, law.name, law.title, law.source)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its place."""

    shape: RequirementShape
    at: int
    tree: Tree

    def spot(self, *steps: str | int) -> Place:
        return self.tree.value("requirements", self.at, *steps)


def _check_law(row: _Row, jurisdiction: str, register: Register, faults: Faults) -> None:
    if row.shape.law and f"{jurisdiction}/{row.shape.law}" not in register.laws:
        known = [key.partition("/")[2] for key in register.laws if key.startswith(f"{jurisdiction}/")]
        if row.shape.law in row.tree.names("laws") or not (known or row.tree.whole("laws")):
            return
        faults.add("unknown-law", unknown("law", row.shape.law), row.spot("law"), near(row.shape.law, known))


def _check_span(row: _Row, faults: Faults) -> None:
    start, end = row.shape.applies_from, row.shape.applies_until
    if start and end and end <= start:
        faults.add(
            "overlap",
            say("it ends on {end}, not after its start on {start}", end=end, start=start),
            row.spot("applies_until"),
        )


def _check_when(row: _Row, features: Mapping[str, Feature], faults: Faults) -> None:
    for position, item in enumerate(row.shape.when):
        for message, hint in unknown_features(item.split("|"), features):
            faults.add("unknown-feature", message, row.spot("when", position), hint)


@cache
def _condition(items: tuple[str, ...]) -> Condition:
    return Condition.all_of(list(items))


def _requirement(row: RequirementShape, jurisdiction: str) -> Requirement:
    return Requirement(
        id=row.id,
        jurisdiction=jurisdiction,
        law=f"{jurisdiction}/{row.law}",
        provision=row.provision,
        text=row.requirement,
        documents=tuple(row.documents),
        when=_condition(tuple(row.when)),
        applies_from=row.applies_from,
        applies_until=row.applies_until,
        deadline=row.deadline,
        confidence=row.confidence,
        note=row.note,
        kind=row.kind,
        notice=Notice(**dict(row.notice)) if row.notice else None,
        answered_by=tuple(row.answered_by),
        languages=tuple(row.languages),
    )
