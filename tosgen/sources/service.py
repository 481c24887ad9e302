"""tosgen.yaml -> the service: who the company is, what it does, where it sells, in which languages."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tosgen.model.library import Library
from tosgen.model.service import Service
from tosgen.sources import values
from tosgen.sources.facts import Answers
from tosgen.sources.faults import Faults, Unfit
from tosgen.sources.features import check_features
from tosgen.sources.profile import Profile, read_entities, read_markets
from tosgen.sources.reading import Source, read
from tosgen.sources.shapes import shaped
from tosgen.sources.shapes.service import ServiceShape
from tosgen.sources.site import read_site
from tosgen.sources.tree import Tree
from tosgen.sources.yaml import parse


def load_service(path: Path, library: Library) -> Service:
    """Read a profile and the CSV files it names. Raises Refused with every fault found."""
    return load_with_files(path, library)[0]


def load_with_files(path: Path, library: Library) -> tuple[Service, dict[str, str]]:
    """The same, and the digest of each file that was read, by its name beside the profile."""
    faults = Faults()
    source = read(path, faults)
    tree = parse(source.text, source.shown, faults) if source else None
    if tree is None:
        faults.stop()
    assert source is not None
    assert tree is not None
    return service_of(tree, source, library, faults)


def service_of(tree: Tree, source: Source, library: Library, faults: Faults) -> tuple[Service, dict[str, str]]:
    """A profile's data, read from `source`, as a service; and the digests of its files."""
    shape = shaped(ServiceShape, tree, faults)
    if shape is None:
        faults.stop()
    assert shape is not None
    return _service(Profile(shape, tree, library, faults), source)


def _service(profile: Profile, source: Source) -> tuple[Service, dict[str, str]]:
    shape = profile.shape
    _check_timezone(profile)
    for at, document in enumerate(shape.documents):
        profile.document(document, "documents", at)
    entities = read_entities(profile)
    markets = read_markets(profile, entities)
    check_features(profile, markets)
    answers = Answers(profile, source.path.parent)
    facts = answers.facts()
    site = read_site(profile, markets, source.path.parent)
    profile.faults.stop()
    files = {source.path.name: source.digest, **answers.digests}
    service = Service(
        name=shape.service,
        timezone=shape.timezone,
        documents=tuple(shape.documents),
        features=tuple(shape.features),
        excluded=tuple(shape.excluded),
        entities=entities,
        markets=markets,
        facts=facts,
        path=source.shown,
        digest=_digest(files),
        site=site,
    )
    return service, files


def _check_timezone(profile: Profile) -> None:
    try:
        if profile.shape.timezone:
            values.timezone(profile.shape.timezone)
    except Unfit as unfit:
        profile.faults.add(unfit.code, unfit.message, profile.tree.value("timezone"), unfit.hint)


def _digest(files: dict[str, str]) -> str:
    lines = [f"{name}\0{digest}\n" for name, digest in sorted(files.items())]
    return hashlib.sha256("".join(lines).encode()).hexdigest()
