"""A ledger's git repository: what it is asked, and objects that are what their ids say."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from tosgen.ledger import reading
from tosgen.ledger.process import ENVIRONMENT, PINNED, clean, corrupt, failure, outcome, start
from tosgen.saying import say

if TYPE_CHECKING:
    from git import Git

MAIN = "refs/heads/main"
SCRATCH = "refs/tosgen/import"
NONE = "0" * 40
_AT_ONCE = 4096
"""So much goes into any pipe before somebody reads from it."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A ledger's git repository: `root` is its work tree; `lock` the descriptor that every child keeps open.

    Without a lock nothing is written, and GitPython, which takes longer to load than a text to be read, is not asked.
    """

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
        status, output, errors = self._held(arguments, feed) if self.kept else reading.run(self._of(arguments), feed)
        if status not in okay:
            raise failure(self.root, arguments[0], status, errors)
        return output

    def _held(self, arguments: Sequence[str], feed: bytes) -> tuple[int, bytes, str]:
        with _spooled(feed) as stdin:
            return start().execute(
                [*clean(), *self._of(arguments)],
                istream=stdin,
                with_extended_output=True,
                with_exceptions=False,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
                env=ENVIRONMENT,
                pass_fds=self.kept,
            )

    def log(self, tip: str, form: str) -> str:
        """Every commit up to `tip` in a form of git's that names its id, the first one first."""
        options = ("--topo-order", "--reverse", "--no-commit-header", f"--format={form}")
        listing = self.run("rev-list", *options, tip, "--").decode("utf-8", "replace")
        if listing.rfind(tip) < 0:
            raise corrupt(self.root, say("{name} names no commit", name=f".git/{MAIN}"))
        return listing

    @contextmanager
    def piped(self, *arguments: str, stdin: BinaryIO | int | None) -> Iterator[Git.AutoInterrupt]:
        """A running `git ARGUMENTS`; leaving the block waits for it: Unavailable if it, or its pipe, failed."""
        process = start().execute(
            [*clean(), *self._of(arguments)],
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
            self._answers("cat-file", "--batch", "--buffer", stdin=stdin) as answers,
        ):
            for name in names:
                found = self._object(answers, name)
                answered += 1
                yield found
        if answered < len(names):
            raise corrupt(self.root, say("{object} cannot be read", object=names[answered]))

    @contextmanager
    def _answers(self, *arguments: str, stdin: BinaryIO | None) -> Iterator[BinaryIO]:
        """What a running git says."""
        if self.kept:
            with self.piped(*arguments, stdin=stdin) as process:
                yield process.stdout
        else:
            with reading.piped(self.root, self._of(arguments), arguments[0], stdin) as answers:
                yield answers

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

    def _of(self, arguments: Sequence[str]) -> list[str]:
        return [f"--git-dir={self.git_dir.absolute()}", *PINNED, *arguments]


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
    status, _, errors = outcome(repository.root, arguments, repository.kept)
    if status:
        raise failure(repository.root, "init", status, errors)


@contextmanager
def _spooled(feed: bytes) -> Iterator[BinaryIO | None]:
    if not feed:
        yield None
        return
    if len(feed) <= _AT_ONCE:
        out, into = os.pipe()
        with os.fdopen(out, "rb") as waiting:
            os.write(into, feed)
            os.close(into)
            yield waiting
        return
    from tempfile import TemporaryFile  # noqa: PLC0415  # loads `random`

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
