"""`approve`, `reject`, `publish`, `withdraw`, `signers`, `verify`, and what is in force, as a user runs them."""

from __future__ import annotations

import json
import stat
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from command_line import edit, files, tosgen
from decided_ledger import make_key, needs_ssh
from ledger_drafts import git

from tosgen.ledger import Ledger
from tosgen.ledger.record import described
from tosgen.model.version import Version
from tosgen.review.state import Deed, fallen, following, in_force, overtaken, standing

TERMS = "house-rules/home"
FIRST, SECOND, THIRD = date(2099, 1, 1), date(2099, 2, 1), date(2099, 3, 1)


@pytest.fixture
def two(bench: Path) -> Path:
    """Two versions, the first of them published."""
    assert tosgen(bench, "generate", "--on", "2099-01-01").code == 0
    assert tosgen(bench, "publish", TERMS, "--effective", "2099-01-01").code == 0
    edit(bench / "tosgen.yaml", "bench.reply: 3 days", "bench.reply: 4 days")
    assert tosgen(bench, "generate", "--on", "2099-02-01").code == 0
    return bench


def states(folder: Path, day: str) -> list[tuple[str, str | None]]:
    found = tosgen(folder, "log", "--on", day, "--format", "json").json["versions"]
    return [(version["state"], version["effective"]) for version in found]


def test_what_is_in_force_on_a_day(two: Path) -> None:
    assert states(two, "2098-12-31") == [("upcoming", "2099-01-01"), ("recorded", None)]
    ran = tosgen(two, "publish", TERMS, "--effective", "2099-02-01", "--on", "2099-01-15")
    assert (ran.code, ran.out) == (
        0,
        f"{TERMS}@2: published from 2099-02-01 (in force on 2099-01-15: v1)\n"
        "  existing users: from 2099-02-01; nobody need be told\n",
    )
    assert "publishing implies approval" in ran.err
    assert states(two, "2099-01-31") == [("in-force", "2099-01-01"), ("upcoming", "2099-02-01")]
    assert states(two, "2099-02-01") == [("superseded", "2099-01-01"), ("in-force", "2099-02-01")]
    for ref, told in (
        ("@in-force", "within 3 days"),
        ("@2099-01-31", "within 3 days"),
        ("@2099-02-01", "within 4 days"),
    ):
        assert told in tosgen(two, "show", f"{TERMS}{ref}", "--on", "2099-01-20").out
    assert "[-3-]{+4+}" in tosgen(two, "diff", f"{TERMS}@2099-01-31", f"{TERMS}@2099-02-01").out
    ran = tosgen(two, "show", f"{TERMS}@2098-12-31")
    assert (ran.code, "version 1 takes effect on 2099-01-01" in ran.err) == (2, True)
    assert tosgen(two, "verify").code == 0


def test_what_is_published_is_what_would_be_composed_for_its_day(two: Path) -> None:
    edit(two / "tosgen.yaml", "bench.reply: 4 days", "bench.reply: 5 days")
    before = files(two / "outputs")
    ran = tosgen(two, "publish", TERMS, "--effective", "2099-02-01")
    assert (ran.code, "error[not-recorded]" in ran.err, "generate --on 2099-02-01" in ran.err) == (2, True, True)
    assert "error[bad-date]" in tosgen(two, "publish", TERMS, "--effective", "2001-01-01").err
    assert {k: v for k, v in files(two / "outputs").items() if ".git/" not in k} == {
        k: v for k, v in before.items() if ".git/" not in k
    }
    tosgen(two, "generate", "--on", "2099-03-01")
    ran = tosgen(two, "publish", TERMS, "--effective", "2099-03-01")
    assert (ran.code, "was compared with v2, and v1 will be in force" in ran.err) == (2, True)


def test_a_reason_is_kept_beside_the_ledger(two: Path) -> None:
    ran = tosgen(two, "reject", TERMS, "--reason", "Tom says no", "--format", "json")
    assert (ran.code, ran.json["versions"][0]["state"]) == (0, "rejected")
    (kept,) = (two / "outputs/.private/bench").iterdir()
    note = json.loads(kept.read_text("utf-8"))
    assert (note["reason"], note["comments"], len(note["salt"])) == ("Tom says no", {}, 32)
    assert (stat.S_IMODE(kept.parent.stat().st_mode), stat.S_IMODE(kept.stat().st_mode)) == (0o700, 0o600)
    said = json.loads((two / f"outputs/bench/{TERMS}/decisions/2.reject.plain.json").read_text("utf-8"))
    digest = sha256(kept.read_bytes()).hexdigest()
    assert (said["reason"], said["state"], said["subjects"][0]["base"]) == (digest, "rejected", 1)
    assert kept.name == f"{digest}.json"
    assert "Tom" not in git(two / "outputs/bench", "log", "-p")
    for command in (("publish", TERMS, "--effective", "2099-02-01"), ("approve", TERMS)):
        assert "it is rejected" in tosgen(two, *command).err
    assert "error[bad-value]" in tosgen(two, "reject", TERMS, "--reason", " ").err


