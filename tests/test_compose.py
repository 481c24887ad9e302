"""Composing: facts are data wherever they stand, values print as each language wants, definitions list what is used."""

from __future__ import annotations

import html as html_entities
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import shipped
from generate_workspace import LIBRARY, library, translators
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from tosgen.catalog.po import Catalog
from tosgen.catalog.translate import Translator
from tosgen.compose.document import compose
from tosgen.compose.printing import Printer, Unprintable
from tosgen.compose.render import body
from tosgen.errors import Place, Refused
from tosgen.formats import html, markdown, text
from tosgen.model.condition import ALWAYS
from tosgen.model.document import Document, Filling, Text
from tosgen.model.library import Clause, Library
from tosgen.model.service import Fact, Service
from tosgen.model.span import Span
from tosgen.model.values import UNITS, Country, Duration, Email, Money, Tongue, Url
from tosgen.resolve import resolve
from tosgen.sources import values
from tosgen.sources.faults import Unfit
from tosgen.sources.service import load_service
from tosgen.text.marks import mark

DAY = date(2026, 11, 21)
BASE = library(LIBRARY)
SERVICE = load_service(LIBRARY / "tosgen.yaml", BASE)
TRANSLATORS = translators(LIBRARY, "en", "de", "zh_Hans")

EVERYWHERE = """{{ service.name }}

{{ service.name }} comes first. {{ service.name }} begins a sentence, **{{ service.name }}** is bold, so:
({{ service.name }}).

{{ service.name }}. Begins a line, {{ service.name }}{{ service.name }}

{{ service.name }}) ends with {{ service.name }}

- {{ service.name }}{{ service.name }}
- {{ service.name }}. Begins an item.
- &{{ service.name }} and &#{{ service.name }}; or <{{ service.name }}> or [{{ service.name }}] or !{{ service.name }}

See [our page](https://harbour.example/{{ service.name }}).

See [{{ service.name }}](https://harbour.example/?q={{ service.name }}) too.

- {{ service.name }}
- **{{ service.name }}**: {{ service.name }}{{ service.name }}
1. {{ service.name }}

中文{{ service.name }}。{{ service.name }}在此。

| {{ service.name }} | b |
|---|---|
| {{ service.name }} | {{ service.name }} {{ service.name }} |"""


def _clause(body: str, title: str = "About {{ service.name }}", *, conspicuous: bool = False) -> Clause:
    return Clause(
        "core/everywhere", "global", "global/core/everywhere", title, body, ("terms-of-service",), "about",
        Span(), ALWAYS, "", Place("everywhere.md"), conspicuous=conspicuous,
    )  # fmt: skip


def _with(*clauses: Clause) -> Library:
    return replace(BASE, clauses=(*BASE.clauses, *clauses))


def _answering(**facts: object) -> Service:
    given = {name.replace("__", "."): value for name, value in facts.items()}
    answers = {name: Fact(name, value, Place("tosgen.yaml")) for name, value in given.items()}  # type: ignore[arg-type]
    return replace(SERVICE, facts={**SERVICE.facts, **answers})


def _composed(lib: Library, service: Service = SERVICE, locale: str = "en", market: str = "DE") -> Document:
    resolution = resolve(lib, service, service.markets[market], "terms-of-service", DAY)
    return compose(lib, service, resolution, TRANSLATORS[locale], ("terms-of-service",)).document


def _read_back(document: Document) -> Document:
    conspicuous = frozenset(p.anchor for p in document.passages() if p.conspicuous)
    return markdown.read(
        markdown.write(document), document=document.document, market=document.market, locale=document.locale,
        direction=document.direction, conspicuous=conspicuous,
    )  # fmt: skip


def _assert_the_same(document: Document) -> None:
    again = _read_back(document)
    assert list(html.fragment(again)) == list(html.fragment(document))
    assert markdown.write(again) == markdown.write(document)
    assert text.write(again) == text.write(document)


def _line(raw: str) -> str:
    try:
        return values.line(raw)
    except Unfit:
        assume(False)
        raise


