"""The peers of the ledger: GitPython commit by commit, and one `git fast-import`."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.clock import Clock

if TYPE_CHECKING:
    from git import Repo

Commit = tuple[str, str, str, bytes, str]
"""Its folder, its text, the text's language, `version.json`, and the message."""


MOST = 2_000
"""Commits that GitPython is waited for; past that it is reckoned from the first and the last ones."""
SAMPLE = 50


def commit(path: Path, commits: Sequence[Commit], stream: Path) -> tuple[Clock, bool]:
    """Each as `index.add` and `index.commit` in a bare repository: stage `record`, and whether it was reckoned.

    Of many, the first ones are made, and as many over a repository that holds them all (out of `stream`), since a
    commit costs more the more files there are: in between it grows with their number.
    """
    from git import Repo

    shutil.rmtree(path, ignore_errors=True)
    few = len(commits) <= MOST
    repo = Repo.init(path, bare=True, initial_branch="main")
    clock = Clock()
    _commit(repo, commits if few else commits[:SAMPLE])
    clock("record")
    if few:
        return clock, False
    imported(path, stream, durable=False)
    git(path, "read-tree", "main")
    clock("filled")
    _commit(Repo(path), [(each[0], f"{each[1]}\n", *each[2:]) for each in commits[-SAMPLE:]])
    clock("last")
    for took in (clock.stages, clock.cpu):
        took["record"] = (took["record"] + took["last"]) * len(commits) / (2 * SAMPLE)
    return clock, True


def _commit(repo: Repo, commits: Sequence[Commit]) -> None:
    from git import Actor
    from git.index.typ import BaseIndexEntry
    from gitdb import IStream  # type: ignore[import-untyped]

    who = Actor("Bench", "bench@example.org")
    for folder, text, locale, record, message in commits:
        entries = []
        for name, content in ((f"{locale}.md", text.encode()), ("version.json", record)):
            blob = repo.odb.store(IStream("blob", len(content), BytesIO(content)))
            entries.append(BaseIndexEntry((0o100644, blob.binsha, 0, f"{folder}/{name}")))
        repo.index.add(entries)
        repo.index.commit(message, author=who, committer=who, skip_hooks=True)


def exported(ledger: Path, stream: Path) -> str:
    """Every commit of a ledger as a stream for fast-import; its tip."""
    with stream.open("wb") as file:
        subprocess.run(["git", "-C", ledger, "fast-export", "--reencode=no", "main"], stdout=file, check=True)
    return git(ledger, "rev-parse", "main").strip()


def imported(path: Path, stream: Path, *, durable: bool) -> None:
    """The stream into a new repository, as surely on the disk as a ledger is if it is `durable`."""
    shutil.rmtree(path, ignore_errors=True)
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", path], check=True)
    options = ["-c", "core.fsync=all"] if durable else []
    with stream.open("rb") as file:
        subprocess.run(["git", *options, "-C", path, "fast-import", "--quiet"], stdin=file, check=True)


def git(path: Path, *arguments: str) -> str:
    """What git says."""
    return subprocess.run(["git", "-C", path, *arguments], check=True, capture_output=True, text=True).stdout
