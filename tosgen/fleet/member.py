"""The services of a fleet, each with its profile and the place of its ledger: from folders, files, patterns, CSVs."""

from __future__ import annotations

import glob
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tosgen.errors import Finding, Place, Refused
from tosgen.ledger import Ledger
from tosgen.saying import say
from tosgen.sources.faults import Faults, Unfit, place
from tosgen.sources.names import SEGMENT, named
from tosgen.sources.peek import service_named

if TYPE_CHECKING:  # a run that finds nothing to do reads no profile
    from tosgen.model.library import Library
    from tosgen.model.service import Service
    from tosgen.sources.sheet import Row, Sheet

PROFILE = "tosgen.yaml"
_YAML = (".yaml", ".yml")
_WILD = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Member:
    """One service: a profile, or a row over a base profile; `outputs` is the folder of its ledger's folder."""

    name: str
    """What the profile calls it; "" where that cannot be read."""
    place: Place
    profile: Path
    outputs: Path
    sheet: Sheet | None = None
    row: Row | None = None

    @property
    def workspace(self) -> Path:
        """The folder of its facts, clauses and catalogs."""
        return self.profile.parent

    @property
    def sound(self) -> bool:
        """Whether its name can be the name of a folder."""
        try:
            return bool(named(SEGMENT, self.name))
        except Unfit:
            return False

    @property
    def ledger(self) -> Ledger:
        """Its ledger. Refused where it would lie elsewhere: `bad-name`, or `outside-workspace` behind a link."""
        self._named()
        for folder in (self.outputs, self.outputs / self.name):
            if folder.is_symlink():
                hint = say("put a folder in its place, or name another one with -o")
                what = say("outputs are not written through a link")
                raise Refused.one("outside-workspace", what, place(folder), hint)
        return Ledger(self.outputs / self.name)

    @property
    def digest(self) -> str:
        """sha256 of what it alone says: its profile, or base profile and row; "" for a file that is not there."""
        if self.sheet is not None and self.row is not None:
            return self.sheet.digest(self.row)
        return digest_of(self.profile)

    def load(self, library: Library) -> tuple[Service, dict[str, str]]:
        """Its profile, checked, and the digests of the files read. Raises Refused with every fault."""
        if self.sheet is not None and self.row is not None:
            return self.sheet.service(self.row, library)
        from tosgen.sources.service import load_with_files  # noqa: PLC0415  # only where a profile is read

        return load_with_files(self.profile, library)

    def _named(self) -> None:
        """Refused if its name can be no folder's: an empty one would be the folder of all ledgers."""
        try:
            named(SEGMENT, self.name)
        except Unfit as unfit:
            where = self.sheet.place(self.row, "service") if self.sheet and self.row else self.place
            raise Refused.one(unfit.code, unfit.message, where, unfit.hint) from None


def digest_of(path: Path) -> str:
    """sha256 of a file, "" where there is none to read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


@dataclass(frozen=True, slots=True)
class Search:
    """Where services are looked for, and where their ledgers go."""

    folder: Path
    """What relative paths start from."""
    base: Path | None
    """The base profile of CSVs."""
    outputs: Path | None
    """The folder of the ledgers' folders, if it is not each workspace's own."""
    library: Callable[[Path], Library]
    """That of a workspace; asked for only if there is a CSV: its columns are held against that of its base."""
    faults: Faults = field(default_factory=Faults)
    matched: Counter[Path] = field(default_factory=Counter)

    def members(self, given: Sequence[str]) -> list[Member]:
        """Every service once, in the order given. Refused with every fault of what was given, and for each service
        that two profiles name."""
        members = [member for name in given for member in self._given(name)]
        if self.base is not None and not any(member.sheet for member in members) and not self.faults.fatal:
            what = say("a base profile is for a CSV of overrides, and none is given")
            self.faults.add("bad-value", what, Place("--base"), say("name the CSV too"))
        for finding in _twice(members):
            self.faults.note(finding)
        self.faults.stop()
        return members

    def _given(self, name: str) -> Iterator[Member]:
        path = self.folder / name
        if path.exists():
            yield from self._at(path, asked=True)
            return
        if not _WILD & {*name}:
            self.faults.add("missing-file", say("there is no such file or folder"), place(path))
            return
        before = self.matched.total()
        for match in sorted(glob.glob(str(path), recursive=True)):  # noqa: PTH207  # Path.glob takes no absolute ones
            yield from self._at(Path(match))
        if self.matched.total() == before and not self.faults.fatal:
            hint = say("name folders that hold a tosgen.yaml, profiles, or a CSV with --base")
            self.faults.add("no-profile", say("no service matches the pattern"), Place(name), hint)

    def _at(self, path: Path, *, asked: bool = False) -> Iterator[Member]:
        """The services of a path; what is none is a fault only if it was named."""
        if path.is_dir():
            if (path / PROFILE).is_file():
                yield from self._profile(path / PROFILE)
            elif asked:
                hint = say("run `tosgen init` there, or quote a pattern: it passes over what is no workspace")
                self.faults.add("no-profile", say("there is no tosgen.yaml here"), place(path / PROFILE), hint)
        elif path.suffix.lower() == ".csv" and (asked or self.base is not None):
            yield from self._rows(path)
        elif path.suffix.lower() in _YAML and (asked or not _beside(path)):
            yield from self._profile(path)
        elif asked:
            hint = say("name a folder, a .yaml or a .csv, or quote a pattern: it passes over what is none of them")
            self.faults.add("no-profile", say("it is no profile"), place(path), hint)

    def _profile(self, path: Path) -> Iterator[Member]:
        if self._new(path):
            outputs = self.outputs or path.parent / "outputs"
            yield Member(service_named(path), place(path), path, outputs)

    def _new(self, path: Path) -> bool:
        """Whether a file was not found before, by another name or pattern."""
        there = path.resolve()
        self.matched[there] += 1
        return self.matched[there] == 1

    def _rows(self, path: Path) -> Iterator[Member]:
        if self.base is None:
            hint = say("name it with --base tosgen.yaml")
            self.faults.add("no-base", say("a CSV of overrides needs a base profile"), place(path), hint)
        if self.base is None or not self._new(path):
            return
        base = self.folder / self.base
        base = base / PROFILE if base.is_dir() else base
        from tosgen.sources.sheet import read_sheet  # noqa: PLC0415  # only where there is one

        try:
            sheet, rows = read_sheet(path, base, self.library(base.parent))
        except Refused as refused:
            for finding in refused.findings:
                self.faults.note(finding)
            return
        outputs = self.outputs or sheet.base.path.parent / "outputs"
        for row in rows:
            yield Member(sheet.name(row), sheet.place(row), sheet.base.path, outputs, sheet, row)


def _beside(path: Path) -> bool:
    """Whether a file that names no service belongs to a workspace, as its dispositions do: a pattern passes over it."""
    return path.name != PROFILE and not service_named(path) and any((up / PROFILE).is_file() for up in path.parents)


def _twice(members: Sequence[Member]) -> Iterator[Finding]:
    """Each service whose name another one has: their ledgers would be one, or where case is ignored."""
    first: dict[str, Member] = {}
    for member in members:
        known = first.setdefault(member.name.casefold(), member) if member.name else member
        if known is not member:
            where = member.sheet.place(member.row, "service") if member.sheet and member.row else member.place
            what = say("the service '{name}' stands here again, first in {place}", name=member.name, place=known.place)
            yield Finding("duplicate-service", what, where, say("give every service a name of its own"))