def test_remarks_on_clauses_are_kept_beside_the_ledger(two: Path) -> None:
    remarks = (
        "--comment",
        "core/house=too short",
        "--comment",
        "core--house=and vague",
        "--comment",
        "repairs/promise=ok",
    )
    ran = tosgen(two, "approve", f"{TERMS}@2", *remarks)
    assert ran.code == 0, ran.err
    (kept,) = (two / "outputs/.private/bench").iterdir()
    note = json.loads(kept.read_text("utf-8"))
    assert note["comments"] == {"core--house": "too short\nand vague", "repairs--promise": "ok"}
    assert "vague" not in git(two / "outputs/bench", "log", "-p")
    for given, code in (("core/hous=x", "unknown-clause"), ("core/house", "bad-value"), ("=x", "bad-value")):
        ran = tosgen(two, "publish", TERMS, "--effective", "2099-02-01", "--comment", given)
        assert (ran.code, f"error[{code}]" in ran.err) == (2, True), ran.err
    assert (
        "did you mean 'core/house'?"
        in tosgen(two, "withdraw", f"{TERMS}@1", "--reason", "x", "--comment", "core/hous=x").err
    )
    kept.unlink()
    ran = tosgen(two, "verify", "--no-recompose", "--format", "json")
    assert (ran.code, [note["code"] for note in ran.json["notes"]], ran.json["findings"]) == (0, ["private"], [])


def test_versions_are_composed_again_where_their_inputs_are_at_hand(two: Path) -> None:
    ran = tosgen(two, "verify", "--format", "json")
    assert (ran.code, ran.json["recomposed"]) == (0, {"same": 1, "out_of_reach": 1, "left": 0})
    assert tosgen(two, "verify", "--no-recompose", "--format", "json").json["recomposed"] is None
    shop = two / "outputs/bench"
    path, text = shop / TERMS / "version.json", shop / TERMS / "en.md"
    before = sha256(text.read_bytes()).hexdigest()
    edit(text, "within 4 days", "within 9 days")
    edit(path, before, sha256(text.read_bytes()).hexdigest())  # all that its digests can tell fits
    ledger = Ledger(shop)
    message = described(Version.from_dict(json.loads(path.read_bytes())), ledger.entries()[-1].subject)
    git(shop, "commit", "-q", "-a", "--amend", "--reset-author", "--cleanup=verbatim", "-m", message)
    git(shop, "tag", "-f", f"{TERMS}/v2")
    ran = tosgen(two, "verify", "--format", "json")
    assert (ran.code, [found["code"] for found in ran.json["findings"]]) == (1, ["recomposed"])
    assert "reads differently in en" in ran.json["findings"][0]["message"]
    assert tosgen(two, "verify", "--no-recompose").code == 0


def test_nothing_is_compared_with_what_was_rejected(two: Path) -> None:
    tosgen(two, "reject", TERMS, "--reason", "no")
    edit(two / "tosgen.yaml", "bench.reply: 4 days", "bench.reply: 5 days")
    (made,) = tosgen(two, "generate", "--on", "2099-02-01", "--format", "json").json["documents"]
    assert (made["version"], made["causes"][0]["before"]) == (3, "3 days")
    assert tosgen(two, "publish", TERMS, "--effective", "2099-02-01").code == 0


def test_a_withdrawal_brings_back_what_was_before(two: Path) -> None:
    assert "it was never published" in tosgen(two, "withdraw", f"{TERMS}@2", "--reason", "x").err
    tosgen(two, "publish", TERMS, "--effective", "2099-02-01")
    ran = tosgen(two, "withdraw", TERMS, "--reason", "x", "--on", "2099-02-10")
    assert ran.out == f"{TERMS}@2: withdrawn from 2099-02-10 (in force on 2099-02-10: v1)\n"
    assert states(two, "2099-02-09") == [("superseded", "2099-01-01"), ("in-force", "2099-02-01")]
    assert states(two, "2099-02-10") == [("in-force", "2099-01-01"), ("withdrawn", "2099-02-01")]


def test_an_audit_tells_what_is_in_force_apart(two: Path) -> None:
    assert "nothing is in force" in tosgen(two, "audit", "--on", "2098-01-01").out
    edit(two / "clauses/QZ/core/house.md", "satisfies:\n  qz-1: runs the workshop\n", "")
    found = tosgen(two, "audit", "--on", "2099-01-10", "--format", "json").json
    assert [(row["state"], row["status"]) for row in found["requirements"]] == [
        ("drafted", "gap"), ("in-force", "claimed"),
    ]  # fmt: skip
    assert (found["in_force"], len(found["in_force_coverage"])) == ({"home": {"house-rules": 1}}, 1)
    assert "in force on 2099-01-10: 1 claimed" in tosgen(two, "audit", "--on", "2099-01-10").out
    assert "## In force" in tosgen(two, "audit", "--on", "2099-01-10", "--format", "md").out
    assert 'id="in-force"' in tosgen(two, "audit", "--on", "2099-01-10", "--format", "html").out


