"""More ways to forge a decision, a list of signers or a history; each is refused, and it is said why."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from decided_ledger import D, House, address, build, copied, needs_ssh, refused
from ledger_drafts import NOON, draft, git, record, tags, versions
from test_ledger_hostile import settings

from tosgen.ledger import Ledger, canonical, private
from tosgen.model.decision import Signers, Support
from tosgen.review import signers as lists
from tosgen.review.act import opened
from tosgen.review.change import change
from tosgen.review.replay import decisive, replay, trusted
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


def listed(house: House) -> Signers:
    return lists.read({name: (house.path / name).read_bytes() for name in (lists.ALLOWED, lists.WHO)})


def agreed(house: House, name: str, new: Signers, **changes: Any) -> dict[str, bytes]:
    """One signer's agreement to a list, as a file with its signature."""
    key = house.keys[name]
    after = lists.digest(lists.write(new))
    number = listed(house).change + 1
    said = Support("shop", number, after, address(name), key.fingerprint, NOON.isoformat(), house.tip())
    content = canonical(replace(said, **changes).as_dict())
    path = f"{lists.CHANGES}/{number}.{lists.short(key.public)}.json"
    return {path: content, f"{path}.sig": key.sign(content)}


# A decision on several documents.


def test_a_forged_signature_is_found_by_whichever_document_one_asks(house: House) -> None:
    said = house.decision("bob", "approve", TWO, ("FR", 1))
    house.forged(said, "ana")
    assert "signature" in house.codes()
    for market in ("DE", "FR"):
        assert house.refusal(market) == {"signature"}


def test_one_version_named_twice(house: House) -> None:
    said = house.decision("bob", "approve", TWO)
    (subject,) = said.subjects
    house.forged(replace(said, subjects=(subject, replace(subject, sequence=subject.sequence + 1))), "bob")
    assert "moved" in house.refusal()


def test_a_copy_that_says_something_else(house: House) -> None:
    files = house.files(house.decision("bob", "approve", TWO, ("FR", 1)), "bob")
    other = house.files(house.decision("bob", "approve", ("FR", 1)), "bob")
    house.forge({**files, **other})
    assert house.refusal() == {"copies"}


# Who counts, and how often.


def test_one_reviewer_with_two_keys_is_one_approval(house: House) -> None:
    house.enlist("bob", "reviewer", key="spare", approvals=2)
    house.decide("bob", "approve", TWO)
    said = house.decision("bob", "approve", TWO, key=house.keys["spare"].fingerprint)
    house.forged(said, "spare")
    assert "state" in house.refusal()
    refused("state", lambda: house.decide("ana", "publish", TWO))


def test_an_approval_less_than_are_needed(house: House) -> None:
    house.enlist("cleo", "reviewer", "author", approvals=2)
    house.decide("bob", "approve", TWO)
    refused("unapproved", lambda: house.decide("ana", "publish", TWO))
    house.forged(house.decision("ana", "publish", TWO), "ana", name="ana")
    assert "unapproved" in house.refusal()


def test_a_reviewer_who_records_a_version(house: House) -> None:
    refused("role", lambda: house.record("bob", draft(3, {"en": "three\n"})))


def test_a_version_published_twice(house: House) -> None:
    refused("state", lambda: house.decide("ana", "publish", ("DE", 1)))
    said = house.decision("ana", "publish", ("DE", 1))
    files = {name.replace("publish.", f"publish-{said.subjects[0].sequence}."): content
             for name, content in house.files(said, "ana").items()}  # fmt: skip
    house.forge(files, name="ana")
    assert house.refusal()


def test_a_version_withdrawn_that_was_never_published(house: House) -> None:
    refused("state", lambda: house.decide("ana", "withdraw", TWO))
    house.forged(house.decision("ana", "withdraw", TWO, reason="0" * 64), "ana", name="ana")
    assert "state" in house.refusal()


def test_a_rejection_without_a_reason(house: House) -> None:
    house.forged(house.decision("bob", "reject", TWO), "bob")
    assert "form" in house.refusal()


def test_a_publication_that_names_no_day(house: House) -> None:
    house.decide("bob", "approve", TWO)
    house.forged(house.decision("ana", "publish", TWO, effective=None), "ana", name="ana")
    assert "form" in house.refusal()


