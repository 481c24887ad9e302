"""LibreOffice Writer, asked what it makes of Word files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PYTHON = "/usr/bin/python3"
"""Debian's: python3-uno is for no other."""
SCRIPT = Path(__file__).with_name("writer_uno.py")
GAP = "Gap"
"""The style of paragraphs that are too small to see."""


@dataclass(frozen=True)
class Seen:
    """A document as Writer shows it: paragraphs as (number, text, style), tables as rows of cells."""

    text: list[Any]
    changes: list[list[str]]
    left: int
    bookmarks: list[str]

    @classmethod
    def of(cls, told: dict[str, Any]) -> Seen:
        text = [tuple(block) if isinstance(block[0], str) else block for block in told["text"]]
        return cls([block for block in text if block[-1] != GAP], told["changes"], told["left"], told["bookmarks"])


class Writer:
    """One running Writer."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process, self._folder, self._count = process, folder, 0

    def shown(self, file: bytes) -> Seen:
        """The document as it is."""
        return self._ask(file, "shown")[0]

    def settled(self, file: bytes) -> tuple[Seen, Seen]:
        """The document with all its changes accepted, and with all of them rejected."""
        accepted, rejected = self._ask(file, "accepted", "rejected")
        return accepted, rejected

    def _ask(self, file: bytes, *ways: str) -> list[Seen]:
        assert self._process.stdin
        assert self._process.stdout
        self._count += 1
        path = self._folder / f"{self._count}.docx"
        path.write_bytes(file)
        self._process.stdin.write("\t".join([str(path), *ways]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "LibreOffice has gone"
        return [Seen.of(told) for told in json.loads(answer)]


@contextmanager
def running(folder: Path) -> Iterator[Writer]:
    """A Writer for as long as it is needed; where there is none the test is skipped, in CI it fails."""
    there = shutil.which("soffice") and subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False)
    if not there or there.returncode:
        assert "CI" not in os.environ, "this test must run here: install libreoffice-writer and python3-uno"
        pytest.skip("LibreOffice Writer or python3-uno is not installed")
    with subprocess.Popen(
        [PYTHON, str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stdout.readline() == "ready\n", "LibreOffice does not start"
        yield Writer(process, folder)
        assert process.stdin
        process.stdin.close()