@needs_ssh
def test_with_signers_two_people_publish(bench: Path, tmp_path: Path) -> None:
    for name in ("ana", "bob"):
        make_key(tmp_path, name)
    ana = ("--as", "Ana <ana@bench.example>", "--key", str(tmp_path / "ana"))
    bob = ("--as", "Bob <bob@bench.example>", "--key", str(tmp_path / "bob"))
    assert tosgen(bench, "generate").code == 0
    roles = ("--role", "author", "--role", "publisher")
    assert tosgen(bench, "signers", "add", "ana@bench.example", str(tmp_path / "ana.pub"), *roles, *ana).code == 0
    reviewer = ("signers", "add", "bob@bench.example", str(tmp_path / "bob.pub"), "--role", "reviewer")
    ran = tosgen(bench, *reviewer, *ana, "--format", "json").json
    assert (ran["schema"], ran["changed"], ran["agreed"], ran["needed"]) == ("tosgen.signers-changed/1", True, 1, 1)
    assert [each["who"] for each in ran["signers"]] == ["ana@bench.example", "bob@bench.example"]
    assert "bob@bench.example  reviewer" in tosgen(bench, "signers", "list").out
    edit(bench / "tosgen.yaml", "bench.reply: 3 days", "bench.reply: 4 days")
    assert "error[no-key]" in tosgen(bench, "generate").err
    assert tosgen(bench, "generate", *ana).code == 0
    (signature,) = (bench / f"outputs/bench/{TERMS}/decisions").glob("2.record.*.json.sig")
    assert signature.read_text("ascii").startswith("-----BEGIN SSH SIGNATURE-----")
    publish = ("publish", TERMS, "--effective", "2099-01-01")
    assert "error[unapproved]" in tosgen(bench, *publish, *ana).err
    assert "error[self-approval]" in tosgen(bench, "approve", TERMS, *ana).err
    assert tosgen(bench, "approve", TERMS, *bob).out.startswith(f"{TERMS}@2: approved")
    assert tosgen(bench, *publish, *ana).code == 0
    ran = tosgen(bench, "verify", "--format", "json").json
    assert (ran["ok"], ran["versions"], ran["decisions"], ran["signatures"]) == (True, 2, 3, 5)
    assert tosgen(bench, "verify", "--head", ran["head"]).code == 0
    ran = tosgen(bench, "verify", "--head", "0123456789", "--format", "json")
    assert (ran.code, ran.json["findings"][0]["code"]) == (1, "rewritten")
    ran = tosgen(bench, "signers", "revoke", "bob@bench.example", *ana, "--format", "json").json
    assert ([each["who"] for each in ran["signers"]], len(ran["revoked"])) == (["ana@bench.example"], 1)
    assert tosgen(bench, "verify").code == 0


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("approve", f"{TERMS}/en"), "bad-ref"),
        (("approve", "house-rule/home"), "unknown-ref"),
        (("approve", f"{TERMS}@9"), "unknown-ref"),
        (("approve", TERMS, "--key", "gone"), "key"),
        (("approve", TERMS, "--key", "tosgen.yaml"), "key"),
        (("publish", TERMS, "--effective", "soon"), "bad-date"),
        (("verify", "--head", "HEAD"), "bad-value"),
        (("signers", "revoke", "eve@bench.example"), "unknown-signer"),
        (("signers", "add", "eve@bench.example", "tosgen.yaml", "--role", "author"), "key"),
    ],
)
def test_what_cannot_be_decided(bench: Path, command: tuple[str, ...], code: str) -> None:
    tosgen(bench, "generate")
    ran = tosgen(bench, *command)
    assert (ran.code, f"error[{code}]" in ran.err, ran.out) == (2, True, ""), ran.err


def deed(action: str, version: int, day: date | None = None) -> Deed:
    return Deed(action, version, "x", "plain", day, None)


def test_a_later_publication_takes_over_from_its_first_day() -> None:
    deeds = [deed("publish", 1, FIRST), deed("publish", 2, THIRD), deed("publish", 3, SECOND)]
    assert [in_force(deeds, day) for day in (date(2098, 1, 1), FIRST, SECOND, THIRD)] == [None, 1, 3, 3]
    assert overtaken(deeds, 3) == [2]
    assert standing(deeds, 2, FIRST).state == "superseded"
    assert list(following(deeds, FIRST)) == [(SECOND, 3)]
    assert fallen([*deeds, deed("withdraw", 3, THIRD), deed("reject", 4)]) == {3, 4}


def test_approvals_are_counted_by_person() -> None:
    deeds = [deed("approve", 1), deed("approve", 1)]
    assert (standing(deeds, 1, FIRST).state, standing(deeds, 1, FIRST, needed=2).state) == ("approved", "recorded")
