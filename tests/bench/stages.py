"""The stages of one `generate` in one process, timed: `python -m tests.bench.stages` prints them as JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar

from tests.bench.commands import DAY, EXAMPLE

T = TypeVar("T")


def stages(folder: Path) -> dict[str, float]:
    """Seconds by stage, in the order of work, for a ledger that does not exist yet."""
    found: dict[str, float] = {}

    def timed(name: str, stage: Callable[[], T]) -> T:
        began = time.perf_counter()
        result = stage()
        found[name] = time.perf_counter() - began
        return result

    timed("import", _import)
    from tosgen.cli.workspace import Workspace
    from tosgen.ledger import Author
    from tosgen.pipeline import Inputs, generate, wanted

    workspace = Workspace.at(folder, EXAMPLE)
    library, _ = timed("load the library", workspace.library)
    service = timed("load the profile", lambda: workspace.service(library))
    items = wanted(service)
    tags = [tag for market, _ in items for tag in market.languages]
    translators = timed("load the catalogs", lambda: workspace.translators(tags))
    inputs = Inputs(library, service, translators, date.fromisoformat(DAY), "0", workspace.profile.parent)
    author, now = Author("Bench", "bench@example.org"), datetime.now(UTC)
    marks = [time.perf_counter()]
    generate(
        inputs, workspace.ledger(service.name), items, author=author, at=now,
        progress=lambda done, total: marks.append(time.perf_counter()),
    )  # fmt: skip
    ended = time.perf_counter()
    each = [after - before for before, after in pairwise(marks)]
    found[f"resolve and compose, {len(each)} documents"] = sum(each)
    found["of these, the first document"] = each[0]
    found["of these, a document (median)"] = median(each)
    found["compare and record"] = ended - marks[-1]
    return found


def _import() -> None:
    from tosgen.cli import generate  # noqa: F401
    from tosgen.ledger import session  # noqa: F401
    from tosgen.pipeline import inputs  # noqa: F401
    from tosgen.sources import library, service  # noqa: F401


if __name__ == "__main__":
    with TemporaryDirectory() as scratch:
        json.dump(stages(Path(scratch)), sys.stdout)
