"""What stands in a target before a build: which files are ours, which are not, and what is to be done."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from tosgen.errors import Finding, Place, Refused
from tosgen.saying import Said, listed, say
from tosgen.site.paths import fit, folded, folders

SCHEMA = "tosgen.folder/1"
Kind = str
"""`site`: the folder holds nothing else. `export-…`: it is somebody else's, and ours are a few files in it."""
Known = Mapping[str, frozenset[str]]
"""Path -> the digests that a file of ours may have there: two for what a killed build was about to replace."""


@dataclass(slots=True)
class Plan:
    """What is to be done in a target, and what stands there."""

    write: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    remove: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Ours once, changed by hand since, and no longer wanted."""
    present: dict[str, str] = field(default_factory=dict)
    """Our files that stand there -> digest."""
    removal_first: bool = False
    """Something to be removed stands where something must go."""


def manifest(present: Mapping[str, str], coming: Mapping[str, str] | None = None) -> bytes:
    """The bytes of a manifest: what stands there, and what a build is about to put there."""
    data = {"schema": SCHEMA, "files": present, **({"coming": coming} if coming else {})}
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def known(path: Path) -> Known:
    """What the manifest says is ours; Refused (`manifest`) for one that tosgen did not write."""
    try:
        data = json.loads(path.read_bytes())
        tables = [data["files"], data.get("coming", {})]
        names = sorted({name for table in tables for name in table})
        fit(tables[0])
        fit(tables[1])
        found = {name: frozenset(table[name] for table in tables if name in table) for name in names}
        if data["schema"] != SCHEMA:
            raise ValueError
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, Refused):
        hint = say("delete what the folder holds, and build again")
        raise Refused.one("manifest", say("this is no manifest of a build"), str(path), hint) from None
    return found


def plan(target: Path, wanted: Mapping[str, str], ours: Known, kind: Kind) -> Plan:
    """What a build does; `wanted`: path -> digest. Refused (`foreign-files`, `hand-edit`) if anything is in its way."""
    made, faults = Plan(), _Faults(target)
    for path in sorted({*wanted, *ours}):
        stands = _stands(target, path)
        if stands == "absent":
            _absent(made, path, wanted)
        elif stands == wanted.get(path):
            made.unchanged.append(path)
            made.present[path] = stands
        elif stands in ours.get(path, ()):
            (made.write if path in wanted else made.remove).append(path)
            made.present[path] = stands
        elif stands in {"folder", "blocked"}:
            _absent(made, path, wanted)
        elif path in wanted or kind == "site":
            faults.add(path, "hand-edit" if path in ours and stands != "special" else "foreign-files")
        else:
            made.kept.append(path)
    _in_the_way(target, made, wanted, faults)
    if kind == "site":
        for path in _files(target, ""):
            if path not in ours and path not in wanted:
                faults.add(path, "foreign-files")
    faults.told()
    return made


def _absent(made: Plan, path: str, wanted: Mapping[str, str]) -> None:
    if path in wanted:
        made.write.append(path)


def _stands(target: Path, path: str) -> str:
    """The digest of the file there; else `absent`, `folder`, `blocked` (by something that is no folder), `special`."""
    for part in (*folders(path), path):
        try:
            mode = (target / part).lstat().st_mode
        except FileNotFoundError:
            return "absent"
        if part != path and not stat.S_ISDIR(mode):
            return "blocked"
    if stat.S_ISREG(mode):
        return sha256((target / path).read_bytes()).hexdigest()
    return "folder" if stat.S_ISDIR(mode) else "special"


def _in_the_way(target: Path, made: Plan, wanted: Mapping[str, str], faults: _Faults) -> None:
    """What bears a wanted name, folded, and is no part of this build: ours goes first, and the rest is a fault."""
    parts = {part for path in wanted for part in (*folders(path), path)}
    inner = {part for path in wanted for part in folders(path)}
    names = {folded(part) for part in parts}
    going = set(made.remove)
    for folder in sorted({"", *inner}):
        for name, isdir in _entries(target, folder):
            same = name in parts and isdir == (name in inner)
            if same or folded(name) not in names:
                continue
            within = [*_files(target, name, hidden=True)] if isdir else [name]
            if within and going.issuperset(within):
                made.removal_first = True
            else:
                faults.add(name, "foreign-files")


def _entries(target: Path, folder: str) -> Iterator[tuple[str, bool]]:
    """Path and whether it is a folder, links not followed; nothing of what is no folder itself."""
    where = target / folder
    if not where.is_dir() or (folder and where.is_symlink()):
        return
    with os.scandir(where) as found:
        for entry in sorted(found, key=lambda each: each.name):
            yield f"{folder}/{entry.name}" if folder else entry.name, entry.is_dir(follow_symlinks=False)


def _files(target: Path, folder: str, *, hidden: bool = False) -> Iterator[str]:
    """All that lies below and is no folder; what begins with a dot only if `hidden`."""
    for path, isdir in _entries(target, folder):
        name = path.rpartition("/")[2]
        if name.startswith(".") and not hidden:
            continue
        if isdir:
            yield from _files(target, path, hidden=hidden)
        else:
            yield path


class _Faults:
    """What stands in a build's way, by code."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._found: dict[str, dict[str, None]] = {}

    def add(self, path: str, code: str) -> None:
        self._found.setdefault(code, {})[path] = None

    def told(self) -> None:
        if self._found:
            raise Refused(self._finding(code, tuple(paths)) for code, paths in sorted(self._found.items()))

    def _finding(self, code: str, paths: Collection[str]) -> Finding:
        what, hint = _WORDS[code]
        shown: str = listed(sorted(paths)[:5])
        if len(paths) > 5:
            shown = say("{names} and {n} more", names=shown, n=len(paths) - 5)
        return Finding(code, what.of(names=shown), Place(str(self._target)), hint)


_WORDS: Mapping[str, tuple[Said, Said]] = {
    "foreign-files": (
        say("the folder holds files that no build of this kind put there: {names}"),
        say("move them elsewhere, or name an empty folder"),
    ),
    "hand-edit": (
        say("changed by hand since the last build: {names}"),
        say("keep your changes elsewhere, delete these files and build again"),
    ),
}
