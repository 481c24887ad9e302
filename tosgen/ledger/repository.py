"""A ledger's git repository: what it is asked, and objects that are what their ids say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from tosgen.ledger.process import ENVIRONMENT, PINNED, clean, corrupt, failure, outcome, start
from tosgen.saying import say

if TYPE_CHECKING:
    from git import Git

MAIN = "refs/heads/main"
SCRATCH = "refs/tosgen/import"
NONE = "0" * 40


@dataclass(frozen=True, slots=True)
class Repository:
    """A ledger's git repository: `root` is its work tree; `lock` the descriptor that every child keeps open."""

    root: Path
    lock: int | None = None

    @property
    def git_dir(self) -> Path:
        """Its `.git`, always named outright: discovery could end in a repository above."""
        return self.root / ".git"

    @property
    def exists(self) -> bool:
        """Whether `git init` has happened here."""
        return (self.git_dir / "HEAD").is_file() and (self.git_dir / "objects").is_dir()

    def run(self, *arguments: str, feed: bytes = b"", okay: Sequence[int] = (0,)) -> bytes:
        """The output of `git ARGUMENTS`; Unavailable for a status not in `okay`."""
        with _spooled(feed) as stdin:
            status, output, errors = start().execute(
                self._command(arguments),
                istream=stdin,
                with_extended_output=True,
                with_exceptions=False,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
                env=ENVIRONMENT,
                pass_fds=self.kept,
            )
        if status not in okay:
            raise failure(self.root, arguments[0], status, errors)
        return output

    def log(self, tip: str, form: str) -> str:
        """Every commit up to `tip` in a form of git's, the first one first."""
        options = ("--topo-order", "--reverse", "--no-commit-header", f"--format={form}")
        return self.run("rev-list", *options, tip, "--").decode("utf-8", "replace")

    @contextmanager
    def piped(self, *arguments: str, stdin: BinaryIO | int | None) -> Iterator[Git.AutoInterrupt]:
        """A running `git ARGUMENTS`; leaving the block waits for it: Unavailable if it, or its pipe, failed."""
        process = start().execute(
            self._command(arguments),
            istream=stdin,
            as_process=True,
            env=ENVIRONMENT,
            pass_fds=self.kept,
        )
        try:
            with _broken_pipes_end_quietly(process):
                yield process
            errors = process.stderr.read()
            status = process.proc.wait() if process.proc else -1
            if status:
                raise failure(self.root, arguments[0], status, errors.decode("utf-8", "replace"))
        finally:
            process._terminate()

    def objects(self, names: Sequence[str]) -> Iterator[tuple[str, bytes] | None]:
        """(id, content) of each name in turn, None where there is none; content that is not its id's is `corrupt`."""
        answered = 0
        with (
            _spooled("".join(f"{name}\n" for name in names).encode()) as stdin,
            self.piped("cat-file", "--batch", "--buffer", stdin=stdin) as process,
        ):
            for name in names:
                found = self._object(process.stdout, name)
                answered += 1
                yield found
        if answered < len(names):
            raise corrupt(self.root, say("{object} cannot be read", object=names[answered]))

    def _object(self, stream: BinaryIO, name: str) -> tuple[str, bytes] | None:
        header = stream.readline().decode("utf-8", "replace").split()
        if not header:
            raise BrokenPipeError
        if header[-1] == "missing":
            return None
        id, kind, size = header[-3:]
        content = stream.read(int(size))
        stream.read(1)
        if object_id(content, kind) != id:
            raise corrupt(self.root, say("{name} is not what its id {id} says", name=name, id=id))
        return id, content

    @property
    def kept(self) -> tuple[int, ...]:
        """Descriptors that a child keeps open."""
        return () if self.lock is None else (self.lock,)

    def _command(self, arguments: Sequence[str]) -> list[str]:
        return [*clean(), f"--git-dir={self.git_dir.absolute()}", *PINNED, *arguments]


def object_id(content: bytes, kind: str = "blob") -> str:
    """The id that git gives to content.

    >>> object_id(b"")
    'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    digest = hashlib.sha1(b"%s %d\0" % (kind.encode(), len(content)), usedforsecurity=False)
    digest.update(content)
    return digest.hexdigest()


def make(repository: Repository) -> None:
    """`git init`, under the lock like every child: the git of a run that was killed may still be at it."""
    arguments = ["init", "--quiet", "--template=", "--initial-branch=main", "."]
    status, _, errors = outcome(repository.root, arguments, True, repository.kept)
    if status:
        raise failure(repository.root, "init", status, errors)


@contextmanager
def _spooled(feed: bytes) -> Iterator[BinaryIO | None]:
    if not feed:
        yield None
        return
    with TemporaryFile() as spool:
        spool.write(feed)
        spool.seek(0)
        yield cast(BinaryIO, spool)


@contextmanager
def _broken_pipes_end_quietly(process: Git.AutoInterrupt) -> Iterator[None]:
    """A git that dies first says why on stderr; that is the better message."""
    try:
        yield
        if process.stdin:
            process.stdin.close()
    except BrokenPipeError:
        pass
