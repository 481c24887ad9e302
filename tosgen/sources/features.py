"""What a profile answers about features: the names exist, and no answer contradicts another."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from tosgen.errors import Place
from tosgen.model.service import Market
from tosgen.model.vocabulary import CORE
from tosgen.saying import say
from tosgen.sources.profile import Profile
from tosgen.sources.vocabulary import at_odds, settled, unknown_features


def check_features(profile: Profile, markets: dict[str, Market]) -> None:
    """The answers name features and do not contradict each other, in general and in each market."""
    shape = profile.shape
    _check_answers(profile, shape.features, shape.excluded)
    told = _clashes(profile, settled(profile.library.features, shape.features), set(shape.excluded))
    for clash, name in sorted(told.items()):
        profile.faults.add("contradiction", clash, _spot(profile, name), say("take one of them back"))

    @cache  # most markets answer the same
    def clashing(audience: str, features: tuple[str, ...], excluded: tuple[str, ...]) -> list[str]:
        on = (set(shape.features) - set(excluded)) | set(features)
        off = (set(shape.excluded) - set(features)) | set(excluded)
        own = {f.name for f in profile.library.features.values() if f.audience and f.audience == audience}
        clashes = _clashes(profile, settled(profile.library.features, on | own), off - own)
        return sorted(clashes.keys() - told.keys())

    for name, market in markets.items():
        _check_answers(profile, market.features, market.excluded, "markets", name)
        if not all(profile.tree.whole("markets", name, key) for key in ("features", "not")):
            continue
        for clash in clashing(market.audience, market.features, market.excluded):
            profile.faults.add(
                "contradiction",
                say("in market '{name}', {clash}", name=name, clash=clash),
                market.place,
                say("take one of them back"),
            )


def _check_answers(profile: Profile, on: Iterable[str], off: Iterable[str], *at: str) -> None:
    known = profile.library.features
    for key, answers in (("features", on), ("not", off)):
        for position, name in enumerate(answers):
            spot = profile.tree.value(*at, key, position)
            for message, hint in unknown_features([name], known):
                profile.faults.add("unknown-feature", message, spot, hint)
            if name in known and known[name].audience:
                message = say("'{name}' is not answered here: the audience of a market settles it", name=name)
                profile.faults.add("bad-value", message, spot, say("remove it"))
            if name == CORE and key == "not":
                profile.faults.add("contradiction", say("'{core}' always holds", core=CORE), spot, say("remove it"))


def _clashes(profile: Profile, on: frozenset[str], off: set[str]) -> dict[str, str]:
    """What contradicts, in words -> the name of a feature in it."""
    features = profile.library.features
    both: dict[str, str] = {
        say("'{name}' holds ({why}) and stands under 'not'", name=name, why=_why(profile, name, on)): name
        for name in on & off
    }
    return both | {
        say("'{a}' and '{b}' both hold and exclude each other", a=a, b=b): b for a, b in at_odds(features, on)
    }


def _spot(profile: Profile, name: str) -> Place:
    for key, answers in (("not", profile.shape.excluded), ("features", profile.shape.features)):
        if name in answers:
            return profile.tree.value(key, answers.index(name))
    return profile.tree.key("features")


def _why(profile: Profile, name: str, on: frozenset[str]) -> str:
    features = profile.library.features
    because = sorted(other for other in on if other in features and name in features[other].implies)
    return say("'{feature}' implies it", feature=because[0]) if because else say("it stands under 'features'")
