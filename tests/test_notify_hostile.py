"""No notice counts that was not sent as it says, on what it says; nothing comes to existing users past the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from decided_ledger import House, build, copied, needs_ssh
from ledger_drafts import draft

from tosgen.errors import Refused
from tosgen.ledger import canonical
from tosgen.model.decision import Decision
from tosgen.model.effect import Duty, Effect, Sending
from tosgen.model.version import ClauseRecord

pytestmark = needs_ssh
TWO = ("DE", 2)
TEXT = sha256(b"told").hexdigest()
TOLD = Sending("2026-11-21", "email", 40, (TEXT,))
DUTY = Duty("r", "Act s 1", 15, "calendar", "", None, "durable", None, False, False, "", "2026-11-21", "2026-12-07")
FIRST = date(2026, 12, 5)
REACHES = Effect("2026-12-10", "notice", "contract", 1, ("material",), (), (DUTY,), "library")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = build(tmp_path_factory.mktemp("built"))
    house.decide("bob", "approve", TWO)
    return house


@pytest.fixture(scope="module")
def told(built: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Users were told of v2. Only for what is refused, and so leaves it as it is."""
    house = copied(built, tmp_path_factory.mktemp("told"))
    house.decide("ana", "notify", TWO, sent=TOLD)
    return house


@pytest.fixture
def house(built: House, tmp_path: Path) -> House:
    return copied(built, tmp_path)


def refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(Refused) as error:
        act()
    assert code in {finding.code for finding in error.value.findings}, str(error.value)


def found(house: House, code: str) -> None:
    """Verifying names the fault, and nothing is derived from what holds it."""
    assert code in house.codes()
    assert code in house.refusal()


def notice(house: House, **changes: Any) -> Decision:
    return house.decision("ana", "notify", TWO, sent=replace(TOLD, **changes))


def forge_notice(house: House, said: Decision, number: int = 2) -> None:
    """A notice to users committed past tosgen, under the name that it would have."""
    (old, content), (signature, signed) = sorted(house.files(said, "ana").items())
    name = f"{number}.notify-{said.subjects[0].sequence}."
    files = {old.replace(f"{number}.notify.", name): content, signature.replace(f"{number}.notify.", name): signed}
    house.forge(files, name="ana")


def publish(house: House, effect: Effect, number: int = 2, effective: date = FIRST) -> None:
    """v1 is offered from 1 December on; this one from 5 December."""
    house.decide("ana", "publish", ("DE", number), effective=effective, effects=lambda past, version: effect)


def publication(house: House, effect: Effect | None) -> Decision:
    made = house.decision("ana", "publish", TWO)
    (subject,) = made.subjects
    return replace(
        made, subjects=(replace(subject, effect=effect, kind="material"),), effective=FIRST.isoformat()
    )  # fmt: skip


def test_an_honest_notice_holds(house: House) -> None:
    house.decide("ana", "notify", TWO, sent=TOLD)
    publish(house, REACHES)
    assert (house.codes(), house.refusal()) == (set(), set())


@pytest.mark.parametrize(("day", "why"), [("2026-11-20", "before it was recorded"), ("2026-11-22", "still to come")])
def test_a_notice_on_a_day_that_it_was_not_sent(house: House, day: str, why: str) -> None:
    refused("back-dated", lambda: house.decide("ana", "notify", TWO, sent=replace(TOLD, day=day)))
    forge_notice(house, notice(house, day=day))
    found(house, "back-dated")


@pytest.mark.parametrize(
    "changes",
    [
        {"count": -1},
        {"count": 0},
        {"channel": "rumour"},
        {"digests": ()},
        {"digests": ("x",)},
        {"digests": (TEXT, TEXT)},
        {"existing": "2026-11-21"},
    ],
)
def test_a_notice_that_says_nothing_sound(told: House, changes: dict[str, Any]) -> None:
    refused("form", lambda: told.decide("ana", "notify", TWO, sent=replace(TOLD, **changes)))


def test_the_same_written_past_tosgen(house: House) -> None:
    forge_notice(house, notice(house, count=-40))
    found(house, "form")


def test_a_reviewer_tells_nobody(told: House) -> None:
    refused("role", lambda: told.decide("bob", "notify", TWO, sent=TOLD))


def test_a_notice_without_what_was_sent(told: House) -> None:
    refused("form", lambda: told.decide("ana", "notify", TWO))
    refused("form", lambda: told.decide("bob", "approve", ("FR", 1), sent=TOLD))


def test_a_notice_of_another_version(house: House) -> None:
    house.record("ana", draft(3, {"en": "three\n"}))
    said = house.decision("ana", "notify", ("DE", 3), sent=TOLD)
    forge_notice(house, said, 3)
    assert house.codes() == set()
    refused("no-notice", lambda: publish(house, REACHES))


def test_a_notice_moved_to_another_version(house: House) -> None:
    said = notice(house)
    files = house.files(said, "ana")
    number = said.subjects[0].sequence
    house.forge({p.replace("2.notify.", f"1.notify-{number}."): raw for p, raw in files.items()}, name="ana")
    found(house, "moved")


def test_a_notice_used_twice(house: House) -> None:
    house.decide("ana", "notify", TWO, sent=TOLD)
    folder = house.path / "terms/DE/decisions"
    (name,) = (path.name for path in folder.glob("2.notify-*.json"))
    number = int(name.split(".")[1].partition("-")[2])
    again = {
        f"terms/DE/decisions/{name.replace(f'-{number}', f'-{number + 1}')}{end}": (
            folder / f"{name}{end}"
        ).read_bytes()
        for end in ("", ".sig")
    }
    house.forge(again, name="ana")
    found(house, "moved")


