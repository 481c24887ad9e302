"""Every letter and notice of the examples, completed with the facts of a case: no label is left, and no blank."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import shipped

from tosgen.errors import Place, Refused
from tosgen.formats import letter, markdown
from tosgen.model.service import Fact, Market, Service
from tosgen.model.values import Duration, Email, Localized, Money, Scalar, Url
from tosgen.model.vocabulary import FactType
from tosgen.pipeline.fill import blank, filled
from tosgen.pipeline.inputs import Inputs, documents_of
from tosgen.sources.service import load_service

FORMS = ("letters", "breach-notice", "breach-notice-authority")
VALUES: dict[str, Scalar] = {
    "text": "K-2026-17",
    "integer": 3,
    "date": date(2026, 11, 20),
    "duration": Duration(14, "day"),
    "money": Money(Decimal("19.90"), "EUR"),
    "email": Email("case@example.test"),
    "url": Url("https://example.test/case"),
    "phone": "+49 40 1234567",
}


def forms() -> Iterator[tuple[Service, Market, str]]:
    for example in shipped.EXAMPLES:
        service = load_service(example / "tosgen.yaml", shipped.library())
        for market in service.markets.values():
            yield from ((service, market, document) for document in FORMS if document in documents_of(service, market))


def answered(kind: FactType, locale: str) -> Fact:
    value = Localized({locale: "as told on the telephone"}) if kind.kind == "localized" else VALUES[kind.kind]
    return Fact(kind.name, value, Place("case.yaml"))


def inputs(service: Service, locale: str) -> Inputs:
    return Inputs(shipped.library(), service, {locale: shipped.translator(locale)}, shipped.DAY, "1", shipped.ROOT)


@pytest.mark.parametrize(
    ("service", "market", "document"),
    list(forms()),
    ids=lambda part: part if isinstance(part, str) else part.name,
)
def test_a_form_is_recorded_with_labels_and_sent_without(service: Service, market: Market, document: str) -> None:
    locale = market.authoritative
    cases = [kind for kind in shipped.library().facts.values() if kind.fill and not kind.optional]
    given = inputs(service, locale)
    case = {kind.name: answered(kind, locale) for kind in cases}
    assert "\\[" in blank(given, market, document, locale)
    whole = markdown.write(filled(given, market, document, locale, case, sections=()))
    assert "\\[" not in whole
    with pytest.raises(Refused, match="missing-fact"):
        filled(given, market, document, locale, {}, sections=())


def test_a_letter_is_its_text_alone() -> None:
    service = load_service(shipped.EXAMPLES[0] / "tosgen.yaml", shipped.library())
    market = next(
        m for m in service.markets.values() if m.authoritative == "en" and "letters" in documents_of(service, m)
    )
    case = {k.name: answered(k, "en") for k in shipped.library().facts.values() if k.fill and not k.optional}
    found = filled(inputs(service, "en"), market, "letters", "en", case, sections=("acknowledgement",))
    text = letter.write(found, "txt")
    assert text.startswith("20 November 2026\n")
    assert "\n\nDear K-2026-17,\n" in text
    assert "#" not in text
