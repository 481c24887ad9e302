"""git's list of refs, to which many are added at once: a file for each would be synced alone, and read alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from tosgen.ledger import durable

_HEAD = b"# pack-refs with: peeled fully-peeled sorted \n"


def add(git_dir: Path, refs: Mapping[str, str]) -> bool:
    """Put refs (name -> commit), of which none is there yet, into `packed-refs`; what it holds stays as it is.

    False, and nothing is done, where another git holds it, or its form is not known here.
    """
    path, lock = git_dir / "packed-refs", git_dir / "packed-refs.lock"
    if path.is_symlink() or (git_dir / "reftable").exists():
        return False
    try:
        descriptor = os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    except FileExistsError:
        return False
    os.close(descriptor)
    try:
        content = _with(path, {name.encode(): commit.encode() for name, commit in refs.items()})
        if content is not None:
            durable.write(lock, content)
            lock.replace(path)
            durable.sync_folders([git_dir])
        return content is not None
    finally:
        lock.unlink(missing_ok=True)


def _with(path: Path, refs: Mapping[bytes, bytes]) -> bytes | None:
    """The file with these refs; None for a form not known here."""
    data = path.read_bytes() if path.exists() else _HEAD
    if not data.startswith(_HEAD) or not data.endswith(b"\n"):
        return None
    lines = {name: b"%s %s\n" % (commit, name) for name, commit in refs.items()}
    lines |= dict(_entries(data.removeprefix(_HEAD)))
    return b"".join([_HEAD, *(lines[name] for name in sorted(lines))])


def _entries(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name -> its lines: an annotated tag has a second one, which says what it is of."""
    ends = data.splitlines(keepends=True)
    for at, line in enumerate(ends):
        if not line.startswith(b"^"):
            peeled = ends[at + 1] if at + 1 < len(ends) and ends[at + 1].startswith(b"^") else b""
            yield line.rstrip(b"\n").partition(b" ")[2], line + peeled
