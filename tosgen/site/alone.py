"""One build at a time in a folder."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tosgen.errors import Unavailable
from tosgen.saying import say

_PATIENCE = 1200
"""Times to ask for the lock, twenty in a second."""


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock file, which goes with its holder. Unavailable (`locked`) if another build takes over a minute."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        try:
            _wait(descriptor, path)
            if _same(descriptor, path):
                try:
                    yield
                finally:
                    path.unlink(missing_ok=True)
                return
        finally:
            os.close(descriptor)


def _wait(descriptor: int, path: Path) -> None:
    for _ in range(_PATIENCE):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.05)
        else:
            return
    hint = say("let it finish, or end it, and run again")
    raise Unavailable.one("locked", say("another build is writing here"), str(path.parent), hint)


def _same(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
