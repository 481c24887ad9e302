"""A profile as it is read: typed answers, tables, digests, and files that must not be reached."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sound_input import workspace

from tosgen.errors import Refused
from tosgen.model.service import Service
from tosgen.model.values import Duration, Localized, Money, Row, Scalar
from tosgen.sources.library import load_library
from tosgen.sources.service import load_service

PROFILE = Path("tosgen.yaml")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load() -> Service:
    return load_service(PROFILE, load_library(Path("clauses"), None, version="", commit="")[0])


def edit(old: str, new: str) -> None:
    text = PROFILE.read_text("utf-8")
    assert old in text
    PROFILE.write_text(text.replace(old, new), "utf-8")


def test_answers_are_typed_as_the_library_says() -> None:
    facts = load().facts
    assert {name: fact.value for name, fact in facts.items() if name != "cookies"} == {
        "service.name": "Kestrel Desk",
        "service.description": Localized({"en": "a support platform", "de": "eine Support-Plattform"}),
        "contact.email": "help@kestrel.example",
        "contact.phone": None,
        "accounts.minimum_age": 18,
        "ending.notice": Duration(14, "day"),
        "price.monthly": Money(Decimal("29.00"), "EUR"),
        "price.taxed": True,
        "law.changed": date(2026, 1, 1),
        "law.country": "IE",
        "delivery.countries": ("DE", "NO"),
        "support.language": "en",
        "support.languages": ("en", "zh_Hans"),
        "returns.cost": "trader",
    }
    assert facts["ending.notice"].by_market == {"DE": Duration(1, "month")}
    assert facts["ending.notice"].by_document == {"privacy-notice": Duration(2, "working-day")}
    assert facts["contact.phone"].by_market == {"california": "+1 415 555 0142"}
    email = facts["contact.email"]
    assert (email.owner, email.confirmed, email.expires) == ("Care", date(2026, 10, 1), date(2027, 10, 1))
    assert str(email.place) == "tosgen.yaml:21:3"


def test_a_csv_file_is_a_table() -> None:
    purpose = Localized({"en": "keeps you signed in, safely", "de": "hält Sie angemeldet"})
    session: dict[str, Scalar] = {
        "name": "kd_session",
        "purpose": purpose,
        "category": "necessary",
        "lasts": Duration(2, "hour"),
        "readers": ("DE", "NO"),
        "shared": True,
        "parts": 3,
    }
    rows = load().facts["cookies"].value
    assert isinstance(rows, tuple)
    assert rows[0] == Row("session", session)
    assert isinstance(rows[1], Row)
    assert rows[1].markets == ("california", "DE")
    assert sorted(rows[1].cells) == ["category", "name", "purpose", "shared"]


def test_rows_in_the_profile_are_the_same_table() -> None:
    rows = "{rows: {kd: {name: a, purpose: {en: b}, category: analytics, markets: [DE], documents: [privacy-notice]}}}"
    edit("{file: facts/cookies.csv}", rows)
    cells: dict[str, Scalar] = {"name": "a", "purpose": Localized({"en": "b"}), "category": "analytics"}
    assert load().facts["cookies"].value == (Row("kd", cells, ("DE",), ("privacy-notice",)),)


def test_a_market_may_leave_out_what_is_plain() -> None:
    markets = load().markets
    assert markets["DE"].jurisdictions == ("DE",)
    california = markets["california"]
    assert (california.entity, california.authoritative) == ("kestrel", "en")
    assert california.features == ("goods",)


def test_a_role_holds_from_one_day_to_another_and_in_one_place() -> None:
    kestrel = load().entities["kestrel"]
    assert [role.role for role in kestrel.roles] == ["contracting-party", "representative"]
    assert kestrel.holds("contracting-party", date(2023, 12, 31)) == ()
    assert kestrel.holds("representative", date(2024, 12, 31))[0].jurisdiction == "US"


def test_the_digest_moves_with_the_profile_and_its_csv_files() -> None:
    first = load().digest
    assert load().digest == first
    table = Path("facts/cookies.csv")
    table.write_bytes(table.read_bytes() + b"\n")
    second = load().digest
    edit("Kestrel Desk Limited", "Kestrel Limited")
    assert len({first, second, load().digest}) == 3


def test_a_link_that_leads_out_of_the_workspace_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.csv"
    secret.write_text("key,name\n", "utf-8")
    Path("facts/link.csv").symlink_to(secret)
    edit("facts/cookies.csv", "facts/link.csv")
    with pytest.raises(Refused, match=r"error\[outside-workspace\] 'facts/link.csv' lies outside") as caught:
        load()
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["facts/../../a.csv", "C:/a.csv", "facts\\a.csv", "~/a.csv", "facts", "."])
def test_paths_that_are_no_file_of_the_workspace_are_refused(name: str) -> None:
    edit("{file: facts/cookies.csv}", f"{{file: '{name}'}}")
    with pytest.raises(Refused, match=r"error\[(outside-workspace|missing-file)\]"):
        load()


def test_a_company_name_of_a_megabyte_is_refused() -> None:
    edit("Kestrel Desk Limited", "K" * 1_000_000)
    with pytest.raises(Refused) as caught:
        load()
    assert [str(f) for f in caught.value.findings] == [
        "tosgen.yaml:8:11: error[too-long] 1,000,000 characters are too many; write at most 10,000"
    ]


def test_reading_stops_at_a_thousand_faults() -> None:
    edit("facts:\n", "facts:\n" + "".join(f"  unknown.n{n}: a\n" for n in range(20_000)))
    with pytest.raises(Refused) as caught:
        load()
    assert len(caught.value.findings) == 1001
    assert caught.value.findings[-1].code == "too-many"


def test_text_is_composed() -> None:
    edit("service.name: Kestrel Desk", "service.name: Cafe\u0301")
    assert load().facts["service.name"].value == "Café"
