"""Tags such as `terms-of-service/DE/v7`, for people who read with git: derived from the history, and never trusted.

Like index and work tree they follow main once it has moved, under the same lock and journal: a run that dies in between
is finished by the next one, and whatever is missing or moved is set right whenever something is recorded.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tosgen.errors import Finding, Place, Unavailable
from tosgen.ledger import durable, packed
from tosgen.ledger.record import Change, Entry, version_in
from tosgen.ledger.repository import Repository
from tosgen.saying import say

TAGS = "refs/tags/"
MANY = 100
"""New tags from which on they go into git's list of refs, not into a file each."""
_UNFIT = re.compile(r"\.\.|\.lock/")
"""What a name in a ledger may hold and a ref may not."""
_VERSION = re.compile(r"(?P<folder>[^/]+/[^/]+)/v[1-9][0-9]{0,8}")


def derived(entries: Iterable[Entry]) -> dict[str, str]:
    """Tag -> commit; a version that stands twice in the history is the first of them."""
    found: dict[str, str] = {}
    for entry in entries:
        found.setdefault(_name(entry.folder, entry.version), entry.commit)
    return found


def added(changes: Sequence[Change], commits: Sequence[str]) -> dict[str, str]:
    """Tag -> commit of the versions among what was just recorded."""
    named = ((version_in(change.message), commit) for change, commit in zip(changes, commits, strict=True))
    return {_name(*version): commit for version, commit in named if version}


def refresh(repository: Repository, wanted: Mapping[str, str]) -> None:
    """Every tag names its version's commit. What cannot be written now is left to the next run: nothing reads it."""
    with suppress(Unavailable, OSError):
        if any((repository.git_dir / way).is_symlink() for way in ("refs", "refs/tags")):
            return
        there = _there(repository)
        names = sorted(_to_write(wanted, there))
        new = {f"{TAGS}{name}": wanted[name] for name in names if name not in there}
        new = {name: commit for name, commit in new.items() if not os.path.lexists(repository.git_dir / name)}
        if len(new) >= MANY and packed.add(repository.git_dir, new):
            names = [name for name in names if f"{TAGS}{name}" not in new]
        if names:
            feed = "".join(f"update {TAGS}{name} {wanted[name]}\n" for name in names)
            repository.run("update-ref", "--no-deref", "--stdin", feed=feed.encode())
            folders = (path for name in names for path in Path(TAGS, name).parents if path.name)
            durable.sync_folders(repository.git_dir / folder for folder in folders)


def faults(repository: Repository, entries: Iterable[Entry]) -> Iterator[Finding]:
    """Tags that name another commit than their version's, or a version that the history does not hold (`tag`)."""
    wanted = derived(entries)
    ours = {name.rpartition("/")[0] for name in wanted}
    for name, commit in _there(repository).items():
        found = _VERSION.fullmatch(name)
        if found and found["folder"] in ours and wanted.get(name) != commit:
            what = say("the tag {name} names another commit than the history has for it", name=name)
            hint = say("`git show {name}` misleads: find out who moved it, then remove it", name=name)
            yield Finding("tag", what, Place(str(repository.root)), hint)


def _there(repository: Repository) -> dict[str, str]:
    """Tag -> commit that it names, "" for one that only names another ref."""
    form = "--format=%(refname)%09%(symref)%09%(objectname)%09%(*objectname)"
    listing = repository.run("for-each-ref", form, TAGS.rstrip("/")).decode("utf-8", "surrogateescape")
    rows = (line.split("\t") for line in listing.splitlines())
    return {name.removeprefix(TAGS): "" if symref else peeled or own for name, symref, own, peeled in rows}


def _to_write(wanted: Mapping[str, str], there: Mapping[str, str]) -> Iterator[str]:
    """Tags that are missing or moved; not where a tag of the user's stands in the way, as a folder or as a file."""
    folders = {name[:at] for name in there for at in _slashes(name)}
    for name, commit in wanted.items():
        blocked = name in folders or any(name[:at] in there for at in _slashes(name))
        if there.get(name) != commit and not blocked and not _UNFIT.search(name):
            yield name


def _slashes(name: str) -> list[int]:
    return [at for at, letter in enumerate(name) if letter == "/"]


def _name(folder: str, version: int) -> str:
    return f"{folder}/v{version}"
