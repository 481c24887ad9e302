"""A version's change kind: why it was weighed so, and who may count it as more or as less."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import SOUND, edit, tosgen
from decided_ledger import House, address, build, copied, needs_ssh
from ledger_drafts import draft

from tosgen.errors import Refused
from tosgen.ledger import Draft, private
from tosgen.model.version import Cause, Reason, Version
from tosgen.model.vocabulary import FactType
from tosgen.review.state import Deed
from tosgen.review.weigh import kind_of, lower
from tosgen.review.weighing import shifts

pytestmark = needs_ssh


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> House:
    return build(tmp_path_factory.mktemp("kinds"))


@pytest.fixture
def house(built: House, tmp_path: Path) -> House:
    return copied(built, tmp_path)


def third(kind: str) -> Draft:
    made = draft(3, {"en": "three\n", "de": "drei\n"})
    return replace(made, version=replace(made.version, kind=kind, base=1))


def weighed(house: House, number: int) -> str:
    return house.ledger.version("terms", "DE", number).kind


def counts_as(house: House, number: int) -> str:
    from tosgen.review.replay import trusted

    deeds = trusted(house.ledger, {"terms/DE"}).of("terms/DE")
    return kind_of(deeds, number, weighed(house, number))


def refused(code: str) -> object:
    return pytest.raises(Refused, match=rf"error\[{code}\]")


def test_a_reviewer_may_count_it_as_more(house: House) -> None:
    house.record("ana", third("editorial"))
    house.decide("bob", "approve", ("DE", 3), kind="material")
    assert (weighed(house, 3), counts_as(house, 3)) == ("editorial", "material")
    assert house.codes() == set()


def test_and_as_less_only_with_a_reason_which_stays_outside(house: House) -> None:
    house.record("ana", third("material"))
    with refused("no-reason"):
        house.decide("bob", "approve", ("DE", 3), kind="editorial")
    made = house.decide("bob", "approve", ("DE", 3), kind="editorial", reason="one comma, of user 4711")
    assert counts_as(house, 3) == "editorial"
    assert made.decision.reason is not None
    assert "one comma, of user 4711" in str(private.read(house.path, made.decision.reason))
    found = [path.read_text("utf-8") for path in house.path.rglob("decisions/*.json")]
    assert not [text for text in found if "4711" in text]
    assert house.codes() == set()


def test_what_a_decision_says_holds_the_kind_as_it_was_weighed(house: House) -> None:
    house.record("ana", third("editorial"))
    house.decide("bob", "approve", ("DE", 3))
    (path,) = house.path.glob("terms/DE/decisions/3.approve.*.json")
    said = json.loads(path.read_text("utf-8"))
    assert said["subjects"][0]["kind"] == "editorial"
    assert "kind" not in {name for name in said if name != "subjects"}
    assert counts_as(house, 3) == "editorial"


def test_after_it_was_raised_to_lower_it_again_takes_a_reason(house: House) -> None:
    house.record("ana", third("editorial"))
    house.decide("bob", "approve", ("DE", 3), kind="material")
    with refused("no-reason"):
        house.decide("ana", "publish", ("DE", 3), kind="editorial")
    house.decide("ana", "publish", ("DE", 3), kind="editorial", reason="agreed with Bob")
    assert counts_as(house, 3) == "editorial"


def test_a_first_version_changes_nothing(house: House) -> None:
    with refused("kind"):
        house.decide("bob", "approve", ("FR", 1), kind="material")


@pytest.mark.parametrize("action", ["reject", "withdraw"])
def test_only_who_approves_or_publishes_gives_a_kind(house: House, action: str) -> None:
    number = 1 if action == "withdraw" else 2
    with refused("form"):
        house.decide("ana", action, ("DE", number), kind="material")


@pytest.mark.parametrize("kind", ["initial", "withdrawn", "huge", ""])
def test_a_kind_is_one_of_those_that_can_be_given(house: House, kind: str) -> None:
    house.record("ana", third("editorial"))
    said = house.decision("bob", "approve", ("DE", 3), kind=kind)
    house.forged(said, "bob")
    assert house.codes() == {"form"}


def test_a_forged_decision_that_lowers_without_a_reason_is_found(house: House) -> None:
    house.record("ana", third("material"))
    said = house.decision("bob", "approve", ("DE", 3), kind="editorial")
    house.forged(said, "bob")
    assert house.codes() == {"no-reason"}
    assert house.refusal() == {"no-reason"}


def test_a_decision_that_says_it_was_weighed_otherwise_is_found(house: House) -> None:
    house.record("ana", third("material"))
    said = house.decision("bob", "approve", ("DE", 3))
    said = replace(said, subjects=tuple(replace(subject, kind="editorial") for subject in said.subjects))
    house.forged(said, "bob")
    assert house.codes() == {"kind"}


def test_a_kind_cannot_be_slipped_into_what_was_signed(house: House) -> None:
    house.record("ana", third("editorial"))
    said = house.decision("bob", "approve", ("DE", 3))
    files = house.files(said, "bob")
    path = next(path for path in files if path.endswith(".json"))
    files[path] = house.files(replace(said, kind="material"), "eve")[path]
    house.forge(files)
    assert "signature" in house.codes()


def test_the_last_kind_given_counts() -> None:
    deeds = [Deed("approve", 2, address("bob"), "k", None, None, kind=kind) for kind in ("material", None, "editorial")]
    assert kind_of(deeds, 2, "technical") == "editorial"
    assert kind_of(deeds, 3, "technical") == "technical"
    assert lower("editorial", "material")
    assert not lower("material", "editorial")
    assert not lower("editorial", "initial")


def test_what_came_later_leaves_earlier_records_as_they_were() -> None:
    version = draft(1, {"en": "one\n"}).version
    data = version.as_dict()
    assert "kind_reasons" not in data
    assert Version.from_dict(data) == version
    told = replace(
        version, kind_reasons=(Reason("facts", "material", "fees", "more"),),
        other_causes={"core--law": (Cause("law", "a"), Cause("library", "b", evidence={"commit": "c"}))},
    )  # fmt: skip
    data = json.loads(json.dumps(told.as_dict()))
    assert [sorted(cause) for cause in data["other_causes"]["core--law"]] == [
        ["after", "before", "kind", "name"], ["after", "before", "evidence", "kind", "name"],
    ]  # fmt: skip
    assert Version.from_dict(data) == told


@pytest.mark.parametrize(
    ("kind", "before", "after", "how"),
    [
        ("duration", "14 days", "2 weeks", ""),
        ("duration", "14 days", "1 month", "more"),
        ("duration", "1 hour", "90 minutes", "more"),
        ("duration", "10 working-days", "10 days", "less"),
        ("money", "9.99 EUR", "9.50 EUR", "less"),
        ("money", "9.99 EUR", "12 USD", ""),
        ("integer", 16, 18, "more"),
        ("boolean", False, True, ""),
        ("date", "2026-01-01", "2026-02-01", "more"),
        ("text", "2 days of rest", "3 days of rest", ""),
        ("duration", None, "14 days", ""),
    ],
)
def test_more_and_less(kind: str, before: object, after: object, how: str) -> None:
    fact = FactType("x", kind)  # type: ignore[arg-type]
    assert [shift.how for shift in shifts(fact, before, after)] == [how]  # type: ignore[arg-type]


def test_items_and_rows_come_and_go() -> None:
    places = FactType("places", "countries")
    assert [s.how for s in shifts(places, ["DE", "FR"], ["DE", "US"])] == ["added", "removed"]
    table = FactType("t", "table", columns={"price": FactType("t.price", "money")})
    old = [{"key": "a", "price": "1 EUR"}, {"key": "b", "price": "2 EUR"}]
    new = [{"key": "a", "price": "3 EUR"}, {"key": "c", "price": "2 EUR"}]
    assert [(s.how, s.kind.name) for s in shifts(table, old, new)] == [
        ("added", "t"),
        ("more", "t.price"),
        ("removed", "t"),
    ]  # type: ignore[arg-type]


def test_from_the_command_line(tmp_path: Path) -> None:
    folder = tmp_path / "bench"
    shutil.copytree(SOUND, folder)
    assert tosgen(folder, "generate").code == 0
    edit(folder / "tosgen.yaml", "bench.reply: 3 days", "bench.reply: 5 days")
    assert tosgen(folder, "generate").code == 0
    ref, day = "house-rules/home@2", ("--effective", "2099-01-01")
    refused = tosgen(folder, "publish", ref, *day, "--kind", "editorial")
    assert (refused.code, "error[no-reason]" in refused.err) == (2, True)
    done = tosgen(folder, "publish", ref, *day, "--kind", "editorial", "--reason", "a typo", "--format", "json")
    assert done.code == 0, done.err
    assert (done.json["versions"][0]["kind"], done.json["versions"][0]["weighed"]) == ("editorial", "material")
    first, second = tosgen(folder, "log", "--format", "json").json["versions"]
    assert (first["kind"], second["kind"], second["weighed"]) == ("initial", "editorial", "material")
    assert [reason["rule"] for reason in second["kind_reasons"]] == ["clauses"]
    assert "editorial" in tosgen(folder, "log", "house-rules/home").out
    assert "a typo" not in "".join(path.read_text("utf-8") for path in folder.rglob("outputs/bench/**/*.json"))
