"""What is remembered from one document or service to the next changes no byte and no finding."""

from __future__ import annotations

import gc
import random
import weakref
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import shipped

from tosgen.catalog.translate import Translator
from tosgen.compose.document import compose
from tosgen.compose.facts import answers
from tosgen.compose.frame import Frame
from tosgen.errors import Refused
from tosgen.formats import html, markdown
from tosgen.lint.bans import BANS
from tosgen.lint.documents import harmless
from tosgen.lint.forbidden import breaches
from tosgen.model.document import Document, Filling, Passage
from tosgen.model.library import Library
from tosgen.model.service import Entity, Fact, Market, Role, Service
from tosgen.model.span import Span
from tosgen.model.values import Duration, Localized, Row
from tosgen.pipeline.cast import Cast, digest, page
from tosgen.pipeline.generate import lawful
from tosgen.pipeline.inputs import Inputs, documents_of, wanted
from tosgen.resolve import resolve
from tosgen.sources.service import load_service
from tosgen.text import escape
from tosgen.text.marks import refilled

AWKWARD = (
    "Kontor", "Example Inc.", "1. FC", "*b*", "a|b", "شركة", "港湾。", "wow!", "- x", "no liability", "[x](y)", "&amp;",
)  # fmt: skip
EXAMPLES = ("shop", "studio")
SERVICES = 14
DOCUMENTS = 8


@cache
def service(example: str) -> Service:
    return load_service(shipped.ROOT / "tosgen" / "examples" / example / "tosgen.yaml", shipped.library())


def given(library: Library, translators: dict[str, Translator], some: Service) -> Inputs:
    return Inputs(library, some, translators, shipped.DAY, "0", shipped.ROOT)


def shared(some: Service) -> Inputs:
    """Over the library and the catalogs that every run here uses."""
    return given(shipped.library(), {tag: shipped.translator(tag) for tag in tongues(some)}, some)


def alone(some: Service) -> Inputs:
    """Over a library and catalogs that nobody has used: what is remembered belongs to them."""
    fresh = {tag: Translator(tag, shipped.translator(tag).catalog) for tag in tongues(some)}
    return given(replace(shipped.library()), fresh, some)


def tongues(some: Service) -> list[str]:
    return list(dict.fromkeys(tag for market in some.markets.values() for tag in market.languages))


def made(inputs: Inputs, items: Sequence[tuple[Market, str]]) -> Any:
    """Every text, record and page; or every finding."""
    try:
        found = [(ready.version.as_dict(), dict(ready.texts), ready.overlay) for ready in lawful(inputs, items)]
    except Refused as refused:
        return sorted(map(str, refused.findings))
    return found


def others(example: str, count: int) -> Iterator[Service]:
    """The example's service with some of its answers changed, dropped or taken from elsewhere."""
    chance = random.Random(example)
    for _ in range(count):
        start = service(example)
        facts = {name: _other(fact, chance) for name, fact in start.facts.items()}
        entities = {key: _renamed(entity, chance) for key, entity in start.entities.items()}
        kept = {name: fact for name, fact in facts.items() if chance.random() > 0.02}
        features = tuple(name for name in start.features if chance.random() > 0.03)
        yield replace(start, facts=kept, entities=entities, features=features)


def _other(fact: Fact, chance: random.Random) -> Fact:
    if chance.random() < 0.5:
        return fact
    return replace(fact, value=_changed(fact.value, chance))


def _changed(value: Any, chance: random.Random) -> Any:
    match value:
        case bool():
            return not value
        case Duration(count, unit):
            return Duration(count + chance.randrange(3), unit)
        case Localized(words):
            return Localized({tag: chance.choice(AWKWARD) for tag in words})
        case str() if type(value) is str:
            return chance.choice(AWKWARD)
        case tuple() if value and isinstance(value[0], Row):
            rows = [replace(row, cells={n: _changed(c, chance) for n, c in row.cells.items()}) for row in value]
            return tuple(row for row in rows if chance.random() > 0.2)
        case _:
            return value


def _renamed(entity: Entity, chance: random.Random) -> Entity:
    fields = {name: chance.choice(AWKWARD) if name == "name" else value for name, value in entity.fields.items()}
    return replace(entity, fields={n: v for n, v in fields.items() if n in {"name", "email"} or chance.random() > 0.05})


@pytest.mark.parametrize("example", EXAMPLES)
def test_services_that_share_what_is_remembered_get_what_each_would_get_alone(example: str) -> None:
    chance, refused = random.Random(f"{example} documents"), 0
    for some in others(example, SERVICES):
        items = chance.sample(wanted(some), DOCUMENTS)
        together = made(shared(some), items)
        assert together == made(shared(some), items) == made(alone(some), items)
        refused += isinstance(together[0], str)
    assert 0 < refused < SERVICES


