"""What is kept between runs: one SQLite file in the user's cache folder. Whatever is wrong with it, there is none."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tosgen.store import OPENED

if TYPE_CHECKING:
    from tosgen.cli.cache_file import CacheFile

VARIABLE = "TOSGEN_CACHE"
STARTED = time.time()
"""Before anything was loaded that has a say in a text: what changes later may be loaded old, or new."""


@contextmanager
def caching() -> Iterator[None]:
    """Ask the cache, and write what is new into it at the end."""
    folder = folder_named(os.environ)
    cache = Cache(folder) if folder else None
    OPENED.open(cache)
    try:
        yield
    finally:
        OPENED.open(None)
        if cache:
            cache.close()


class Cache:
    """A store that opens its file when it is first asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._asked = False
        self._file: CacheFile | None = None

    @property
    def file(self) -> CacheFile | None:
        """What is asked; None where there can be none."""
        if not self._asked:
            self._asked = True
            self._file = _opened(self._folder)
        return self._file

    def get(self, shelf: str, key: bytes) -> bytes | None:
        """See `Store`."""
        return self.file.get(shelf, key) if self.file else None

    def keys(self, shelf: str) -> frozenset[bytes]:
        """See `Store`."""
        return self.file.keys(shelf) if self.file else frozenset()

    def put(self, shelf: str, key: bytes, value: bytes) -> None:
        """See `Store`."""
        if self.file:
            self.file.put(shelf, key, value)

    def close(self) -> None:
        """Write what is new."""
        if self._file:
            self._file.close()


def folder_named(surroundings: Mapping[str, str]) -> Path | None:
    """Where the cache belongs; None: nowhere.

    >>> str(folder_named({"XDG_CACHE_HOME": "/c", "HOME": "/h"})), str(folder_named({"HOME": "/h"}))
    ('/c/tosgen', '/h/.cache/tosgen')
    >>> str(folder_named({"TOSGEN_CACHE": "/t", "HOME": "/h"})), folder_named({"TOSGEN_CACHE": "off", "HOME": "/h"})
    ('/t', None)
    """
    named = surroundings.get(VARIABLE)
    if named is not None:
        return Path(named) if named not in {"", "off"} else None
    user, home = Path(surroundings.get("XDG_CACHE_HOME", "")), Path(surroundings.get("HOME", ""))
    folder = user if user.is_absolute() else home / ".cache"
    return folder / "tosgen" if folder.is_absolute() else None


def _opened(folder: Path) -> CacheFile | None:
    try:
        from tosgen.cli.cache_file import CacheFile
    except ImportError:  # a Python that was built without sqlite3
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if not (stat.S_ISDIR(found.st_mode) and private(found) and os.access(folder, os.W_OK | os.X_OK)):
            return None
    except (OSError, ValueError):
        return None
    return CacheFile(folder / "cache.db")


def private(found: os.stat_result) -> bool:
    """Whether nobody else can have written there: what is read from a cache is run."""
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022