# What a decision's bytes may be.


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace('"action": "approve"', '"action": "reject",\n "action": "approve"'),
        lambda text: text.replace('"service"', '"waives": "everything",\n "service"'),
        lambda text: text.replace('"version": 2', '"version": 2.0'),
        lambda text: text.replace('"version": 2', '"version": true'),
        lambda text: text.replace('"state": "approved"', '"state": "published"'),
        lambda text: text.replace("tosgen.decision/1", "tosgen.decision/2"),
        lambda text: text.replace(" ", "  ", 1),
        lambda text: text + "\n",
        lambda text: "[" * 100_000,
    ],
    ids=["twice", "more", "float", "bool", "state", "schema", "space", "tail", "deep"],
)
def test_bytes_that_say_more_or_other_than_a_decision(house: House, spoil: Callable[[str], str]) -> None:
    path, content = next(iter(house.files(house.decision("bob", "approve", TWO), "").items()))
    assert content
    spoiled = spoil(content.decode()).encode()
    house.forge({path: spoiled, f"{path}.sig": house.keys["bob"].sign(spoiled)})
    assert house.refusal() & {"form", "moved"}, house.refusal()


@pytest.mark.parametrize("signature", [b"", b"-----BEGIN SSH SIGNATURE-----\n", b"\x00" * 400])
def test_a_signature_that_is_none(house: House, signature: bytes) -> None:
    files = house.files(house.decision("bob", "approve", TWO), "bob")
    house.forge({name: signature if name.endswith(".sig") else content for name, content in files.items()})
    assert "signature" in house.refusal()


def test_a_decision_that_is_a_link(house: House) -> None:
    files = house.files(house.decision("bob", "approve", TWO), "bob")
    for name in files:
        (house.path / name).symlink_to("../version.json" if name.endswith(".json") else "nowhere")
        git(house.path, "add", "--", name)
    house.forge({})
    assert {"stray"} <= house.codes()
    assert in_force(replay(house.ledger).past.of("terms/DE"), D) == 1


def test_a_program_among_the_texts(house: House) -> None:
    path = house.path / "terms/DE/run.md"
    path.write_text("#!/bin/sh\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    house.forge({"terms/DE/run.md": b"#!/bin/sh\n"})
    assert {"stray", "unsigned"} & house.codes()


def test_a_text_slipped_in_with_a_decision(house: House) -> None:
    files = house.files(house.decision("bob", "approve", TWO), "bob")
    house.forge({**files, "terms/DE/en.md": b"mine\n"})
    assert "stray" in house.refusal()


def test_a_commit_that_another_program_signed(house: House) -> None:
    raw = git(house.path, "cat-file", "commit", "main")
    files = house.files(house.decision("bob", "approve", TWO), "bob")
    tip = house.forge(files)
    made = git(house.path, "cat-file", "commit", tip)
    assert raw
    signed = made.replace("\n\n", "\ngpgsig -----BEGIN SSH SIGNATURE-----\n x\n\n", 1)
    command = ["git", "-C", house.path, "hash-object", "-t", "commit", "-w", "--stdin"]
    id = subprocess.run(command, input=signed.encode(), capture_output=True, check=True).stdout.decode().strip()
    git(house.path, "update-ref", "refs/heads/main", id)
    assert "foreign" in house.codes()


# The list of signers.


def test_a_role_that_one_gives_oneself(house: House) -> None:
    house.enlist("spare", "author", quorum=2)
    new = replace(listed(house), change=listed(house).change + 1)
    new = replace(new, roles={**new.roles, "publisher": (*new.roles["publisher"], address("bob"))})
    house.forge({**lists.write(new), **agreed(house, "bob", new)}, kind="Signers")
    assert "quorum" in house.refusal()


def test_a_quorum_lowered_by_fewer_than_it_asks_for(house: House) -> None:
    house.enlist("spare", "author", quorum=2)
    new = replace(listed(house), change=listed(house).change + 1, quorum=1)
    house.forge({**lists.write(new), **agreed(house, "ana", new)}, kind="Signers", name="ana")
    assert "quorum" in house.refusal()


def test_an_agreement_to_another_list(house: House) -> None:
    old = listed(house)
    new = lists.added(old, lists.signer(address("eve"), house.keys["eve"].public), ("reviewer",))
    other = lists.added(old, lists.signer(address("spare"), house.keys["spare"].public), ("reviewer",))
    house.forge({**lists.write(new), **agreed(house, "ana", other)}, kind="Signers", name="ana")
    assert "quorum" in house.refusal()


def test_an_agreement_of_a_change_before(house: House) -> None:
    house.enlist("spare", "author")
    old = listed(house)
    new = replace(lists.without(old, (old.of(house.keys["cleo"].fingerprint),)), change=old.change)  # type: ignore[arg-type]
    house.forge({**lists.write(new), **agreed(house, "ana", new, change=old.change)}, kind="Signers", name="ana")
    assert {"sequence"} <= house.codes()


def test_a_key_taken_away_without_a_word(house: House) -> None:
    old = listed(house)
    new = lists.without(old, (old.of(house.keys["cleo"].fingerprint),))  # type: ignore[arg-type]
    house.forge({**lists.write(replace(new, revoked=())), **agreed(house, "ana", replace(new, revoked=()))},
                kind="Signers", name="ana")  # fmt: skip
    assert "signers" in house.refusal()


def test_an_agreement_by_one_who_signs_for_somebody_else(house: House) -> None:
    old = listed(house)
    new = lists.added(old, lists.signer(address("eve"), house.keys["eve"].public), ("reviewer",))
    files = agreed(house, "ana", new)
    for name, content in list(files.items()):
        if name.endswith(".json"):
            files[f"{name}.sig"] = house.keys["eve"].sign(content)
    house.forge({**lists.write(new), **files}, kind="Signers", name="ana")
    assert "signature" in house.refusal()


def test_a_first_list_that_nobody_on_it_signed(tmp_path: Path, built: House) -> None:
    house = House(tmp_path / "shop", built.keys)
    new = lists.added(Signers(), lists.signer(address("ana"), house.keys["ana"].public), ("author",))

    refused("signer", lambda: change(house.ledger, lambda _: new, "ana", house.who("eve"), NOON))


# The texts.


def test_a_clause_left_out_of_one_language(tmp_path: Path) -> None:
    whole, short = "# T {#terms}\n\n## 1. A {#a}\n\n## 2. B {#b}\n", "# T {#terms}\n\n## 1. A {#a}\n"
    record(tmp_path / "shop", draft(1, {"de": short, "en": whole}))
    (finding,) = verify(Ledger(tmp_path / "shop")).findings
    assert (finding.code, Path(finding.place.path).name) == ("shape", "de.md")


def test_clauses_in_another_order_in_one_language(tmp_path: Path) -> None:
    one, other = "# T {#terms}\n\n## 1. A {#a}\n\n## 2. B {#b}\n", "# T {#terms}\n\n## 1. B {#b}\n\n## 2. A {#a}\n"
    record(tmp_path / "shop", draft(1, {"de": one, "en": one}))
    record(tmp_path / "shop", draft(2, {"de": one, "en": one}), draft(3, {"de": other, "en": one}))
    (finding,) = verify(Ledger(tmp_path / "shop")).findings
    assert finding.code == "shape"


# The repository.


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Path]:
    """A program that leaves a mark when it runs; at the end, it has not."""
    program = tmp_path / "canary"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sang'\ncat\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    yield program
    assert not (tmp_path / "sang").exists()


