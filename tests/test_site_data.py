"""What a site says to programs: feeds, sitemap, linked data, Markdown, the index, redirects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
import jsonschema
import pytest
from browser import INSTALL, NODE, faults, missing, opened
from command_line import tosgen
from lxml import etree
from rdflib import Graph, URIRef
from rdflib import namespace as words
from site_shelves import BASE, PRIVACY, TERMS, build, config, text

from tosgen.errors import Refused
from tosgen.ledger import Ledger
from tosgen.review.acceptance import verdicts
from tosgen.site.addresses import Addresses
from tosgen.site.build import whole
from tosgen.site.config import Config
from tosgen.site.feeds import feeds
from tosgen.site.linked_data import linked
from tosgen.site.llms import llms, twins
from tosgen.site.pages.look import POLICY, Look
from tosgen.site.record import index, record
from tosgen.site.record_schema import schema
from tosgen.site.redirects import redirects
from tosgen.site.sitemap import sitemap
from tosgen.sources.acceptances import load_acceptances

SCHEMAS = Path(__file__).parent / "schemas"
MAKERS = (feeds, sitemap, llms, record)
LANGUAGES = ("de", "ar", "en", "es", "fr", "zh-Hans")
ATOM = {"a": "http://www.w3.org/2005/Atom"}
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader of JSON-LD


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module")
def site(ledger: Path) -> Config:
    return config(ledger)


def all_data(site: Config) -> dict[str, bytes]:
    return {path: content for make in MAKERS for path, content in make(site).items()}


def entries(feed: bytes) -> list[tuple[str, str, str]]:
    """(id, updated, title) of each entry."""
    found = feedparser.parse(feed).entries
    return [(each.id.rpartition(":")[2], each.updated, each.title) for each in found]


# Feeds


def test_there_is_a_feed_for_all_and_one_for_each_document_and_language(site: Config) -> None:
    terms = [f"{TERMS}/DE/{lang}feed.xml" for lang in ("", "ar/", "en/", "es/", "fr/", "zh-Hans/")]
    assert {*feeds(site)} == {
        "feed.xml", *terms, f"{TERMS}/FR/feed.xml", f"{TERMS}/FR/en/feed.xml", f"{PRIVACY}/US-CA/feed.xml",
    }  # fmt: skip


def test_feeds_are_atom(site: Config) -> None:
    rules = etree.RelaxNG(file=str(SCHEMAS / "atom.rng"))
    for path, content in feeds(site).items():
        rules.assertValid(etree.fromstring(content))
        parsed = feedparser.parse(content)
        assert not parsed.bozo, (path, parsed.get("bozo_exception"))
        assert parsed.version == "atom10"
        assert parsed.feed.updated == max(entry.updated for entry in parsed.entries)
        links = {link.rel: link.href for link in parsed.feed.links}
        assert links == {"self": f"{BASE}{path}", "alternate": f"{BASE}{path.removesuffix('feed.xml')}"}


def test_a_feed_in_a_language_that_is_no_more_leads_to_the_text_that_there_is(ledger: Path) -> None:
    later = config(ledger, date(2028, 1, 1))
    feed = feedparser.parse(feeds(later)[f"{TERMS}/DE/ar/feed.xml"]).feed
    assert {link.rel: link.href for link in feed.links} == {
        "self": f"{BASE}{TERMS}/DE/ar/feed.xml", "alternate": f"{BASE}{TERMS}/DE/",
    }  # fmt: skip


def test_the_schema_of_feeds_can_fail(site: Config) -> None:
    rules = etree.RelaxNG(file=str(SCHEMAS / "atom.rng"))
    for spoil in ("a:updated", "a:id", "a:entry/a:title", "a:entry/a:published", "a:author"):
        feed = etree.fromstring(feeds(site)["feed.xml"])
        (found, *_) = feed.xpath(spoil, namespaces=ATOM)
        found.getparent().remove(found)
        assert not rules.validate(feed), spoil


def test_a_feed_tells_of_every_publication_and_withdrawal_the_newest_first(site: Config) -> None:
    assert entries(feeds(site)["feed.xml"]) == [
        (f"helpdesk/{PRIVACY}/US-CA/3", "2027-02-03T12:00:00Z", "Privacy Notice, version 3, from May 1, 2027"),
        (f"helpdesk/{TERMS}/DE/3", "2027-02-02T12:00:00Z", "AGB, Fassung 3, ab 1. Juni 2027"),
        (f"helpdesk/{TERMS}/FR/1/withdrawn", "2027-02-01T12:00:00Z",
         "Conditions, version 1\u00a0: retirée à compter du 1er février 2027"),
        (f"helpdesk/{PRIVACY}/US-CA/2", "2027-01-20T12:00:00Z", "Privacy Notice, version 2"),
        (f"helpdesk/{TERMS}/DE/2", "2027-01-10T00:00:00Z", "AGB, Fassung 2, ab 10. Januar 2027"),
        (f"helpdesk/{TERMS}/FR/1", "2026-12-01T00:00:00Z", "Conditions, version 1, à partir du 1er décembre 2026"),
        (f"helpdesk/{TERMS}/DE/1", "2026-12-01T00:00:00Z", "AGB, Fassung 1, ab 1. Dezember 2026"),
        (f"helpdesk/{PRIVACY}/US-CA/1", "2026-12-01T00:00:00Z", "Privacy Notice, version 1, from December 1, 2026"),
    ]  # fmt: skip
    summaries = [entry.summary for entry in feedparser.parse(feeds(site)["feed.xml"]).entries]
    assert summaries[1] == "In Kraft für neue Nutzer: ab 1. Juni 2027"
    assert summaries[3] == "This version never took effect: another one was published in its place."


def test_every_id_names_one_thing_in_one_language_for_good(site: Config, ledger: Path) -> None:
    """Feeds of other days and other titles have the same ids; what has an id twice is the same entry."""

    def ids(made: Config) -> dict[str, set[bytes]]:
        found: dict[str, set[bytes]] = {}
        for content in feeds(made).values():
            feed = etree.fromstring(content)
            for each in (feed, *feed.findall("a:entry", ATOM)):
                ident = each.findtext("a:id", namespaces=ATOM)
                words = b"".join(etree.tostring(part) for part in each if not part.tag.endswith("entry"))
                found.setdefault(ident, set()).add(words)
        return found

    now = ids(site)
    assert all(len(words) == 1 for words in now.values())
    later = config(ledger, date(2028, 1, 1), title={"": "Other"})
    assert {*ids(later)} == {*now}, "who reads a feed in Arabic keeps it when a version comes that lacks it"
    tagged = re.compile(r"tag:example\.org,2026-11-22:helpdesk(/[A-Za-z0-9-]+)*")
    assert all(tagged.fullmatch(each) for each in now)


def test_an_announcement_is_news_again_once_it_holds(ledger: Path) -> None:
    def updated(day: str) -> str:
        found = {ident: when for ident, when, _ in entries(feeds(config(ledger, date.fromisoformat(day)))["feed.xml"])}
        return found[f"helpdesk/{TERMS}/DE/3"]

    assert [updated(day) for day in ("2027-05-31", "2027-06-01", "2028-01-01")] == [
        "2027-02-02T12:00:00Z", "2027-06-01T00:00:00Z", "2027-06-01T00:00:00Z",
    ]  # fmt: skip


def test_each_feed_and_entry_says_its_language_and_is_in_it(site: Config) -> None:
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    for path, content in feeds(site).items():
        feed = etree.fromstring(content)
        for entry in feed.findall("a:entry", ATOM):
            own = entry.get(lang) or feed.get(lang)
            assert entry.find("a:link", ATOM).get("hreflang") == own, path
            known = {
                "de": "Fassung",
                "fr": "version",
                "ar": "الإصدار",
                "zh-Hans": "版本",
                "es": "versión",
                "en": "version",
            }
            assert known[own] in entry.findtext("a:title", namespaces=ATOM)
    arabic = etree.fromstring(feeds(site)[f"{TERMS}/DE/ar/feed.xml"])
    assert arabic.findtext("a:title", namespaces=ATOM) == "الشروط (ألمانيا)"
    assert [entry.get(lang) for entry in arabic.findall("a:entry", ATOM)] == ["de", None, "de"]


def test_what_was_overtaken_is_no_news_on_the_day_that_it_was_to_hold_from(ledger: Path) -> None:
    later = {ident: when for ident, when, _ in entries(feeds(config(ledger, date(2028, 1, 1)))["feed.xml"])}
    assert later[f"helpdesk/{PRIVACY}/US-CA/2"] == "2027-01-20T12:00:00Z"
    assert later[f"helpdesk/{PRIVACY}/US-CA/3"] == "2027-05-01T00:00:00Z"


# Sitemap


@pytest.fixture(scope="session")
def protocol() -> etree.XMLSchema:
    if not (NODE / "sitemap" / "schema").is_dir():
        missing("the schema of sitemaps", INSTALL)
    return etree.XMLSchema(file=str(SCHEMAS / "sitemap.xsd"))


def test_the_sitemap_holds_what_is_in_force(site: Config, protocol: etree.XMLSchema) -> None:
    tree = etree.fromstring(sitemap(site)["sitemap.xml"])
    protocol.assertValid(tree)
    found = {url[0].text: url[1].text for url in tree}
    terms = [f"{BASE}{TERMS}/DE/{lang}" for lang in ("", "ar/", "en/", "es/", "fr/", "zh-Hans/")]
    assert found == {f"{BASE}{PRIVACY}/US-CA/": "2026-12-01", **dict.fromkeys(terms, "2027-01-10")}


def test_the_schema_of_sitemaps_can_fail(site: Config, protocol: etree.XMLSchema) -> None:
    good = sitemap(site)["sitemap.xml"].decode()
    for old, new in (
        ("2027-01-10", "10.1.2027"),
        ('"zh-Hans"', '"zh_Hans"'),
        ('"alternate"', '"next"'),
        ("loc>", "l>"),
    ):
        assert old in good
        assert not protocol.validate(etree.fromstring(good.replace(old, new).encode())), (old, new)


def test_alternates_lead_back_and_agree(site: Config) -> None:
    tree = etree.fromstring(sitemap(site)["sitemap.xml"])
    alternates = {url[0].text: [(link.get("hreflang"), link.get("href")) for link in url[2:]] for url in tree}
    for page, links in alternates.items():
        assert len({lang for lang, _ in links}) == len(links)
        assert page in [href for lang, href in links if lang != "x-default"]
        assert all(alternates[href] == links for _, href in links)
        ((_, other),) = [link for link in links if link[0] == "x-default"]
        assert (links[0][1], links[0][0] != "x-default") == (other, True)
    assert [lang for lang, _ in alternates[f"{BASE}{TERMS}/DE/ar/"]] == [*LANGUAGES, "x-default"]


def test_where_nothing_is_in_force_there_is_no_sitemap(ledger: Path) -> None:
    early = config(ledger, date(2026, 11, 30))
    assert sitemap(early) == {}
    assert twins(early) == {}
    assert entries(feeds(early)["feed.xml"])


# Linked data


def graph(site: Config, market: str, locale: str) -> tuple[Graph, str]:
    """What a page says, and its own name; the words of schema.org are taken from no network."""
    shelf = next(each for each in site.shelves if each.market == market)
    edition = shelf.edition(shelf.current or 0)
    said = linked(site)(shelf, edition, locale)
    assert not {*said} & {*"<>&\u2028\u2029"}
    data = json.loads(said)
    assert data["@context"] == "https://schema.org"
    links = {name: {"@type": "@id"} for name in ("url", "contentUrl", "termsOfService")}
    data["@context"] = {"@vocab": str(words.SDO), **links}
    found = Graph()
    found.parse(data=json.dumps(data), format="json-ld")
    return found, data["@id"]


@pytest.mark.parametrize("locale", ["de", "ar", "en", "zh_Hans"])
def test_a_page_says_in_words_of_schema_org_what_it_is(site: Config, locale: str) -> None:
    known, name = graph(site, "DE", locale)
    for _, verb, thing in known.triples((None, None, None)):
        word = (thing if verb == words.RDF.type else verb).removeprefix(str(words.SDO))
        assert word in words.SDO, f"schema.org has no {word}"
    page = URIRef(name)
    assert {*known.objects(page, words.RDF.type)} == {words.SDO.WebPage, words.SDO.DigitalDocument}

    def one(*verbs: URIRef) -> str:
        subjects: list[Any] = [page]
        for verb in verbs:
            subjects = [each for subject in subjects for each in known.objects(subject, verb)]
        (found,) = subjects
        return str(found)

    digest = sha256(text(TERMS, locale, 2).encode()).hexdigest()
    twin = twins(site)[f"{one(words.SDO.url).removeprefix(BASE)}index.md"]
    assert (one(words.SDO.version), one(words.SDO.inLanguage)) == ("2", locale.replace("_", "-"))
    assert (one(words.SDO.datePublished), one(words.SDO.dateModified)) == ("2027-01-04", "2027-01-10")
    assert one(words.SDO.temporalCoverage) == "2027-01-10/2027-06-01"
    assert one(words.SDO.publisher, words.SDO.name) == "Größe & Söhne GmbH"
    assert one(words.SDO.identifier, words.SDO.value) == digest
    assert one(words.SDO.encoding, words.SDO.sha256) == sha256(twin).hexdigest()
    assert one(words.SDO.about, words.SDO.termsOfService) == name
    assert one(words.SDO.spatialCoverage, words.SDO.identifier) == "DE"
    assert one(words.SDO.isBasedOn).startswith(f"{BASE}{TERMS}/DE/v/1/")


def test_translations_name_each_other(site: Config) -> None:
    first, name = graph(site, "DE", "de")
    others = {str(each) for each in first.objects(URIRef(name), words.SDO.workTranslation)}
    assert others == {f"{BASE}{TERMS}/DE/{lang}/" for lang in LANGUAGES[1:]}
    for locale in ("ar", "en", "es", "fr", "zh_Hans"):
        known, own = graph(site, "DE", locale)
        assert own in others
        assert [*known.objects(URIRef(own), words.SDO.translationOfWork)] == [URIRef(name)]
    alone, name = graph(site, "US-CA", "en")
    assert not [*alone.objects(URIRef(name), words.SDO.workTranslation)]
    assert not [*alone.objects(URIRef(name), words.SDO.isBasedOn)]


def test_the_policy_of_pages_lets_data_stand(browser: Any, site: Config, tmp_path: Path) -> None:
    """Chromium complains of nothing, and hands out what was said; nothing of it is taken for markup."""
    shelf = next(each for each in site.shelves if each.market == "DE")
    odd = replace(
        site, site=replace(site.site, title={"": "</script><script>document.title = 'x'</script> <!-- \u2028"})
    )
    said = linked(odd)(shelf, shelf.edition(2), "en")
    page = tmp_path / "page.html"
    page.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<title>t</title><script type="application/ld+json">{said}</script><h1>h</h1></html>',
        "utf-8",
    )
    with opened(browser, page) as shown:
        found = json.loads(shown.locator("script").text_content())
        assert shown.title() == "t"
    assert found["isPartOf"]["name"] == odd.title("en")


# llms.txt and Markdown


def test_a_twin_holds_the_recorded_bytes_under_a_line_of_the_record(site: Config) -> None:
    found = twins(site)
    assert len(found) == 7
    for locale, first in (
        ("de", "> Helpdesk, Fassung 2, in Kraft ab 10. Januar 2027; maßgebliche Sprache: Deutsch"),
        ("en", "> Help \\<Desk\\>, version 2, in force from 10 January 2027; authoritative language: German"),
        ("zh_Hans", "> Helpdesk，版本2，自2027年1月10日起生效；作准语言：德语"),
    ):
        folder = "" if locale == "de" else f"{locale.replace('_', '-')}/"
        line, between, rest = found[f"{TERMS}/DE/{folder}index.md"].decode().split("\n", 2)
        assert (line, between) == (first, "")
        digest = next(e for s in site.shelves for e in s.editions if s.market == "DE" and e.number == 2)
        assert sha256(rest.encode()).hexdigest() == digest.version.texts[locale]


def test_the_overview_is_of_the_form_that_programs_expect(site: Config) -> None:
    """H1, a quotation, words without headings, then sections of links: llmstxt.org."""
    overview = llms(site)["llms.txt"].decode()
    head, *sections = overview.split("\n## ")
    assert re.fullmatch(r"# Helpdesk: legal\n\n> [^\n]+\n\n[^#\n]+\n", head)
    assert [section.split("\n")[0] for section in sections] == [
        "Privacy Notice",
        "Terms \\& \\<Conditions\\>",
        "Optional",
    ]
    link = re.compile(r"- \[(?:\\.|[^\\\]])+\]\((https://example\.org/legal/[^)]+)\): .+")
    lines = [line for section in sections for line in section.strip().split("\n")[2:]]
    targets = [found[1].removeprefix(BASE) for line in lines if (found := link.fullmatch(line))]
    assert len(targets) == len(lines)
    assert {*targets} == {*twins(site), "index.json", "feed.xml"}
    assert "[Terms \\& \\<Conditions\\> (Germany)]" in overview


# index.json


def test_the_index_is_as_its_schema_says(site: Config, ledger: Path, tmp_path: Path) -> None:
    for made in (site, replace(site, site=replace(site.site, base=""))):
        data = json.loads(record(made)["index.json"])
        jsonschema.Draft202012Validator.check_schema(schema())
        checks = jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.FormatChecker())
        assert [error.message for error in checks.iter_errors(data)] == []
    assert tosgen(tmp_path, "schema", "site").json == schema()


def test_the_index_says_what_holds_for_whom(site: Config) -> None:
    terms = next(each for each in index(site)["documents"] if each["market"] == "DE")
    holds = {name: terms[name] for name in ("in_force", "existing_users", "asked", "upcoming")}
    assert holds == {"in_force": 2, "existing_users": 1, "asked": None, "upcoming": [3]}
    assert [(v["version"], v["outcome"], v["effective"], v["effective_existing"], v["until"])
            for v in terms["versions"]] == [
        (1, "published", "2026-12-01", "2026-12-01", "2027-01-10"),
        (2, "published", "2027-01-10", None, "2027-06-01"),
        (3, "published", "2027-06-01", None, None),
    ]  # fmt: skip
    current = {(v["version"], text["page"], text["markdown"]) for v in terms["versions"] for text in v["texts"]}
    pages = [f"{BASE}{TERMS}/DE/{lang}" for lang in ("", "ar/", "en/", "es/", "fr/", "zh-Hans/")]
    assert current == {(1, None, None), (3, None, None), *((2, page, f"{page}index.md") for page in pages)}
    gone = next(each for each in index(site)["documents"] if each["market"] == "FR")
    assert (gone["in_force"], gone["versions"][0]["withdrawn"]) == (None, "2027-02-01")


def test_what_an_application_keeps_of_the_index_is_what_evidence_reads(
    site: Config, ledger: Path, tmp_path: Path
) -> None:
    """A user agrees to each text of each version; of those, valid is what was in force at that moment."""
    more = {"user": "u-81", "time": "2027-02-15T12:00:00Z", "method": "checkbox"}
    texts = [text for d in index(site)["documents"] for v in d["versions"] for text in v["texts"]]
    file = tmp_path / "accepted.json"
    file.write_text("\n".join(json.dumps({**each["acceptance"], **more}) for each in texts), "utf-8")
    records = load_acceptances(file)
    found = [*verdicts(Ledger(ledger), records, UTC, datetime(2027, 3, 1, tzinfo=UTC))]
    assert len(found) == len(texts)
    assert not {each.code for each in found} & {"unknown-version", "unknown-locale", "other-text"}
    valid = {each.acceptance.ref for each in found if each.valid}
    assert {f"{TERMS}/DE/ar@2", f"{PRIVACY}/US-CA/en@1"} <= valid
    assert f"{TERMS}/DE/de@3" not in valid


def test_no_count_of_users_is_told(site: Config) -> None:
    assert "count" not in json.dumps(index(site))


# Redirects


class _Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, Mapping[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> Iterator[Mapping[str, str | None]]:
        return (attributes for name, attributes in self.found if name == tag)


def moved(site: Config, old: Mapping[str, tuple[str, str]], taken: tuple[str, ...] = ()) -> dict[str, bytes]:
    return redirects(replace(site, site=replace(site.site, redirects=old)), taken)


def test_an_old_path_leads_on_with_and_without_a_server(site: Config, tmp_path: Path) -> None:
    made = moved(site, {"agb.html": (TERMS, "DE"), "old/terms/": (TERMS, "FR"), "p/": (PRIVACY, "US-CA")})
    assert made.pop("_redirects").decode().split("\n") == [
        f"/legal/agb.html /legal/{TERMS}/DE/ 301",
        f"/legal/old/terms/ /legal/{TERMS}/FR/history/ 301",
        f"/legal/p/ /legal/{PRIVACY}/US-CA/ 301",
        "",
    ]
    assert {*made} == {"agb.html", "old/terms/index.html", "p/index.html"}
    for path, goal in (("agb.html", f"{TERMS}/DE/"), ("old/terms/index.html", f"{TERMS}/FR/history/")):
        page = _Page(made[path].decode())
        (canonical,) = page.of("link")
        assert canonical == {"rel": "canonical", "href": f"{BASE}{goal}"}
        (refresh,) = [meta["content"] or "" for meta in page.of("meta") if meta.get("http-equiv") == "refresh"]
        (link,) = page.of("a")
        assert refresh == f"0; url={link['href']}"
        assert urljoin(f"{BASE}{path}", link["href"]) == f"{BASE}{goal}"
    file = tmp_path / "page.html"
    file.write_bytes(made["agb.html"])
    assert faults(file) == []
    assert '<html lang="de" dir="ltr">' in made["agb.html"].decode()
    assert "Dieses Dokument ist umgezogen:" in made["agb.html"].decode()


@pytest.mark.parametrize(
    ("old", "target", "code"),
    [
        ("x/", (TERMS, "AT"), "unknown-target"),
        (f"{TERMS}/DE/", (TERMS, "DE"), "loop"),
        (f"{TERMS}/DE/index.html", (TERMS, "DE"), "loop"),
        (f"{TERMS}/de/", (TERMS, "DE"), "loop"),
        (f"{TERMS}/DE/ar/", (TERMS, "DE"), "clash"),
        (f"{TERMS}/DE/ar/", (PRIVACY, "US-CA"), "clash"),
        (f"{TERMS.upper()}/DE/AR/", (PRIVACY, "US-CA"), "clash"),
        (TERMS, (TERMS, "DE"), "clash"),
        ("index.html", (TERMS, "DE"), "clash"),
        ("feed.xml/x/", (TERMS, "DE"), "clash"),
        ("_redirects", (TERMS, "DE"), "clash"),
    ],
)
def test_a_redirect_that_cannot_be(site: Config, old: str, target: tuple[str, str], code: str) -> None:
    taken = ("index.html", "feed.xml", f"{TERMS}/DE/index.html", f"{TERMS}/DE/ar/index.html")
    with pytest.raises(Refused) as error:
        moved(site, {old: target}, taken)
    assert [finding.code for finding in error.value.findings] == [code]


def test_old_paths_that_are_in_each_others_way(site: Config) -> None:
    for one, other in (("a/", "A/index.html"), ("a", "a/b/"), ("x/y", "X/y/z")):
        with pytest.raises(Refused, match="clash"):
            moved(site, {one: (TERMS, "DE"), other: (TERMS, "FR")})


# All together


def test_without_a_base_nothing_needs_one(site: Config) -> None:
    bare = replace(site, site=replace(site.site, base="", redirects={"old/": (TERMS, "DE")}))
    assert (feeds(bare), sitemap(bare)) == ({}, {})
    assert linked(bare)(bare.shelves[0], bare.shelves[0].editions[0], "en") == ""
    made = {**llms(bare), **record(bare), **redirects(bare, ())}
    assert "_redirects" not in made
    assert b"canonical" not in made["old/index.html"]
    for path, content in made.items():
        assert b"example.org" not in content, path
    links = re.findall(r"\]\(([^)]+)\)", made["llms.txt"].decode())
    assert {*links} == {*twins(bare), "index.json"}


def test_the_same_ledger_gives_the_same_bytes(site: Config, ledger: Path) -> None:
    assert all_data(config(ledger)) == all_data(site)
    assert all_data(config(ledger, date(2027, 3, 2))) == all_data(site), (
        "a day on which nothing happens changes nothing"
    )


def test_everything_is_well_formed_and_leads_to_this_site(site: Config) -> None:
    for path, content in all_data(site).items():
        said = content.decode("utf-8")
        assert said.endswith("\n")
        assert "\r" not in said
        for url in re.findall(r"https?://[^\s\"<>)]+", said):
            known = {"example.org", "www.w3.org", "www.sitemaps.org"}
            assert urlsplit(url).hostname in known, (path, url)


def test_a_browser_is_led_on(browser: Any, site: Config, tmp_path: Path) -> None:
    for path, content in moved(site, {"old/terms/": (TERMS, "DE")}).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content.replace(b'/DE/"', b'/DE/index.html"'))  # files have no default
    goal = tmp_path / TERMS / "DE" / "index.html"
    goal.parent.mkdir(parents=True)
    goal.write_text("<!doctype html><title>arrived</title>")
    with opened(browser, tmp_path / "old" / "terms" / "index.html") as page:
        page.wait_for_url(goal.as_uri(), timeout=30_000)
        assert page.title() == "arrived"


def test_markets_that_are_too_many_to_look_through_are_left_to_the_root_page(
    site: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, navigation = f"{TERMS}/DE/index.html", b'<nav class="markets"'
    assert navigation in whole(site, Look())[path]
    monkeypatch.setattr("tosgen.site.pages.press.MANY", 1)
    made = whole(site, Look())
    assert navigation not in made[path]
    assert all(f'href="{TERMS}/{market}/"'.encode() in made["index.html"] for market in ("DE", "FR"))


def test_every_link_leads_to_a_file_of_the_site(site: Config) -> None:
    """What is in force, what was, what comes, and what was withdrawn: no feed, list or record names a page amiss."""
    rough = {name: replace(each, speak=replace(each.speak, complete=False)) for name, each in site.tongues.items()}
    made = whole(replace(site, tongues=rough, site=replace(site.site, redirects={"agb/": (TERMS, "DE")})), Look())
    data = {path: content for path, content in made.items() if path.rpartition(".")[2] in {"xml", "txt", "json"}}
    pages = [content for path, content in made.items() if path.endswith(".html")]
    said = [
        found
        for page in pages
        for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.decode())
    ]
    assert len(said) == 7
    urls = {
        url for text in [*said, *map(bytes.decode, data.values())] for url in re.findall(rf'{BASE}[^\s"<>)]*', text)
    }
    assert len(urls) > 50
    lost = {url for url in urls if site.addresses.file(url.removeprefix(BASE)) not in made}
    assert lost == set()


def test_addresses() -> None:
    given = Addresses("https://example.org/legal/")
    assert given.absolute("a b/ü/") == "https://example.org/legal/a%20b/%C3%BC/"
    for start in ("", "terms/DE/", "terms/DE/v/7/changes/fr/", "terms/DE/feed.xml", "index.json"):
        for to in ("", "terms/DE/", "terms/DE/fr/", "style.css", "terms/DE/v/7/changes/"):
            assert urljoin(f"{BASE}{start}", given.link(start, to)) == f"{BASE}{to}", (start, to)
    with pytest.raises(ValueError, match="base"):
        Addresses().absolute("x")
