"""Each kind of answer: what is taken, as what, and what is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tosgen.model.values import Choice, Country, Duration, Email, Money, Tongue, Url
from tosgen.model.vocabulary import FactKind, FactType
from tosgen.sources.faults import Unfit
from tosgen.sources.names import MARKET, SEGMENT, named
from tosgen.sources.values import MAX_TEXT, line, parse

OPTIONS = {"trader": {"global": "we"}, "consumer": {"global": "you"}}


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("text", "  Kestrel Desk ", "Kestrel Desk"),
        ("text", "Cafe\u0301", "Café"),
        ("integer", 18, 18),
        ("boolean", False, False),
        ("date", "2026-08-02", date(2026, 8, 2)),
        ("duration", "14 days", Duration(14, "day")),
        ("duration", "1 month", Duration(1, "month")),
        ("duration", "2 working-days", Duration(2, "working-day")),
        ("money", "29.00 EUR", Money(Decimal("29.00"), "EUR")),
        ("money", "1000 JPY", Money(Decimal(1000), "JPY")),
        ("choice", "trader", Choice("trader")),
        ("email", "a.b+c@mail.example.test", Email("a.b+c@mail.example.test")),
        ("url", "https://example.test/a?b=c#d", Url("https://example.test/a?b=c#d")),
        ("phone", "+353 20 912 0134", "+353 20 912 0134"),
        ("country", "NO", Country("NO")),
        ("language", "zh_Hans", Tongue("zh_Hans")),
        ("language", "pt_BR", Tongue("pt_BR")),
    ],
)
def test_taken(kind: FactKind, raw: object, value: object) -> None:
    taken = parse(FactType("f", kind, options=OPTIONS), raw)
    assert taken == value
    assert type(taken) is type(value)


REFUSED: dict[FactKind, list[object]] = {
    "text": [
        5,
        None,
        True,
        [],
        {},
        "",
        "  ",
        "two\nlines",
        "a\tb",
        "a\u202eb",
        "a\u2066b",
        "a\ue000b",
        "a\x07b",
        "a\u2028b",
    ],
    "integer": ["18", True, None, "1.5"],
    "boolean": ["true", "yes", 1, None],
    "date": ["2026-13-01", "2026-2-1", "20260201", "1 May 2026", "2026-02-30", "2026-W01-1"],
    "duration": [
        "14",
        "0 days",
        "-1 days",
        "14  days",
        "14 moons",
        "1.5 days",
        "fourteen days",
        "١٤ days",
        "999999 days",
    ],
    "money": ["29", "29.00", "EUR 29", "29,00 EUR", "29.00 XYZ", "-1 EUR", "29.00 eur", "1.00001 EUR"],
    "choice": ["Trader", "trade", "we"],
    "email": [
        "a",
        "a@b",
        "a@b..c",
        "@example.test",
        "a b@example.test",
        "a@-example.test",
        ".a@example.test",
        "<a@b.cd>",
    ],
    "url": [
        "example.test",
        "ftp://example.test",
        "javascript:alert(1)",
        "https://",
        "https://a b.test",
        "https://user@example.test",
        "https://user:pw@example.test",
        "https://[::1",
        "https://example.test:99999",
        "https://example.test/<script>",
        "//example.test",
    ],
    "phone": ["call", "12", "+", "+49--30", "49 (30) 1", "++49 30 1234", "1" * 21],
    "country": ["Germany", "de", "EU", "ZZ", "XX", "DEU", "U S"],
    "language": ["und", "iw", "en_US.UTF-8", "zh-Hans", "../en", "EN", "english", "xx", "de_de"],
}


@pytest.mark.parametrize(("kind", "raw"), [(kind, raw) for kind, raws in REFUSED.items() for raw in raws])
def test_refused(kind: FactKind, raw: object) -> None:
    with pytest.raises(Unfit):
        parse(FactType("f", kind, options=OPTIONS), raw)


def test_a_company_name_of_a_megabyte_is_refused_without_repeating_it() -> None:
    with pytest.raises(Unfit) as caught:
        line("a" * 1_048_576)
    assert (caught.value.code, caught.value.message) == ("too-long", "1,048,576 characters are too many")
    assert line("a" * MAX_TEXT)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../a",
        "a/b",
        "-a",
        "_a",
        "a b",
        "ä",
        "a" * 65,
        "con",
        "nul.txt",
        "a.",
        "a\n",
    ],
)
def test_names_that_cannot_be_a_file_are_refused(name: str) -> None:
    for pattern in (SEGMENT, MARKET):
        with pytest.raises(Unfit, match=r"."):
            named(pattern, name)


@given(st.text(max_size=40), st.sampled_from(sorted(REFUSED)))
def test_any_text_is_a_value_or_unfit(text: str, kind: FactKind) -> None:
    with suppress(Unfit):
        parse(FactType("f", kind, options=OPTIONS), text)
