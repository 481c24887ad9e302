"""The code is clean by its own rules, and what it stands on is not older than is safe."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("command", ["ruff check .", "ruff format --check .", "mypy"])
def test_clean(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command.split()], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("package", "floor"),
    [
        ("jinja2", (3, 1, 6)),
        ("gitpython", (3, 2, 1)),
        ("markdown-it-py", (4, 3)),
        ("pyyaml", (6, 0, 2)),
        ("babel", (2, 9, 1)),
    ],
)
def test_no_version_with_a_known_fault(package: str, floor: tuple[int, ...]) -> None:
    """Floors from security advisories: sandbox escapes, code execution through git, quadratic parsing."""
    assert tuple(int(part) for part in version(package).split(".")) >= floor
