"""git's index, written from what is known: git's own refresh would run whatever filters the config names."""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tosgen.ledger import durable

_LOW = 0xFFFFFFFF
_SECOND = 10**9
_MARK = struct.Struct(">9L")
_FIXED = 62  # bytes before an entry's path
_NONE = bytes(_MARK.size)


class Leaf(NamedTuple):
    """A file of a tree: mode as git writes it, and id."""

    mode: int
    id: str


Tree = Mapping[str, Leaf]


def stamp(stat: os.stat_result) -> bytes:
    """What the index keeps of a file's state, mode apart."""
    changed, modified = stat.st_ctime_ns, stat.st_mtime_ns
    return _MARK.pack(
        changed // _SECOND & _LOW, changed % _SECOND, modified // _SECOND & _LOW, modified % _SECOND,
        stat.st_dev & _LOW, stat.st_ino & _LOW, stat.st_uid, stat.st_gid, stat.st_size & _LOW,
    )  # fmt: skip


def read(path: Path) -> dict[str, tuple[bytes, str]]:
    """Path -> (stamp, id); without entries too young to be told from an edit, and empty for a form not known here."""
    try:
        written, data = path.stat().st_mtime_ns // 10**9, path.read_bytes()
        if data[:8] != b"DIRC\0\0\0\2":
            return {}
        return _entries(data, int.from_bytes(data[8:12], "big"), written)
    except (OSError, struct.error, ValueError):
        return {}


def _entries(data: bytes, count: int, written: int) -> dict[str, tuple[bytes, str]]:
    found, at = {}, 12
    for _ in range(count):
        end = data.index(0, at + _FIXED)
        if int.from_bytes(data[at + 8 : at + 12], "big") < written:
            mark = data[at : at + 24] + data[at + 28 : at + 40]
            found[data[at + _FIXED : end].decode()] = mark, data[at + 40 : at + 60].hex()
        at += (end - at + 8) & ~7
    return found


def write(git_dir: Path, tree: Tree, stamps: Mapping[str, bytes]) -> bool:
    """Make the index say what `tree` says; False if another git holds it.

    `stamps`: the state of files known to be as in the tree; git itself looks at the others.
    """
    lock = git_dir / "index.lock"
    try:
        durable.write(lock, _bytes(tree, stamps), os.O_EXCL)
    except FileExistsError:
        return False
    except OSError:
        lock.unlink(missing_ok=True)
        raise
    lock.replace(git_dir / "index")
    durable.sync_folders([git_dir])
    return True


def _bytes(tree: Tree, stamps: Mapping[str, bytes]) -> bytes:
    parts = [b"DIRC", struct.pack(">LL", 2, len(tree))]
    for path, name in sorted((path.encode(), path) for path in tree):
        leaf, mark = tree[name], stamps.get(name, _NONE)
        flags = min(len(path), 0xFFF).to_bytes(2, "big")
        entry = mark[:24] + leaf.mode.to_bytes(4, "big") + mark[24:] + bytes.fromhex(leaf.id) + flags + path
        parts += (entry, bytes(8 - len(entry) % 8))
    content = b"".join(parts)
    return content + hashlib.sha1(content, usedforsecurity=False).digest()
