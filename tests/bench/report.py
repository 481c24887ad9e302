"""The results as Markdown, with the machine that they hold for; each row as it was measured last."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.measure import Row, Side
from tests.bench.peers import VERSIONS
from tests.bench.process import ROOT

PAGE = Path(__file__).parent / "RESULTS.md"
STORE = Path(__file__).parent / "results.json"
NOTES = Path(__file__).parent / "NOTES.md"


def save(measured: Mapping[str, Sequence[Row]], order: Sequence[str], load: float) -> None:
    """Put rows, by `NAME` or `NAME at SIZE`, in the place of those measured before, and write the page again."""
    stored: dict[str, Any] = json.loads(STORE.read_text("utf-8")) if STORE.exists() else {}
    about = {"day": f"{datetime.now(UTC):%Y-%m-%d}", "load": load, "machine": list(_machine())}
    for name, rows in measured.items():
        stored[name] = {**about, "rows": [asdict(row) for row in rows]}
    STORE.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", "utf-8")
    names = sorted(stored, key=lambda key: (order.index(key.partition(" at ")[0]), key))
    PAGE.write_text("\n".join(_page({name: stored[name] for name in names})), "utf-8")


def _page(stored: Mapping[str, Any]) -> Iterator[str]:
    yield "# What tosgen costs"
    yield ""
    yield "Written by `python -m tests.bench`. All sides of a row ran in turn, on the same documents, in processes of"
    yield "their own, and said the same words. Medians; CPU counts the processors' seconds, children's too, to which"
    yield "other work on the machine adds least. × is how many times the first side's. The plot is in `growth.svg`."
    yield ""
    rows = [(each, _row(row)) for each in stored.values() for row in each["rows"]]
    machines = dict.fromkeys(line for each in stored.values() for line in each["machine"])
    yield from (f"- {line}" for line in machines)
    yield ""
    yield "| work | side | median | against | × | × CPU | goal |"
    yield "|---|---|---:|---|---:|---:|---|"
    for _, row in rows:
        first, *others = row.sides
        for other in others or [first]:
            ratios = f"{_ratio(other.median, first.median)} | {_ratio(other.cpu, first.cpu)}"
            took = f"{first.name} | {first.median:.3g} {row.unit}"
            yield f"| {row.work} | {took} | {other.name} | {ratios} | {row.goal} |"
    yield ""
    for each, row in rows:
        yield from told(row, f"{each['day']}, load {each['load']:.1f} at the start")
    yield from NOTES.read_text("utf-8").splitlines() if NOTES.exists() else ()
    yield ""


def _row(data: dict[str, Any]) -> Row:
    sides = tuple(Side(side["name"], tuple(map(tuple, side["figures"]))) for side in data["sides"])
    return Row(**{**data, "sides": sides, "notes": tuple(data["notes"]), "heads": tuple(data["heads"])})


def told(row: Row, when: str = "") -> Iterator[str]:
    """A row as Markdown: every side with its median, its rounds, and how many times the first it is."""
    yield f"## {row.work}"
    yield ""
    yield from (" · ".join(filter(None, [f"goal: {row.goal}" if row.goal else "", when])), "")
    yield f"| side | {row.heads[0]} | × | {row.heads[1]} | × | rounds |"
    yield "|---|---:|---:|---:|---:|---:|"
    first = row.sides[0]
    for side in row.sides:
        pairs = ((side.median, first.median), (side.cpu, first.cpu))
        wall, cpu = (f"{a:.4g} {row.unit} | {_ratio(a, b)}" for a, b in pairs)
        yield f"| {side.name} | {wall} | {cpu} | {len(side.figures)} |"
    yield ""
    yield from row.notes
    yield ""


def _ratio(a: float, b: float) -> str:
    return f"{a / b:.3g}" if b else "–"


def _machine() -> Iterator[str]:
    yield f"{os.cpu_count()} cores, {_cpu()}, {_memory()}"
    yield f"Python {platform.python_version()}, {_git()}"
    yield ", ".join(f"{name} {version(name)}" for name in _dependencies())
    yield ", ".join(f"{name} {number}" for name, number in VERSIONS.items())


def _cpu() -> str:
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.M)
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.1f} GB of memory"
    except (ValueError, OSError):
        return "memory unknown"


def _git() -> str:
    return subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.strip()


def _dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [re.split(r"[^A-Za-z0-9._-]", wanted)[0] for wanted in project["dependencies"]]