AWKWARD = [
    "1. FC", "1) FC", "- x", "+ x", "* x", "# y", "> q", "= a", "---", "===", "***", "~~~", "```", "a|b", "|", "*b*",
    "**b**", "_u_", "__u__", "`c`", "<b>", "<!-- c -->", "<https://a.example>", "&amp;", "&#39;", "&", "AT&T", "wow!",
    "!", "a\\", "\\", "\\*", "[x](y)", "[x]", "](z)", "![i](j)", "{{ x }}", "{% x %}", "{#a}", "x {#a}", "a  b", "$1",
    "~s~", "http://a.example", "a@b.example", "1.", "2026. Band", "#", "-", "+", ":", ": x", "|---|", "港湾", "1。港",
    "“港”", "شركة", "\u200fشركة\u200f", "(a", "a)", "'", '"', "%20", "a b", "ß. Ab", "é", "\u3000x", "x\u00a0", "…",
    "。", "%", "%zz", "a=1&amp;b=2", "&copy=1", "1", "amp;", "#39;", "38", "a>b",
]  # fmt: skip


@pytest.mark.parametrize("value", AWKWARD)
@pytest.mark.parametrize("conspicuous", [False, True])
def test_an_awkward_fact_stays_text_everywhere(value: str, conspicuous: bool) -> None:
    value = values.line(value)
    document = _composed(_with(_clause(EVERYWHERE, conspicuous=conspicuous)), _answering(service__name=value))
    _assert_the_same(document)
    page = "\n".join(html.fragment(document))
    body = page[page.index('id="core--everywhere"') :]
    body = body[: body.index("</section>")]
    shown = html_entities.unescape(re.sub(r"<[^>]*>", "", body))
    count = EVERYWHERE.count("{{ service.name }}") - EVERYWHERE.count("/{{") - EVERYWHERE.count("q={{") + 1
    assert shown.count(value) >= count, "it is shown in the title and wherever it is no link's target"


_CHARACTERS = st.one_of(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp")),
    st.sampled_from("\\`*_{}[]()<>#+-.!|&~=:;\"'^$%@/ 1a"),
    st.sampled_from("港湾。，“”شركةابי한글ไทย"),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.text(_CHARACTERS, min_size=1, max_size=12), st.booleans())
@example("a\\", True)
@example("&a", False)
def test_any_fact_reads_back_as_it_was_composed(raw: str, conspicuous: bool) -> None:
    service = _answering(service__name=_line(raw))
    _assert_the_same(_composed(_with(_clause(EVERYWHERE, conspicuous=conspicuous)), service))


@pytest.mark.parametrize(
    "address",
    ["https://a.example/ä?x=1&y=2#z(a)", "https://münchen.example/", "https://a.example/%zz", "https://a.example/&amp;",
     "https://a.example/a_b*c~d[e]", "https://a.example/港湾", "https://a.example:8080/a,b;c=d!"],
)  # fmt: skip
def test_an_address_leads_to_the_same_place_in_every_format(address: str) -> None:
    body = "Go!{{ contact.email }}\n\n[us]({{ contact.email }}) and [{{ contact.email }}]({{ contact.email }})."
    document = _composed(_with(_clause(body, "Title")), _answering(contact__email=Url(values.url(address))))
    _assert_the_same(document)


@pytest.mark.parametrize("locale", ["en", *shipped.LOCALES])
@pytest.mark.parametrize("profile", shipped.EXAMPLES, ids=lambda path: path.name)
def test_every_shipped_document_reads_back_as_it_was_composed(profile: Path, locale: str) -> None:
    for composed in shipped.composed(profile, locale):
        _assert_the_same(composed.document)


@pytest.mark.parametrize("locale", ["en", *shipped.LOCALES])
@pytest.mark.parametrize("profile", shipped.EXAMPLES, ids=lambda path: path.name)
def test_no_shipped_document_shows_a_raw_unit_a_brace_or_a_gap(profile: Path, locale: str) -> None:
    for composed in shipped.composed(profile, locale):
        recorded = markdown.write(composed.document)
        assert not re.search(r"duration-|\{\{|\{%|[\ue000\ue001]|\bTrue\b|  \S", re.sub(r"\n *", "\n", recorded))


@pytest.mark.parametrize("locale", ["en", "de", "zh_Hans", "ar", "fr", "pl", "ru", "ja", "pt_PT", "en_GB", "es_419"])
@pytest.mark.parametrize("unit", UNITS)
def test_no_language_prints_a_unit_by_its_key(locale: str, unit: str) -> None:
    printer = Printer(Translator(locale, Catalog(locale, "")), BASE.jurisdictions)
    for count in (0, 1, 2, 3, 5, 11, 21, 90, 100, 1000):
        try:
            shown = printer.duration(Duration(count, unit)).text
        except Unprintable:
            assert unit == "working-day", "CLDR lacks working days only"
            assert locale != "en"
            continue
        assert "duration" not in shown
        assert "{" not in shown


