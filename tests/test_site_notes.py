"""What stands above a text for those who used the service before, and causes in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from lxml import html
from site_shelves import DAY, build, config, tongue

from tosgen.model.version import Cause
from tosgen.site.build import whole
from tosgen.site.config import Config
from tosgen.site.pages.causes import plainly
from tosgen.site.pages.look import Look


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return config(build(tmp_path_factory.mktemp("notes")))


def notes(config: Config, path: str) -> str:
    """What the notes of a page say."""
    page = html.fromstring(whole(config, Look())[f"{path}index.html"])
    return " ".join(" ".join(page.xpath("//*[contains(@class, 'notes')]//text()")).split())


def changed(site: Config, **changes: int | None) -> Config:
    """The site where the terms for Germany stand otherwise for those who used the service before."""
    shelves = (
        replace(s, **changes) if (s.document, s.market) == ("terms-of-service", "DE") else s  # type: ignore[arg-type]
        for s in site.shelves
    )
    return replace(site, shelves=tuple(shelves))


def test_who_used_the_service_before_reads_which_version_holds_for_them(site: Config) -> None:
    kept = changed(site, existing=1)
    said = notes(kept, "terms-of-service/DE/en/")
    assert "For those who used the service before, version 1 holds as long as they have agreed to no other." in said
    assert "Version 3 takes effect on June 1, 2027" in said or "Version 3 takes effect on 1 June 2027" in said
    asked = changed(site, existing=1, asked=2)
    assert "are asked to agree to version 2." in notes(asked, "terms-of-service/DE/en/")
    old = notes(kept, "terms-of-service/DE/v/1/en/")
    assert old.startswith("This version is not offered to new users any more. It holds for those who used")
    past = notes(changed(site, existing=2), "terms-of-service/DE/v/1/en/")
    assert past.startswith("This version is not in force any more. It was in force from")
    assert notes(site, "terms-of-service/DE/v/2/").startswith("Diese Fassung ist in Kraft.")


def test_a_day_on_which_the_text_follows_is_named(site: Config) -> None:
    def later(shelf: object) -> object:
        editions = tuple(
            replace(e, history=replace(e.history, existing=date(2027, 4, 15))) if e.number == 2 else e
            for e in shelf.editions  # type: ignore[attr-defined]
        )
        return replace(shelf, editions=editions, existing=1)  # type: ignore[type-var]

    terms = [later(s) if (s.document, s.market) == ("terms-of-service", "DE") else s for s in site.shelves]
    said = notes(replace(site, shelves=tuple(terms)), "terms-of-service/DE/")  # type: ignore[arg-type]
    assert "15. April 2027" in said
    assert "Fassung 1" in said


def test_what_comes_to_new_users_alone_says_so(site: Config) -> None:
    def kept(shelf: object) -> object:
        editions = tuple(
            replace(e, history=replace(e.history, existing=None)) if e.number == 3 else e
            for e in shelf.editions  # type: ignore[attr-defined]
        )
        return replace(shelf, editions=editions)  # type: ignore[type-var]

    terms = [kept(s) if (s.document, s.market) == ("terms-of-service", "DE") else s for s in site.shelves]
    files = whole(replace(site, shelves=tuple(terms)), Look())  # type: ignore[arg-type]
    said = {path: html.fromstring(files[f"terms-of-service/DE/{path}index.html"]).text_content()
            for path in ("en/", "v/3/en/", "history/en/")}  # fmt: skip
    assert "for new users. Those who used the service before keep the text that they have" in said["en/"]
    assert "not in force yet: it takes effect on 1 June 2027, for new users alone." in said["v/3/en/"]
    assert "In force for new users" in said["history/en/"]
    assert "What changes with version 3" in said["history/en/"]


def test_the_root_says_where_nothing_is_in_force(site: Config) -> None:
    root = html.fromstring(whole(site, Look())["index.html"])
    notes = root.xpath("//section[@id='market-FR']//p[@class='notes']/text()")
    assert [" ".join(note.split()) for note in notes] == ["No version of this document is in force."]


def test_where_nothing_is_in_force_the_address_leads_on(site: Config) -> None:
    page = html.fromstring(whole(site, Look())["terms-of-service/FR/index.html"])
    assert "Aucune version de ce document n’est en vigueur." in page.text_content()
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//nav[@class='onward']//a/@href") == ["history/"]


def test_a_version_that_never_held_says_so(site: Config) -> None:
    page = html.fromstring(whole(site, Look())["privacy-notice/US-CA/v/2/index.html"])
    assert "This version never took effect" in page.text_content()


@pytest.mark.parametrize(("cause", "said"), [
    (Cause("fact", "complaints.answer_within", "14 days", "10 days"),
     "What the text states about the service has changed: 14 Tage → 10 Tage."),
    (Cause("fact", "price", "9.00 EUR", "12.50 EUR"),
     "What the text states about the service has changed: 9,00\u00a0€ → 12,50\u00a0€."),
    (Cause("fact", "company.name", "Alt GmbH", "Neu GmbH"), "What the text states about the service has changed."),
    (Cause("law", "aia-50-1", evidence={"citation": "AI Act Art. 50(1)", "on": "2026-08-02"}),
     "A law applies from 2. August 2026 on: AI Act Art. 50(1)."),
    (Cause("law", "x", None, "2026-08-02"), "The law changed on 2. August 2026."),
    (Cause("jurisdiction", "", ["DE"], ["DE", "AT"]), "The text now holds for Deutschland und Österreich instead of "
     "Deutschland."),
    (Cause("library", "core/law", "abc", "def", {"commit": "1234", "subject": "secret plan"}),
     "The wording was revised."),
    (Cause("term", "service"), "A definition has changed."),
])  # fmt: skip
def test_causes_name_no_files_and_no_commits(cause: Cause, said: str) -> None:
    """English with German values: the words are translated, the values are written, by the language of the page."""
    assert str(plainly(tongue("de").at(("DE",)))(cause)) == said


def test_the_day_is_the_sites_alone(site: Config) -> None:
    assert site.day == DAY
