"""Languages cannot go stale or wrong: every block of every catalog, print, direction, what a place's law asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import cycle

import pytest
import shipped
from generate_workspace import LIBRARY, inputs

from tosgen.catalog.messages import Message, of_clause
from tosgen.catalog.po import Entry, Key
from tosgen.catalog.translate import Translator
from tosgen.catalog.typography import SLIPS, slips
from tosgen.catalog.update import messages
from tosgen.compose.printing import Printer
from tosgen.errors import Finding, Place, Refused
from tosgen.lint.languages import owed
from tosgen.model.library import Clause, Library
from tosgen.model.service import Market
from tosgen.model.values import Email, Money, Url
from tosgen.pipeline.draft import drafts
from tosgen.pipeline.inputs import Inputs, wanted
from tosgen.resolve import resolve

DAY = date(2026, 11, 21)
Asked = Callable[[Translator], Iterable[Finding]]
TRANSLATED = tuple(locale for locale in shipped.LOCALES if locale != "en")
ALTERED = (
    "{} 42",
    "{} {{{{ service.name }}}}",
    "{} **bold**",
    "- {}",
    "{} <b>",
    "{}{{% if x %}}",
    "{} [x](https://other.example)",
)
"""What a hand may do to a translation without anybody noticing."""


class Spoilt:
    """A catalog whose entries are taken out or altered one at a time, and put back."""

    def __init__(self, sound: Translator) -> None:
        self.entries = dict(sound.catalog.entries)
        self.catalog = replace(sound.catalog, entries=self.entries)

    @property
    def translator(self) -> Translator:
        return Translator(self.catalog.locale, self.catalog)  # anew: one remembers what it has worked out

    def findings(self, key: Key, entry: Entry | None, ask: Asked) -> list[Finding]:
        sound = self.entries.pop(key)
        if entry:
            self.entries[key] = entry
        found = ask(self.translator)
        self.entries[key] = sound
        return list(found)


def _asks(library: Library, locale: str) -> Iterator[tuple[Message, Asked]]:
    """Every block that the catalog must have, with what a run asks for when it needs it."""
    clauses = {clause.path: clause for clause in library.clauses}
    for message in dict.fromkeys(messages(library, locale)):
        clause = clauses.get(message.context)
        if not message.plural:
            yield message, _clause(clause) if clause else _phrase(message)


def _clause(clause: Clause) -> Asked:
    return lambda translator: translator.clause(clause)[1]


def _phrase(message: Message) -> Asked:
    place = Place(message.origin or "tosgen", message.line)
    return lambda translator: translator.phrase(message.context, message.id, place, message.language).findings


def _names(finding: Finding, locale: str, message: Message) -> bool:
    """Whether a finding names exactly this language, clause and block, and the catalog that it stands in."""
    block = message.id if len(message.id) <= 60 else message.id[:57] + "…"
    return finding.message.startswith(f"{locale}: {message.context}: '{block}'") and finding.place.path.endswith(".po")


@pytest.mark.parametrize("locale", TRANSLATED)
def test_each_block_of_each_catalog_is_missed_by_name_when_it_is_gone(locale: str) -> None:
    spoilt, asked = Spoilt(shipped.translator(locale)), 0
    for message, ask in _asks(shipped.library(), locale):
        found = spoilt.findings((message.context, message.id), None, ask)
        assert found
        assert all(f.code == "untranslated" and _names(f, locale, message) for f in found), found
        asked += 1
    assert asked > 1000


@pytest.mark.parametrize("locale", TRANSLATED)
def test_each_block_of_each_catalog_is_refused_by_name_when_it_is_altered(locale: str) -> None:
    spoilt, ways = Spoilt(shipped.translator(locale)), cycle(ALTERED)
    for message, ask in _asks(shipped.library(), locale):
        key = (message.context, message.id)
        sound, way = spoilt.entries[key], next(ways)
        found = spoilt.findings(key, replace(sound, forms=(way.format(sound.forms[0]),)), ask)
        assert found, (key, way)
        assert all(f.code == "parity" and _names(f, locale, message) for f in found), found


@pytest.mark.parametrize("locale", TRANSLATED)
def test_forms_of_terms_and_units_are_missed_when_they_are_gone_or_altered(locale: str) -> None:
    spoilt = Spoilt(shipped.translator(locale))
    for key, entry in list(spoilt.entries.items()):
        context, source = key
        if context.startswith("units/"):
            plain = (source, f"{source}s")
            for at, form in enumerate(entry.forms):
                bad = replace(entry, forms=tuple("30" if n == at else f for n, f in enumerate(entry.forms)))
                assert spoilt.translator.counted(context, plain, at) == form
                assert spoilt.findings(key, bad, lambda t, c=context, p=plain, n=at: [t.counted(c, p, n)]) == [None]
        elif "|" in context:
            bad = replace(entry, forms=(f"{entry.forms[0]} 42",))
            assert spoilt.translator.form(context, source) == entry.forms[0]
            assert spoilt.findings(key, bad, lambda t, k=key: [t.form(*k)]) == [None]
            assert spoilt.findings(key, None, lambda t, k=key: [t.form(*k)]) == [None]


def _used(given: Inputs, locale: str) -> Iterator[Message]:
    """The blocks that a run of the whole profile reads in a language."""
    resolved = [resolve(given.library, given.service, market, document, given.day)
                for market, document in wanted(given.service) if locale in market.languages]  # fmt: skip
    clauses = {c.path: c for one in resolved for scope in one.scopes for c in scope.clauses if c.language != locale}
    for clause in clauses.values():
        yield from of_clause(clause)


def test_a_run_refuses_whichever_block_is_missing() -> None:
    given, locale = inputs(LIBRARY, DAY), "de"
    sound = given.translators[locale]
    blocks = list(dict.fromkeys(_used(given, locale)))
    for message in blocks:
        kept = {key: e for key, e in sound.catalog.entries.items() if key != (message.context, message.id)}
        lacking = Translator(locale, replace(sound.catalog, entries=kept))
        with pytest.raises(Refused) as refused:
            drafts(replace(given, translators={**given.translators, locale: lacking}), wanted(given.service))
        assert all(_names(finding, locale, message) for finding in refused.value.findings), str(refused.value)
    assert len(blocks) > 10


PRINT = [
    ("fr", "Pourquoi\u202f? Voici\u00a0: «\u00a0oui\u00a0», 5\u00a0%.", None),
    ("fr", "Pourquoi\u202f?", None),
    ("fr", "Pourquoi ?", "narrow no-break space"),
    ("fr", "Voici: oui", "before a colon"),
    ("fr", "Voici\u00a0: {{ a | listing }} sur https://a.example/x?y", None),
    ("fr", "l'accord", "apostrophe"),
    ("fr", "5 %", "before %"),
    ("de", 'Das "Konto"', "„ and “"),
    ("de", "Das „Konto“", None),
    ("es", "¿Quiere? Sí.", None),
    ("es", "Quiere?", "¿ where"),
    ("es", 'la "cuenta"', "« »"),
    ("zh_Hans", "我们在{{ x }}内答复。", None),
    ("zh_Hans", "我们在 {{ x }}内答复。", "no space beside"),
    ("zh_Hans", "| 名称 | 目的 |", None),
    ("zh_Hans", "我们答复,您同意", "full-width"),
    ("ar", "نعم، لا؟", None),
    ("ar", "نعم, لا", "، ؛"),
]


@pytest.mark.parametrize(("locale", "text", "message"), PRINT)
def test_a_translation_keeps_to_its_languages_print(locale: str, text: str, message: str | None) -> None:
    found = slips(locale, text)
    assert [message in said for said in found] == [True] if message else found == ()


def test_every_rule_of_print_has_a_text_that_breaks_it() -> None:
    broken = {(locale.partition("_")[0], str(said)) for locale, text, _ in PRINT for said in slips(locale, text)}
    assert {language for language, _ in broken} == {*SLIPS}


def _printer(locale: str, region: str) -> Printer:
    return Printer(shipped.translator(locale), shipped.library().jurisdictions, region)


@pytest.mark.parametrize(
    ("locale", "region", "expected"),
    [
        ("en", "US", "November 21, 2026"),
        ("en", "GB", "21 November 2026"),
        ("en", "EU", "21 November 2026"),
        ("en", "CN", "21 November 2026"),
        ("en", "global", "21 November 2026"),
        ("de", "DE", "21. November 2026"),
        ("es", "US", "21 de noviembre de 2026"),
        ("fr", "FR", "21 novembre 2026"),
        ("zh_Hans", "CN", "2026年11月21日"),
        ("ar", "AE", "21 نوفمبر 2026"),
    ],
)
def test_a_date_prints_as_its_place_writes_it(locale: str, region: str, expected: str) -> None:
    assert _printer(locale, region).filling(DAY).text == expected


def test_money_follows_the_place_too() -> None:
    assert _printer("en", "DE").filling(Money("1234.50", "EUR")).text == "€1,234.50"
    assert _printer("de", "DE").filling(Money("1234.50", "EUR")).text == "1.234,50\u00a0€"


@pytest.mark.parametrize(
    ("locale", "value", "expected"),
    [
        ("ar", "Example GmbH", "\u2068Example GmbH\u2069"),
        ("ar", "+49 30 1234567", "\u2068+49 30 1234567\u2069"),
        ("ar", "مؤسسة المثال", "مؤسسة المثال"),
        ("ar", Email("help@a.example"), "\u2068help@a.example\u2069"),
        ("ar", Url("https://a.example"), "\u2068https://a.example\u2069"),
        ("ar", ("A", "ب"), "\u2068A\u2069 وب"),
        ("de", "Example GmbH", "Example GmbH"),
        ("de", "مؤسسة المثال", "\u2068مؤسسة المثال\u2069"),
    ],
)
def test_a_fact_that_runs_the_other_way_is_isolated(locale: str, value: object, expected: str) -> None:
    assert _printer(locale, "").filling(value).text == expected


def _market(jurisdiction: str, *languages: str) -> Market:
    return Market(jurisdiction, (jurisdiction,), "consumer", "", languages, languages[0], Place("tosgen.yaml", 9, 1))


@pytest.mark.parametrize(
    ("row", "languages", "refused"),
    [
        ("fr-toubon-2", ("en",), True),
        ("fr-toubon-2", ("en", "fr"), False),
        ("qc-french-52", ("en",), True),
        ("qc-french-52", ("fr_CA", "en"), False),
        ("in-dpdp-5", ("de",), True),
        ("in-dpdp-5", ("hi",), False),
    ],
)
def test_a_language_that_the_law_wants_is_offered(row: str, languages: tuple[str, ...], refused: bool) -> None:
    requirement = shipped.library().requirements[row]
    found = list(owed(_market(requirement.jurisdiction, *languages), requirement.documents, [requirement], "x/Y"))
    assert [f.code for f in found] == (["language-duty"] if refused else [])
    assert all(row in f.message for f in found)
    assert list(owed(_market(requirement.jurisdiction, "xx"), ["letters"], [requirement], "letters/Y")) == []
