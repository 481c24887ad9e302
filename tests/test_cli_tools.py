"""`tosgen lint`, `locales` and `schema`."""

from __future__ import annotations

import re
import shutil
from hashlib import sha256
from pathlib import Path

import polib
import pytest
from babel.messages.frontend import CommandLineInterface
from command_line import REPOSITORY, edit, files, tosgen

from tosgen.cli.schema import NAMES
from tosgen.sources.faults import Faults
from tosgen.sources.yaml import parse

PO = "locales/zh_Hans/LC_MESSAGES/clauses.po"


def test_lint_finds_nothing_in_what_is_sound_and_tells_who_has_adopted_it(bench: Path) -> None:
    ran = tosgen(bench, "lint")
    assert (ran.code, ran.out) == (0, "")
    assert "note[unadopted] 3 of the 3 clauses in use" in ran.err
    told = tosgen(bench, "lint", "--format", "json").json
    assert (told["findings"], [note["code"] for note in told["notes"]]) == ([], ["unadopted"])
    digest = sha256((bench / "clauses/QZ/core/house.md").read_bytes()).hexdigest()
    (bench / "adopted.yaml").write_text(f"QZ/core/house: {{digest: {digest}, by: Ana Ruiz, on: 2026-11-01}}\n", "utf-8")
    assert "2 of the 3 clauses in use" in tosgen(bench, "lint").err
    edit(bench / "clauses/QZ/core/house.md", "title: Who", "title: Just who")
    edit(bench / "locales/zh_Hans/LC_MESSAGES/clauses.po", 'msgid "Who', 'msgid "Just who')
    ran = tosgen(bench, "lint")
    assert (ran.code, "QZ/core/house has changed since Ana Ruiz adopted it on 2026-11-01" in ran.err) == (0, True)


def test_lint_tells_faults_of_profile_library_and_catalogs_at_once(bench: Path) -> None:
    edit(bench / "tosgen.yaml", "features: [repairs]", "features: [repair]")
    edit(bench / "clauses/QZ/repairs/promise.md", '"core/house"', '"core/hose"')
    edit(bench / "clauses/terms.yaml", "bench-guest:", "host: {term: host, definition: whoever opens}\nbench-guest:")
    ran = tosgen(bench, "lint", "--format", "json")
    assert (ran.code, ran.err) == (1, "")
    findings = ran.json["findings"]
    assert {"unknown-feature", "dangling-ref", "unused-term", "untranslated", "obsolete"} == {
        f["code"] for f in findings
    }
    assert all(
        set(f) == {"path", "line", "column", "severity", "code", "message", "hint"}
        and f["severity"] in {"error", "warning"}
        for f in findings
    )
    text = tosgen(bench, "lint")
    assert (text.code, len(text.out.splitlines())) == (1, len(findings))


def test_lint_without_a_profile_looks_at_the_library(tmp_path: Path) -> None:
    ran = tosgen(tmp_path, "lint", "--format", "json")
    assert ran.code in {0, 1}
    assert [f for f in ran.json["findings"] if f["code"] == "no-profile"] == []
    assert files(tmp_path) == {}


def test_lint_tells_of_a_library_that_cannot_be_read(bench: Path) -> None:
    (bench / "clauses/facts.yaml").write_text("a: [")
    ran = tosgen(bench, "lint")
    assert (ran.code, "clauses/facts.yaml:" in ran.out, "error[syntax]" in ran.out) == (1, True, True)


def test_everything_there_is_to_translate_comes_out_for_gettext_and_for_babel(bench: Path, tmp_path: Path) -> None:
    template = polib.pofile(tosgen(bench, "locales", "extract").out)
    house = next(e for e in template if e.msgctxt == "QZ/core/house" and e.msgid.startswith("{{ company.name }} runs"))
    assert house.occurrences == [("clauses/QZ/core/house.md", "8")]
    (tmp_path / "babel.cfg").write_text("[tosgen: clauses/**.md]\n[tosgen: clauses/**.yaml]\n", "utf-8")
    arguments = ["pybabel", "-q", "extract", "-F", str(tmp_path / "babel.cfg"), "-o", str(tmp_path / "all.pot"), "."]
    CommandLineInterface().run([*arguments[:-1], str(REPOSITORY)])
    pot, own = polib.pofile(str(tmp_path / "all.pot")), polib.pofile(tosgen(REPOSITORY, "locales", "extract").out)
    with_files = {(e.msgctxt, e.msgid) for e in own if e.occurrences}
    assert {(e.msgctxt, e.msgid) for e in pot} == with_files


