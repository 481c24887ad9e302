"""Measure everything, print it, keep it in RESULTS.md: `python -m tests.bench [--only NAME,…] [--documents N]`."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import commands, compose, edited, growth, ledgers, printed, redlines, sites
from tests.bench.measure import Row, worked
from tests.bench.report import save, told

ALONE = frozenset({"commands"})
"""Rows that need no workspace."""
KEPT = 1_000
"""Documents from which on results are kept."""
ROWS: dict[str, Callable[[Path, int], Iterator[Row]]] = {
    "compose": compose.compose,
    "record": compose.record,
    "unchanged": compose.unchanged,
    "sites": sites.sites,
    "edited": edited.edited,
    "redline": redlines.redlines,
    "ledgers": ledgers.ledgers,
    "commands": commands.commands,
    "printed": printed.printed,
    "growth": growth.growth,
}


def main() -> None:
    """In folders that are removed afterwards; what is measured over 1,000 documents and more is kept."""
    given = _given()
    load = os.getloadavg()[0]
    measured: dict[str, list[Row]] = {}
    with TemporaryDirectory(prefix="tosgen-bench-") as scratch:
        if given.peers:
            given.peers.mkdir(parents=True, exist_ok=True)
            (Path(scratch) / "peers").symlink_to(given.peers.resolve())
        for name in given.only:
            folder = Path(scratch) / name
            folder.mkdir()
            if name not in ALONE:
                print(f"{name}: preparing {given.documents:,} documents …", file=sys.stderr)
                worked("prepare", folder, given.documents)
            for row in ROWS[name](folder, given.documents):
                print("\n".join(told(row)), flush=True)
                measured.setdefault(name, []).append(row)
            shutil.rmtree(folder)
            if given.documents >= KEPT:
                size = "" if given.documents == KEPT else f" at {given.documents:,}"
                save({f"{name}{size}": measured[name]}, list(ROWS), load)


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(ROWS), help=", ".join(ROWS))
    parser.add_argument("--documents", type=int, default=KEPT)
    parser.add_argument("--full", action="store_true", help="10,000 documents: hours.")
    parser.add_argument("--peers", type=Path, help="Keep the peers here, or take those that are here.")
    given = parser.parse_args()
    if unknown := set(given.only) - set(ROWS):
        parser.error(f"no such rows: {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    given.documents = 10_000 if given.full else given.documents
    return given


if __name__ == "__main__":
    main()
