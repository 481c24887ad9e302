"""The block `site` of a profile -> model: how documents are published as pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tosgen.model.service import Brand, Market, Site
from tosgen.saying import say
from tosgen.sources.faults import Unfit, brief
from tosgen.sources.profile import Profile
from tosgen.sources.shapes.service import BrandShape
from tosgen.sources.table import inside

_OLD = re.compile(r"(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,99}/)*[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,99}/?")
_TARGET = re.compile(r"([^/]+)/([^/]+)")


def read_site(profile: Profile, markets: Mapping[str, Market], folder: Path) -> Site:
    """The block, its names held against the profile; `folder` is where the profile lies."""
    shape = profile.shape.site
    brands = {name: _brand(profile, name, given, folder) for name, given in shape.brands.items()}
    _check_brands(profile, brands)
    targets = {old: _target(profile, old, target, markets) for old, target in shape.redirects.items()}
    return Site(
        base=shape.base,
        title=dict(shape.title),
        readership=tuple(shape.readership),
        brands=brands,
        redirects={old: target for old, target in targets.items() if target},
        formats=tuple(shape.formats),
    )


def _brand(profile: Profile, name: str, shape: BrandShape, folder: Path) -> Brand:
    for key in ("style", "templates"):
        try:
            if given := getattr(shape, key):
                inside(folder, given)
        except Unfit as unfit:
            spot = profile.tree.value("site", "brands", name, key)
            profile.faults.add(unfit.code, unfit.message, spot, unfit.hint)
    return Brand(name, tuple(shape.markets), shape.base, dict(shape.title), shape.style, shape.templates)


def _check_brands(profile: Profile, brands: Mapping[str, Brand]) -> None:
    """Each market is one brand's at most; a brand's folder is none that a document has."""
    markets = profile.tree.names("markets")
    of: dict[str, str] = {}
    for name, brand in brands.items():
        here = ("site", "brands", name)
        if name in profile.library.documents:
            what = say("'{name}' is a document, whose folder the brand would take", name=name)
            profile.faults.add("bad-name", what, profile.tree.key(*here), say("name the brand otherwise"))
        for at, market in enumerate(brand.markets):
            if market not in markets:
                profile.unknown("market", market, markets, *here, "markets", at)
            elif of.setdefault(market, name) != name:
                what = say("market '{market}' is of the brand '{brand}' already", market=market, brand=of[market])
                spot = profile.tree.value(*here, "markets", at)
                profile.faults.add("duplicate-value", what, spot, say("keep it in one of them"))


def _target(profile: Profile, old: str, target: str, markets: Mapping[str, Market]) -> tuple[str, str] | None:
    """Where an old path leads: a document of a market."""
    here = ("site", "redirects", old)
    if not _OLD.fullmatch(old):
        what = say("{text} is not a path below the site's address", text=brief(old))
        hint = say("write it as in 'terms/' or 'old/terms.html'")
        profile.faults.add("bad-value", what, profile.tree.key(*here), hint)
    found = _TARGET.fullmatch(target)
    if found is None:
        what = say("{text} is not a document of a market", text=brief(target))
        hint = say("write DOCUMENT/MARKET, as in terms-of-service/DE")
        profile.faults.add("bad-value", what, profile.tree.value(*here), hint)
        return None
    document, market = found.groups()
    profile.document(document, *here)
    if market not in profile.tree.names("markets"):
        profile.unknown("market", market, markets, *here)
    return document, market
