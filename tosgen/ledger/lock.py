"""One writer at a time: a flock that git's children hold too, and the lock files that a dead git left."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tosgen.errors import Unavailable
from tosgen.saying import say

PATIENCE = 600.0
"""Seconds to wait for another run."""
_OLD = 900.0
"""Seconds after which a lock file is dead where the system cannot tell who holds it."""


@contextmanager
def exclusive(root: Path) -> Iterator[int]:
    """Hold the ledger; gives the descriptor for git's children to inherit. Unavailable (`locked`) after PATIENCE."""
    path = root / ".git" / "tosgen.flock"
    until = time.monotonic() + PATIENCE
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            _wait(descriptor, root, until)
            if _same(descriptor, path):
                yield descriptor
                fcntl.flock(descriptor, fcntl.LOCK_UN)  # at once, though a forked worker may have a copy
                return
        finally:
            os.close(descriptor)  # else with the last descriptor: the git of a run that was killed still holds it


def _wait(descriptor: int, root: Path, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                hint = say("let it finish, or end it, and run again")
                raise Unavailable.one(
                    "locked", say("another run has not let go of this ledger"), str(root), hint
                ) from None
            time.sleep(0.02)
        else:
            return


def _same(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def sweep(root: Path, unfinished: bool) -> None:
    """Remove lock files that no living git can own; `unfinished`: a run of ours died.

    Call it under the flock: then no run of ours is alive, only the user's own git can be.
    """
    git_dir = root / ".git"
    names = ("index.lock", "HEAD.lock", "packed-refs.lock", "refs/heads/main.lock")
    refs = (git_dir / "refs" / folder for folder in ("tosgen", "tags"))
    locks = [git_dir / name for name in names] + [lock for each in refs for lock in sorted(each.glob("**/*.lock"))]
    present = [lock for lock in locks if lock.exists()]
    if not present:
        return
    alive = git_alive(root)
    for lock in present:
        untold = alive is None and (unfinished or time.time() - lock.stat().st_mtime > _OLD)
        if alive is False or untold:
            lock.unlink(missing_ok=True)


def git_alive(root: Path) -> bool | None:
    """Whether a git not of ours works in this repository; None where the system does not say.

    Ours run in `/`, and hold the flock besides.
    """
    proc, top = Path("/proc"), str(root.resolve())
    if not (proc / "self" / "cwd").exists():
        return None
    return any(_works_in(process, top) for process in proc.iterdir() if process.name.isdigit())


def _works_in(process: Path, top: str) -> bool:
    try:
        if not (process / "comm").read_text(errors="replace").startswith("git"):
            return False
        links = [process / "cwd", *(process / "fd").iterdir()]
        places = [str(link.readlink()) for link in links]
    except OSError:
        return False
    return any(place == top or place.startswith(f"{top}/") for place in places)
