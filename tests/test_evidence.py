"""A bundle of evidence proves what it says to somebody who has git, ssh-keygen and sha256sum, and nothing of tosgen."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from command_line import tosgen
from decided_ledger import LATER, House, build, copied, needs_ssh
from ledger_drafts import draft, git

from tosgen.formats import archive
from tosgen.ledger import private
from tosgen.review.check_commands import script
from tosgen.review.evidence import evidence, files
from tosgen.review.instructions import README, readme

TERMS = "house-rules/home"


@dataclass(frozen=True)
class Bundle:
    """An unpacked bundle."""

    folder: Path

    def checked(self, *, sums: bool = True) -> subprocess.CompletedProcess[str]:
        """What the README's commands say in a bare shell; without `sums`, as if somebody had written those anew too."""
        commands = script((self.folder / README).read_text("utf-8"))
        if not sums:
            names = [line.split("  ")[1] for line in (self.folder / archive.SUMS).read_text("utf-8").splitlines()]
            there = [name for name in names if (self.folder / name).exists()]
            lines = [f"{sha256((self.folder / name).read_bytes()).hexdigest()}  {name}\n" for name in there]
            (self.folder / archive.SUMS).write_text("".join(lines), "utf-8")
        empty = self.folder.parent / "home"
        empty.mkdir(exist_ok=True)
        bare = {"PATH": os.defpath, "HOME": str(empty)}
        return subprocess.run(
            ["sh", "-eu"], input=commands, cwd=self.folder, env=bare, capture_output=True, text=True, check=False
        )  # fmt: skip

    def one(self, pattern: str) -> Path:
        """The only file of a pattern."""
        (found,) = self.folder.glob(pattern)
        return found


def unpack(content: bytes, folder: Path) -> Bundle:
    path = folder / "bundle.zip"
    path.write_bytes(content)
    with zipfile.ZipFile(path) as packed:
        packed.extractall(folder)
        (top,) = {name.partition("/")[0] for name in packed.namelist()}
    return Bundle(folder / top)


def packed(house: House, number: int = 1, head: str = "") -> bytes:
    found = evidence(house.ledger, house.ledger.version("terms", "DE", number), head)
    return archive.write({**files(found), README: readme(found).encode()}, found.name)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Version 1 is superseded by version 2; then the list of signers changes, and version 2 is withdrawn."""
    house = build(tmp_path_factory.mktemp("built"))
    house.decide("bob", "approve", ("DE", 2))
    house.decide("ana", "publish", ("DE", 2))
    house.enlist("eve", "reviewer", until="2099-01-01")
    house.decide("ana", "withdraw", ("DE", 2), reason="the price was wrong", at=LATER)
    return house


@pytest.fixture
def house(built: House, tmp_path: Path) -> House:
    return copied(built, tmp_path)


@pytest.fixture(scope="module")
def two(built: House) -> bytes:
    return packed(built, 2)


@pytest.fixture
def bundle(two: bytes, tmp_path: Path) -> Bundle:
    return unpack(two, tmp_path)


@needs_ssh
def test_anybody_can_check_it(bundle: Bundle) -> None:
    done = bundle.checked()
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    said = done.stdout.splitlines()
    assert all(line.startswith("ok      ") for line in said)
    assert sum("is signed by" in line for line in said) == 4
    assert sum(" in " in line for line in said) > 15


@needs_ssh
def test_the_same_ledger_gives_the_same_bytes(two: bytes, house: House) -> None:
    assert packed(house, 2) == two
    head = house.tip()
    house.record("ana", draft(3, {"en": "three\n"}), at=LATER)
    assert packed(house, 2) != two
    assert packed(house, 2, head[:12]) == two
    with zipfile.ZipFile(BytesIO(two)) as made:
        assert made.namelist() == sorted(made.namelist())
        assert {info.date_time for info in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def flip(path: Path) -> None:
    """One bit of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def edited(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


def swapped(bundle: Bundle) -> None:
    one, other = (bundle.one(f"ledger/terms/DE/decisions/2.{name}.*.sig") for name in ("approve", "publish"))
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)


def another_commit(bundle: Bundle) -> None:
    """The version's commit with another author, under its new name."""
    path = sorted((bundle.folder / "git/commits").iterdir())[1]
    content = path.read_bytes().replace(b"author Ana", b"author Eve")
    assert content != path.read_bytes()
    env = {"PATH": os.defpath, "HOME": "/nonexistent"}
    command = ["git", "hash-object", "-t", "commit", "--stdin"]
    id = subprocess.run(command, input=content, env=env, capture_output=True, check=True).stdout.decode().strip()
    path.unlink()
    (path.parent / f"{path.name[:7]}{id}").write_bytes(content)


