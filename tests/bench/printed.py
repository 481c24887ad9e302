"""Row 10: a hundred documents printed at once, against one, a hundred times."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.bench import workspace
from tests.bench.measure import Figure, Row, in_turn, sides
from tests.bench.process import tosgen


def printed(folder: Path, documents: int) -> Iterator[Row]:
    """`show` with all their names, as PDF and as Word files."""
    inputs = workspace.load(folder)
    refs = [f"{name}/{market.name}" for market, name in workspace.items(inputs, min(documents, 100))]
    day = workspace.DAY.isoformat()
    shutil.rmtree(folder / "outputs", ignore_errors=True)
    tosgen(folder, "generate", *refs, "--on", day)
    pages = folder / "printed"

    def show(form: str, *some: str) -> Figure:
        shutil.rmtree(pages, ignore_errors=True)
        pages.mkdir()
        ran = tosgen(folder, "show", *some, "--format", form, "-o", str(pages))
        if len(list(pages.iterdir())) != len(some):
            raise SystemExit(f"{len(some)} documents gave {len(list(pages.iterdir()))} files")
        return ran.seconds, ran.cpu

    def alone(form: str) -> Callable[[], Figure]:
        """The first four, one of each kind, stand for all."""

        def task() -> Figure:
            figures = [show(form, ref) for ref in refs[: len(workspace.DOCUMENTS)]]
            by = len(refs) / len(figures)
            return by * sum(wall for wall, _ in figures), by * sum(cpu for _, cpu in figures)

        return task

    for form, name in (("pdf", "PDF"), ("docx", "DOCX")):
        found = in_turn({
            f"`show` of {len(refs)} documents": partial(show, form, *refs),
            f"`show` of one, times {len(refs)}": alone(form),
        }, most=3)  # fmt: skip
        yield Row(
            f"{name} of {len(refs)} documents, the whole command", sides(found), "a tenth",
            notes=("The second line: each kind of document once, multiplied.",),
        )  # fmt: skip
