"""The whole command line, run in this process: arguments and stdin in, exit code, stdout and stderr out.

The shipped library's YAML is parsed once for all runs: it is most of what a run in a small workspace costs.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tosgen.cli.main import main
from tosgen.errors import Finding
from tosgen.sources import clauses, shelf, yaml
from tosgen.sources.faults import Faults
from tosgen.sources.tree import Tree

REPOSITORY = Path(__file__).parent.parent
SOUND = Path(__file__).parent / "cases" / "sound-run"


@dataclass(frozen=True)
class Ran:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def edit(path: Path, old: str, new: str) -> None:
    """Change the one place in a file where `old` stands."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def tosgen(folder: Path, *arguments: str, answers: str = "") -> Ran:
    """`tosgen ARGUMENTS` in a folder; an exception that `main` does not handle goes through."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True) for _ in range(2))
    stdin = io.TextIOWrapper(io.BytesIO(answers.encode()), "utf-8")
    code: int | str | None = 0
    with (
        _within(folder),
        _library_read_once(),
        patch.multiple(sys, argv=["tosgen", *arguments], stdin=stdin, stdout=out, stderr=err),
    ):
        try:
            main()
        except SystemExit as exit_:
            code = exit_.code or 0
    assert isinstance(code, int)
    return Ran(code, _written(out), _written(err))


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, git's own included."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def _parse(text: str, path: str, faults: Faults, *, first_line: int = 1) -> Tree | None:
    if not path.startswith(f"{REPOSITORY / 'clauses'}/"):
        return yaml.parse(text, path, faults, first_line=first_line)
    tree, found = _parsed(text, path, first_line)
    for finding in found:
        faults.note(finding)
    return tree


@cache
def _parsed(text: str, path: str, first_line: int) -> tuple[Tree | None, tuple[Finding, ...]]:
    faults = Faults()
    return yaml.parse(text, path, faults, first_line=first_line), tuple(faults.found)


@contextlib.contextmanager
def _library_read_once() -> Iterator[None]:
    with patch.object(shelf, "parse", _parse), patch.object(clauses, "parse", _parse):
        yield


@contextlib.contextmanager
def _within(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _written(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()