TAMPERED: dict[str, Callable[[Bundle], object]] = {
    "a byte of a text": lambda b: flip(b.one("ledger/terms/DE/de.md")),
    "the record": lambda b: edited(b.one("ledger/terms/DE/version.json"), b"a test", b"a mere trifle"),
    "a decision": lambda b: edited(b.one("ledger/terms/DE/decisions/2.publish.*.json"), b"2026-12-01", b"2026-11-30"),
    "a byte of a signature": lambda b: flip(b.one("ledger/terms/DE/decisions/2.publish.*.sig")),
    "signatures swapped": swapped,
    "a commit edited": lambda b: edited(sorted((b.folder / "git/commits").iterdir())[1], b"author Ana", b"author Eve"),
    "a commit replaced": another_commit,
    "a commit left out": lambda b: sorted((b.folder / "git/commits").iterdir())[3].unlink(),
    "a tree edited": lambda b: flip(sorted((b.folder / "git/trees").iterdir())[0]),
    "the list of signers": lambda b: edited(b.one("signers/list-3/allowed_signers"), b"bob@", b"eve@"),
    "the roles": lambda b: edited(b.one("signers/list-3/roles.json"), b'"quorum": 1', b'"quorum": 2'),
    "a text removed": lambda b: b.one("ledger/terms/DE/en.md").unlink(),
    "a decision removed": lambda b: b.one("ledger/terms/DE/decisions/2.withdraw.*.json").unlink(),
    "a signature removed": lambda b: b.one("ledger/terms/DE/decisions/2.approve.*.sig").unlink(),
    "the list removed": lambda b: shutil.rmtree(b.folder / "signers/list-4"),
}


@needs_ssh
@pytest.mark.parametrize("sums", [True, False], ids=["", "sums written anew"])
@pytest.mark.parametrize("what", TAMPERED)
def test_whatever_was_tampered_with_fails(bundle: Bundle, what: str, sums: bool) -> None:
    TAMPERED[what](bundle)
    done = bundle.checked(sums=sums)
    assert done.returncode != 0, done.stdout
    assert "FAILED" in done.stdout + done.stderr or "fatal" in done.stderr or "error" in done.stderr


@needs_ssh
def test_it_holds_every_decision_and_no_word_of_what_was_private(built: House, bundle: Bundle) -> None:
    names = {path.name.rpartition(".")[0] for path in bundle.folder.glob("ledger/terms/DE/decisions/*.json")}
    assert {name.rpartition(".")[0] for name in names} == {"2.record", "2.approve", "2.publish", "2.withdraw"}
    everything = b"".join(path.read_bytes() for path in bundle.folder.rglob("*") if path.is_file())
    (note,) = (path for path in private.folder_of(built.path).glob("*.json"))
    assert b"the price was wrong" in note.read_bytes()
    assert b"the price was wrong" not in everything
    assert note.stem.encode() in everything


@needs_ssh
def test_what_superseded_a_version_is_part_of_it(built: House, tmp_path: Path) -> None:
    bundle = unpack(packed(built, 1), tmp_path)
    found = sorted(path.name[:9] for path in bundle.folder.glob("ledger/terms/DE/decisions/*.json"))
    assert found == ["1.approve", "1.publish", "1.record.", "2.publish", "2.withdra"]
    assert bundle.checked().returncode == 0
    later = {path.read_bytes() for path in bundle.folder.glob("**/*.md")}
    assert b"two\n" not in later  # other versions' texts are nobody's business


@needs_ssh
def test_nothing_is_proved_from_a_ledger_whose_decisions_do_not_hold(house: House) -> None:
    from tosgen.errors import Refused

    house.forged(house.decision("ana", "approve", ("FR", 1)), "ana", name="ana")
    packed(house, 2)
    house.forged(house.decision("bob", "approve", ("DE", 1)), "ana")
    with pytest.raises(Refused, match="signature"):
        packed(house, 2)


# As a user runs it, in a ledger without signers.


def test_the_command(bench: Path, tmp_path: Path) -> None:
    assert tosgen(bench, "generate", "--on", "2099-01-01").code == 0
    assert tosgen(bench, "publish", TERMS, "--effective", "2099-01-01").code == 0
    ran = tosgen(bench, "evidence", f"{TERMS}@2099-05-01", "-o", "proof.zip", "--format", "json")
    assert (ran.code, ran.json["ref"], ran.json["signed"]) == (0, f"{TERMS}@1", False)
    assert ran.json["sha256"] == sha256((bench / "proof.zip").read_bytes()).hexdigest()
    assert ran.json["head"] == git(bench / "outputs/bench", "rev-parse", "main").strip()
    bundle = unpack((bench / "proof.zip").read_bytes(), tmp_path)
    done = bundle.checked()
    assert (done.returncode, done.stderr) == (0, "")
    assert "in force for new users on 2099-05-01" in (bundle.folder / README).read_text("utf-8")
    assert (bundle.folder / "ledger/inputs/clauses/QZ/core/house.md").is_file()  # so that it can be composed again
    assert bundle.one("ledger/house-rules/home/zh_Hans.md").read_bytes()
    for head, code in (("HEAD", "bad-value"), ("0123456789", "rewritten")):
        refused = tosgen(bench, "evidence", TERMS, "-o", "x.zip", "--head", head)
        assert (refused.code, f"error[{code}]" in refused.err, (bench / "x.zip").exists()) == (2, True, False)
    assert "error[not-in-force]" in tosgen(bench, "evidence", f"{TERMS}@2098-05-01", "-o", "x.zip").err
    assert "error[bad-value]" in tosgen(bench, "evidence", TERMS).err
    assert "error[bad-value]" in tosgen(bench, "evidence").err


def test_a_chain_may_end_where_a_head_was_pinned(bench: Path, tmp_path: Path) -> None:
    tosgen(bench, "generate")
    head = tosgen(bench, "verify", "--format", "json").json["head"]
    tosgen(bench, "publish", TERMS, "--effective", "2099-01-01")
    tosgen(bench, "evidence", TERMS, "-o", "then.zip", "--head", head)
    bundle = unpack((bench / "then.zip").read_bytes(), tmp_path)
    assert bundle.checked().returncode == 0
    assert "Nothing has been decided" in (bundle.folder / README).read_text("utf-8")
