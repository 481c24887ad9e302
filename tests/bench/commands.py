"""What is measured: each command from a cold shell, the way a user starts it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.bench.process import Measured, Run, measured, python, tosgen

EXAMPLE = "helpdesk"
BEFORE, DAY = "2026-07-01", "2026-11-21"
"""Two days with a date of law between them: the second run of `generate` makes new versions of some documents."""
REF = "terms-of-service/DE"


def commands(scratch: Path) -> Iterator[Measured]:
    """The bare start-up first, then every command; ledgers are made in `scratch`."""
    yield measured('python -c "import click"', lambda: python("-c", "import click"))
    yield measured("tosgen --help", lambda: tosgen(scratch, "--help"))
    yield measured("tosgen lint", lambda: tosgen(scratch, "lint", okay=(0, 1)))
    fresh = (scratch / f"fresh{number}" for number in count())
    yield measured("generate, fresh folder", lambda: _generate(next(fresh)))
    yield measured("generate, unchanged", lambda: _generate(scratch / "fresh0"))
    history = scratch / "history"
    _generate(history, BEFORE)
    _generate(history, DAY)
    yield measured(f"show {REF}", lambda: tosgen(history, "show", REF))
    yield measured(f"show {REF} --format html", lambda: tosgen(history, "show", REF, "--format", "html"))
    yield measured(f"diff {REF}", lambda: tosgen(history, "diff", REF))


def _generate(folder: Path, day: str = DAY) -> Run:
    folder.mkdir(exist_ok=True)
    return tosgen(folder, "generate", "--example", EXAMPLE, "--on", day)
