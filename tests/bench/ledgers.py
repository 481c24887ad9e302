"""Commands that look at a whole ledger: what a quarter of its documents take, and what all of them take."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.bench import workspace
from tests.bench.measure import Figure, Row, Task, in_turn, sides
from tests.bench.process import tosgen

COMMANDS = ("show", "audit", "review", "verify")
GAPS = (0, 1)
"""Statuses of an audit: without gaps, and with some."""


def ledgers(folder: Path, documents: int) -> Iterator[Row]:
    """Each command over both, in turn."""
    made = [ledger(folder / f"{size}", size) for size in (max(documents // 4, 1), documents)]
    for command in COMMANDS:
        tasks = {f"{len(refs):,} versions": _task(place, command, refs) for place, refs in made}
        yield Row(
            f"`{command}` over a whole ledger, the whole command", sides(in_turn(tasks, most=3)),
            "a straight line: 4 × for four times the versions",
        )  # fmt: skip


def ledger(place: Path, documents: int) -> tuple[Path, list[str]]:
    """A ledger of a profile that asks for so many documents, with all others of its markets, and refs of all."""
    place.mkdir()
    workspace.write(place, documents)
    tosgen(place, "generate", "--on", workspace.DAY.isoformat())
    outputs = place / "outputs" / workspace.EXAMPLE
    return place, sorted(str(path.parent.relative_to(outputs)) for path in outputs.glob("*/*/version.json"))


def run(place: Path, command: str, refs: list[str]) -> Figure:
    """One command from a cold shell."""
    given = ["--on", workspace.DAY.isoformat()] if command in {"audit", "review"} else []
    if command == "show":
        pages = place / f"pages-{len(list(place.glob('pages-*')))}"  # a new folder: see `sites._put_by`
        pages.mkdir()
        given = [*refs, "--format", "html", "-o", str(pages)]
    ran = tosgen(place, command, *given, okay=GAPS if command == "audit" else (0,))
    return ran.seconds, ran.cpu


def _task(place: Path, command: str, refs: list[str]) -> Task:
    return lambda: run(place, command, refs)
