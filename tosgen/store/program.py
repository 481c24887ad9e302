"""What works everything out: tosgen's own files, Python, and the packages that have a say in the result."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tosgen import __version__

_SHAPING = {
    "babel": "babel", "jinja2": "jinja2", "markdown_it": "markdown_it_py", "markupsafe": "markupsafe", "mdurl": "mdurl",
    "polib": "polib", "pydantic": "pydantic", "pydantic_core": "pydantic_core", "yaml": "pyyaml",
}  # fmt: skip
"""Module -> what it is installed as."""
_Stamp = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Program:
    """What tells a program from any other: in a checkout it changes without a new version."""

    text: str
    changed: float
    """The moment when the last of its files became as it is, in seconds since 1970."""


@cache
def program() -> Program:
    """This program as its files are; none of them is opened. OSError if one goes meanwhile."""
    own = str(Path(__file__).parent.parent)
    stamps = [*_below(own), *(stamp for module, name in _SHAPING.items() for stamp in _installed(module, name))]
    lines = [__version__, sys.version, *(line for line, _ in stamps)]
    return Program("\n".join(lines), max(moment for _, moment in stamps))


def _below(folder: str) -> Iterator[_Stamp]:
    with os.scandir(folder) as entries:
        found = sorted((entry.name, entry) for entry in entries)
    for name, entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        elif name.endswith(".py"):
            yield _stamp(entry)


def _installed(module: str, name: str) -> Iterator[_Stamp]:
    """A package, and the versions that stand beside it."""
    spec = find_spec(module)
    origin = Path(spec.origin or "") if spec else Path()
    if spec is None or not origin.is_file():
        yield module, 0.0
        return
    yield _stamp(origin)
    with os.scandir(origin.parents[bool(spec.submodule_search_locations)]) as entries:
        beside = sorted((entry.name, entry) for entry in entries if entry.name.endswith(("-info", ".egg")))
    for title, entry in beside:
        if re.sub(r"[-_.]+", "_", title).lower().startswith(f"{name}_"):
            yield _stamp(entry)


def _stamp(file: Path | os.DirEntry[str]) -> _Stamp:
    found = file.stat()
    return f"{os.fspath(file)} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}", found.st_ctime
