"""A disk of 4 MiB to fill, for what must end well when there is no more room."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MiB."""
    path = tmp_path / "disk"
    path.mkdir()
    said = privileged("mount", "-t", "tmpfs", "-o", "size=4m,mode=777", "tosgen-test", str(path))
    if said:
        assert "CI" not in os.environ, f"this test must run here: {said}"
        pytest.skip(f"a small disk cannot be mounted: {said}")
    yield path
    assert not privileged("umount", str(path))


def privileged(*command: str) -> str:
    """What a command run as root complains of."""
    prefix = () if os.geteuid() == 0 else ("sudo", "-n")
    try:
        done = subprocess.run([*prefix, *command], capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        return str(error)
    return done.stderr.strip() if done.returncode else ""


def free(path: Path) -> int:
    found = os.statvfs(path)
    return found.f_bavail * found.f_frsize


def fill(disk: Path, rest: int) -> None:
    with (disk / "filler").open("wb") as filler:
        filler.write(b"x" * max(0, free(disk) - rest))
