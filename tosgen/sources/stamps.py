"""What tells that files have changed, without reading them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

Stamp = tuple[int, int, int]
"""When a file was written, how long it is, which file it is: one that was renamed over another is another."""
_DEEPEST = 8


def stamps(trees: Iterable[Path], files: Iterable[Path] = ()) -> Mapping[str, Stamp]:
    """Path -> stamp of every file in the trees that is not hidden, and of these files.

    What is not there, or goes while it is looked at, has none.
    """
    found: dict[str, Stamp] = {}
    for tree in trees:
        found.update(_below(tree, _DEEPEST))
    for file in files:
        with suppress(OSError, ValueError):
            found[str(file)] = _stamp(file.stat())
    return found


def _below(folder: Path | str, depth: int) -> Iterator[tuple[str, Stamp]]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            with suppress(OSError):
                if not entry.is_dir():
                    yield entry.path, _stamp(entry.stat())
                elif depth:
                    yield from _below(entry.path, depth - 1)


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_mtime_ns, status.st_size, status.st_ino
