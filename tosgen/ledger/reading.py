"""git for whoever only reads, a ledger or the user's own checkout: started the way GitPython starts it, without the
time that loading GitPython takes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import IO, BinaryIO, cast

from tosgen.ledger.process import ENVIRONMENT, PINNED, UNSCRUBBED, failure, missing


def run(arguments: Sequence[str], feed: bytes) -> tuple[int, bytes, str]:
    """Status, output and errors of `git ARGUMENTS`. Unavailable: `git-missing`."""
    with _started(arguments, PIPE if feed else DEVNULL) as process:
        output, errors = process.communicate(feed or None)
    return process.returncode, output, errors.decode("utf-8", "surrogateescape")


def ask(folder: Path, *arguments: str, scrubbed: bool = True) -> str | None:
    """What `git ARGUMENTS` says in any folder, None if it fails; unscrubbed, by the user's configuration."""
    with _started([*PINNED, *arguments] if scrubbed else arguments, DEVNULL, folder, scrubbed) as process:
        output, _ = process.communicate()
    return None if process.returncode else output.decode("utf-8", "surrogateescape")


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


def _started(
    arguments: Sequence[str], stdin: IO[bytes] | int, folder: str | Path = "/", scrubbed: bool = True
) -> Popen[bytes]:
    """Scrubbed: without the variables that steer git; the folder `/` says nothing about the ledger."""
    kept = {name: value for name, value in os.environ.items() if not (scrubbed and name.startswith("GIT_"))}
    surroundings = {**kept, "LANGUAGE": "C", **(ENVIRONMENT if scrubbed else UNSCRUBBED)}
    try:
        return Popen(["git", *arguments], stdin=stdin, stdout=PIPE, stderr=PIPE, cwd=folder, env=surroundings)
    except (FileNotFoundError, PermissionError) as error:
        raise missing() from error
