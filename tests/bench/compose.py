"""Rows 1, 2, 4 and 5: composing, recording, and having nothing to do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench import workspace
from tests.bench.measure import Figure, Row, Task, in_turn, same, sides, stages, worked
from tests.bench.process import tosgen

OURS = "tosgen"


def compose(folder: Path, documents: int) -> Iterator[Row]:
    """Composed and rendered to HTML in memory, without caches, in one process."""
    told: dict[str, dict[str, Any]] = {}

    def side(name: str, task: str) -> Task:
        def run() -> Figure:
            told[name] = worked(task, folder, documents)
            return stages(told[name], "compose")

        return run

    found = in_turn({
        OURS: side(OURS, "tosgen_html"),
        "Jinja2 + markdown-it-py, whole documents": side("whole", "whole_html"),
        "the same, a template compiled once for all documents that share it": side("once", "once_html"),
    })  # fmt: skip
    same({name: each["words"] for name, each in told.items()}, documents)
    read = told[OURS]["stages"]["read"]
    yield Row(
        f"{documents:,} documents composed and rendered to HTML, cold, one process", sides(found), "30 ×",
        notes=(
            "The peer gets its clauses translated and put together, its facts printed and escaped, its references "
            "numbered; it checks nothing.",
            f"Reading clauses, catalogs and profile is not in it: {read:.1f} s.",
        ),
    )  # fmt: skip


def record(folder: Path, documents: int) -> Iterator[Row]:
    """Composed and recorded; then the recording alone against what git itself needs."""
    told: dict[str, list[dict[str, Any]]] = {}

    def side(name: str, *names: str) -> Task:
        def run() -> Figure:
            told.setdefault(name, []).append(worked(name, folder, documents))
            return stages(told[name][-1], *names)

        return run

    ours = side("tosgen_record", "compose", "record")
    ours()
    made = worked("records", folder, documents)
    if made["commits"] != documents:
        raise SystemExit(f"the ledger holds {made['commits']} commits for {documents} documents")
    found = in_turn({
        OURS: ours,
        "Jinja2, whole documents, and GitPython `index.add` + `commit`": side("gitpython_record", "compose", "record"),
    })  # fmt: skip
    took = told["tosgen_record"][-1]["stages"]
    yield Row(
        f"{documents:,} documents composed and recorded, one ledger, one commit a version", sides(found),
        "20 × at 1,000, 50 × at 10,000",
        notes=(
            f"tosgen: composing and checking {took['compose']:.2f} s, recording {took['record']:.2f} s; its work "
            f"tree, {took['work tree']:.2f} s, is left out, as the peer has none.",
            "GitPython is reckoned from its first commits and its last." if told["gitpython_record"][-1]["sampled"] else
            "Both wait for every commit.",
        ),
    )  # fmt: skip
    found = in_turn({OURS: side("tosgen_record", "record"), "git fast-import": side("fast_import", "record")})
    if told["fast_import"][-1]["tip"] != made["tip"]:
        raise SystemExit("git fast-import made other commits than the ledger holds")
    yield Row(
        f"{documents:,} versions recorded", sides(found), "within 1.5 × of git's own",
        notes=("The stream lies ready in a file; both with `core.fsync=all`; both give the same commit id.",),
    )  # fmt: skip


def unchanged(folder: Path, documents: int) -> Iterator[Row]:
    """The command, cold and again."""
    inputs = workspace.load(folder)
    refs = [f"{name}/{market.name}" for market, name in workspace.items(inputs, documents)]

    def generate() -> Figure:
        ran = tosgen(folder, "generate", *refs, "--on", workspace.DAY.isoformat())
        return ran.seconds, ran.cpu

    def cold() -> Figure:
        shutil.rmtree(folder / "outputs", ignore_errors=True)
        return generate()

    found = in_turn({"cold": cold, "again": generate})
    again, first = found.pop("again"), found.pop("cold")
    yield Row(
        f"unchanged run over {documents:,} documents, the whole command",
        sides({"tosgen generate, nothing changed": again, "tosgen generate, no ledger yet": first}), "2 %",
    )  # fmt: skip