PRINTED = [
    ("en", Duration(1, "day"), "1 day"), ("en", Duration(90, "day"), "90 days"), ("en", Duration(2, "week"), "2 weeks"),
    ("en", Duration(1, "working-day"), "1 working day"), ("en", Duration(3, "working-day"), "3 working days"),
    ("de", Duration(14, "day"), "14 Tage"), ("de", Duration(1, "month"), "1 Monat"),
    ("de", Duration(5, "working-day"), "5 Werktage"), ("de", Duration(1, "working-day"), "1 Werktag"),
    ("zh_Hans", Duration(14, "day"), "14天"), ("zh_Hans", Duration(3, "month"), "3个月"),
    ("zh_Hans", Duration(15, "working-day"), "15个工作日"),
    ("fr", Duration(1, "month"), "1\u00a0mois"), ("fr", Duration(14, "day"), "14\u00a0jours"),
    ("fr", Duration(2, "year"), "2 ans"),
    ("ar", Duration(1, "day"), "يوم"), ("ar", Duration(2, "day"), "يومان"), ("ar", Duration(3, "day"), "3 أيام"),
    ("ar", Duration(14, "day"), "14 يومًا"), ("ar", Duration(100, "day"), "100 يوم"),
    ("en", date(2026, 8, 2), "August 2, 2026"), ("de", date(2026, 8, 2), "2. August 2026"),
    ("zh_Hans", date(2026, 8, 2), "2026年8月2日"), ("fr", date(2026, 8, 2), "2 août 2026"),
    ("ar", date(2026, 8, 2), "2 أغسطس 2026"),
    ("en", Money(Decimal("1290.00"), "EUR"), "€1,290.00"), ("de", Money(Decimal("1290.00"), "EUR"), "1.290,00\u00a0€"),
    ("zh_Hans", Money(Decimal("29.00"), "CNY"), "¥29.00"), ("fr", Money(Decimal("29.00"), "EUR"), "29,00\u00a0€"),
    ("en", Money(Decimal("500"), "JPY"), "¥500"),
    ("en", (Country("DE"), Country("CN"), Country("US")), "Germany, China, and United States"),
    ("de", (Country("DE"), Country("CN"), Country("US")), "Deutschland, China und Vereinigte Staaten"),
    ("zh_Hans", (Country("DE"), Country("CN"), Country("US")), "德国、中国和美国"),
    ("fr", (Country("DE"), Country("CN")), "Allemagne et Chine"),
    ("ar", (Country("DE"), Country("CN")), "ألمانيا والصين"),
    ("en", (Tongue("de"), Tongue("zh_Hans")), "German and Simplified Chinese"),
    ("de", (Tongue("en"), Tongue("zh_Hans")), "Englisch und Chinesisch (vereinfacht)"),
    ("fr", Tongue("de"), "allemand"), ("ar", Tongue("de"), "الألمانية"), ("zh_Hans", Tongue("en"), "英语"),
    ("en", Tongue("pt_BR"), "Brazilian Portuguese"),
    ("en", True, "yes"), ("de", False, "nein"), ("zh_Hans", True, "是"),
    ("en", 1234567, "1,234,567"), ("de", 1234567, "1.234.567"), ("fr", 1234567, "1\u202f234\u202f567"),
    ("en", Country("global"), "worldwide"),
    ("en", Country("US-CA"), "California"), ("de", Country("US-CA"), "Kalifornien"),
    ("en", Email("a@b.example"), "a@b.example"), ("en", Url("https://a.example/x"), "https://a.example/x"),
    ("es", (Tongue("es"), Tongue("en")), "español e inglés"), ("es", (Tongue("en"), Tongue("es")), "inglés y español"),
    ("ar", "الأمن، +49 30 1234", "الأمن، \u2068+49 30 1234\u2069"),
]  # fmt: skip


