"""Drafts for the tests of the ledger, and a program that records some."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from tosgen.ledger import Author, Draft, Ledger
from tosgen.model.version import Version
from tosgen.review.verify import verify

ANA = Author("Ana Ruiz", "ana@example.test")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def draft(
    number: int,
    texts: Mapping[str, str],
    *,
    document: str = "terms",
    market: str = "DE",
    inputs: Mapping[str, bytes] | None = None,
    subject: str = "a test",
) -> Draft:
    version = Version(
        service="shop",
        document=document,
        market=market,
        version=number,
        kind="initial" if number == 1 else "material",
        generated_for="2026-11-21",
        base=number - 1 or None,
        authoritative="en",
        inputs={"library": {"version": "1", "digest": "d"}, "profile": "p", "tosgen": "1"},
        facts={"company.name": "Größe & Söhne"},
        features=("core",),
        jurisdictions=("global",),
        outline=(("core", "General"),),
        terms={},
        clauses=(),
        texts={locale: sha256(text.encode()).hexdigest() for locale, text in texts.items()},
        summary=subject,
    )
    return Draft(version, texts, inputs or {}, subject)


def record(path: Path, *drafts: Draft) -> tuple[str, ...]:
    with Ledger(path).session() as writer:
        return writer.record(drafts, ANA, NOON)


def three(path: Path) -> Path:
    """A ledger with two versions for one market, and one for another."""
    record(path, draft(1, {"en": "one\n"}), draft(1, {"en": "uno\n"}, market="FR"))
    record(path, draft(2, {"en": "two\n"}))
    return path


def codes(path: Path) -> set[str]:
    """What `tosgen verify` finds."""
    return {finding.code for finding in verify(Ledger(path)).findings}


def twelve(number: int) -> list[Draft]:
    """Version `number` of twelve documents in two languages."""
    texts = {"en": f"# Terms {number}\n" * 40, "de": f"# Bedingungen {number}\n" * 40}
    return [draft(number, texts, document=f"terms-{n:02}") for n in range(12)]


def git(path: Path, *arguments: str, status: int = 0) -> str:
    """The user's own git."""
    identity = ("-c", "user.name=User", "-c", "user.email=user@example.test")
    done = subprocess.run(["git", "-C", path, *identity, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def whole(path: Path) -> None:
    """Nothing is damaged, and index, tags and work tree are what the tip says."""
    git(path, "fsck", "--full", "--strict")
    assert git(path, "status", "--porcelain") == ""
    assert not (path / ".git/tosgen/journal.json").exists()
    refs = git(path, "for-each-ref", "--format=%(refname)").split()
    assert [ref for ref in refs if not ref.startswith("refs/tags/")] == ["refs/heads/main"] * bool(refs)
    assert tags(path) == (versions(path) if refs else {})


def tags(path: Path) -> dict[str, str]:
    """Tag -> commit."""
    listing = git(path, "for-each-ref", "--format=%(refname:strip=2) %(objectname)", "refs/tags")
    return dict(line.split(" ") for line in listing.splitlines())


def versions(path: Path) -> dict[str, str]:
    """`DOCUMENT/MARKET/vN` -> commit, by the trailers of the commits."""
    said = [f"%(trailers:key=Tosgen-{name},valueonly,separator=)" for name in ("Document", "Market", "Version")]
    found = git(path, "log", f"--format={said[0]}/{said[1]}/v{said[2]} %H", "main").splitlines()
    return dict(line.split(" ") for line in found if not line.startswith("//v "))


def child(code: str, *arguments: str | Path, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """A process group of its own that runs `code` after the imports of this module."""
    tests = Path(__file__).parent
    paths = os.pathsep.join([str(tests), str(tests.parent)])
    command = [sys.executable, "-c", f"import sys\nfrom pathlib import Path\nfrom ledger_drafts import *\n{code}"]
    return subprocess.Popen(
        [*command, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": paths, **(env or {})},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
