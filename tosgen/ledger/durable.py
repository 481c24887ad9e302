"""Files that survive a power cut: written beside, synced, renamed; and what the system's refusals mean."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from tosgen.errors import Finding, Unavailable
from tosgen.saying import say

T = TypeVar("T")
_SYNCERS = 8
_CODES = {
    errno.ENOSPC: ("disk", say("free some space and run again; nothing recorded was lost")),
    errno.EDQUOT: ("disk", say("free some space and run again; nothing recorded was lost")),
    errno.EROFS: ("read-only", say("make the folder writable and run again")),
    errno.EACCES: ("permission", say("give yourself write access and run again")),
    errno.EPERM: ("permission", say("give yourself write access and run again")),
}


@contextmanager
def reported(root: Path) -> Iterator[None]:
    """OSError becomes Unavailable: `disk`, `read-only`, `permission`, else `io`."""
    try:
        yield
    except OSError as error:
        code, hint = _CODES.get(error.errno or 0, ("io", ""))
        place = os.fsdecode(error.filename) if error.filename else str(root)
        raise Unavailable.one(code, error.strerror or str(error), place, hint) from error


@contextmanager
def recorded(root: Path) -> Iterator[None]:
    """As `reported`, once main has moved: what fails now has left only files behind."""
    try:
        with reported(root):
            yield
    except Unavailable as error:
        rest = say("the versions are recorded, and the next run finishes the files")
        raise Unavailable(
            Finding(each.code, say("{message} ({rest})", message=each.message, rest=rest), each.place, each.hint)
            for each in error.findings
        ) from error


def replace(path: Path, content: bytes, mode: int = 0o666) -> None:
    """The file holds `content`, now and after a power cut, or what it held before."""
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    write(beside, content, mode=mode)
    beside.replace(path)
    sync_folders([path.parent])


def write(path: Path, content: bytes, flags: int = os.O_TRUNC, mode: int = 0o666) -> None:
    """Write and sync a file; its name is not yet durable."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | flags, mode)
    with os.fdopen(descriptor, "wb", buffering=0) as file:
        rest = memoryview(content)
        while rest:
            rest = rest[file.write(rest) :]
        os.fsync(descriptor)


def remove(path: Path) -> None:
    """No file of that name, durably."""
    with suppress(FileNotFoundError):
        path.unlink()
        sync_folders([path.parent])


def sync(path: Path) -> None:
    """What a file or folder holds is on disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folders(folders: Iterable[Path]) -> None:
    """The names in these folders are on disk; a folder that is gone needs nothing."""
    each_of(_sync_folder, sorted(set(folders)))


def _sync_folder(folder: Path) -> None:
    with suppress(FileNotFoundError):
        sync(folder)


def each_of(task: Callable[[T], object], items: Sequence[T]) -> None:
    """Do with each item a task that waits for the disk: those that wait together share its flush."""
    if len(items) < _SYNCERS:
        for item in items:
            task(item)
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # reading needs none

    with ThreadPoolExecutor(_SYNCERS) as pool:
        list(pool.map(lambda share: [task(item) for item in share], (items[at::_SYNCERS] for at in range(_SYNCERS))))


def sync_children(folder: Path, since: int = 0) -> None:
    """The names in a folder and in its folders are on disk; `since`: nanoseconds before which they are known to be."""
    inner = [child for child in folder.iterdir() if child.is_dir() and child.stat().st_mtime_ns >= since]
    sync_folders([*inner, folder])
