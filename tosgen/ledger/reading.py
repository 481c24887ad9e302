"""git for whoever only reads: started the way GitPython starts it, without the time that loading GitPython takes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import IO, BinaryIO, cast

from tosgen.ledger.process import ENVIRONMENT, failure, missing


def run(arguments: Sequence[str], feed: bytes) -> tuple[int, bytes, str]:
    """Status, output and errors of `git ARGUMENTS`. Unavailable: `git-missing`."""
    with _started(arguments, PIPE if feed else DEVNULL) as process:
        output, errors = process.communicate(feed or None)
    return process.returncode, output, errors.decode("utf-8", "surrogateescape")


@contextmanager
def piped(root: Path, arguments: Sequence[str], command: str, stdin: BinaryIO | None) -> Iterator[BinaryIO]:
    """The output of a running `git ARGUMENTS`; leaving the block waits for it: Unavailable if it, or its pipe, failed.

    What it was asked for need not be read to its end.
    """
    process = _started(arguments, stdin or DEVNULL)
    stdout, stderr = cast(BinaryIO, process.stdout), cast(BinaryIO, process.stderr)
    with stdout, stderr:
        try:
            with suppress(BrokenPipeError):  # a git that dies first says why; that is the better message
                yield stdout
            errors = stderr.read()
            if process.wait():
                raise failure(root, command, process.returncode, errors.decode("utf-8", "replace"))
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()


def _started(arguments: Sequence[str], stdin: IO[bytes] | int) -> Popen[bytes]:
    """In a folder that says nothing about the ledger, without the variables that steer git."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    surroundings = {**kept, "LANGUAGE": "C", **ENVIRONMENT}
    try:
        return Popen(["git", *arguments], stdin=stdin, stdout=PIPE, stderr=PIPE, cwd="/", env=surroundings)
    except (FileNotFoundError, PermissionError) as error:
        raise missing() from error
