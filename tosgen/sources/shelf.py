"""The folders that make up a library: the shipped one, and a workspace's overlay laid over it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tosgen.saying import say
from tosgen.sources.faults import Faults, near, place
from tosgen.sources.memory import Memory
from tosgen.sources.reading import MIB, Source, read
from tosgen.sources.stamps import stamps
from tosgen.sources.tree import Tree
from tosgen.sources.yaml import parse

VOCABULARIES = ("jurisdictions.yaml", "features.yaml", "facts.yaml", "terms.yaml")
OVERLAY = "overlay/"
"""What the names of a workspace's own files begin with."""
R = TypeVar("R")
RESERVED = ("documents", "register", "readings", "dispositions")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Reads files of each layer and remembers the digest of all that it read."""

    layers: tuple[Path, ...]
    faults: Faults
    digests: dict[str, str] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    """Vocabularies that could not be read: what they would have held is unknown."""
    memory: Memory | None = None

    def read(self, layer: int, name: str, *, limit: int = MIB) -> Source | None:
        """One file of a layer."""
        path = self.layers[layer] / name
        key = ("bytes", path, *stamps((), [path]).values()) if self.memory else ()
        source = self.made(key, lambda faults: read(path, faults, limit=limit))
        if source:
            self.digests[f"{OVERLAY}{name}" if layer else name] = source.digest
        return source

    def tree(self, layer: int, name: str) -> Tree | None:
        """One YAML file of a layer."""
        source = self.read(layer, name)
        if source is None:
            return None
        return self.made((source.shown, source.digest), lambda faults: parse(source.text, source.shown, faults))

    def made(self, key: tuple[object, ...], make: Callable[[Faults], R]) -> R:
        """What `make` makes, with the faults that it notes; what it made before, if all that `key` names is as then."""
        return make(self.faults) if self.memory is None else self.memory.made(key, make, self.faults)

    def trees(self, name: str) -> Iterator[Tree]:
        """A YAML file of the library and, where it exists, of the overlay."""
        for layer, root in enumerate(self.layers):
            if (layer == 0 or (root / name).exists()) and (tree := self.tree(layer, name)):
                yield tree

    def folder(self, name: str) -> Iterator[tuple[int, str, Tree]]:
        """(layer, stem, tree) of the YAML files in a folder."""
        for layer, root in enumerate(self.layers):
            for path in _entries(root / name):
                if path.suffix != ".yaml" or not path.is_file():
                    self.faults.add("unknown-file", say("only <name>.yaml files belong here"), place(path))
                elif tree := self.tree(layer, f"{name}/{path.name}"):
                    yield layer, path.stem, tree

    def clause_files(self, layer: int) -> Iterator[tuple[str, str, str]]:
        """(jurisdiction, feature, file name) of every clause; what stands in a wrong place is a fault."""
        for top in _entries(self.layers[layer]):
            if not top.is_dir():
                self._stray(top)
            elif top.name not in RESERVED:
                yield from self._clauses_of(top)

    def _clauses_of(self, top: Path) -> Iterator[tuple[str, str, str]]:
        for folder in _entries(top):
            for path in _entries(folder):
                if path.is_file() and path.suffix == ".md":
                    yield top.name, folder.name, path.name
                else:
                    self.faults.add("unknown-file", say("only clauses, <name>.md, belong here"), place(path))
            if not folder.is_dir():
                hint = say("put it in <JURISDICTION>/<feature>/")
                self.faults.add(
                    "unknown-file", say("a clause stands in the folder of its feature"), place(folder), hint
                )

    def _stray(self, path: Path) -> None:
        if path.suffix in (".yaml", ".yml") and path.name not in VOCABULARIES:
            self.faults.add(
                "unknown-file", say("the library has no such file"), place(path), near(path.name, VOCABULARIES)
            )

    @property
    def digest(self) -> str:
        """sha256 over the sorted paths and digests of all files."""
        lines = [f"{name}\0{digest}\n" for name, digest in sorted(self.digests.items())]
        return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def _entries(folder: Path) -> list[Path]:
    """What stands in a folder, sorted, hidden files left out."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
