"""The files that people see: derived from the tip of main, compared with it byte by byte, replaced whole."""

from __future__ import annotations

import os
import shlex
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tosgen.errors import Finding, Place, Refused
from tosgen.ledger import durable, index
from tosgen.ledger.index import Tree, stamp
from tosgen.ledger.names import owned
from tosgen.ledger.record import encoded
from tosgen.ledger.repository import object_id
from tosgen.saying import say


class Odd(Exception):
    """Something other than a file, or a way to it that is no folder."""


@dataclass(slots=True)
class WorkTree:
    """The work tree at `root`. `stamps`: files seen to be as in the tip, and their state then."""

    root: Path
    stamps: dict[str, bytes] = field(default_factory=dict)

    def edits(self, tree: Tree) -> Iterator[Finding]:
        """Each of our files that is not what `tree` says; fills `stamps` with the others."""
        known = index.read(self.root / ".git" / "index")
        folders: dict[str, bool] = {}
        for path, leaf in tree.items():
            if not owned(path):
                continue
            mark = self._stamp(path, folders)
            if mark and known.get(path) == (mark, leaf.id):
                self.stamps[path] = mark
            elif fault := self._differs(path, leaf.id, mark):
                yield self.edit(path, fault)

    def refuse_edits(self, tree: Tree) -> None:
        """Refused (`hand-edit`) with each of our files that is not what `tree` says."""
        edits = list(self.edits(tree))
        if edits:
            raise Refused(edits)

    def _differs(self, path: str, id: str, mark: bytes | None) -> str:
        if mark is None:
            return say("the recorded file is gone")
        try:
            content = self.content(path)
        except Odd:
            return say("something else stands where a recorded file was")
        if content is None or object_id(content) != id:
            return say("the file is not what was recorded")
        self.stamps[path] = mark
        return ""

    def _stamp(self, path: str, folders: dict[str, bool]) -> bytes | None:
        """A file's state; None if there is none, b"" if it is no file in real folders."""
        try:
            found = os.lstat(f"{self.root}/{path}")
        except (FileNotFoundError, NotADirectoryError):
            return None
        folder = path.rpartition("/")[0]
        straight = folders[folder] if folder in folders else self._straight(folder, folders)
        return stamp(found) if straight and stat.S_ISREG(found.st_mode) else b""

    def _straight(self, folder: str, known: dict[str, bool]) -> bool:
        """No link and no file on the way from the root to a folder; `known`: what was found so of others."""
        found = known.get(folder)
        if found is None:
            found = not folder or self._straight(folder.rpartition("/")[0], known)
            if found and folder:
                with suppress(FileNotFoundError):
                    found = stat.S_ISDIR(os.lstat(f"{self.root}/{folder}").st_mode)
            known[folder] = found
        return found

    def content(self, path: str) -> bytes | None:
        """A file's content, None if there is none; Odd for what is no file or lies behind a link."""
        if not self._straight(path.rpartition("/")[0], {}):
            raise Odd
        try:
            descriptor = os.open(self.root / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Odd from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise Odd
        with os.fdopen(descriptor, "rb") as file:
            return file.read()

    def edit(self, path: str, what: str) -> Finding:
        """The refusal of a hand edit."""
        command = shlex.join(["git", "-C", str(self.root), "checkout", "HEAD", "--", path])
        hint = say("`{command}` drops the edit; put wording into clauses/ instead", command=command)
        return Finding("hand-edit", what, Place(str(self.root / path)), hint)

    def in_the_way(self, tree: Tree, wanted: Mapping[str, str | bytes | None]) -> Iterator[Finding]:
        """Each file that writing `wanted` would overwrite although it is not in the tip, or was edited since."""
        folders: dict[str, bool] = {}
        for path, content in wanted.items():
            mark = self._stamp(path, folders)
            if path in tree:
                fault = "" if mark == self.stamps.get(path) else self._differs(path, tree[path].id, mark)
                if fault:
                    yield self.edit(path, fault)
            elif not self._free(path, content, mark, folders):
                what = say("a file of yours stands where a version is to be written")
                yield Finding("hand-edit", what, Place(str(self.root / path)), say("move it elsewhere"))

    def _free(self, path: str, content: str | bytes | None, mark: bytes | None, folders: dict[str, bool]) -> bool:
        """Whether writing here loses nothing: no file, or one that already says the same."""
        if not self._straight(path.rpartition("/")[0], folders):
            return False
        return mark is None or (content is not None and mark == self._equal(path, encoded(content)))

    def _equal(self, path: str, content: bytes) -> bytes | None:
        """The state of a file that already holds this content."""
        with suppress(Odd):
            if self.content(path) == content:
                self.stamps[path] = self._stamp(path, {}) or b""
                return self.stamps[path]
        return None

    def put(self, wanted: Mapping[str, str | bytes | None]) -> None:
        """Each path holds its content, durably; None removes. A file edited since it was seen is left as it is."""
        staged = self.root / ".git" / "tosgen" / "files"
        staged.mkdir(exist_ok=True)
        try:
            self._replace(wanted, staged)
        finally:
            shutil.rmtree(staged, ignore_errors=True)

    def _replace(self, wanted: Mapping[str, str | bytes | None], staged: Path) -> None:
        contents = {path: content for path, content in wanted.items() if content is not None}
        names = {path: staged / str(number) for number, path in enumerate(contents)}
        durable.each_of(lambda path: durable.write(names[path], encoded(contents[path])), list(contents))
        touched: set[Path] = set()
        there: set[Path] = set()
        folders: dict[str, bool] = {}
        for path in wanted:
            if self._stamp(path, folders) == self.stamps.get(path):
                self._settle(path, names.get(path), touched, there)
        durable.sync_folders(touched)

    def _settle(self, path: str, source: Path | None, touched: set[Path], there: set[Path]) -> None:
        """`touched`: folders in which names have changed; `there`: those that need not be made."""
        target = self.root / path
        self.stamps.pop(path, None)
        touched.add(target.parent)
        if source is None:
            there.clear()
            target.unlink(missing_ok=True)
            self._prune(target.parent)
            return
        if target.parent not in there:
            touched.update(_make(target.parent))
            there.add(target.parent)
        source.replace(target)
        self.stamps[path] = stamp(target.lstat())

    def _prune(self, folder: Path) -> None:
        with suppress(OSError):
            while folder != self.root:
                folder.rmdir()
                folder = folder.parent


def _make(folder: Path) -> Iterator[Path]:
    """Make a folder; the parents that got a new name."""
    if not folder.exists():
        yield folder.parent
        yield from _make(folder.parent)
        folder.mkdir(exist_ok=True)
