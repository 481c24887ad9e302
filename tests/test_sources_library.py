"""The library as it is read: the shipped one, spans of dated files, the overlay, digests."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from sound_input import workspace

from tosgen.errors import Refused
from tosgen.model.library import Library
from tosgen.model.span import Span
from tosgen.sources.adopted import load_adopted
from tosgen.sources.clauses import LIMIT
from tosgen.sources.library import load_library
from tosgen.sources.service import load_service

ROOT = Path(__file__).parents[1]
CLAUSE = "---\ntitle: Opening\ndocuments: [terms-of-service]\nslot: accounts\n---\nText.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load() -> Library:
    return load_library(Path("clauses"), Path("overlay"), version="1.2", commit="abc")[0]


def put(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, "utf-8")


def test_the_shipped_library_and_the_examples_have_no_fault() -> None:
    library, warnings = load_library(ROOT / "clauses", None, version="1", commit="")
    assert warnings == ()
    assert len(library.requirements) > 1000
    for profile in sorted((ROOT / "tosgen" / "examples").glob("*/tosgen.yaml")):
        assert load_service(profile, library).markets


def test_a_clause_carries_what_its_file_says(folder: Path) -> None:
    library = load()
    clause = next(clause for clause in library.clauses if clause.id == "core/liability")
    assert clause.path == "EU/core/liability"
    assert str(clause.place) == "clauses/EU/core/liability.md"
    assert clause.body == "We are liable as the law says.\n\n- What you consent to stands apart from the rest."
    assert clause.body_line == 9
    assert clause.satisfies == {"gdpr-7-2": "stands apart from the rest"}
    assert clause.when.text == "consumers"
    assert clause.digest == hashlib.sha256(Path("clauses/EU/core/liability.md").read_bytes()).hexdigest()
    about = next(clause for clause in library.clauses if clause.id == "core/about")
    assert (about.reviewed, about.review_every) == (date(2026, 11, 21), "12 months")
    assert (library.version, library.commit) == ("1.2", "abc")


def test_a_dated_file_takes_the_place_of_the_one_before_it(folder: Path) -> None:
    put("clauses/DE/accounts/opening@2026-06-01.md", CLAUSE)
    spans = [c.span for c in load().clauses if (c.id, c.jurisdiction) == ("accounts/opening", "DE")]
    assert spans == [
        Span(None, date(2026, 1, 1)),
        Span(date(2026, 1, 1), date(2026, 6, 1)),
        Span(date(2026, 6, 1), None),
    ]


def test_until_ends_a_file_that_nothing_follows(folder: Path) -> None:
    spans = [c.span for c in load().clauses if (c.id, c.jurisdiction) == ("accounts/opening", "DE")]
    assert spans == [Span(None, date(2026, 1, 1)), Span(date(2026, 1, 1), date(2027, 1, 1))]


def test_a_clause_may_take_an_inherited_one_away(folder: Path) -> None:
    put("clauses/DE/core/about.md", "---\nomit: said in the imprint\n---\n")
    clause = next(c for c in load().clauses if (c.id, c.jurisdiction) == ("core/about", "DE"))
    assert (clause.omit, clause.body) == ("said in the imprint", "")


def test_the_vocabularies_are_read(folder: Path) -> None:
    library = load()
    assert library.jurisdictions.chain("US-CA") == ("US-CA", "US", "global")
    assert library.facts["returns.cost"].options["consumer"] == {"global": "you", "US": "you, the buyer"}
    assert library.facts["cookies"].columns["purpose"].name == "cookies.purpose"
    personal = library.terms["personal-data"]
    us = personal.wording(("US-CA", "US", "global"))
    assert (us.term, us.definition, us.forms) == (
        "personal information",
        "any information about a person",
        {"short": "data"},
    )
    assert (us.context, personal.wording(("global",)).context) == ("terms/personal-data@US", "terms/personal-data")
    assert library.outlines["terms-of-service"].slots[1].order == ("accounts/opening",)
    row = library.requirements["gdpr-7-2"]
    assert library.laws[row.law].name == "GDPR"
    assert row.when.holds(frozenset({"goods"}))
    assert library.requirements["gdpr-13-1"].applies_from is None


def test_an_overlay_lies_over_clauses_by_path_and_vocabularies_by_key(folder: Path) -> None:
    plain = load()
    put("overlay/EU/core/liability.md", CLAUSE.replace("accounts", "liability"))
    put("overlay/NO/core/liability.md", CLAUSE.replace("accounts", "liability"))
    put("overlay/features.yaml", "goods: {question: Do you sell things?}\nvending: {}\n")
    put("overlay/terms.yaml", "service: {term: shop, definition: the shop}\n")
    put("overlay/register/EU.yaml", _register("gdpr-7-2", "Ours."))
    library = load()
    assert [clause.overlay for clause in library.clauses if clause.id == "core/liability"] == [True, True]
    assert len(library.clauses) == len(plain.clauses) + 1
    assert library.features["goods"].question == "Do you sell things?"
    assert set(library.features) == {*plain.features, "vending"}
    assert library.terms["service"].wordings["global"].term == "shop"
    assert library.requirements["gdpr-7-2"].text == "Ours."
    assert library.requirements.keys() == plain.requirements.keys()
    assert library.digest != plain.digest


def _register(id: str, text: str) -> str:
    return f"""
