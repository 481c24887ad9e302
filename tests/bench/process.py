"""One command in a process of its own: how long it took, and how much memory it held."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile
from typing import IO

ROOT = Path(__file__).parents[2]
RUNS = 5


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds on the wall, seconds of CPU, peak memory in MB, what it printed."""

    seconds: float
    cpu: float
    megabytes: float
    output: str


@dataclass(frozen=True, slots=True)
class Measured:
    """Several runs of one command, after `discarded` ones that are not among them."""

    name: str
    runs: tuple[Run, ...]
    discarded: int

    @property
    def median(self) -> float:
        """Seconds."""
        return median(run.seconds for run in self.runs)

    @property
    def least(self) -> float:
        """Seconds."""
        return min(run.seconds for run in self.runs)

    @property
    def cpu(self) -> float:
        """Median seconds of CPU, the children's among them."""
        return median(run.cpu for run in self.runs)

    @property
    def megabytes(self) -> float:
        """Median of the peaks, the children's among them."""
        return median(run.megabytes for run in self.runs)


def python(*arguments: str, okay: Sequence[int] = (0,)) -> Run:
    """`python ARGUMENTS` from the repository's root; SystemExit with what it said if its status is not in `okay`."""
    return run([sys.executable, *arguments], ROOT, okay=okay)


def run(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None, *, okay: Sequence[int] = (0,)
) -> Run:
    """A command in a folder; SystemExit with what it said if its status is not in `okay`."""
    with TemporaryFile() as output, TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, cwd=folder,
            env={**os.environ, **(environment or {})},
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = [_text(file) for file in (output, errors)]
    if process.returncode not in okay:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}\n{texts[0][-2000:]}{texts[1]}")
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale, texts[0])


def tosgen(folder: Path, *arguments: str, okay: Sequence[int] = (0,)) -> Run:
    """`tosgen -C FOLDER ARGUMENTS`."""
    return python("-m", "tosgen.cli.main", "-C", str(folder), *arguments, okay=okay)


def measured(name: str, once: Callable[[], Run], *, discard: int = 1) -> Measured:
    """RUNS runs, after those that only warm the caches."""
    print(f"{name} …", file=sys.stderr)
    for _ in range(discard):
        once()
    return Measured(name, tuple(once() for _ in range(RUNS)), discard)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")
