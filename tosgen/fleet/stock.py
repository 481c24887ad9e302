"""What services are composed from, read once and sent to whoever needs it: a library with its catalogs."""

from __future__ import annotations

import hashlib
import os
import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tosgen import __version__
from tosgen.errors import Finding, Refused
from tosgen.sources.faults import place
from tosgen.store.program import program

if TYPE_CHECKING:  # a run that finds nothing to do digests files, and reads none
    from tosgen.catalog.po import Catalog
    from tosgen.catalog.translate import Translator
    from tosgen.model.audit import Reading
    from tosgen.model.library import Library

_CLAUSES, _LOCALES, _READINGS = "clauses", "locales", "readings"
_SUFFIXES = (".po", ".mo")


@dataclass(frozen=True, slots=True)
class Stock:
    """Where a library lies: the shipped one, and the workspace whose own clauses and catalogs are laid over it."""

    root: Path
    commit: str
    workspace: Path | None = None
    readings: bool = False
    """Whether it is to hold who read which clause, too: no text depends on that."""

    def of(self, workspace: Path) -> Stock:
        """The stock of a workspace; of one without clauses and catalogs of its own, that of all such."""
        own = any(_own(self.root, workspace, name) for name in (_CLAUSES, _LOCALES))
        return replace(self, workspace=workspace if own else None)

    def digest(self, shipped: str) -> str:
        """sha256 over every file that is read, and over what makes texts of them; `shipped`: what `shipped` gave."""
        own = self.workspace and self._files(_own(self.root, self.workspace, _CLAUSES),
                                             _own(self.root, self.workspace, _LOCALES))  # fmt: skip
        lines = [__version__, self.commit, program().text, shipped, own or ""]
        return hashlib.sha256("\0".join(lines).encode()).hexdigest()

    def frame(self) -> str:
        """sha256 over the program, and over every file of the clauses' folders that is no clause and no reading."""
        overlay = _own(self.root, self.workspace, _CLAUSES) if self.workspace else None
        ways = [way for way in (self.root / _CLAUSES, overlay) if way]
        found = [f"{name} {digest}" for way in ways for name, digest in _files(way, lambda name: not _apart(name))]
        return hashlib.sha256("\0".join([__version__, program().text, *found]).encode()).hexdigest()

    def shipped(self) -> str:
        """The same over the shipped library alone: asked once for all workspaces."""
        return self._files(self.root / _CLAUSES, self.root / _LOCALES)

    def _files(self, clauses: Path | None, locales: Path | None) -> str:
        found = [f for f in _files(clauses) if self.readings or not f[0].startswith(f"{_READINGS}/")] if clauses else []
        found += [(f"../{name}", d) for name, d in _files(locales) if name.endswith(_SUFFIXES)] if locales else []
        lines = "".join(f"{name}\0{digest}\n" for name, digest in found)
        return hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()

    def load(self, digest: str) -> Kit:
        """Everything read. Refused with the library's faults; those of a catalog wait for who needs it."""
        from tosgen.catalog.po import load  # noqa: PLC0415  # only where they are read
        from tosgen.sources.library import load_library  # noqa: PLC0415
        from tosgen.sources.readings import load_readings  # noqa: PLC0415

        overlay = _own(self.root, self.workspace, _CLAUSES) if self.workspace else None
        library, warnings = load_library(self.root / _CLAUSES, overlay, version=__version__, commit=self.commit)
        folders, catalogs, broken = self._folders(_LOCALES), {}, {}
        for locale in _locales(folders):
            try:
                catalogs[locale] = load(locale, folders, _shown)
            except Refused as refused:
                broken[locale] = refused.findings
        read = load_readings(self.root / _CLAUSES, overlay, library) if self.readings else {}
        return Kit(digest, library, catalogs, broken, warnings, read)

    def _folders(self, name: str) -> list[Path]:
        own = _own(self.root, self.workspace, name) if self.workspace else None
        return [self.root / name, *([own] if own else [])]


@dataclass(frozen=True, slots=True)
class Kit:
    """A library with all its catalogs, by the digest of what it was read from."""

    digest: str
    library: Library
    catalogs: Mapping[str, Catalog]
    broken: Mapping[str, tuple[Finding, ...]]
    """Language -> why its catalog could not be read."""
    warnings: tuple[Finding, ...] = ()
    readings: Mapping[tuple[str, str], Reading] = field(default_factory=dict)

    def translators(self, locales: Iterable[str]) -> dict[str, Translator]:
        """The catalogs of these languages. Refused with the faults of those that could not be read."""
        from tosgen.catalog.po import load  # noqa: PLC0415  # only where they are used
        from tosgen.catalog.translate import Translator  # noqa: PLC0415

        wanted = list(dict.fromkeys(locales))
        faults = [finding for locale in wanted for finding in self.broken.get(locale, ())]
        if faults:
            raise Refused(faults)
        return {
            locale: Translator(locale, self.catalogs[locale] if locale in self.catalogs else load(locale, ()))
            for locale in wanted
        }

    def packed(self) -> bytes:
        """The kit as bytes, for another process."""
        return zlib.compress(pickle.dumps(self, 5), 1)

    @classmethod
    def unpacked(cls, content: bytes) -> Kit:
        """What `packed` gave, from whoever one works for: nothing else may be read so."""
        kit = pickle.loads(zlib.decompress(content))
        assert isinstance(kit, Kit)
        return kit


def _own(root: Path, workspace: Path, name: str) -> Path | None:
    """A workspace's own folder of that name, unless the workspace is the library itself."""
    folder = workspace / name
    return folder if folder.is_dir() and folder.resolve() != (root / name).resolve() else None


def _files(folder: Path, wanted: Callable[[str], bool] = lambda _: True) -> Iterator[tuple[str, str]]:
    """Path below a folder and sha256 of each of its files that are wanted, sorted; hidden ones are no part of it."""
    for name in sorted(filter(wanted, _names(folder, "")), key=lambda name: name.split("/")):
        with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123  # a thousand of them: Path takes half of the time
            yield name, hashlib.sha256(file.read()).hexdigest()


def _names(folder: Path | str, way: str) -> Iterator[str]:
    """Files below a folder, by the way that leads there; no link to a folder is followed."""
    try:
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if not entry.name.startswith(".")]
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _names(entry.path, f"{way}{entry.name}/")
        elif entry.is_file(follow_symlinks=False) or Path(entry.path).is_file():
            yield f"{way}{entry.name}"


def _apart(name: str) -> bool:
    """Whether a file of a clauses' folder is a clause or a reading."""
    return name.endswith(".md") or name.startswith(f"{_READINGS}/")


def _locales(folders: Iterable[Path]) -> list[str]:
    from tosgen.catalog.po import locale_path  # noqa: PLC0415  # only where they are read

    found = {
        path.name
        for folder in folders
        if folder.is_dir()
        for path in folder.iterdir()
        if any(locale_path(folder, path.name, suffix).is_file() for suffix in _SUFFIXES)
    }
    return sorted(found)


def _shown(path: Path) -> str:
    return place(path).path