def test_no_program_that_a_configuration_names(house: House, canary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (house.path / ".git/config").open("a") as file:
        file.write(settings(canary))
    for name in ("reference-transaction", "pre-commit", "post-commit", "post-checkout", "pre-auto-gc"):
        hook = house.path / ".git/hooks" / name
        hook.parent.mkdir(exist_ok=True)
        shutil.copy(canary, hook)
    (house.path / ".git/info/attributes").write_text("* filter=f diff=d\n")
    for name in ("GIT_SSH", "GIT_SSH_COMMAND", "GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_EDITOR", "SSH_ASKPASS"):
        monkeypatch.setenv(name, str(canary))
    house.decide("bob", "approve", TWO)
    assert house.codes() == set()


def test_no_variable_leads_to_another_ledger(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(tmp_path / "other", draft(1, {"en": "other\n"}))
    git_dir = str(tmp_path / "other/.git")
    for name, value in (
        ("GIT_DIR", git_dir), ("GIT_COMMON_DIR", git_dir), ("GIT_OBJECT_DIRECTORY", f"{git_dir}/objects"),
        ("GIT_ALTERNATE_OBJECT_DIRECTORIES", f"{git_dir}/objects"), ("GIT_NAMESPACE", "x"),
        ("GIT_REPLACE_REF_BASE", "refs/heads/"), ("GIT_SHALLOW_FILE", f"{git_dir}/HEAD"), ("GIT_INDEX_FILE", "/x"),
        ("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "core.commentChar"), ("GIT_CONFIG_VALUE_0", "x"),
        ("GIT_CONFIG_PARAMETERS", "'log.showSignature=true'"),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)
    assert house.codes() == set()
    assert in_force(trusted(house.ledger, {"terms/DE"}).of("terms/DE"), D) == 1


@pytest.mark.parametrize("name", ["objects/info/alternates", "shallow", "info/grafts"])
def test_a_file_that_leads_to_other_objects(house: House, tmp_path: Path, name: str) -> None:
    record(tmp_path / "other", draft(1, {"en": "other\n"}))
    path = house.path / ".git" / name
    path.parent.mkdir(exist_ok=True)
    told = str(tmp_path / "other/.git/objects") if "alternates" in name else house.tip()
    path.write_text(f"{told}\n")
    assert "replaced" in house.codes()


def test_a_ledger_that_is_a_part_of_another_repository(house: House, tmp_path: Path) -> None:
    record(tmp_path / "other", draft(1, {"en": "other\n"}))
    (house.path / ".git/commondir").write_text(f"{tmp_path}/other/.git\n")
    assert "replaced" in house.codes()
    refused("not-a-ledger", lambda: house.decide("bob", "approve", TWO))


def test_a_branch_that_is_a_link_to_another_one(house: House, tmp_path: Path) -> None:
    record(tmp_path / "other", draft(1, {"en": "other\n"}))
    main = house.path / ".git/refs/heads/main"
    main.unlink()
    main.symlink_to(tmp_path / "other/.git/refs/heads/main")
    assert {"replaced", "corrupt"} & house.codes()


def test_a_pack_that_was_edited(house: House) -> None:
    git(house.path, "gc", "-q")
    (pack,) = (house.path / ".git/objects/pack").glob("*.pack")
    pack.chmod(0o644)
    content = bytearray(pack.read_bytes())
    content[len(content) // 2] ^= 1
    pack.write_bytes(content)
    assert "corrupt" in house.codes()


def test_a_tag_that_was_moved(house: House) -> None:
    git(house.path, "tag", "-f", "terms/DE/v1", "main")
    assert house.codes() == {"tag"}
    assert house.refusal() == set()  # nothing is read from it
    house.decide("bob", "approve", TWO)
    assert house.codes() == set()
    assert tags(house.path) == versions(house.path)


def test_a_tag_that_would_move_the_branch(house: House) -> None:
    (house.path / ".git/refs/tags/terms/DE/v1").write_text("ref: refs/heads/main\n")
    tip = house.tip()
    assert house.codes() == {"tag"}
    house.decide("bob", "approve", TWO)
    assert git(house.path, "rev-parse", "main~1").strip() == tip
    assert tags(house.path) == versions(house.path)


# What is kept outside.


def test_a_reason_that_was_edited(house: House) -> None:
    house.decide("bob", "reject", TWO, reason="it says too little")
    (note,) = private.folder_of(house.path).glob("*.json")
    said = json.loads((house.path / next(iter(house.path.glob("terms/DE/decisions/2.reject.*.json")))).read_text())
    assert said["reason"] == sha256(note.read_bytes()).hexdigest() == note.stem
    note.write_bytes(note.read_bytes().replace(b"too little", b"too much"))
    assert private.read(house.path, note.stem) is None
    assert house.codes() == {"private"}
    note.unlink()
    found = verify(house.ledger)
    assert found.findings == ()
    assert [each.severity for each in found.notes] == ["note"]


def test_a_reason_that_others_may_read(house: House) -> None:
    house.decide("bob", "reject", TWO, reason="it says too little")
    (note,) = private.folder_of(house.path).glob("*.json")
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert stat.S_IMODE(note.parent.stat().st_mode) == 0o700
    note.chmod(0o644)
    found = verify(house.ledger)
    assert (found.findings, [each.severity for each in found.notes]) == ((), ["warning"])


def test_the_same_reason_has_another_digest_each_time(house: House) -> None:
    house.decide("bob", "reject", TWO, reason="no")
    house.decide("bob", "reject", ("FR", 1), reason="no")
    names = {note.stem for note in private.folder_of(house.path).glob("*.json")}
    assert len(names) == 2
    assert sha256(b"no").hexdigest() not in names


def test_notes_are_not_written_through_a_link(house: House, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".private").symlink_to(tmp_path / "elsewhere")
    before = house.tip()
    refused("outside-workspace", lambda: house.decide("bob", "reject", TWO, reason="no"))
    assert (house.tip(), list((tmp_path / "elsewhere").iterdir())) == (before, [])


# Many at once.


def test_a_decision_on_many_versions_is_read_and_checked_once(tmp_path: Path, built: House) -> None:
    house = House(tmp_path / "shop", built.keys)
    house.enlist("ana", "author", "publisher")
    house.enlist("bob", "reviewer")
    markets = [f"M{number}" for number in range(12)]
    house.record("ana", *(draft(1, {"en": "one\n"}, market=market) for market in markets))
    house.decide("bob", "approve", *((market, 1) for market in markets))
    acts = [each for step in house.ledger.steps(decisive) for each in opened(step).acts if "approve" in each.path]
    assert len(acts) == 12
    assert len({id(act.content) for act in acts}) == len({id(act.said) for act in acts}) == 1
    found = verify(house.ledger)
    assert (found.findings, found.decisions, found.signatures) == ((), 24, 4)
