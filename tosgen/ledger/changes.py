"""Which commits changed a library's files, if the library lies in a git checkout: what stands behind a cause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha1, sha256
from pathlib import Path

from tosgen.ledger.reading import ask
from tosgen.ledger.record import printable

_FIELDS = "%x1e%H%x1f%cs%x1f%s%x1d"
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit, as its subject names it; `date` is the day on which it was made."""

    id: str
    date: str
    subject: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the files of a checkout's folder since a commit, and how they stand in its newest one."""

    folder: Path
    commits: Mapping[str, tuple[Commit, ...]]
    """Path below the folder -> commits, the newest first."""
    blobs: Mapping[str, str]

    def uncommitted(self, path: str) -> bool:
        """Whether the file is not what the newest commit has."""
        file = self.folder / path
        content = file.read_bytes() if file.is_file() else None
        if content is None or not self.blobs:
            return bool(self.blobs) and (path in self.blobs) != (content is not None)
        return self.blobs.get(path) != sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


@lru_cache(maxsize=32)
def changes_since(folder: Path, commit: str) -> Changes:
    """What happened in a folder's checkout after a commit; nothing where there is no checkout or no such commit."""
    if not folder.is_dir() or ask(folder, "rev-parse", "--verify", "--quiet", "HEAD:./") is None:
        return Changes(folder, {}, {})
    found: dict[str, list[Commit]] = {}
    for path, each in _commits(folder, commit):
        found.setdefault(path, []).append(each)
    return Changes(folder, {path: tuple(some) for path, some in found.items()}, dict(_blobs(folder)))


def last_change(folder: Path, path: str) -> Commit | None:
    """The last commit that changed a file of a folder's checkout; None if there is none."""
    if not folder.is_dir():
        return None
    log = ask(folder, "log", "-1", f"--format={_FIELDS}", "--no-show-signature", "--", f":(literal){path}")
    return next((commit for _, commit in _read(f"{log}{path}\0")), None) if log else None


def text_of(folder: Path, path: str, digest: str) -> str | None:
    """The text that a file of a folder's checkout had when its SHA-256 was `digest`; None if no commit has it."""
    listed = ask(folder, "log", f"-{_MOST}", "--format=%H", "--", f":(literal){path}") if folder.is_dir() else None
    for commit in (listed or "").split():
        text = ask(folder, "cat-file", "blob", f"{commit}:./{path}")
        if text is not None and sha256(text.encode()).hexdigest() == digest:
            return text
    return None


def _commits(folder: Path, since: str) -> Iterator[tuple[str, Commit]]:
    if not since or ask(folder, "cat-file", "-e", f"{since}^{{commit}}") is None:
        return
    log = ask(
        folder, "log", f"-{_MOST}", f"--format={_FIELDS}", "--no-show-signature", "--name-only", "--no-renames", "-z",
        "--relative", f"{since}..HEAD", "--", ".",
    )  # fmt: skip
    yield from _read(log or "")


def _read(log: str) -> Iterator[tuple[str, Commit]]:
    for item in log.split("\x1e")[1:]:
        head, _, paths = item.partition("\x1d")
        id, date, subject = head.split("\x1f", 2)
        for path in filter(None, (each.strip("\n") for each in paths.split("\0"))):
            yield path, Commit(id, date, printable(subject))


def _blobs(folder: Path) -> Iterator[tuple[str, str]]:
    listed = ask(folder, "ls-tree", "-r", "-z", "HEAD", ".")
    for item in filter(None, (listed or "").split("\0")):
        entry, _, path = item.partition("\t")
        yield path, entry.split()[2]
