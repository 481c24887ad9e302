"""A ledger with signers for the tests of decisions, and the means to forge one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from ledger_drafts import NOON, draft, git

from tosgen.errors import Refused
from tosgen.ledger import Author, Draft, Ledger, canonical, message
from tosgen.ledger.signatures import Key, key_of
from tosgen.model.decision import Decision
from tosgen.review import signers as lists
from tosgen.review.change import Changed, change
from tosgen.review.decide import Decided, Who, decide, subjects, with_records
from tosgen.review.effects import bare
from tosgen.review.replay import replay, trusted
from tosgen.review.verify import verify

needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
D = date(2026, 12, 1)


def make_key(folder: Path, name: str) -> Key:
    path = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path], check=True)
    found = key_of(path, folder)
    assert found
    return found


@dataclass(frozen=True)
class House:
    """A ledger, and the keys of those who have to do with it; Eve has none that counts."""

    path: Path
    keys: Mapping[str, Key]

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.path)

    def who(self, name: str, key: str = "") -> Who:
        return Who(Author(name.title(), address(name)), self.keys[key or name])

    def decide(self, name: str, action: Any, *refs: tuple[str, int], at: datetime = NOON, **more: Any) -> Decided:
        """`refs`: (market, number) of the document `terms`."""
        if action in {"reject", "withdraw"}:
            more.setdefault("reason", "because")
        if action in {"publish", "withdraw"}:
            more.setdefault("effective", D)
        return decide(self.ledger, action, [("terms", *ref) for ref in refs], self.who(name), at, **more)

    def record(self, name: str, *drafts: Draft, at: datetime = NOON) -> tuple[str, ...]:
        ledger = self.ledger
        with ledger.session() as writer:
            signed, who, when = with_records(ledger, writer.tip, drafts, self.who(name), at)
            return writer.record(signed, who.author, when)

    def enlist(self, name: str, *roles: str, by: str = "ana", key: str = "", until: str = "", **more: Any) -> Changed:
        new = lists.signer(address(name), self.keys[key or name].public, until)
        make = lambda old: replace(lists.added(old, new, roles), **more)  # noqa: E731
        return change(self.ledger, make, f"{name} added", self.who(by), NOON)

    def dismiss(self, name: str, by: str = "ana") -> Changed:
        def make(old: Any) -> Any:
            return lists.without(old, tuple(each for each in old.keys if each.principal == address(name)))

        return change(self.ledger, make, f"{name} revoked", self.who(by), NOON)

    def tip(self) -> str:
        return git(self.path, "rev-parse", "main").strip()

    def decision(self, name: str, action: Any, *refs: tuple[str, int], **changes: Any) -> Decision:
        """What a decision of these would be, with `changes` to it."""
        past = replay(self.ledger).past
        versions = [self.ledger.version("terms", *ref) for ref in refs]
        made = Decision(
            "shop", action, address(name), self.keys[name].fingerprint, NOON.isoformat(), self.tip(),
            subjects(past, versions, lambda version: bare(past, version, D) if action == "publish" else None),
            D.isoformat() if action in {"publish", "withdraw"} else None,
        )  # fmt: skip
        return replace(made, **changes)

    def forge(
        self, files: Mapping[str, bytes | None], *, kind: str = "Decision", name: str = "bob", at: datetime = NOON
    ) -> str:
        """A commit made past tosgen, with trailers that look like its own."""
        for path, content in files.items():
            target = self.path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                target.unlink()
            else:
                target.write_bytes(content)
            git(self.path, "add", "--", path)
        given = message("looks right", {f"Tosgen-{kind}": "1"} if kind else {})
        stamp = f"{int(at.timestamp())} +0000"
        env = {**os.environ, "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
        identity = (
            "-c",
            f"user.name={name.title()}",
            "-c",
            f"user.email={address(name)}",
            "-c",
            "commit.gpgsign=false",
        )
        command = ["git", "-C", str(self.path), *identity, "commit", "-q", "--cleanup=verbatim", "-F", "-"]
        subprocess.run(command, input=given.encode(), env=env, check=True)
        return self.tip()

    def forged(self, said: Decision, signer: str, *, at: datetime = NOON, name: str = "bob") -> str:
        """A decision committed past tosgen, signed with whatever key."""
        return self.forge(self.files(said, signer), name=name, at=at)

    def files(self, said: Decision, signer: str) -> dict[str, bytes | None]:
        content = canonical(said.as_dict())
        short = next(
            (k for k in (lists.short(key.public) for key in self.keys.values() if key.fingerprint == said.key)), "plain"
        )
        found: dict[str, bytes | None] = {}
        for subject in said.subjects:
            path = f"{subject.folder}/decisions/{subject.version}.{said.action}.{short}.json"
            found[path] = content
            if signer:
                found[f"{path}.sig"] = self.keys[signer].sign(content)
        return found

    def codes(self, head: str | None = None) -> set[str]:
        """What verifying finds."""
        return {finding.code for finding in verify(self.ledger, head).findings}

    def refusal(self, market: str = "DE") -> set[str]:
        """Why nothing is derived from the decisions on a market's terms; empty if something is."""
        try:
            trusted(self.ledger, {f"terms/{market}"})
        except Refused as refused:
            return {finding.code for finding in refused.findings}
        return set()


def address(name: str) -> str:
    return f"{name}@example.test"


def refused(code: str, act: Callable[[], object]) -> None:
    """Whatever `act` does is refused with this code."""
    with pytest.raises(Refused) as error:
        act()
    assert code in {finding.code for finding in error.value.findings}, str(error.value)


def build(folder: Path) -> House:
    """Ana writes and publishes, Bob and Cleo review; v1 is published for DE, v2 awaits, FR has one version."""
    keys = {name: make_key(folder, name) for name in ("ana", "bob", "cleo", "eve", "spare")}
    house = House(folder / "shop", keys)
    house.enlist("ana", "author", "publisher")
    house.enlist("bob", "reviewer")
    house.enlist("cleo", "reviewer", "author")
    house.record("ana", draft(1, {"en": "one\n", "de": "eins\n"}), draft(1, {"en": "un\n"}, market="FR"))
    house.decide("bob", "approve", ("DE", 1))
    house.decide("ana", "publish", ("DE", 1))
    house.record("ana", draft(2, {"en": "two\n", "de": "zwei\n"}))
    return house


def copied(house: House, folder: Path) -> House:
    """The same, to spoil."""
    shutil.copytree(house.path, folder / "shop", symlinks=True)
    return House(folder / "shop", house.keys)


LATER = datetime(2026, 11, 21, 13, tzinfo=UTC)
