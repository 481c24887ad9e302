"""Entities and markets of a profile -> model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tosgen.model.library import Library
from tosgen.model.service import ENTITY_FIELDS, Entity, Market, Role
from tosgen.model.span import Span
from tosgen.saying import listed, say
from tosgen.sources import values
from tosgen.sources.faults import Faults, Unfit, near, unknown
from tosgen.sources.shapes.service import EntityShape, MarketShape, RoleShape, ServiceShape
from tosgen.sources.tree import Tree

FIELDS = {
    "country": values.country,
    "email": values.email,
    "phone": values.phone,
    "website": values.url,
}
"""What reads the fields of a legal person that are not plain lines."""
_PARTY = "contracting-party"


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile as far as it has its shape, and what its names are held against.

    What is at fault was taken out of shape and tree: check nothing that may follow from that.
    """

    shape: ServiceShape
    tree: Tree
    library: Library
    faults: Faults

    def document(self, name: str, *at: str | int) -> None:
        """Note a document that a service cannot have."""
        if name in self.library.outlines and not self.library.outlines[name].recorded:
            what = say("'{name}' is composed when it is needed, and is never a version", name=name)
            self.faults.add("unknown-document", what, self.tree.value(*at), say("leave it out"))
        elif name not in self.library.outlines:
            self.unknown("document", name, self.library.documents, *at)

    def unknown(self, what: str, name: str, known: Iterable[str], *at: str | int, key: bool = False) -> None:
        """Note a name that is not among the known."""
        spot = self.tree.key(*at) if key else self.tree.value(*at)
        self.faults.add(f"unknown-{what}", unknown(what, name), spot, near(name, known))


def read_entities(profile: Profile) -> dict[str, Entity]:
    """Every legal person by key."""
    return {key: _entity(profile, key, shape) for key, shape in profile.shape.entities.items()}


def _entity(profile: Profile, key: str, shape: EntityShape) -> Entity:
    given = {name: getattr(shape, "register_" if name == "register" else name) for name in ENTITY_FIELDS}
    fields = {name: text for name, text in given.items() if text}
    for name, read in FIELDS.items():
        try:
            if name in fields:
                read(fields[name])
        except Unfit as unfit:
            profile.faults.add(unfit.code, unfit.message, profile.tree.value("entities", key, name), unfit.hint)
    roles = tuple(_role(profile, key, at, role) for at, role in enumerate(shape.roles))
    return Entity(key, fields, roles, profile.tree.key("entities", key))


def _role(profile: Profile, key: str, at: int, shape: RoleShape) -> Role:
    here = ("entities", key, "roles", at)
    places = profile.library.jurisdictions
    if shape.jurisdiction and shape.jurisdiction not in places:
        profile.unknown("jurisdiction", shape.jurisdiction, places.parents, *here, "jurisdiction")
    if shape.start and shape.until and shape.until <= shape.start:
        message = say("the role ends on {until}, not after its start on {start}", until=shape.until, start=shape.start)
        profile.faults.add("overlap", message, profile.tree.value(*here, "until"))
    return Role(shape.role, Span(shape.start, shape.until), shape.jurisdiction or "")


def read_markets(profile: Profile, entities: dict[str, Entity]) -> dict[str, Market]:
    """Every market by name."""
    markets = {name: _market(profile, name, shape) for name, shape in profile.shape.markets.items()}
    folded: dict[str, str] = {}
    for name, market in markets.items():
        first = folded.setdefault(name.casefold(), name)
        if first != name:
            message = say("'{name}' differs from '{first}' only in upper and lower case", name=name, first=first)
            profile.faults.add("duplicate-key", message, market.place, say("some file systems cannot keep both"))
        _check_places(profile, market)
        _check_party(profile, market, entities)
        for at, document in enumerate(market.documents):
            profile.document(document, "markets", name, "documents", at)
    return markets


