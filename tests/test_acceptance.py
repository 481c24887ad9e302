"""Records of who accepted what are held against the ledger: each stands, or it is said why not."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema
import pytest
from command_line import edit, tosgen
from decided_ledger import LATER, build, needs_ssh

from tosgen.model.acceptance import Acceptance
from tosgen.review.acceptance import verdicts

TERMS = "house-rules/home"
ON = ("--on", "2099-12-31")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Version 1 is in force from January, version 2 for new users from March, withdrawn in June; version 3 awaits."""
    from shutil import copytree

    folder = tmp_path_factory.mktemp("served") / "bench"
    copytree(Path(__file__).parent / "cases" / "sound-run", folder)
    profile = folder / "tosgen.yaml"
    edit(profile, "Europe/Dublin", "Asia/Tokyo")
    run(folder, "generate", "--on", "2099-01-01")
    run(folder, "publish", TERMS, "--effective", "2099-01-01")
    edit(profile, "bench.reply: 3 days", "bench.reply: 4 days")
    run(folder, "generate", "--on", "2099-03-01")
    run(folder, "publish", TERMS, "--effective", "2099-03-01", "--existing", "never")
    run(folder, "withdraw", f"{TERMS}@2", "--reason", "no", "--on", "2099-06-01")
    edit(profile, "bench.reply: 4 days", "bench.reply: 5 days")
    run(folder, "generate", "--on", "2099-07-01")
    return folder


def run(folder: Path, *arguments: str) -> None:
    ran = tosgen(folder, *arguments)
    assert ran.code == 0, ran.err


def digest(folder: Path, number: int, locale: str = "en") -> str:
    return sha256(tosgen(folder, "show", f"{TERMS}/{locale}@{number}").out.encode()).hexdigest()


def record(folder: Path, number: int, time: str, **changes: Any) -> dict[str, Any]:
    made = {
        "user": "u-81", "version": f"{TERMS}@{number}", "locale": "en", "digest": digest(folder, number),
        "time": time, "method": "checkbox",
    }  # fmt: skip
    return {**made, **changes}


def verdict(folder: Path, given: dict[str, Any]) -> tuple[str, list[str]]:
    (folder / "accepted.json").write_text(json.dumps(given), "utf-8")
    ran = tosgen(folder, "evidence", "--acceptance", "accepted.json", "--format", "json", *ON)
    (found,) = ran.json["acceptances"]
    assert (ran.code == 0) is ran.json["valid"] is (found["verdict"] == "valid"), ran.err
    return found["verdict"], found["users"]


@pytest.mark.parametrize(
    ("number", "time", "code", "users"),
    [
        (1, "2099-01-01T00:00:00+09:00", "valid", ["new", "existing"]),
        (1, "2098-12-31T15:00:00Z", "valid", ["new", "existing"]),  # midnight in Tokyo
        (1, "2098-12-31T14:59:59Z", "too-early", []),
        (1, "2099-04-01T12:00:00+09:00", "valid", ["existing"]),
        (2, "2099-04-01T12:00:00+09:00", "valid", ["new"]),
        (2, "2099-02-28T23:59:59+09:00", "too-early", []),
        (2, "2099-06-01T00:00:00+09:00", "withdrawn", []),
        (1, "2099-06-01T00:00:00+09:00", "valid", ["new", "existing"]),
        (3, "2099-08-01T12:00:00+09:00", "unpublished", []),
        (1, "2100-01-01T12:00:00+09:00", "still-to-come", []),
    ],
)
def test_a_text_holds_for_somebody_or_not(served: Path, number: int, time: str, code: str, users: list[str]) -> None:
    assert verdict(served, record(served, number, time)) == (code, users)


def test_what_is_not_in_the_ledger(served: Path) -> None:
    time = "2099-02-01T12:00:00+09:00"
    assert verdict(served, record(served, 1, time, version=f"{TERMS}@9"))[0] == "unknown-version"
    assert verdict(served, record(served, 1, time, version="house-rules/work@1"))[0] == "unknown-version"
    assert verdict(served, record(served, 1, time, locale="fr"))[0] == "unknown-locale"
    assert verdict(served, record(served, 1, time, digest="0" * 64))[0] == "other-text"
    assert verdict(served, record(served, 1, time, locale="zh_Hans"))[0] == "other-text"
    (served / "a.jsonl").write_text(json.dumps(record(served, 1, time, digest=digest(served, 2))), "utf-8")
    ran = tosgen(served, "evidence", "--acceptance", "a.jsonl", *ON)
    assert (ran.code, f"that of {TERMS}/en@2, not of {TERMS}/en@1" in ran.out) == (1, True)
    assert "0 of 1 records stand" in ran.err


def test_many_records_at_once(served: Path) -> None:
    good, bad = record(served, 1, "2099-02-01T12:00:00Z"), record(served, 3, "2099-08-01T12:00:00Z")
    (served / "a.jsonl").write_text(f"{json.dumps(good)}\n\n{json.dumps(bad)}\n", "utf-8")
    (served / "a.json").write_text(json.dumps([good, bad], indent=1), "utf-8")
    for name, lines in (("a.jsonl", [1, 3]), ("a.json", [2, 10])):
        ran = tosgen(served, "evidence", "--acceptance", name, "--format", "json", *ON)
        assert (ran.code, ran.json["valid"]) == (1, False)
        assert [(found["line"], found["verdict"]) for found in ran.json["acceptances"]] == [
            (lines[0], "valid"), (lines[1], "unpublished"),
        ]  # fmt: skip


