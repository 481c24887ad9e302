"""Rows of the table: sides that do the same work in turn, in one run, each in a process of its own."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.process import python

Figure = tuple[float, float]
"""Seconds on the wall, seconds of processors."""
Task = Callable[[], Figure]
MOST = 5
PATIENCE = 60.0
"""Seconds after which no further round of a row begins."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a row: what each round took."""

    name: str
    figures: tuple[Figure, ...]

    @property
    def median(self) -> float:
        """The figure to quote."""
        return median(wall for wall, _ in self.figures)

    @property
    def cpu(self) -> float:
        """What other work on the machine adds least to."""
        return median(cpu for _, cpu in self.figures)


@dataclass(frozen=True, slots=True)
class Row:
    """A piece of work with its sides: all are compared with the first.

    `goal`: what the ratio is to reach, as the issue says.
    """

    work: str
    sides: tuple[Side, ...]
    goal: str = ""
    unit: str = "s"
    heads: tuple[str, str] = ("median", "CPU")
    """What the two figures of each side are."""
    notes: tuple[str, ...] = ()
    details: Mapping[str, float] = field(default_factory=dict)


def worked(task: str, folder: Path, documents: int) -> dict[str, Any]:
    """What a task of the worker told."""
    ran = python("-m", "tests.bench.worker", task, str(folder), str(documents))
    told: dict[str, Any] = json.loads(ran.output)
    return {**told, "whole": (ran.seconds, ran.cpu), "peak": ran.megabytes}


def stages(told: Mapping[str, Any], *names: str) -> Figure:
    """What these stages of a task took together."""
    return sum(told["stages"][name] for name in names), sum(told["cpu"][name] for name in names)


def in_turn(sides: Mapping[str, Task], *, most: int = MOST, patience: float = PATIENCE) -> dict[str, list[Figure]]:
    """Figures of each side, A B A B …: several rounds as far as patience goes, at least one."""
    found: dict[str, list[Figure]] = {name: [] for name in sides}
    began = time.perf_counter()
    for _ in range(most):
        for name, task in sides.items():
            print(f"  {name} …", file=sys.stderr, flush=True)
            found[name].append(task())
        spent = time.perf_counter() - began
        rounds = len(next(iter(found.values())))
        if spent * (rounds + 1) / rounds > patience:
            break
    return found


def same(found: Mapping[str, Mapping[str, str]], documents: int) -> None:
    """SystemExit where the sides do not say the same words in every document."""
    first, *others = found.items()
    if len(first[1]) != documents:
        raise SystemExit(f"{first[0]} made {len(first[1])} of {documents} documents")
    for name, words in others:
        differing = [document for document in first[1] if words.get(document) != first[1][document]]
        if differing or len(words) != documents:
            raise SystemExit(
                f"{name} says other words than {first[0]} in {', '.join(differing[:5]) or 'other documents'}"
            )


def sides(found: Mapping[str, Sequence[Figure]]) -> tuple[Side, ...]:
    """As a row holds them."""
    return tuple(Side(name, tuple(figures)) for name, figures in found.items())