def _market(profile: Profile, name: str, shape: MarketShape) -> Market:
    here = profile.tree.key("markets", name)
    entities = profile.tree.names("entities")
    if shape.entity is None and len(entities) > 1 and profile.tree.whole("markets", name, "entity"):
        profile.faults.add(
            "missing-key",
            say("'entity' is missing"),
            here,
            say("one of: {entities}", entities=listed(sorted(entities))),
        )
    authoritative = shape.authoritative or (shape.languages[0] if len(shape.languages) == 1 else "")
    if all(profile.tree.whole("markets", name, key) for key in ("languages", "authoritative")):
        _check_languages(profile, name, authoritative)
    return Market(
        name=name,
        jurisdictions=tuple(shape.jurisdictions) or (name,),
        audience=shape.audience,
        entity=shape.entity or next(iter(entities), ""),
        languages=tuple(shape.languages),
        authoritative=authoritative,
        place=here,
        brand=shape.brand,
        features=tuple(shape.features),
        excluded=tuple(shape.excluded),
        documents=tuple(shape.documents),
        stale=shape.stale,
    )


def _check_languages(profile: Profile, market: str, authoritative: str) -> None:
    languages = profile.shape.markets[market].languages
    if not languages:
        return
    if not authoritative:
        hint = say("say which of {languages} prevails", languages=listed(languages))
        profile.faults.add("missing-key", say("'authoritative' is missing"), profile.tree.key("markets", market), hint)
    elif authoritative not in languages:
        message = say(
            "the authoritative language '{authoritative}' is not among the market's languages",
            authoritative=authoritative,
        )
        spot = profile.tree.value("markets", market, "authoritative")
        profile.faults.add("bad-value", message, spot, near(authoritative, languages))


def _check_places(profile: Profile, market: Market) -> None:
    places = profile.library.jurisdictions
    given = profile.shape.markets[market.name].jurisdictions
    for at, place in enumerate(given):
        if place not in places:
            profile.unknown("jurisdiction", place, places.parents, "markets", market.name, "jurisdictions", at)
    whole = profile.tree.whole("markets", market.name, "jurisdictions")
    if not given and market.name not in places and whole:
        message = say("'{market}' is no jurisdiction, and the market names none", market=market.name)
        profile.faults.add("missing-key", message, market.place, say("write jurisdictions: [...]"))
    _check_nesting(profile, market.name, given)


def _check_nesting(profile: Profile, market: str, given: Sequence[str]) -> None:
    """No place stands beside one that lies in it: two supplements would hold for the same customers."""
    places = profile.library.jurisdictions
    chains = {place: places.chain(place)[1:] for place in given if place in places}
    for at, place in enumerate(given):
        inner = next((other for other, above in chains.items() if place in above), None)
        if inner:
            message = say(
                "'{place}' and '{inner}' in one market: '{inner}' lies in '{place}'", place=place, inner=inner
            )
            spot = profile.tree.value("markets", market, "jurisdictions", at)
            profile.faults.add("bad-value", message, spot, say("keep the more specific one, '{inner}'", inner=inner))


def _check_party(profile: Profile, market: Market, entities: dict[str, Entity]) -> None:
    here = ("markets", market.name, "entity")
    names = profile.tree.names("entities")
    if profile.shape.markets[market.name].entity is None and (len(names) > 1 or not profile.tree.whole(*here)):
        return
    if market.entity not in entities:
        if names and market.entity not in names:
            profile.unknown("entity", market.entity, names, *here)
        return
    jurisdictions = (*here[:2], "jurisdictions")
    if not all(profile.tree.whole(*at) for at in (jurisdictions, ("entities", market.entity, "roles"))):
        return
    places = profile.library.jurisdictions
    reach = {place for name in market.jurisdictions if name in places for place in places.chain(name)}
    held = [role for role in entities[market.entity].roles if role.role == _PARTY]
    if not any(role.jurisdiction in ("", *reach) for role in held):
        message = say(
            "'{entity}' is never {party} for market '{market}'", entity=market.entity, party=_PARTY, market=market.name
        )
        profile.faults.add(
            "missing-role", message, profile.tree.value(*here), say("give it that role, or name another")
        )
