"""What is measured: each command from a cold shell, the way a user starts it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Figure, Row, Side, in_turn
from tests.bench.process import Run, python, tosgen

EXAMPLE = "helpdesk"
BEFORE, DAY = "2026-07-01", "2026-11-21"
"""Two days with a date of law between them: the second run of `generate` makes new versions of some documents."""
REF = "terms-of-service/DE"


GOALS = {"--help": "1.3 ×", f"show {REF}": "3 ×", f"diff {REF}": "4 ×"}


def commands(folder: Path, documents: int) -> Iterator[Row]:
    """Each against Python that starts and imports click; ledgers are made in the workspace."""
    history = folder / "history"
    history.mkdir()
    for day in (BEFORE, DAY):
        tosgen(history, "generate", "--example", EXAMPLE, "--on", day)

    def of(ran: Run) -> Figure:
        return ran.seconds, ran.cpu

    bare = 'python -c "import click"'
    tasks = {f"tosgen {command}": lambda c=command: of(tosgen(history, *c.split())) for command in GOALS}
    found = in_turn({bare: lambda: of(python("-c", "import click")), **tasks}, most=10)
    goals = ", ".join(f"{goal} for {command.split()[0]}" for command, goal in GOALS.items())
    yield Row(
        "commands from a cold shell",
        tuple(Side(name, tuple(figures[1:] or figures)) for name, figures in found.items()),
        goals,
        notes=("Files are in the disk cache, modules are compiled.",),
    )
