"""No decision counts that was not made, by whom it says, on what it says, in its turn; and the refusal says why."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from decided_ledger import LATER, House, address, build, copied, needs_ssh, refused
from ledger_drafts import ANA, NOON, draft, git, record

from tosgen.errors import Refused
from tosgen.ledger import Ledger, canonical, message
from tosgen.model.decision import PLAIN
from tosgen.review import signers as lists
from tosgen.review.change import change
from tosgen.review.decide import Who, decide
from tosgen.review.replay import trusted
from tosgen.review.state import in_force
from tosgen.review.verify import verify

pytestmark = needs_ssh
TWO = ("DE", 2)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> House:
    return build(tmp_path_factory.mktemp("built"))


@pytest.fixture
def house(built: House, tmp_path: Path) -> House:
    return copied(built, tmp_path)


def found(house: House, code: str, market: str = "DE") -> None:
    """Verifying names the fault, and nothing is derived from what holds it."""
    assert code in house.codes()
    assert code in house.refusal(market)


def test_what_is_honest_holds(house: House) -> None:
    assert (house.codes(), house.refusal(), house.codes(house.tip()[:12])) == (set(), set(), set())
    house.decide("bob", "approve", TWO)
    house.decide("ana", "publish", TWO)
    assert house.codes() == set()


def test_who_approves_again_is_told_that_they_have(house: House) -> None:
    """And not that somebody changed or removed a decision."""
    house.decide("bob", "approve", TWO)
    with pytest.raises(Refused) as caught:
        house.decide("bob", "approve", TWO)
    assert [finding.code for finding in caught.value.findings] == ["state"]


# What a person may not do, asked of tosgen and forged past it.


def test_nobody_approves_what_they_wrote(house: House) -> None:
    house.record("cleo", draft(3, {"en": "three\n"}))
    refused("self-approval", lambda: house.decide("cleo", "approve", ("DE", 3)))
    house.forged(house.decision("cleo", "approve", ("DE", 3)), "cleo", name="cleo")
    found(house, "self-approval")


def test_nobody_approves_what_they_wrote_below_an_unpublished_version(house: House) -> None:
    house.record("cleo", draft(3, {"en": "three\n"}))
    house.record("ana", draft(4, {"en": "four\n"}))
    refused("self-approval", lambda: house.decide("cleo", "approve", ("DE", 4)))


def test_a_second_key_is_no_second_person(house: House) -> None:
    house.enlist("cleo", "reviewer", key="spare")
    house.record("cleo", draft(3, {"en": "three\n"}))
    said = house.decision("cleo", "approve", ("DE", 3), key=house.keys["spare"].fingerprint)
    house.forged(said, "spare", name="cleo")
    found(house, "self-approval")


def test_a_role_that_one_does_not_have(house: House) -> None:
    house.decide("bob", "approve", TWO)
    refused("role", lambda: house.decide("bob", "publish", TWO))
    house.forged(house.decision("bob", "publish", TWO), "bob")
    found(house, "role")


def test_nothing_is_published_unapproved(house: House) -> None:
    refused("unapproved", lambda: house.decide("ana", "publish", TWO))
    house.forged(house.decision("ana", "publish", TWO), "ana", name="ana")
    found(house, "unapproved")


def test_the_approval_of_a_reviewer_who_was_revoked_since(house: House) -> None:
    house.decide("bob", "approve", TWO)
    house.dismiss("bob")
    refused("unapproved", lambda: house.decide("ana", "publish", TWO))
    assert house.codes() == set()  # what bob approved before stands


def test_a_rejected_version_stays_rejected(house: House) -> None:
    house.decide("bob", "approve", TWO)
    house.decide("cleo", "reject", TWO)
    refused("state", lambda: house.decide("ana", "publish", TWO))
    house.forged(house.decision("ana", "publish", TWO), "ana", name="ana")
    found(house, "state")


def test_what_was_compared_with_another_version(house: House) -> None:
    house.record("ana", draft(3, {"en": "three\n"}))
    house.decide("bob", "approve", ("DE", 3))
    refused("stale-base", lambda: house.decide("ana", "publish", ("DE", 3)))


def test_nothing_takes_effect_before_it_was_signed(house: House) -> None:
    house.decide("bob", "approve", TWO)
    refused("back-dated", lambda: house.decide("ana", "publish", TWO, effective=datetime(2026, 11, 20).date()))


# Whose key, whose name.


def test_somebody_elses_name_over_ones_own_key(house: House) -> None:
    said = house.decision("ana", "approve", TWO, by=address("bob"))
    house.forged(said, "ana")
    found(house, "signer")


def test_somebody_elses_key_named_over_ones_own_signature(house: House) -> None:
    house.forged(house.decision("bob", "approve", TWO), "ana")
    found(house, "signature")


def test_a_key_that_is_in_no_list(house: House) -> None:
    refused("signer", lambda: house.decide("eve", "approve", TWO))
    house.forged(house.decision("eve", "approve", TWO), "eve", name="eve")
    found(house, "signer")


def test_a_decision_that_somebody_else_commits(house: House) -> None:
    house.forged(house.decision("bob", "approve", TWO), "bob", name="ana")
    found(house, "signer")


def test_a_revoked_key(house: House) -> None:
    house.dismiss("bob")
    refused("signer", lambda: house.decide("bob", "approve", TWO))
    house.forged(house.decision("bob", "approve", TWO), "bob")
    found(house, "signer")
    refused("signers", lambda: house.enlist("bob", "reviewer"))


def test_an_expired_key(house: House) -> None:
    house.enlist("eve", "reviewer", until="2026-11-22")
    late = datetime(2026, 11, 22, 1, tzinfo=UTC)
    refused("signer", lambda: house.decide("eve", "approve", TWO, at=late))
    house.decide("eve", "approve", TWO)
    assert house.codes() == set()


def test_an_expired_key_that_dates_itself_back(house: House) -> None:
    house.enlist("eve", "reviewer", until="2026-11-22")
    late = datetime(2026, 11, 22, 1, tzinfo=UTC)
    house.decide("bob", "approve", TWO, at=late)
    house.forged(house.decision("eve", "approve", TWO), "eve", name="eve", at=NOON)
    found(house, "back-dated")


def test_a_plain_decision_where_there_are_signers(house: House) -> None:
    said = house.decision("bob", "approve", TWO, by="Bob <bob@example.test>", key=PLAIN)
    house.forged(said, "")
    found(house, "unsigned")


def test_a_version_that_its_author_did_not_sign(house: House) -> None:
    record(house.path, draft(3, {"en": "three\n"}))
    found(house, "unsigned")


# What the signature is over.


def test_a_signature_of_other_bytes(house: House) -> None:
    said = house.decision("bob", "approve", TWO)
    files = house.files(said, "bob")
    (path,) = [name for name in files if name.endswith(".sig")]
    house.forge({**files, path: house.keys["bob"].sign(b"something else\n")})
    found(house, "signature")


def test_a_signature_for_another_purpose(house: House, tmp_path: Path) -> None:
    said = house.decision("bob", "approve", TWO)
    files = house.files(said, "bob")
    (path,) = [name for name in files if name.endswith(".sig")]
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", house.keys["bob"].path]
    other = subprocess.run(command, input=canonical(said.as_dict()), capture_output=True, check=True).stdout
    house.forge({**files, path: other})
    found(house, "signature")


def test_a_decision_edited_after_it_was_signed(house: House) -> None:
    said = house.decision("bob", "approve", TWO)
    files = house.files(said, "bob")
    (path,) = [name for name in files if name.endswith(".json")]
    later = replace(said, subjects=(replace(said.subjects[0], base=None),))
    house.forge({**files, path: canonical(later.as_dict())})
    found(house, "signature")


def test_bytes_that_are_not_the_canonical_ones(house: House) -> None:
    said = house.decision("bob", "approve", TWO)
    content = json.dumps(said.as_dict()).encode()
    path = next(name for name in house.files(said, "bob") if name.endswith(".json"))
    house.forge({path: content, f"{path}.sig": house.keys["bob"].sign(content)})
    found(house, "form")


def test_a_decision_on_another_text_or_record(house: House) -> None:
    said = house.decision("bob", "approve", TWO)
    (subject,) = said.subjects
    house.forged(replace(said, subjects=(replace(subject, texts={"en": "0" * 64}),)), "bob")
    found(house, "bound")


def test_a_decision_on_another_record_of_the_same_texts(house: House) -> None:
    said = house.decision("bob", "approve", TWO)
    (subject,) = said.subjects
    house.forged(replace(said, subjects=(replace(subject, record="0" * 64),)), "bob")
    assert "bound" in house.codes()


# Where it lies, and when.


@pytest.mark.parametrize(
    "to", ["terms/DE/decisions/1.approve", "terms/FR/decisions/1.approve", "privacy/DE/decisions/2.approve"]
)
def test_a_decision_moved_to_another_version_market_or_document(house: House, to: str) -> None:
    files = house.files(house.decision("bob", "approve", TWO), "bob")
    moved = {name.replace("terms/DE/decisions/2.approve", to): content for name, content in files.items()}
    house.forge(moved)
    assert "moved" in house.codes()
    with pytest.raises(Refused, match="moved"):
        trusted(house.ledger, {to.partition("/decisions")[0]})


def test_an_approval_taken_for_a_publication(house: House) -> None:
    files = house.files(house.decision("bob", "approve", TWO), "bob")
    house.forge({name.replace("approve", "publish"): content for name, content in files.items()})
    found(house, "moved")


def test_a_decision_of_another_service(house: House) -> None:
    house.forged(house.decision("bob", "approve", TWO, service="bank"), "bob")
    found(house, "moved")


def test_a_decision_played_again_after_history_went_another_way(house: House) -> None:
    before = house.tip()
    house.decide("bob", "approve", TWO)
    kept = {
        str(path.relative_to(house.path)): path.read_bytes()
        for path in sorted((house.path / "terms/DE/decisions").glob("2.approve.*"))
    }
    git(house.path, "reset", "-q", "--hard", before)
    house.decide("cleo", "approve", TWO)
    house.forge(kept)
    found(house, "replayed")


def test_a_record_that_is_dated_back(house: House) -> None:
    house.decide("cleo", "approve", ("FR", 1), at=LATER)
    house.forged(house.decision("bob", "approve", TWO), "bob")
    found(house, "back-dated")


def test_a_moment_that_is_not_the_commits(house: House) -> None:
    house.forged(house.decision("bob", "approve", TWO), "bob", at=LATER)
    found(house, "back-dated")


def test_a_gap_in_the_sequence(house: House) -> None:
    said = house.decision("bob", "approve", TWO)
    (subject,) = said.subjects
    house.forged(replace(said, subjects=(replace(subject, sequence=subject.sequence + 1),)), "bob")
    found(house, "sequence")


def test_a_decision_on_two_versions_that_lies_with_one(house: House) -> None:
    files = house.files(house.decision("bob", "approve", TWO, ("FR", 1)), "bob")
    house.forge({name: content for name, content in files.items() if "/DE/" in name})
    found(house, "copies")


# What was recorded stays.


def test_a_decision_that_is_removed(house: House) -> None:
    house.decide("cleo", "reject", TWO)
    gone = sorted((house.path / "terms/DE/decisions").glob("2.reject.*"))
    house.forge({str(path.relative_to(house.path)): None for path in gone}, kind="")
    assert {"rewritten", "foreign"} <= house.codes()
    assert "rewritten" in house.refusal()


def test_a_decision_that_is_changed(house: House) -> None:
    path = next((house.path / "terms/DE/decisions").glob("1.publish.*.json"))
    house.forge({str(path.relative_to(house.path)): path.read_bytes().replace(b"2026-12-01", b"2026-11-30")})
    found(house, "rewritten")


def rewritten(house: House, drop: str, edit: Callable[[], object] = lambda: None) -> str:
    """History made again without the commit whose subject holds `drop`; the tip that it had."""
    before = house.tip()
    commits = git(house.path, "rev-list", "--reverse", "main").split()
    at = next(n for n, each in enumerate(commits) if drop in git(house.path, "log", "-1", "--format=%s", each))
    git(house.path, "reset", "-q", "--hard", commits[at - 1])
    edit()
    for each in commits[at + 1 :]:
        git(house.path, "cherry-pick", "--allow-empty", "-X", "theirs", each)
    return before


def test_a_version_that_is_left_out(house: House) -> None:
    before = rewritten(house, "terms/FR v1")
    assert {"copies", "replayed"} <= house.codes()
    assert "rewritten" in house.codes(before)


def test_a_decision_that_is_left_out(house: House) -> None:
    house.decide("cleo", "reject", TWO)
    house.decide("bob", "approve", ("FR", 1))
    before = rewritten(house, "v2: rejected")
    assert "replayed" in house.codes()
    assert "rewritten" in house.codes(before)


def test_history_that_is_cut_short(house: House) -> None:
    before = house.tip()
    git(house.path, "reset", "-q", "--hard", "HEAD~1")
    assert house.codes() == {"tag"}  # it names a version that is no more
    git(house.path, "tag", "-d", "terms/DE/v2")
    assert house.codes() == set()  # it was whole then: only a head kept elsewhere tells
    assert house.codes(before) == {"rewritten"}


def test_a_run_of_versions_that_is_cut_short(house: House) -> None:
    house.record("ana", draft(3, {"en": "three\n"}), draft(2, {"en": "deux\n"}, market="FR"))
    git(house.path, "reset", "-q", "--hard", "HEAD~1")
    assert house.codes() == {"copies", "tag"}


def test_a_summary_that_is_edited(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    record(shop, draft(1, {"en": "one\n"}))
    path = shop / "terms/DE/version.json"
    path.write_text(path.read_text("utf-8").replace("a test", "a mere trifle"), "utf-8")
    git(shop, "commit", "-q", "--amend", "--no-edit", "-a", "--reset-author")
    assert {finding.code for finding in verify(Ledger(shop)).findings} == {"message", "tag"}


def test_a_text_that_is_edited_under_an_old_record(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    record(shop, draft(1, {"en": "one\n"}))
    (shop / "terms/DE/en.md").write_text("none\n")
    git(shop, "commit", "-q", "--amend", "--no-edit", "-a", "--reset-author")
    assert {finding.code for finding in verify(Ledger(shop)).findings} == {"text", "tag"}


def test_a_commit_of_somebody_else(house: House) -> None:
    (house.path / "terms/DE/en.md").write_text("mine\n")
    git(house.path, "commit", "-q", "-am", "a small correction")
    assert house.codes() == {"foreign"}


def test_two_histories_that_are_joined(house: House) -> None:
    git(house.path, "checkout", "-q", "-b", "other", "HEAD~1")
    (house.path / "x").mkdir()
    (house.path / "x/y").write_text("z")
    git(house.path, "add", ".")
    git(house.path, "commit", "-q", "-m", "other")
    git(house.path, "checkout", "-q", "main")
    git(house.path, "merge", "-q", "--no-ff", "-m", message("joined", {"Tosgen-Record": "x"}), "other")
    assert "history" in house.codes()


# The list of signers.


def test_a_list_changed_by_nobody_who_may(house: House) -> None:
    files = house.path / lists.ALLOWED, house.path / lists.WHO
    old = lists.read(dict(zip((lists.ALLOWED, lists.WHO), (file.read_bytes() for file in files), strict=True)))
    new = lists.added(old, lists.signer(address("eve"), house.keys["eve"].public), ("reviewer",))
    house.forge({**lists.write(new)}, kind="Signers", name="eve")
    found(house, "quorum")
    house.forged(house.decision("eve", "approve", TWO), "eve", name="eve")
    assert "signer" in house.refusal()


@pytest.mark.parametrize(
    "line",
    [
        '* namespaces="tosgen" {key}',
        '*@example.test namespaces="tosgen" {key}',
        'bob@example.test,eve@example.test namespaces="tosgen" {key}',
        'eve@example.test cert-authority,namespaces="tosgen" {key}',
        'eve@example.test namespaces="*" {key}',
        "eve@example.test {key}",
        '!ana@example.test,eve@example.test namespaces="tosgen" {key}',
    ],
)
def test_a_line_that_could_stand_for_others(house: House, line: str) -> None:
    path = house.path / lists.ALLOWED
    house.forge({lists.ALLOWED: path.read_bytes() + line.format(key=house.keys["eve"].public).encode() + b"\n"})
    found(house, "signers")


def test_a_wildcard_is_not_enlisted(house: House) -> None:
    def enlist() -> object:
        new = lists.signer("*", house.keys["eve"].public)
        return change(house.ledger, lambda old: lists.added(old, new, ("reviewer",)), "all", house.who("ana"), NOON)

    refused("signers", enlist)


def test_one_key_for_two_people(house: House) -> None:
    refused("signers", lambda: house.enlist("eve", "reviewer", key="ana"))


def test_fewer_agree_than_must(house: House) -> None:
    house.enlist("spare", "author", quorum=2)
    first = house.enlist("eve", "reviewer")
    assert (first.agreed, first.needed, len(first.signers.keys)) == (1, 2, 4)
    refused("state", lambda: house.enlist("eve", "reviewer"))  # the same person again
    refused("signer", lambda: house.decide("eve", "approve", TWO))
    assert house.codes() == set()
    done = house.enlist("eve", "reviewer", by="bob")
    assert (done.agreed, len(done.signers.keys)) == (2, 5)
    house.decide("eve", "approve", TWO)
    assert house.codes() == set()


def test_a_revocation_that_is_taken_back(house: House) -> None:
    house.dismiss("bob")
    refused("signers", lambda: house.enlist("bob", "reviewer", revoked=()))


def test_the_list_removed(house: House) -> None:
    house.forge({lists.ALLOWED: None, lists.WHO: None}, kind="Signers", name="ana")
    found(house, "signers")


# The repository.


def test_no_program_that_the_repository_or_the_user_names(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = tmp_path / "canary"
    canary.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sang'\nexit 0\n")
    canary.chmod(canary.stat().st_mode | stat.S_IXUSR)
    program = f"\tprogram = {canary}\n"
    config = f'[gpg]\n\tformat = ssh\n{program}[gpg "ssh"]\n{program}\tdefaultKeyCommand = {canary}\n'
    with (house.path / ".git/config").open("a") as file:
        file.write(config)
    (tmp_path / "gitconfig").write_text(config)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    for name in ("SSH_ASKPASS", "SSH_SK_PROVIDER", "SSH_SK_HELPER"):
        monkeypatch.setenv(name, str(canary))
    house.decide("bob", "approve", TWO)
    assert house.codes() == set()
    assert not (tmp_path / "sang").exists()


def test_a_commit_that_is_replaced(house: House) -> None:
    other = git(house.path, "commit-tree", "-m", "other", "HEAD^{tree}").strip()
    git(house.path, "replace", "-f", "HEAD", other)
    assert house.codes() == {"replaced"}
    assert in_force(trusted(house.ledger, {"terms/DE"}).of("terms/DE"), datetime(2026, 12, 2).date()) == 1


def test_a_history_that_is_grafted(house: House) -> None:
    first = git(house.path, "rev-list", "--max-parents=0", "main").strip()
    (house.path / ".git/info/grafts").write_text(f"{house.tip()} {first}\n")
    assert house.codes() == {"replaced"}
    assert house.refusal() == set()


def test_an_object_that_is_not_what_its_id_says(house: House) -> None:
    id = git(house.path, "rev-parse", "main:terms/DE/en.md").strip()
    path = house.path / ".git/objects" / id[:2] / id[2:]
    path.chmod(0o644)
    path.write_bytes(zlib.compress(b"blob 4\0mine"))
    assert "corrupt" in house.codes()


def test_a_ledger_put_in_the_place_of_another(house: House, tmp_path: Path) -> None:
    shutil.move(house.path, tmp_path / "bank")
    other = House(tmp_path / "bank", house.keys)
    assert "moved" in other.codes()
    assert "moved" in other.refusal()


def test_a_plain_decision_in_somebody_elses_name(tmp_path: Path) -> None:
    house = House(tmp_path / "shop", {})
    record(house.path, draft(1, {"en": "one\n"}))
    decide(house.ledger, "publish", [("terms", "DE", 1)], Who(ANA), NOON, effective=NOON.date())
    assert (house.codes(), house.refusal()) == (set(), set())
    git(house.path, "commit", "-q", "--amend", "--no-edit", "--reset-author", f"--date={NOON.isoformat()}")
    found(house, "signer")