@pytest.mark.parametrize(("locale", "value", "expected"), PRINTED)
def test_values_print_as_the_language_wants(locale: str, value: object, expected: str) -> None:
    translator = TRANSLATORS.get(locale) or Translator(locale, Catalog(locale, ""))
    assert Printer(translator, BASE.jurisdictions).filling(value).text == expected


def test_a_fact_with_a_full_stop_of_its_own_ends_a_sentence_with_one() -> None:
    given = Text(f"We are {mark(0)}. Write to {mark(1)}, or ask {mark(0)}.", (Filling("Quay Inc."), Filling("Ann")))
    assert body(given, conspicuous=False).skeleton == f"We are {mark(0)}\nWrite to {mark(1)}, or ask {mark(0)}"
    assert body(given, conspicuous=True).skeleton.endswith(f"ask {mark(0)}**")


@pytest.mark.parametrize(
    ("locale", "answer", "expected"),
    [
        ("en", Duration(1, "day"), "We answer a complaint within 1 day."),
        ("en", Duration(14, "day"), "We answer a complaint within 14 days."),
        ("de", Duration(1, "day"), "Wir beantworten eine Beschwerde innerhalb von 1 Tag."),
        ("de", Duration(14, "day"), "Wir beantworten eine Beschwerde innerhalb von 14 Tagen."),
        ("de", Duration(2, "month"), "Wir beantworten eine Beschwerde innerhalb von 2 Monaten."),
        ("de", Duration(2, "week"), "Wir beantworten eine Beschwerde innerhalb von 2 Wochen."),
    ],
)
def test_counts_and_cases_fit_the_sentence(locale: str, answer: Duration, expected: str) -> None:
    document = _composed(BASE, _answering(complaints__answer_within=answer), locale)
    assert expected in markdown.write(document)


def test_a_case_that_the_catalog_lacks_is_refused() -> None:
    with pytest.raises(Refused, match=r"untranslated.*units/hour\|dative"):
        _composed(BASE, _answering(complaints__answer_within=Duration(3, "hour")), "de")


@pytest.mark.parametrize(
    ("body", "locale", "expected"),
    [
        ('{{ term("account") }}, {{ term("account", form="plural") }}.', "en", "account, accounts."),
        ('{{ term("account", case="accusative") }} x.', "en", "account x."),
    ],
)
def test_terms_print_their_forms(body: str, locale: str, expected: str) -> None:
    assert expected in markdown.write(_composed(_with(_clause(body)), SERVICE, locale))


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en", ["account", "complaint", "service"]),
        ("de", ["Beschwerde", "Dienst", "Konto"]),
    ],
)
def test_definitions_list_the_terms_used_sorted(locale: str, expected: list[str]) -> None:
    assert list(_definitions(_composed(BASE, SERVICE, locale))) == expected


def test_a_term_that_nothing_uses_is_not_listed() -> None:
    without = replace(SERVICE, features=(), excluded=("accounts",))
    assert list(_definitions(_composed(BASE, without))) == ["complaint"]


def _definitions(document: Document) -> Iterator[str]:
    body = next(p for p in document.passages() if p.id == "core/definitions").body
    yield from re.findall(r"^- \*\*(.+?)\*\*", markdown.markdown(body), re.MULTILINE)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{{ ending.unknown }}", "missing-fact|undefined"),
        ('{{ ref("goods/returns") }}', "dangling-ref"),
        ('{{ document("privacy-notice") }}', "dangling-ref"),
        ('{% if feature("goods") %}\nx\n{% endif %}', "undefined"),
        ('{{ term("account", form="odd") }}', "untranslated"),
        ("{{ dpo.name }}", "missing-fact|undefined"),
        ("{{ company.phone }}", "missing-fact|undefined"),
        ("{{ recipients }}", "bad-value|undefined|untranslated"),
        ("{{ company }}", "bad-value|undefined|untranslated"),
    ],
)
def test_what_is_missing_is_an_error_never_a_blank(body: str, code: str) -> None:
    with pytest.raises(Refused, match=rf"\[(?:{code})\]"):
        _composed(_with(_clause(body)))


def test_all_that_is_missing_is_told_at_once() -> None:
    service = replace(SERVICE, facts={})
    with pytest.raises(Refused) as refused:
        _composed(BASE, service)
    messages = "\n".join(finding.message for finding in refused.value.findings)
    for name in ("service.name", "contact.email", "complaints.answer_within"):
        assert f"'{name}' is not answered" in messages
