"""A build written into a folder: all of it or nothing, what is unchanged left alone, what is foreign never touched."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tosgen.errors import Refused
from tosgen.ledger.durable import reported, sync, sync_folders
from tosgen.saying import say
from tosgen.site.alone import alone
from tosgen.site.paths import OURS, fit, folders
from tosgen.site.standing import Kind, Plan, known, manifest, plan

_MANY = 100


@dataclass(frozen=True, slots=True)
class Placed:
    """What a build did to its folder: paths, in order."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...] = ()
    """No longer wanted, but changed by hand since: left where they are, and ours no longer."""


def place(target: Path, files: Mapping[str, bytes], kind: Kind) -> Placed:
    """Make the folder hold `files` (path -> content), as builds of this kind left it before; whole or not at all.

    Files lie ready inside the folder, under a hidden name, before the first is renamed to its place; a build that is
    killed in between is finished or cleared by the next one. Refused before anything is written: `bad-path`, `clash`,
    `foreign-files`, `hand-edit`, `manifest`. Unavailable: `disk`, `read-only`, `permission`, `io`.
    """
    fit(files)
    if target.exists() and not target.is_dir():
        hint = say("name a folder")
        raise Refused.one("foreign-files", say("this is a file, and a build needs a folder"), str(target), hint)
    with reported(target), _made(target), alone(target / f"{OURS}{kind}.lock"):
        return _placed(target, files, kind)


def _placed(target: Path, files: Mapping[str, bytes], kind: Kind) -> Placed:
    record, ready = target / f"{OURS}{kind}.json", target / f"{OURS}{kind}.new"
    _cleared(ready)
    wanted = {path: sha256(content).hexdigest() for path, content in sorted(files.items())}
    found = plan(target, wanted, known(record), kind)
    if found.write or found.remove or not _is(record, manifest(wanted)):
        _writable(target, found)
        try:
            _prepare(ready, [*(files[path] for path in found.write), manifest(found.present, wanted), manifest(wanted)])
            _move(target, found, ready, record)
        finally:
            _cleared(ready)
    return Placed(tuple(found.write), tuple(found.unchanged), tuple(found.remove), tuple(found.kept))


def _prepare(ready: Path, contents: Sequence[bytes]) -> None:
    """Files 0, 1, 2 … with these contents, on disk: first all are written, so that syncing waits once."""
    _folder(ready)
    made = [ready / str(n) for n in range(len(contents))]
    for path, content in zip(made, contents, strict=True):
        path.write_bytes(content)
        path.chmod(0o644)
    _synced(made)


def _move(target: Path, found: Plan, ready: Path, record: Path) -> None:
    """From here on nothing needs space but names: folders come before the first file."""
    (ready / str(len(found.write))).replace(record)
    sync_folders([target])
    if found.removal_first:
        _remove(target, found.remove)
    _folders(target, found.write)
    for n, path in enumerate(found.write):
        (ready / str(n)).replace(target / path)
    if not found.removal_first:
        _remove(target, found.remove)
    touched = {(target / path).parent for path in (*found.write, *found.remove)}
    _synced(sorted(folder for folder in touched if folder.is_dir()))
    (ready / str(len(found.write) + 1)).replace(record)
    sync_folders([target])


def _synced(paths: Sequence[Path]) -> None:
    """These are on disk. Of many, all that waits is written at once: one by one they take a hundred times longer."""
    if len(paths) > _MANY and sys.platform == "linux":  # elsewhere `sync` does not wait
        os.sync()
        return
    for path in paths:
        sync(path)


def _folders(target: Path, paths: Sequence[str]) -> None:
    """The folders of these paths; where one cannot be made, none of them."""
    made: list[Path] = []
    try:
        for folder in dict.fromkeys(folder for path in paths for folder in folders(path)):
            if not (target / folder).is_dir():
                _folder(target / folder)
                made.append(target / folder)
    except OSError:
        for path in reversed(made):
            path.rmdir()
        raise


def _folder(path: Path) -> None:
    path.mkdir()
    path.chmod(0o755)  # whatever the umask


def _remove(target: Path, paths: Sequence[str]) -> None:
    """These files, and the folders that they leave empty."""
    for path in paths:
        (target / path).unlink()
    emptied = {folder for path in paths for folder in folders(path)}
    for folder in sorted(emptied, key=lambda each: (-each.count("/"), each)):
        with suppress(OSError):
            (target / folder).rmdir()


def _writable(target: Path, found: Plan) -> None:
    """PermissionError for the first folder in which something cannot be replaced: no build stops half-way there."""
    touched = {folder for path in (*found.write, *found.remove) for folder in folders(path)}
    whose = os.access in os.supports_effective_ids
    for folder in sorted({"", *touched}):
        path = target / folder
        if path.is_dir() and not os.access(path, os.W_OK | os.X_OK, effective_ids=whose):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _is(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _cleared(ready: Path) -> None:
    """What a killed build had got ready is gone; a link of that name is removed, not followed."""
    if ready.is_symlink():
        ready.unlink()
    elif ready.exists():
        shutil.rmtree(ready)


@contextmanager
def _made(target: Path) -> Iterator[None]:
    """The folder is there; if nothing comes of the build, those are gone again that were made for it."""
    missing = [path for path in (target, *target.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        path.chmod(0o755)
    try:
        yield
    except BaseException:
        for path in missing:
            with suppress(OSError):
                path.rmdir()
        raise