def test_a_page_filled_anew_is_the_page_of_the_recorded_text() -> None:
    pages = 0
    for some in [service("shop"), *others("shop", 6)]:
        inputs = shared(some)
        for market, document in wanted(some)[:DOCUMENTS]:
            for composed in _composed(inputs, market, document):
                text = markdown.write(composed)
                again = markdown.read(
                    text, document=document, market=market.name, locale=composed.locale, direction=composed.direction,
                    conspicuous=frozenset(p.anchor for p in composed.passages() if p.conspicuous),
                )  # fmt: skip
                assert list(html.fragment(again)) == list(html.fragment(composed))
                pages += 1
    assert pages > DOCUMENTS


def test_what_is_filled_into_a_mould_is_what_is_said_of_the_whole_document() -> None:
    """Texts, digests of words and forbidden sentences, each worked out of the document alone."""
    open_, said = 0, 0
    rows = {ban.requirement for ban in BANS}
    bad = [_named(service(each), name) for each in EXAMPLES for name in ("all sales are final", "All sales are final.")]
    for some in [*map(service, EXAMPLES), *bad, *others("shop", 8), *others("studio", 8)]:
        inputs = shared(some)
        for market, name in wanted(some)[:DOCUMENTS]:
            for frame in _framed(inputs, market, name):
                cast, document = Cast.of(frame), frame.document
                binding = {each.jurisdiction: rows for each in document.supplements}
                assert cast.markdown() == markdown.write(document)
                assert page(frame) == html.write(document).encode()
                found = list(cast.breaches(binding))
                assert found == list(breaches(document, BANS, binding))
                words = {(p.supplement, p.id): _words(p) for p in document.passages()}
                assert {**cast.common.closed, **cast.words()} == words
                open_, said = open_ + len(cast.words()), said + len(found)
    assert min(open_, said) > DOCUMENTS


def test_who_is_asked_for_a_role_first_is_the_markets_own_entity() -> None:
    """Then the others in the profile's order; a representative is always for one place."""
    start = service("shop")
    market = replace(start.markets["DE"], entity="own")
    inputs = shared(start)
    resolution = resolve(inputs.library, start, market, "terms-of-service", inputs.day)

    def held(**roles: str) -> tuple[object, ...]:
        entities = {key: _holding(start, key, role) for key, role in roles.items()}
        found = answers(inputs.library, replace(start, entities=entities), resolution, resolution.scopes[0])
        return tuple(found.get(f"{group}.name") for group in ("company", "controller", "representative"))

    assert held(first="controller", own="contracting-party") == ("own", "first", None)
    assert held(first="controller", second="controller", own="controller") == (None, "own", None)
    assert held(first="contracting-party", own="controller") == (None, "own", None)
    assert held(first="contracting-party", second="controller") == ("first", "second", None)
    assert held(own="representative") == (None, None, None)
    assert held(own="contracting-party", first="representative FR", second="representative DE")[2] == "second"


def _holding(some: Service, key: str, role: str) -> Entity:
    name, _, place = role.partition(" ")
    model = next(iter(some.entities.values()))
    return replace(model, key=key, fields={"name": key}, roles=(Role(name, Span(None, None), place),))


def _named(some: Service, name: str) -> Service:
    entities = {key: replace(each, fields={**each.fields, "name": name}) for key, each in some.entities.items()}
    return replace(some, entities=entities)


def _words(passage: Passage) -> str:
    def bare(filling: Filling) -> Filling:
        return Filling("§", filling.href) if filling.href.startswith("#") else filling

    return digest("\n".join(escape.markdown(refilled(text, bare)) for text in (passage.title, passage.body)))


def test_an_answer_that_a_rule_may_find_fault_with_is_looked_at_again() -> None:
    for answer in (Filling(" "), Filling("a\ue0000"), Filling("x", "#y"), Filling("x", "\ue001")):
        assert not harmless(answer)
    assert harmless(Filling("Kontor", "https://kontor.example"))


def _composed(inputs: Inputs, market: Market, document: str) -> Iterator[Document]:
    return (frame.document for frame in _framed(inputs, market, document))


def _framed(inputs: Inputs, market: Market, document: str) -> Iterator[Frame]:
    try:
        resolution = resolve(inputs.library, inputs.service, market, document, inputs.day)
        names = documents_of(inputs.service, market)
        for locale in market.languages:
            translator = inputs.translators[locale]
            yield compose(inputs.library, inputs.service, resolution, translator, names)
    except Refused:
        return


def test_threads_that_share_what_is_remembered_change_nothing() -> None:
    services = [service("studio"), *others("studio", 5)]
    one_by_one = [made(alone(some), wanted(some)) for some in services]
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(lambda some: made(shared(some), wanted(some)), services))
    assert at_once == one_by_one


def test_what_is_remembered_goes_with_the_library_that_it_belongs_to() -> None:
    inputs = alone(service("studio"))
    assert made(inputs, wanted(inputs.service))
    left = [weakref.ref(inputs.library), *(weakref.ref(each) for each in inputs.translators.values())]
    assert all(each() is not None for each in left)
    del inputs
    answers.cache_clear()  # it holds the last few documents
    gc.collect()
    assert [each() for each in left] == [None] * len(left)
