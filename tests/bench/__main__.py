"""Measure everything, print it, keep it in RESULTS.md."""

from __future__ import annotations

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.commands import commands
from tests.bench.process import measured, python
from tests.bench.report import report


def main() -> None:
    """About a minute of work, in folders that are removed afterwards."""
    load = os.getloadavg()[0]
    with TemporaryDirectory() as scratch:
        found = list(commands(Path(scratch)))
    stages = measured("stages", lambda: python("-m", "tests.bench.stages"))
    text = report(found, [json.loads(run.output) for run in stages.runs], load)
    (Path(__file__).parent / "RESULTS.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