def test_a_notice_that_nobody_signed(house: House) -> None:
    said = notice(house)
    files = house.files(said, "")
    number = said.subjects[0].sequence
    house.forge({p.replace("2.notify.", f"2.notify-{number}."): raw for p, raw in files.items()}, name="ana")
    found(house, "unsigned")


def test_an_approval_under_the_name_of_a_second_one(house: House) -> None:
    said = house.decision("cleo", "approve", TWO)
    number = said.subjects[0].sequence
    files = {p.replace("2.approve.", f"2.approve-{number}."): raw for p, raw in house.files(said, "cleo").items()}
    house.forge(files, name="cleo")
    found(house, "moved")


def test_a_publication_that_does_not_say_for_whom(house: House) -> None:
    house.forged(publication(house, None), "ana", name="ana")
    found(house, "form")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"existing": "2026-12-06"}, "too-early"),
        ({"existing": "2026-12-06", "duties": (replace(DUTY, earliest="2026-12-06"),)}, "effect"),
        ({"existing": "2026-12-06", "duties": (replace(DUTY, sent="2026-11-20", earliest="2026-12-06"),)}, "effect"),
        ({"existing": "2026-11-21", "duties": ()}, "too-early"),
        ({"since": None}, "effect"),
        ({"kinds": ("editorial",)}, "effect"),
        ({"kinds": ("technical",), "duties": ()}, "effect"),
        ({"library": ""}, "effect"),
        ({"mechanism": None}, "mechanism"),
        ({"mechanism": "fresh-consent"}, "no-consent"),
        ({"nature": "information", "mechanism": "express-acceptance"}, "never-accepted"),
        ({"matters": ("arbitration",)}, "arbitration"),
        ({"duties": (replace(DUTY, exit=0),)}, "exit-needed"),
        ({"duties": (replace(DUTY, silence=True),)}, "deemed-consent"),
        ({"duties": (replace(DUTY, agreement="express"),)}, "agreement-needed"),
        ({"duties": (replace(DUTY, reason=True),)}, "no-reason"),
        ({"duties": (replace(DUTY, medium="public", sent=None, earliest=None),)}, "no-notice"),
        ({"duties": (replace(DUTY, most=3),)}, "told-too-early"),
    ],
)  # fmt: skip
def test_what_existing_users_would_get_past_the_rules(told: House, changes: dict[str, Any], code: str) -> None:
    refused(code, lambda: publish(told, replace(REACHES, **changes)))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"existing": "2026-12-06"}, "too-early"),
        ({"kinds": ("editorial",), "duties": ()}, "effect"),
        ({"duties": (replace(DUTY, silence=True),)}, "deemed-consent"),
    ],
)
def test_the_same_forged_past_tosgen(house: House, changes: dict[str, Any], code: str) -> None:
    house.decide("ana", "notify", TWO, sent=TOLD)
    house.forged(publication(house, replace(REACHES, **changes)), "ana", name="ana")
    found(house, code)


def test_nobody_was_told(house: House) -> None:
    house.forged(publication(house, REACHES), "ana", name="ana")
    found(house, "no-notice")


def test_existing_users_before_new_ones(house: House) -> None:
    house.decide("ana", "notify", TWO, sent=TOLD)
    house.forged(publication(house, replace(REACHES, existing="2026-12-04")), "ana", name="ana")
    found(house, "existing-first")


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        ({"existing": "soon"}, "a day"),
        ({"mechanism": "force"}, "a mechanism"),
        ({"nature": "gift"}, "a nature"),
        ({"since": 0}, "a version"),
        ({"duties": [{"requirement": "r"}]}, "a duty"),
        ({"surprise": 1}, "a key"),
    ],
)
def test_an_effect_that_cannot_be_read(house: House, edit: dict[str, Any], what: str) -> None:
    data = publication(house, REACHES).as_dict()
    data["subjects"][0]["effect"] |= edit
    house.forge({"terms/DE/decisions/2.publish.plain.json": canonical(data)}, name="ana")
    found(house, "form")


def test_a_change_of_arbitration_that_is_not_told_of(house: House) -> None:
    """The record's clauses say it: verifying reads them."""
    clause = ClauseRecord("arbitration-clause/agreement", "", "US", "arbitration", "9.1", "x", "", "", {"en": "new"})
    made = draft(3, {"en": "three\n"})
    house.decide("cleo", "reject", TWO)
    house.record("ana", replace(made, version=replace(made.version, base=1, clauses=(clause,))))
    house.decide("bob", "approve", ("DE", 3))
    house.decide("ana", "notify", ("DE", 3), sent=TOLD)
    publish(house, REACHES, 3)
    assert "effect" in house.codes()


def test_a_published_version_comes_to_existing_users_once(house: House) -> None:
    publish(house, replace(REACHES, existing=None, mechanism=None))
    house.decide("ana", "notify", TWO, sent=TOLD)
    refused("state", lambda: publish(house, replace(REACHES, existing=None, mechanism=None)))
    refused("state", lambda: publish(house, REACHES, effective=date(2026, 12, 6)))
    publish(house, REACHES)
    assert house.codes() == set()
    refused("state", lambda: publish(house, REACHES))


def test_a_version_brought_to_existing_users_in_the_past(house: House) -> None:
    publish(house, replace(REACHES, existing=None, mechanism=None))
    house.decide("ana", "notify", TWO, sent=TOLD)
    late = datetime(2026, 12, 20, 12, tzinfo=UTC)
    again = lambda effect: house.decide("ana", "publish", TWO, effective=FIRST, at=late,  # noqa: E731
                                        effects=lambda past, version: effect)  # fmt: skip
    refused("back-dated", lambda: again(REACHES))
    again(replace(REACHES, existing="2026-12-20"))
    assert house.codes() == set()
