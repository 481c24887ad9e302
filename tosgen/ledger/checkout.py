"""Another revision of the folder that somebody works in: read from git's objects, written where it is wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile

from tosgen.errors import Refused
from tosgen.ledger.process import ENVIRONMENT, PINNED, clean, failure, start
from tosgen.ledger.reading import ask
from tosgen.ledger.repository import object_id
from tosgen.saying import say

_FILES = frozenset({"100644", "100755"})
_HINT = say("name a branch, a tag or a commit that is fetched: a shallow clone has only the last one")


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit of the repository that holds a folder; paths are below that folder."""

    folder: Path
    given: str
    commit: str

    @classmethod
    def of(cls, folder: Path, given: str) -> Revision:
        """Refused: `no-checkout` where the folder is in no repository, `bad-revision` where there is no such commit."""
        if not folder.is_dir() or ask(folder, "rev-parse", "--git-dir") is None:
            hint = say("run it in a git checkout")
            raise Refused.one("no-checkout", say("the folder is in no git repository"), str(folder), hint)
        commit = ask(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{given}^{{commit}}")
        if commit is None or not given.strip() or given.startswith("-"):
            raise Refused.one("bad-revision", say("there is no commit '{given}' here", given=given), "--against", _HINT)
        return cls(folder, given, commit.strip())

    def paths(self) -> dict[str, str]:
        """Path -> object id of every file; links and modules are left out."""
        listed = ask(self.folder, "ls-tree", "-r", "-z", self.commit, "--", ".")
        return dict(_files(listed or ""))

    def write(self, target: Path, below: Collection[str], suffixes: Collection[str]) -> int:
        """Write the files that lie at one of these paths, or below it, to a folder; how many there were.

        `""` stands for the whole folder. Names that lead elsewhere are not written.
        """
        chosen = {p: id for p, id in self.paths().items() if _wanted(p, below, suffixes)}
        for (path, id), content in zip(chosen.items(), self._contents(list(chosen.values())), strict=True):
            if object_id(content) != id:
                raise Refused.one("corrupt", say("{path} is not what its id says", path=path), str(self.folder))
            file = target / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        return len(chosen)

    def _contents(self, ids: list[str]) -> Iterator[bytes]:
        if not ids:
            return
        command = [*clean(), *PINNED, "cat-file", "--batch", "--buffer"]
        with TemporaryFile() as asked:
            asked.write("".join(f"{id}\n" for id in ids).encode())
            asked.seek(0)
            status, output, errors = start(str(self.folder)).execute(
                command, istream=asked, with_extended_output=True, with_exceptions=False, stdout_as_string=False,
                strip_newline_in_stdout=False, env=ENVIRONMENT,
            )  # fmt: skip
        if status:
            raise failure(self.folder, "cat-file", status, errors)
        at = 0
        for id in ids:
            end = output.index(b"\n", at)
            head = output[at:end].split()
            if len(head) != 3:
                raise failure(self.folder, "cat-file", 1, f"{id} is missing")
            size = int(head[2])
            yield output[end + 1 : end + 1 + size]
            at = end + 1 + size + 1


def _files(listed: str) -> Iterator[tuple[str, str]]:
    for item in filter(None, listed.split("\0")):
        entry, _, path = item.partition("\t")
        mode, _, id = entry.split()[:3]
        if mode in _FILES:
            yield path, id


def _wanted(path: str, below: Collection[str], suffixes: Collection[str]) -> bool:
    parts = PurePosixPath(path).parts
    if path.startswith("/") or {"..", ".git"} & {*parts} or "\\" in path:
        return False
    inside = any(not each or path == each or path.startswith(f"{each}/") for each in below)
    return inside and PurePosixPath(path).suffix in suffixes