jurisdiction: EU
laws: {{}}
requirements:
- {{id: {id}, law: gdpr, provision: Art. 7, applies_from: 2018-05-25, documents: [a], requirement: {text}}}
"""


def test_an_overlay_that_knows_the_current_base_is_not_warned_of(folder: Path) -> None:
    base = hashlib.sha256(Path("clauses/EU/core/liability.md").read_bytes()).hexdigest()
    put("overlay/EU/core/liability.md", CLAUSE.replace("accounts\n", f"liability\nbase: {base}\n"))
    assert load_library(Path("clauses"), Path("overlay"), version="", commit="")[1] == ()


def test_the_digest_moves_with_every_file_and_with_nothing_else(folder: Path) -> None:
    before = load().digest
    Path("clauses/README.md").write_text("Not read.\n", "utf-8")
    put("clauses/readings/DE.yaml", "a: 1\n")
    assert load().digest == before
    for path in ("clauses/terms.yaml", "clauses/DE/accounts/opening.md", "clauses/register/US-CA.yaml"):
        Path(path).write_bytes(Path(path).read_bytes() + b"\n")
        after = load().digest
        assert after != before
        before = after


def test_a_missing_vocabulary_is_named(folder: Path) -> None:
    Path("clauses/features.yaml").unlink()
    with pytest.raises(Refused) as caught:
        load()
    assert [str(f) for f in caught.value.findings] == [
        "clauses/features.yaml: error[missing-file] there is no such file"
    ]


def test_a_clause_file_has_its_limit(folder: Path) -> None:
    put("clauses/DE/accounts/opening.md", CLAUSE + "a" * LIMIT)
    with pytest.raises(Refused, match=r"error\[too-large\] the file is larger than 256 KiB"):
        load()


def test_deep_conditions_are_refused_not_crashed_on(folder: Path) -> None:
    put("clauses/DE/accounts/opening.md", CLAUSE.replace("slot:", f"when: {'(' * 3000}goods{')' * 3000}\nslot:"))
    with pytest.raises(Refused, match=r"too many parentheses or 'not'"):
        load()


def test_adoptions_name_clauses(folder: Path) -> None:
    digest = "0" * 64
    put("adopted.yaml", f"EU/core/liability: {{digest: {digest}, by: A. Weber, on: 2026-11-21}}\n")
    adopted = load_adopted(Path("adopted.yaml"), load())
    assert (adopted["EU/core/liability"].digest, adopted["EU/core/liability"].on) == (digest, date(2026, 11, 21))
    put("adopted.yaml", f"EU/core/liabilty: {{digest: {digest}, by: A. Weber, on: 2026-11-21}}\n")
    with pytest.raises(Refused, match=r"1:1: error\[unknown-clause\].*did you mean 'EU/core/liability'"):
        load_adopted(Path("adopted.yaml"), load())
