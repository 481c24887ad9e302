"""What the law forbids a text to say: each saying caught in every language, near misses left alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from shipped import DAY, EXAMPLES, LOCALES, composed, library

from tosgen.audit.applicable import applicable
from tosgen.errors import Refused
from tosgen.lint.bans import BANS
from tosgen.lint.forbidden import Ban, Saying, breaches, said, sentences
from tosgen.lint.needles import folded, needles
from tosgen.model.document import Document, Passage, Section, Supplement, Text
from tosgen.pipeline.inputs import wanted
from tosgen.resolve import resolve
from tosgen.sources.service import load_service

SAYINGS = {ban.saying.what: ban.saying for ban in BANS}
TABLE = yaml.safe_load((Path(__file__).parent / "forbidden_sayings.yaml").read_text("utf-8"))
SIX = frozenset({"EU", "DE", "GB", "US", "US-CA", "CN"})


def listed(kind: str) -> list[tuple[str, str, str]]:
    return [
        (what, language, sentence)
        for what, languages in TABLE.items()
        for language, lists in languages.items()
        for sentence in lists[kind]
    ]


@pytest.mark.parametrize(("what", "language", "sentence"), listed("says"))
def test_is_caught(what: str, language: str, sentence: str) -> None:
    assert said(SAYINGS[what], sentence, language)


@pytest.mark.parametrize(("what", "language", "sentence"), listed("says"))
def test_holds_a_word_by_which_it_is_looked_for(what: str, language: str, sentence: str) -> None:
    for written in (sentence, sentence.upper(), sentence.replace("s", "ſ").replace("i", "ı")):
        words = frozenset().union(*map(needles, SAYINGS[what].words[language]))
        assert not said(SAYINGS[what], written, language) or any(word in folded(written) for word in words)


@pytest.mark.parametrize(("what", "language", "sentence"), listed("near"))
def test_a_near_miss_is_not_caught(what: str, language: str, sentence: str) -> None:
    assert not said(SAYINGS[what], sentence, language)


def test_the_table_has_every_saying_in_every_language_of_it() -> None:
    assert {what: {*saying.words} for what, saying in SAYINGS.items()} == {w: {*langs} for w, langs in TABLE.items()}
    assert all(lists["says"] and lists["near"] for languages in TABLE.values() for lists in languages.values())


def test_every_saying_is_known_in_english_and_each_of_the_six_places_has_bans() -> None:
    assert [s.what for s in SAYINGS.values() if not {"en", "zh"} & {*s.words}] == []
    assert {library().requirements[ban.requirement].jurisdiction for ban in BANS} >= SIX


@pytest.mark.parametrize("row", sorted({ban.requirement for ban in BANS}))
def test_a_ban_cites_a_row_that_forbids(row: str) -> None:
    assert library().requirements[row].kind == "forbid"


def test_no_ban_stands_twice() -> None:
    assert len({(ban.requirement, ban.saying.what) for ban in BANS}) == len(BANS)
    assert len(SAYINGS) == len({ban.saying for ban in BANS})


@pytest.mark.parametrize("locale", ["en", *LOCALES])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_no_shipped_document_says_what_is_forbidden(example: Path, locale: str) -> None:
    try:
        documents = [c.document for c in composed(example, locale)]
    except Refused as refused:
        pytest.skip(f"does not compose: {refused.findings[0].code}")
    found = [
        breach.message
        for document, rows in zip(documents, binding(example, locale), strict=True)
        for breach in breaches(document, BANS, rows)
    ]
    assert found == []


def binding(example: Path, locale: str) -> Iterator[dict[str, set[str]]]:
    """What binds in each of the documents that `composed` gives: supplement -> rows."""
    service = load_service(example / "tosgen.yaml", library())
    for market, document in wanted(service):
        if locale in market.languages:
            resolution = resolve(library(), service, market, document, DAY)
            yield {
                scope.supplement: {
                    item.requirement.id for item in applicable(library(), (scope.chain[0],), resolution.features, DAY)
                }
                for scope in resolution.scopes
            }


def test_a_denial_after_the_words_denies_nothing() -> None:
    saying = Saying("shouts", {"en": ("we shout",)})
    assert said(saying, "We shout, and you may not complain.", "en")
    assert not said(saying, "You will not find that we shout.", "en")
    assert not said(saying, "We don’t say that we shout.", "en")


def test_a_denial_that_is_itself_forbidden_counts() -> None:
    saying = Saying(
        "silences", {"en": ("you may not complain",)}, {"en": ("unless you complain",)}, unless_denied=False
    )
    assert said(saying, "You may not complain.", "en")
    assert not said(saying, "You may not complain, unless you complain politely.", "en")


def test_a_second_saying_in_a_sentence_is_not_covered_by_a_denial_of_the_first() -> None:
    saying = Saying("shouts", {"en": ("we shout",)})
    assert said(saying, "We shout at noon, but we never say that we shout at night.", "en")


def test_an_item_of_a_list_is_read_with_the_words_that_announce_it() -> None:
    text = "We are not liable for:\n\n- death\n- loss. It is your fault.\n\nWe are kind."
    assert list(sentences(text)) == [
        "We are not liable for:",
        "We are not liable for: death",
        "We are not liable for: loss.",
        "It is your fault.",
        "We are kind.",
    ]


BASE, PLACE = "You must shout.", "You must shout **loudly**.\n\n- in court"


def document(locale: str) -> Document:
    def part(supplement: str, body: str) -> Supplement:
        passage = Passage("core/noise", supplement, "", "1", Text("Noise"), Text(body))
        return Supplement(supplement, "", Text(""), (Section("s", supplement, "", "1", Text(""), (passage,)),))

    return Document("rules", "home", locale, "ltr", Text("Rules"), (part("", BASE), part("DE", PLACE)))


@pytest.mark.parametrize(
    ("locale", "binding", "found"),
    [
        ("en", {"": {"row"}, "DE": set()}, [("", BASE)]),
        ("en", {"": set(), "DE": {"row"}}, [("DE", "You must shout loudly.")]),
        ("en_GB", {"": {"row"}, "DE": {"row"}}, [("", BASE), ("DE", "You must shout loudly.")]),
        ("en", {"": set(), "DE": set()}, []),
        ("fr", {"": {"row"}, "DE": {"row"}}, []),
    ],
)
def test_a_ban_holds_where_its_row_binds(
    locale: str, binding: dict[str, set[str]], found: list[tuple[str, str]]
) -> None:
    ban = Ban("row", Saying("shouts", {"en": (r"must shout",)}))
    made = list(breaches(document(locale), [ban], binding))
    assert [(breach.supplement, breach.sentence) for breach in made] == found
    assert {(b.requirement, b.clause, b.locale) for b in made} <= {("row", "core/noise", locale)}
