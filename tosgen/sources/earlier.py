"""A library as an earlier run read it, from files of the very same bytes."""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from tosgen.errors import Finding, Place
from tosgen.model.library import Library
from tosgen.sources.faults import place
from tosgen.sources.reading import MIB
from tosgen.store import recall

Found = tuple[Library, tuple[Finding, ...]]
_SHELF = "library"
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
        found: Found = _Whole(io.BytesIO(data), [place(layer).path for layer in self.layers]).load()
        return found

    def keep(self, library: Library, warnings: tuple[Finding, ...], read: Mapping[str, str]) -> None:
        """Keep what was made of these files; `read`: the digests of what it was made of, if they changed meanwhile."""
        now = Earlier.of(self.layers)
        if now is None or now.files != self.files or any(self.files.get(name) != was for name, was in read.items()):
            return
        buffer = io.BytesIO()
        with suppress(pickle.PicklingError):
            _Plain(buffer, [place(layer).path for layer in self.layers]).dump((library, warnings))
            recall.retain(_SHELF, self._contents, buffer.getvalue())

    @property
    def _contents(self) -> str:
        return "".join(f"{name}\0{digest}\n" for name, digest in self.files.items())


class _Plain(pickle.Pickler):
    """Says of each place only where it is below which layer."""

    def __init__(self, file: io.BytesIO, shown: list[str]) -> None:
        super().__init__(file, 5)
        self._shown = shown

    def persistent_id(self, obj: Any) -> tuple[int, str, int, int] | None:
        """Of a place: the layer, and the rest."""
        if type(obj) is not Place:
            return None
        layers = [at for at, layer in enumerate(self._shown) if obj.path.startswith(_below(layer))]
        if not layers:
            raise pickle.PicklingError(f"{obj} is in no layer")
        at = max(layers, key=lambda at: len(self._shown[at]))
        return at, obj.path.removeprefix(_below(self._shown[at])), obj.line, obj.column


class _Whole(pickle.Unpickler):
    """The way back: into the layers as they are shown now."""

    def __init__(self, file: io.BytesIO, shown: list[str]) -> None:
        super().__init__(file)
        self._below = [_below(layer) for layer in shown]

    def persistent_load(self, pid: Any) -> Place:
        """The place."""
        at, rest, line, column = pid
        return Place(self._below[at] + rest, line, column)


def _below(shown: str) -> str:
    return "" if shown == "." else f"{shown}/"


def _apart(layer: Path) -> bool:
    """Whether every file of a layer is shown by the layer's own path: not from a folder within."""
    return not Path.cwd().is_relative_to(layer) or Path.cwd() == layer


def _files(layers: tuple[Path, ...]) -> dict[str, str]:
    return {
        f"overlay/{name}" if at else name: digest
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
