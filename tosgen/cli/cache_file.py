"""The cache's file: found by digests, sealed row by row, bounded, and replaced once it is damaged."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any

from tosgen.cli.cache import STARTED, private
from tosgen.store.program import program

LIMIT = 200 << 20
BATCH = 16 << 20
"""Bytes that wait to be written before they are, in the middle of a long run."""
PATIENCE = 0.3
"""Seconds to wait for another run that is writing."""
_ROW = 128
"""What a row takes beside its value."""
_SEAL = 16
_SETTLED = 1.0
"""Seconds that the program must have stood unchanged when it was started."""
_TABLE = "CREATE TABLE IF NOT EXISTS kept (shelf BLOB, key BLOB, value BLOB, used INTEGER, PRIMARY KEY (shelf, key))"
_ROWS = "SELECT key, value, used FROM kept WHERE typeof(key) = 'blob' AND typeof(value) = 'blob' AND shelf = ?"
_DAMAGED = {
    sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_FORMAT,
}  # fmt: skip
"""What a sound file of ours never leads to."""
Row = tuple[bytes, bytes]


class CacheFile:
    """A `Store`. No fault of the file reaches who asks: then nothing is known, and nothing is kept."""

    def __init__(self, path: Path, *, limit: int = LIMIT, batch: int = BATCH) -> None:
        self._path, self._limit, self._batch = path, limit, batch
        self._today = date.today().toordinal()
        self._lock = RLock()
        self._shelves: dict[str, bytes] = {}
        self._new: dict[Row, bytes] = {}
        self._waiting = 0
        self._old: set[Row] = set()
        self._replaced = False
        self._process = os.getpid()
        self._file: sqlite3.Connection | None = None
        with self._lock:
            self._open()

    def get(self, shelf: str, key: bytes) -> bytes | None:
        """See `Store`."""
        with self._lock:
            row = self._shelf(shelf), key
            if row in self._new:
                return self._new[row]
            found = self._ask(f"{_ROWS} AND key = ?", row)
            # A damaged index leads to the sound row of another key.
            return next((value for known, value in self._sound(row[0], found) if known == key), None)

    def keys(self, shelf: str) -> frozenset[bytes]:
        """See `Store`."""
        with self._lock:
            name = self._shelf(shelf)
            found = self._ask(_ROWS, (name,))
            return frozenset([key for key, _ in self._sound(name, found)] + [k for s, k in self._new if s == name])

    def put(self, shelf: str, key: bytes, value: bytes) -> None:
        """See `Store`; it is written with others, in the end or when there are many."""
        with self._lock:
            if self._mine() is None:
                return
            self._new[self._shelf(shelf), key] = value
            self._waiting += len(value) + _ROW
            if self._waiting > self._batch:
                self._write()

    def close(self) -> None:
        """Write what is new."""
        with self._lock:
            if self._mine() is not None:
                self._write()
            self._leave()

    def _shelf(self, name: str) -> bytes:
        """A shelf of this program's: any other's has another name."""
        if name not in self._shelves:
            text = f"{name}\0{program().text}"
            self._shelves[name] = sha256(text.encode("utf-8", "surrogateescape")).digest()[:_SEAL]
        return self._shelves[name]

    def _sound(self, shelf: bytes, rows: Iterable[tuple[Any, ...]]) -> list[tuple[bytes, bytes]]:
        """The rows that are what was written there."""
        found = []
        for key, sealed, used in rows:
            value = sealed[_SEAL:]
            if sealed[:_SEAL] == _seal((shelf, key), value):
                found.append((key, value))
                if used != self._today:
                    self._old.add((shelf, key))
        return found

    def _mine(self) -> sqlite3.Connection | None:
        """The open file: a process that was forked off has none."""
        return self._file if self._process == os.getpid() else None

    def _open(self) -> None:
        try:
            if program().changed > STARTED - _SETTLED:
                return
            with suppress(FileExistsError):
                os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
            found = self._path.lstat()
            if not (stat.S_ISREG(found.st_mode) and private(found) and os.access(self._path, os.R_OK | os.W_OK)):
                return
            self._file = sqlite3.connect(
                self._path, timeout=PATIENCE, isolation_level=None, check_same_thread=False, cached_statements=8
            )
            for pragma in ("synchronous = NORMAL", "trusted_schema = OFF", "cell_size_check = ON"):
                self._file.execute(f"PRAGMA {pragma}")
            self._file.execute(_TABLE)
        except sqlite3.Error as error:
            self._fail(error)
        except (OSError, ValueError):
            self._leave()

    def _ask(self, question: str, values: tuple[bytes, ...]) -> list[tuple[Any, ...]]:
        file = self._mine()
        if file is None:
            return []
        try:
            return file.execute(question, values).fetchall()
        except sqlite3.Error as error:
            self._fail(error)
            return []

    def _fail(self, error: sqlite3.Error) -> None:
        """Go on without; with a new file, the first time that it was damaged."""
        self._leave()
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in _DAMAGED and not self._replaced:
            self._replaced = True
            for path in (self._path.with_name(f"{self._path.name}-journal"), self._path):
                with suppress(OSError):
                    path.unlink()
            self._open()

    def _leave(self) -> None:
        if self._mine() is not None and self._file is not None:
            with suppress(sqlite3.Error):
                self._file.close()
        self._file = None

    def _write(self) -> None:
        """All that is new, or nothing."""
        file, new, old = self._mine(), self._new, self._old
        self._new, self._old = {}, set()
        size, self._waiting = self._waiting, 0
        if file is None or not (new or old) or size > self._limit // 2:
            return
        rows = [(*row, _seal(row, value) + value, self._today) for row, value in new.items()]
        try:
            with closing(file.cursor()) as cursor:
                cursor.execute("BEGIN IMMEDIATE")
                self._make_room(cursor, size)
                cursor.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)
                cursor.executemany("UPDATE kept SET used = ? WHERE shelf = ? AND key = ?",
                                   [(self._today, *row) for row in old])  # fmt: skip
                cursor.execute("COMMIT")
        except sqlite3.Error as error:
            self._fail(error)

    def _make_room(self, cursor: sqlite3.Cursor, size: int) -> None:
        """Drop what was used longest ago, so much at once that it is seldom."""
        pages, free, page = (
            cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
        )
        excess = (pages - free) * page + size - self._limit
        if excess <= 0:
            return
        excess += self._limit // 4
        dropped = []
        for row, length in cursor.execute("SELECT rowid, length(value) FROM kept ORDER BY used, rowid"):
            dropped.append((row,))
            excess -= length + _ROW
            if excess <= 0:
                break
        cursor.executemany("DELETE FROM kept WHERE rowid = ?", dropped)


def _seal(row: Row, value: bytes) -> bytes:
    """What shows that a value is the one that was put under its key."""
    return sha256(b"".join((*row, value))).digest()[:_SEAL]
