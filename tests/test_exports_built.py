"""Exports, built by the real site generators: every page says what the ledger holds, and nothing is interpreted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from built_page import Page, Said, of_text
from command_line import tosgen
from published_bench import LANGUAGES, MARKETS, TODAY, published, recorded
from site_generators import GENERATORS, build, page, tag

UPCOMING = 3
NAMES = {"house-rules/{market}": 2, **{f"house-rules/{{market}}/v/{number}": number for number in (1, 2, UPCOMING)}}
"""Where pages stand -> the version that they show: at the address of what is in force, and at their own."""
PAGES = [(market, name.format(market=market), number) for market in MARKETS for name, number in NAMES.items()]


@dataclass(frozen=True)
class Made:
    """What a generator built of the export with what is upcoming, and the export without it."""

    generator: str
    bench: Path
    built: Path
    without: Path

    def page(self, language: str, name: str) -> Page:
        return Page(page(self.generator, self.built, language, name))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module", params=GENERATORS)
def made(request: pytest.FixtureRequest, bench: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp(request.param)
    for name, more in (("all", ("--include", "upcoming")), ("without", ())):
        ran = tosgen(bench, "export", "--for", request.param, *more, "--on", TODAY, str(folder / name))
        assert ran.code == 0, ran.err
    return Made(request.param, bench, build(request.param, folder / "all", folder), folder / "without")


@cache
def said(bench: Path, market: str, language: str, number: int) -> Said:
    return of_text(recorded(bench, market, language, number))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_carries_exactly_the_words_of_its_version(made: Made, language: str) -> None:
    for market, name, number in PAGES:
        expected = said(made.bench, market, language, number)
        found = made.page(language, name).said(tuple(expected.anchors))
        title, *rest = expected.blocks
        above = found.blocks[1 : len(found.blocks) - len(rest)]
        assert found.blocks[0] == title
        assert list(found.blocks[-len(rest) :]) == rest, name
        assert found.anchors == expected.anchors
        assert found.links == expected.links
        assert found.strong[-len(expected.strong) :] == expected.strong
        assert 4 <= len(above) <= 8, above  # the record: service, version, from when to when, authoritative language
        assert any(str(number) in block.words for block in above)


def test_the_texts_have_what_a_builder_could_spoil(bench: Path) -> None:
    """Else the test above could not fail."""
    found = said(bench, "both", "en", 2)
    assert {block.kind for block in found.blocks} == {"h1", "h2", "h3", "h4", "p", "li", "1.", "2.", "th", "td"}
    hostile = [block.words for block in found.blocks if "motto" in block.words]
    for mark in ("{{ x }}", "{% if y %}", "{{< foo >}}", "{{% bar %}}", "{curly}", "<a@b>", "<b>&amp;</b>", ":smile:"):
        assert [mark in words for words in hostile] == [True, True], mark
    assert hostile[1].endswith("{#id} {.d} {: .c}")
    assert "**" in recorded(bench, "both", "ar", 2).split("\n")[2]


def test_language_and_direction_are_those_of_the_text(made: Made) -> None:
    for language, direction in LANGUAGES.items():
        for _, name, _ in PAGES:
            assert made.page(language, name).language == (tag(made.generator, language), direction)


def test_pages_lead_to_those_in_other_languages(made: Made) -> None:
    for language in LANGUAGES:
        for _, name, _ in PAGES:
            found = made.page(language, name).alternates
            here = page(made.generator, made.built, language, name).parent.relative_to(made.built).as_posix()
            for other in LANGUAGES:
                path = urlsplit(urljoin(f"https://example.org/{here}/", found[tag(made.generator, other)])).path
                target = made.built / path.strip("/") / "index.html"
                assert target == page(made.generator, made.built, other, name)


def test_search_engines_are_shown_what_is_in_force_alone(made: Made) -> None:
    for language in LANGUAGES:
        for market, name, _ in PAGES:
            assert ("noindex" in made.page(language, name).robots) == (name != f"house-rules/{market}")


def test_the_record_is_where_a_site_reads_it(made: Made) -> None:
    if made.generator in {"mkdocs", "docusaurus"}:  # they have no data files, and serve it
        record = json.loads((made.built / "tosgen" / "bench.json").read_bytes())
        found = f"{record['service']} {len(record['documents'])}"
    else:
        (found,) = made.page("en", "house-rules/home").root.xpath('//meta[@name="tosgen"]/@content')
    assert found == f"bench {len(MARKETS)}"


def test_what_is_upcoming_is_left_out_unless_asked_for(made: Made) -> None:
    new = {block.words for block in said(made.bench, "home", "en", UPCOMING).blocks}
    new -= {block.words for block in said(made.bench, "home", "en", 2).blocks}
    (sentence,) = (words for words in new if len(words) > 10)
    files = [path for path in made.without.rglob("*") if path.is_file()]
    assert len(files) > len(LANGUAGES) * len(MARKETS)
    assert [path for path in files if f"v/{UPCOMING}" in path.as_posix()] == []
    assert [path for path in files if sentence in path.read_text("utf-8")] == []