def test_stats_by_jurisdiction_and_document(bench: Path) -> None:
    by_place = tosgen(bench, "locales", "stats", "--by", "jurisdiction", "--format", "json").json["locales"]["zh_Hans"]
    assert sum(part["missing"] for part in by_place.values()) == 0
    assert tosgen(bench, "locales", "stats", "--by", "document").code == 0


def test_stats_count_blocks(bench: Path) -> None:
    ran = tosgen(bench, "locales", "stats", "--format", "json")
    assert ran.json["schema"] == "tosgen.locales-stats/1"
    assert set(ran.json["locales"]) == {"zh_Hans"}
    whole = ran.json["locales"]["zh_Hans"]
    assert (whole["stale"], whole["missing"]) == (0, 0)
    edit(bench / PO, '"我们的承诺"', '""')
    edit(bench / PO, "\n#. title\n#: clauses/QZ/core/house.md", "\n#. title\n#: clauses/QZ/core/house.md\n#, fuzzy")
    counts = tosgen(bench, "locales", "stats", "--format", "json").json["locales"]["zh_Hans"]
    assert counts == {"current": whole["current"] - 2, "stale": 1, "missing": 1}
    assert tosgen(bench, "locales", "stats").out.split()[:4] == ["locale", "current", "stale", "missing"]


def test_check_tells_what_is_stale_missing_or_at_odds(bench: Path) -> None:
    assert tosgen(bench, "locales", "check").code == 0
    edit(bench / PO, '"我们的承诺"', '""')
    edit(bench / PO, "押金为{{ bench.deposit }}。", "押金为5。")
    ran = tosgen(bench, "locales", "check", "zh_Hans", "--format", "json")
    assert (ran.code, ran.json["schema"]) == (1, "tosgen.locales-check/1")
    assert [f["code"] for f in ran.json["findings"]] == ["parity", "parity", "untranslated"]
    ran = tosgen(bench, "locales", "check", "fr")
    assert (ran.code, "error[unknown-locale] there is no catalog for 'fr'; there are zh_Hans" in ran.err) == (2, True)


def test_update_keeps_translations_and_marks_what_moved(bench: Path) -> None:
    before = (bench / PO).read_text("utf-8")
    ran = tosgen(bench, "locales", "update", "zh_Hans")
    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(rf"{re.escape(PO)}: \d+ current, 0 stale, 0 missing\n", ran.out)
    assert (bench / PO).read_text("utf-8") == before
    edit(bench / "clauses/QZ/repairs/promise.md", "title: What we promise", "title: What we promise you")
    assert tosgen(bench, "generate").code == 2
    assert ", 1 stale, 0 missing" in tosgen(bench, "locales", "update", "zh_Hans").out
    assert '#| msgid "What we promise"' in (bench / PO).read_text("utf-8")
    refused = tosgen(bench, "generate")
    assert (refused.code, "error[stale-translation]" in refused.err) == (2, True)


def test_update_begins_a_catalog_of_what_the_library_lacks(bench: Path) -> None:
    shutil.rmtree(bench / "locales")
    assert tosgen(bench, "locales", "update", "zh_Hans").code == 0
    text = (bench / PO).read_text("utf-8")
    assert 'msgctxt "QZ/core/house"' in text
    assert 'msgctxt "global/' not in text


