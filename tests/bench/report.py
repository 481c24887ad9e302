"""The results as Markdown, with the machine that they hold for."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from tests.bench.process import ROOT, RUNS, Measured


def report(commands: Sequence[Measured], stages: Sequence[Mapping[str, float]], load: float) -> str:
    """The page; the first of `commands` is what the others are compared with."""
    return "\n".join([*_head(load), "", *_commands(commands), "", *_stages(stages), ""])


def _head(load: float) -> Iterator[str]:
    yield "# What tosgen costs"
    yield ""
    yield "Written by `python -m tests.bench`. Ratios hold better than times: other work on the machine adds to both."
    yield ""
    yield f"- {datetime.now(UTC):%Y-%m-%d}, load {load:.2f} at the start"
    yield f"- {os.cpu_count()} cores, {_cpu()}, {_memory()}"
    yield f"- Python {platform.python_version()}, {_git()}"
    yield f"- {', '.join(f'{name} {version(name)}' for name in _dependencies())}"
    yield f"- every command in a process of its own; {RUNS} runs after one that is discarded, so files are in the"
    yield "  disk cache and modules are compiled; a fresh folder holds no ledger before the run"


def _commands(measured: Sequence[Measured]) -> Iterator[str]:
    yield "| command | median | least | CPU | peak memory | × import click |"
    yield "|---|---:|---:|---:|---:|---:|"
    bare = measured[0].median
    for each in measured:
        seconds = " | ".join(f"{value:.3f} s" for value in (each.median, each.least, each.cpu))
        name = each.name.replace("|", "\\|")
        yield f"| `{name}` | {seconds} | {each.megabytes:.0f} MB | {each.median / bare:.1f} |"


def _stages(runs: Sequence[Mapping[str, float]]) -> Iterator[str]:
    yield "| stage of `generate`, fresh folder | median | least |"
    yield "|---|---:|---:|"
    for name in runs[0]:
        values = [run[name] for run in runs]
        yield f"| {name} | {1000 * median(values):.0f} ms | {1000 * min(values):.0f} ms |"


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
