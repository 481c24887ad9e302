"""A small sound workspace, for tests to spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

CASES = Path(__file__).parent / "cases"


def workspace(folder: Path, *layers: Path) -> None:
    """A sound library and profile in `folder`, with the files of `layers` over them."""
    for layer in (CASES / "sound-input", *layers):
        shutil.copytree(layer, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