def test_a_bundle_names_a_record_by_its_digest_alone(served: Path) -> None:
    mine = record(served, 1, "2099-02-01T12:00:00Z", user="u-4711")
    other = record(served, 2, "2099-04-01T12:00:00Z", user="u-4712")
    (served / "a.jsonl").write_text(f"{json.dumps(mine)}\n{json.dumps(other)}\n", "utf-8")
    before = (served / "outputs/bench/.git/refs/heads/main").read_text()
    run(served, "evidence", f"{TERMS}@1", "-o", "proof.zip", "--acceptance", "a.jsonl", *ON)
    assert (served / "outputs/bench/.git/refs/heads/main").read_text() == before
    with ZipFile(served / "proof.zip") as made:
        contents = {name.partition("/")[2]: made.read(name) for name in made.namelist()}
    (found,) = json.loads(contents["acceptances.json"])["acceptances"]
    line = json.dumps(mine, sort_keys=True, separators=(",", ":"))
    assert found == {
        "record": sha256(line.encode()).hexdigest(), "text": f"{TERMS}/en@1", "verdict": "valid",
        "because": f"{TERMS}/en@1 held on 2099-02-01", "users": ["new", "existing"],
    }  # fmt: skip
    assert not any(user in content for content in contents.values() for user in (b"u-4711", b"u-4712"))
    assert b"acceptances.json" in contents["README.md"]
    assert b"acceptances.json" in contents["SHA256SUMS"]


def test_the_schema_takes_what_the_command_takes(served: Path) -> None:
    schema = tosgen(served, "schema", "acceptance").json
    good = record(served, 1, "2099-02-01T12:00:00.250+09:00")
    jsonschema.validate(good, schema)
    assert verdict(served, good)[0] == "valid"
    for wrong in SPOILED:
        spoiled = {**good, **wrong}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(spoiled, schema)


SPOILED: tuple[dict[str, Any], ...] = (
    {"user": "ana@example.test"},
    {"user": 81},
    {"version": f"{TERMS}@latest"},
    {"locale": "zh-Hans"},
    {"digest": "0" * 63},
    {"time": "2099-02-01T12:00:00"},
    {"time": "2099-02-01 12:00:00+09:00"},
    {"method": "Click here"},
    {"email": "ana@example.test"},
)


@pytest.mark.parametrize("wrong", SPOILED, ids=lambda wrong: " ".join(f"{k} {v}"[:30] for k, v in wrong.items()))
def test_a_record_of_another_shape_is_refused_at_its_line(served: Path, wrong: dict[str, Any]) -> None:
    good = record(served, 1, "2099-02-01T12:00:00+09:00")
    (served / "bad.jsonl").write_text(f"{json.dumps(good)}\n{json.dumps({**good, **wrong})}\n", "utf-8")
    ran = tosgen(served, "evidence", "--acceptance", "bad.jsonl", *ON)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("bad.jsonl:2:"), ran.err
    assert ran.err.count("error[") == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "bad.json:1: error[syntax]"),
        ("[]", "bad.json:1: error[syntax]"),
        ("{}\n", "bad.json:1:1: error[missing-key]"),
        ('\n{"user": }', "bad.json:2:10: error[syntax]"),
        ("[{GOOD},\n]", "bad.json:1: error[syntax]"),
        ("[{GOOD}\n{GOOD}]", "bad.json:2: error[syntax]"),
        ("[{GOOD}", "bad.json:1: error[syntax]"),
        ("[{GOOD}] {GOOD}", "bad.json:1: error[syntax]"),
        ("{GOOD}\n[1]", "bad.json:2: error[bad-value]"),
        ("{GOOD}\nNaN", "bad.json:2: error[syntax]"),
        ('{GOOD}\n{"user": "a", "user": "b"}', "bad.json:2: error[syntax] 'user' stands twice"),
        ("[" * 100_000, "bad.json:1: error[syntax]"),
        ("{GOOD}\n\x00", "bad.json:2:1: error[encoding]"),
    ],
    ids=lambda text: text[:20],
)
def test_what_is_no_file_of_records(served: Path, text: str, told: str) -> None:
    good = json.dumps(record(served, 1, "2099-02-01T12:00:00+09:00"))
    (served / "bad.json").write_text(text.replace("{GOOD}", good), "utf-8")
    ran = tosgen(served, "evidence", "--acceptance", "bad.json", *ON)
    assert (ran.code, ran.out, ran.err.count("error[")) == (2, "", 1)
    assert ran.err.startswith(told), ran.err


@needs_ssh
def test_where_decisions_are_signed_nothing_holds_before_its_moment(tmp_path: Path) -> None:
    house = build(tmp_path)
    house.decide("bob", "approve", ("FR", 1), at=LATER)
    house.decide("ana", "publish", ("FR", 1), at=LATER, effective=LATER.date())
    version = house.ledger.version("terms", "FR", 1)

    def code(hour: int, minute: int) -> str:
        at = datetime(2026, 11, 21, hour, minute, tzinfo=UTC)
        given = Acceptance(1, "terms", "FR", 1, "en", version.texts["en"], at, "checkbox", "0" * 64)
        (found,) = verdicts(house.ledger, [given], UTC, datetime(2027, 1, 1, tzinfo=UTC))
        return found.code

    assert (code(12, 59), code(13, 0)) == ("unpublished", "valid")
