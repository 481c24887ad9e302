"""Which clauses apply to this service, in this market, on that day, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from tosgen.errors import Finding, Refused
from tosgen.model.kept import kept
from tosgen.model.library import Clause, Library
from tosgen.model.service import Market, Service
from tosgen.model.vocabulary import CORE, Feature, Outline
from tosgen.saying import say

SUPPLEMENT_SLOT = "supplement"
DEFINITIONS = "core/definitions"


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Scope:
    """The clauses of the base text (`supplement` is "") or of one supplement, by slot in the outline's order."""

    supplement: str
    chain: tuple[str, ...]
    clauses: tuple[Clause, ...]
    omitted: tuple[str, ...] = ()
    """Ids of the base text that do not hold in this supplement."""
    replaced: tuple[str, ...] = ()
    """Ids of the base text whose place a clause of this supplement takes."""


@dataclass(frozen=True, slots=True, eq=False)
class Resolution:
    """What a document is made of, before any words are filled in."""

    document: str
    market: Market
    day: date
    features: frozenset[str]
    outline: Outline
    scopes: tuple[Scope, ...]

    @property
    def country(self) -> str:
        """Where dates and figures are written: the base text's own country, or the union or world that it is for."""
        return self.scopes[0].chain[0].partition("-")[0]


@dataclass(frozen=True, slots=True)
class Setting:
    """What resolution looks at besides the library: put one field back, and see what it alone changes."""

    jurisdictions: tuple[str, ...]
    features: frozenset[str]
    day: date


def features_of(library: Library, service: Service, market: Market) -> frozenset[str]:
    """What holds in a market: the profile's answers, what they imply, the audience, and `core`."""
    return _features(library, (*service.features, *market.features), market.excluded, market.audience)


@kept
def _features(
    library: Library, chosen: tuple[str, ...], excluded: tuple[str, ...], audience: str
) -> frozenset[str]:  # fmt: skip
    own = {CORE, *chosen} - {*excluded}
    own |= {name for name, feature in library.features.items() if feature.audience == audience}
    return implied(library.features, frozenset(own)) - frozenset(excluded)


def implied(features: Mapping[str, Feature], chosen: frozenset[str]) -> frozenset[str]:
    """The chosen features with everything that they imply."""
    on, todo = set(chosen), sorted(chosen)
    while todo:
        feature = features.get(todo.pop())
        fresh = [name for name in feature.implies if name not in on] if feature else []
        on.update(fresh)
        todo.extend(fresh)
    return frozenset(on)


def setting_of(library: Library, service: Service, market: Market, day: date) -> Setting:
    """The setting that a profile gives on a day."""
    return Setting(market.jurisdictions, features_of(library, service, market), day)


def resolve(library: Library, service: Service, market: Market, document: str, day: date) -> Resolution:
    """The clauses of one document. Raises Refused (`empty-slot`) where a required section would have none."""
    resolution = resolved(library, market, document, setting_of(library, service, market, day))
    findings = _empty_slots(resolution)
    if findings:
        raise Refused(findings)
    return resolution


def resolved(library: Library, market: Market, document: str, setting: Setting) -> Resolution:
    """Resolution without the check for empty sections."""
    outline, scopes = _resolved(library, document, setting)
    return Resolution(document, market, setting.day, setting.features, outline, scopes)


@kept
def _resolved(library: Library, document: str, setting: Setting) -> tuple[Outline, tuple[Scope, ...]]:
    """What is the same for every market and service of a setting."""
    base_place = library.jurisdictions.common(setting.jurisdictions)
    outline = library.outlines[document].at(library.jurisdictions.chain(base_place))
    base = _scope(library, outline, setting, base_place)
    scopes = [replace(base, clauses=tuple(c for c in base.clauses if c.slot != SUPPLEMENT_SLOT))]
    if len(setting.jurisdictions) > 1:
        scopes += [_supplement(library, outline, setting, base, place) for place in setting.jurisdictions]
    return outline, tuple(scopes)


def _scope(library: Library, outline: Outline, setting: Setting, place: str) -> Scope:
    chain = library.jurisdictions.chain(place)
    by_id: dict[str, dict[str, list[Clause]]] = {}
    for clause in library.clauses:
        if clause.jurisdiction in chain and (outline.document in clause.documents or clause.omit):
            by_id.setdefault(clause.id, {}).setdefault(clause.jurisdiction, []).append(clause)
    found = (_chosen(places, chain, setting) for places in by_id.values())
    return Scope("", chain, _in_order(library, outline, [clause for clause in found if clause]))


def _chosen(places: Mapping[str, list[Clause]], chain: tuple[str, ...], setting: Setting) -> Clause | None:
    """The most specific clause of an id; where it fails its dates or `when`, the next only if it falls back."""
    for place in chain:
        files = places.get(place, [])
        holding = [c for c in files if c.span.covers(setting.day) and c.needs.holds(setting.features)]
        if holding:
            return None if holding[0].omit else holding[0]
        if files and not any(clause.falls_back for clause in files):
            return None
    return None


def _supplement(library: Library, outline: Outline, setting: Setting, base: Scope, place: str) -> Scope:
    scope = _scope(library, outline, setting, place)
    own = tuple(
        clause
        for clause in scope.clauses
        if clause.jurisdiction not in base.chain or clause.slot == SUPPLEMENT_SLOT or clause.id == DEFINITIONS
    )
    here = {clause.id for clause in scope.clauses}
    above = [clause.id for clause in base.clauses if clause.slot != SUPPLEMENT_SLOT]
    gone = tuple(id for id in above if id not in here)
    taken = tuple(id for id in above if id in {c.id for c in own} - {DEFINITIONS})
    return Scope(place, scope.chain, own, gone, taken)


def _in_order(library: Library, outline: Outline, clauses: list[Clause]) -> tuple[Clause, ...]:
    """Outline's slots in order; inside one, the outline's own order, then features as the vocabulary lists them."""
    slots = {slot.id: (at, slot.order) for at, slot in enumerate(outline.slots)}
    features = {name: at for at, name in enumerate(library.features)}

    def rank(clause: Clause) -> tuple[int, int, int, str]:
        at, order = slots[clause.slot]
        named = order.index(clause.id) if clause.id in order else len(order)
        return at, named, features.get(clause.feature, len(features)), clause.id

    return tuple(sorted((c for c in clauses if c.slot in slots), key=rank))


def _empty_slots(resolution: Resolution) -> list[Finding]:
    base, *supplements = resolution.scopes
    where, day = f"{resolution.document}/{resolution.market.name}", resolution.day
    filled = [{c.slot for c in base.clauses} | {c.slot for c in scope.clauses} for scope in supplements]
    filled = filled or [{c.slot for c in base.clauses}]
    places = [scope.supplement for scope in supplements] or list(resolution.market.jurisdictions)
    return [
        Finding(
            "empty-slot",
            say(
                "{where}: no clause fills '{slot}' for {place} on {day}",
                where=where,
                slot=slot.id,
                place=place,
                day=day,
            ),
            resolution.market.place,
            say(
                "add a clause with `slot: {slot}` under clauses/{place}/, or change the market",
                slot=slot.id,
                place=place,
            ),
        )
        for slots, place in zip(filled, places, strict=True)
        for slot in resolution.outline.slots
        if slot.required and slot.id not in slots
    ]
