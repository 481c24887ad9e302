"""A document whose fingerprint is the same need not be composed: nothing that it says, or is refused for, differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from shipped import DAY, ROOT, library, translator

from tosgen.errors import Refused
from tosgen.model.service import Service
from tosgen.model.values import Choice, Country, Duration, Email, Localized, Money, Url
from tosgen.pipeline.draft import drafts
from tosgen.pipeline.fingerprint import Fingerprints
from tosgen.pipeline.inputs import Inputs, wanted
from tosgen.sources.service import load_service


def shipped(example: str) -> Inputs:
    """The inputs of an example."""
    folder = ROOT / "tosgen" / "examples" / example
    service = load_service(folder / "tosgen.yaml", library())
    locales = {locale for market in service.markets.values() for locale in market.languages}
    return Inputs(library(), service, {locale: translator(locale) for locale in locales}, DAY, "0", folder)


def other(value: object) -> object:  # noqa: PLR0911  # one for each kind
    """Another answer of the same kind."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case date():
            return value + timedelta(days=1)
        case Duration() | Money():
            return replace(value, **{"count": value.count + 1} if isinstance(value, Duration) else {"amount": 7})
        case Localized(by_language):
            return Localized({locale: f"{text} too" for locale, text in by_language.items()})
        case tuple():
            return value[:-1]
        case Url():
            return Url(f"{value}/x")
        case Choice() | Country() | Email():
            return value
        case str():
            return f"{value} too"
    return value


def variants(service: Service) -> Iterator[Service]:
    """A service, each of its answers changed in turn."""
    for name, fact in service.facts.items():
        changed = replace(
            fact, value=other(fact.value), by_market={m: other(v) for m, v in fact.by_market.items()},
            by_document={d: other(v) for d, v in fact.by_document.items()},
        )  # fmt: skip
        yield replace(service, facts={**service.facts, name: changed})
    for name, entity in service.entities.items():
        for key, value in entity.fields.items():
            changed_entity = replace(entity, fields={**entity.fields, key: "DE" if key == "country" else f"{value} 2"})
            yield replace(service, entities={**service.entities, name: changed_entity})
        yield replace(service, entities={**service.entities, name: replace(entity, roles=entity.roles[:-1])})
    for name, market in service.markets.items():
        for feature in ("cookies", "subscriptions", "ai-chatbot"):
            yield replace(service, markets={**service.markets, name: replace(market, excluded=(feature,))})
        yield replace(service, markets={**service.markets, name: replace(market, documents=service.documents[:5])})


@pytest.mark.parametrize("example", ["studio", "workdesk"])
def test_what_no_answer_of_a_document_changes_in_has_the_same_fingerprint(example: str) -> None:
    before = shipped(example)
    was, digests, alike = _made_of(before), _digests(before), 0
    for service in variants(before.service):
        inputs = replace(before, service=service)
        now, told = _made_of(inputs), _digests(inputs)
        assert not [ref for ref in told if told[ref] == digests.get(ref) and now.get(ref) != was[ref]]
        alike += sum(told[ref] == digests.get(ref) for ref in told)
    assert alike > 0


def _digests(inputs: Inputs) -> dict[str, str]:
    prints = Fingerprints.of(inputs)
    return {f"{document}/{market.name}": prints.digest(market, document) for market, document in wanted(inputs.service)}


def _made_of(inputs: Inputs) -> dict[str, object]:
    """What each document comes to; why it cannot be had, where it cannot."""
    found: dict[str, object] = {}
    for market, document in wanted(inputs.service):
        try:
            (made,) = drafts(inputs, [(market, document)])
            found[f"{document}/{market.name}"] = (made.texts, replace(made.version, inputs={}), made.breaches)
        except Refused as refused:
            found[f"{document}/{market.name}"] = refused.findings
    return found
