"""A library as an earlier run read it: from files of the very same bytes, or but for some of its clauses."""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from tosgen.errors import Finding, Place
from tosgen.model.library import Clause, Library
from tosgen.sources.faults import place
from tosgen.sources.reading import MIB
from tosgen.sources.shelf import OVERLAY, RESERVED, VOCABULARIES
from tosgen.store import recall

Found = tuple[Library, tuple[Finding, ...]]
Family = tuple[str, str]
"""Jurisdiction and id: what the dated files of one clause share."""
_SHELF, _LAST = "library", "library's files"
_NO_PART = ("readings", "dispositions")
"""Folders beside the clauses that are no part of the library."""


class _Odd(Exception):
    """What cannot be told by names and bytes alone: a link, a pipe, what goes while it is looked at."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What lies in the layers of a library: every name, and the sha256 of every file."""

    layers: tuple[Path, ...]
    files: Mapping[str, str]

    @classmethod
    def of(cls, layers: tuple[Path, ...]) -> Earlier | None:
        """None where no store is open, or files are not plain: then the library is read."""
        try:
            return cls(layers, _files(layers)) if recall.opened() and all(map(_apart, layers)) else None
        except (_Odd, OSError):
            return None

    def found(self) -> Found | None:
        """The library and its warnings, with places as they are shown from here."""
        data = recall.recalled(_SHELF, self._contents)
        if data is None:
            return None
        found: Found = _Whole(io.BytesIO(data), self._shown).load()
        return found

    def before(self) -> Before | None:
        """What was read here last; None unless it had no warnings, and nothing but clauses has changed since."""
        contents = (recall.recalled(_LAST, self._where) or b"").decode("utf-8", "surrogateescape")
        data = recall.recalled(_SHELF, contents)
        if data is None:
            return None
        found: Found = _Whole(io.BytesIO(data), self._shown).load()
        lines = [line.partition("\0") for line in contents.removesuffix("\n").split("\n")]
        then = {name: digest for name, _, digest in lines}
        changed = {name for name, _ in then.items() ^ self.files.items()}
        if found[1] or not all(map(_among_clauses, changed)):
            return None
        return Before.of(found[0], self.files, {_family(name) for name in changed})

    def keep(self, library: Library, warnings: tuple[Finding, ...], read: Mapping[str, str]) -> None:
        """Keep what was made of these files; `read`: the digests of what it was made of, if they changed meanwhile."""
        now = Earlier.of(self.layers)
        if now is None or now.files != self.files or any(self.files.get(name) != was for name, was in read.items()):
            return
        buffer = io.BytesIO()
        with suppress(pickle.PicklingError):
            _Plain(buffer, self._shown).dump((library, warnings))
            recall.retain(_SHELF, self._contents, buffer.getvalue())
            recall.retain(_LAST, self._where, self._contents.encode("utf-8", "surrogateescape"))

    @property
    def _contents(self) -> str:
        return "".join(f"{name}\0{digest}\n" for name, digest in self.files.items())

    @property
    def _where(self) -> str:
        return "\0".join(str(layer.absolute()) for layer in self.layers)

    @property
    def _shown(self) -> list[str]:
        return [place(layer).path for layer in self.layers]


@dataclass(frozen=True, slots=True)
class Before:
    """The library that was read last, of which some clauses, and nothing else, have changed."""

    library: Library
    clauses: Mapping[str, Clause]
    """By file name, those that are as they were: no text of the same id has changed, come or gone."""
    digests: Mapping[str, str]
    """Of the files that need not be read."""

    @classmethod
    def of(cls, library: Library, files: Mapping[str, str], changed: Collection[Family]) -> Before:
        """`files`: as they are now; `changed`: the ids of what has changed."""
        clauses = {f"{clause.path}.md": clause for clause in library.clauses
                   if (clause.jurisdiction, clause.id) not in changed}  # fmt: skip
        plain = {name: name.removeprefix(OVERLAY) for name in files}
        known = {name: files[name] for name, file in plain.items() if file in clauses or _is_word(file)}
        return cls(library, clauses, known)


class _Plain(pickle.Pickler):
    """Says of each place only where it is below which layer."""

    def __init__(self, file: io.BytesIO, shown: list[str]) -> None:
        super().__init__(file, 5)
        self._below = [_below(layer) for layer in shown]
        self.dispatch_table = {Place: self._place}

    def _place(self, place: Place) -> tuple[type[Place], tuple[int, str, int, int]]:
        """The layer, and the rest."""
        layers = [at for at, below in enumerate(self._below) if place.path.startswith(below)]
        if not layers:
            raise pickle.PicklingError(f"{place} is in no layer")
        at = max(layers, key=lambda at: len(self._below[at]))
        return Place, (at, place.path.removeprefix(self._below[at]), place.line, place.column)


class _Whole(pickle.Unpickler):
    """The way back: into the layers as they are shown now."""

    def __init__(self, file: io.BytesIO, shown: list[str]) -> None:
        super().__init__(file)
        self._below = [_below(layer) for layer in shown]

    def find_class(self, module: str, name: str) -> Any:
        """A place is put below its layer; all else is what it is."""
        found = super().find_class(module, name)
        return self._place if found is Place else found

    def _place(self, at: int, rest: str, line: int, column: int) -> Place:
        return Place(self._below[at] + rest, line, column)


def _parts(name: str) -> list[str]:
    return name.removeprefix(OVERLAY).split("/")


def _among_clauses(name: str) -> bool:
    """Whether a file or folder stands where nothing but clauses may."""
    top, *rest = _parts(name)
    return bool(rest) and top not in RESERVED


def _is_word(file: str) -> bool:
    """Whether a file holds vocabularies, outlines or a part of the register."""
    return file in VOCABULARIES or (file.startswith(("documents/", "register/")) and not file.endswith("/"))


def _family(name: str) -> Family:
    """Jurisdiction and id of the clause in a file."""
    jurisdiction, *rest = _parts(name)
    return jurisdiction, "/".join(rest).removesuffix(".md").partition("@")[0]


def _below(shown: str) -> str:
    return "" if shown == "." else f"{shown}/"


def _apart(layer: Path) -> bool:
    """Whether every file of a layer is shown by the layer's own path: not from a folder within."""
    return not Path.cwd().is_relative_to(layer) or Path.cwd() == layer


def _files(layers: tuple[Path, ...]) -> dict[str, str]:
    return {
        f"{OVERLAY}{name}" if at else name: digest
        for at, layer in enumerate(layers)
        for name, digest in _in(layer, "", _NO_PART)
    }


def _in(folder: Path, above: str, left_out: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Name and sha256 of each file, hidden ones aside; of a folder, its name and nothing."""
    with os.scandir(folder) as entries:
        found = sorted((entry.name, entry) for entry in entries if not entry.name.startswith("."))
    for name, entry in found:
        if entry.is_dir(follow_symlinks=False):
            if name not in left_out:
                yield f"{above}{name}/", ""
                yield from _in(folder / name, f"{above}{name}/")
        elif entry.is_file(follow_symlinks=False) and entry.stat().st_size <= MIB:
            yield f"{above}{name}", sha256((folder / name).read_bytes()).hexdigest()
        else:
            raise _Odd(name)