def test_a_clause_in_another_language_is_translated_for_the_markets_that_can_use_it(tmp_path: Path) -> None:
    assert tosgen(tmp_path, "init", "shop", "--example", "shop", "--yes").code == 0
    root, po = tmp_path / "shop", tmp_path / "shop/locales/en/LC_MESSAGES/clauses.po"
    clause = root / "clauses/DE/core/counter.md"
    clause.parent.mkdir(parents=True)
    head = "title: Unser Ladengeschäft\ndocuments: [terms-of-service]\nslot: support\nlanguage: de\n"
    head += "materiality: editorial\n"
    clause.write_text(f"---\n{head}---\nSie erreichen uns dort an jedem Werktag.\n", "utf-8")
    assert "0 current, 0 stale, 0 missing" in tosgen(root, "locales", "update", "en", "de").out
    edit(root / "tosgen.yaml", "languages: [de]\n", "languages: [de, en]\n")
    assert "0 current, 0 stale, 2 missing" in tosgen(root, "locales", "update", "en").out
    assert {e.msgid for e in polib.pofile(str(po))} == {
        "Unser Ladengeschäft",
        "Sie erreichen uns dort an jedem Werktag.",
    }
    found = tosgen(root, "locales", "check", "en", "--format", "json").json["findings"]
    assert [f["code"] for f in found] == ["untranslated", "untranslated"]
    edit(
        po, 'Werktag."\nmsgstr ""', 'Werktag."\nmsgstr "Sie erreichen uns dort an jedem Werktag."'
    )  # copied, not translated
    assert ", 1 stale" not in tosgen(root, "locales", "update", "en").out
    assert len(tosgen(root, "locales", "check", "en", "--format", "json").json["findings"]) == 2
    edit(po, 'msgstr "Sie erreichen uns dort an jedem Werktag."', 'msgstr "You find us there every working day."')
    edit(po, 'msgid "Unser Ladengeschäft"\nmsgstr ""', 'msgid "Unser Ladengeschäft"\nmsgstr "Our shop"')
    assert tosgen(root, "locales", "check", "en").code == 0


@pytest.mark.parametrize("tag", ["../../evil", "/tmp/evil", "xx", "", "zh-Hans", "..", "de\n", "e" * 10_000])
def test_a_tag_that_names_no_language_writes_nothing(bench: Path, tag: str) -> None:
    before = files(bench.parent)
    ran = tosgen(bench, "locales", "update", "--", tag)
    assert (ran.code, ran.out, "error[unknown-locale]" in ran.err) == (2, "", True)
    assert files(bench.parent) == before


def test_folders_that_are_no_language_are_told(bench: Path) -> None:
    for name in ("templates", ".git", "__pycache__"):
        (bench / "locales" / name / "LC_MESSAGES").mkdir(parents=True)
    (bench / "locales/notes.txt").write_text("mine")
    ran = tosgen(bench, "lint")
    assert (ran.code, len(ran.out.splitlines())) == (1, 1)
    assert "locales/templates: error[unknown-locale] 'templates' is not a canonical CLDR tag" in ran.out
    assert tosgen(bench, "generate", "--dry-run").code == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_takes_what_is_shipped(name: str, tmp_path: Path) -> None:
    validate = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    schema = tosgen(tmp_path, "schema", name).json
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    validator = validate.Draft202012Validator(schema)
    validator.check_schema(schema)
    assert not validator.is_valid({"nonsense!": {"nonsense!": 1}})
    for path in _shipped(name):
        faults = [f"{path}: {error.json_path}: {error.message}" for error in validator.iter_errors(_data(path))]
        assert faults == []


def test_an_unknown_schema(tmp_path: Path) -> None:
    ran = tosgen(tmp_path, "schema", "profile")
    assert (ran.code, ran.out, "'service'" in ran.err) == (2, "", True)


def _shipped(name: str) -> list[Path]:
    clauses = REPOSITORY / "clauses"
    found = {
        "service": sorted((REPOSITORY / "tosgen/examples").glob("*/tosgen.yaml")),
        "clause": sorted(clauses.glob("*/*/*.md")),
        "outline": sorted((clauses / "documents").glob("*.yaml")),
        "register": sorted((clauses / "register").glob("*.yaml")),
        "adopted": [],
        "acceptance": [],  # an application's records: test_acceptance holds the schema against them
        "document": [],  # what `show` gives: test_formats does
        "site": [],  # what `site build` gives: test_site_data does
    }
    return found.get(name, [clauses / f"{name}.yaml"])


def _data(path: Path) -> object:
    text = path.read_text("utf-8")
    front = text.removeprefix("---\n").split("\n---\n")[0] if path.suffix == ".md" else text
    tree = parse(front, str(path), Faults())
    assert tree
    return tree.data
