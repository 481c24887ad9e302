"""Which part of tosgen may import which, and who alone may touch git, the clock or the command line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "tosgen"
ORDER = (
    "store", "saying", "errors", "model", "text", "sources", "catalog", "resolve", "interview", "compose", "lint",
    "redline", "formats", "ledger", "audit", "review", "site", "pipeline", "fleet", "cli",
)  # fmt: skip
OWNERS = {
    "git": {"ledger"},
    "gitdb": {"ledger"},
    "subprocess": {"ledger"},
    "click": {"cli"},
    "pydantic": {"sources"},
    "pydantic_core": {"sources"},
    "babel": {"sources", "catalog", "compose", "formats", "cli"},
    "polib": {"catalog"},
    "markdown_it": {"text"},
    "pikepdf": {"formats"},
    "typst": {"formats"},
    "distributed": {"fleet"},
    "holidays": {"review"},
    "jinja2": {"text", "compose", "formats", "site"},
}
PURE = ORDER[: ORDER.index("ledger")]
CLOCKS = {"datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.time", "time.monotonic"}
SURROUNDINGS = {"os.environ", "os.getenv", "os.environb", "os.getcwd"}
FILES = tuple(sorted(p for p in PACKAGE.rglob("*.py") if p.parent != PACKAGE or p.stem not in {"__init__", "__main__"}))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def part(path: Path) -> str:
    """`tosgen/cli/main.py` belongs to cli, `tosgen/resolve.py` to resolve."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative imports hide where they lead"
            # `from tosgen import lint` names a part, `from tosgen import __version__` does not
            yield from (
                (f"{node.module}.{a.name}" for a in node.names) if node.module == "tosgen" else [str(node.module)]
            )


def dotted(path: Path) -> Iterator[str]:
    """Every `a.b` that the module reads."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"


@pytest.fixture(params=FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def path(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_imports_point_one_way(path: Path) -> None:
    assert part(path) in ORDER or path.parent.name in {"templates", "examples"}
    allowed = {*ORDER[: ORDER.index(part(path)) + 1], "__version__", "_build"}
    used = {name.split(".")[1] for name in imported(path) if name.startswith("tosgen.")}
    assert used <= allowed, f"{part(path)} may not import {', '.join(sorted(used - allowed))}"


def test_each_dependency_has_its_owner(path: Path) -> None:
    used = {name.split(".")[0] for name in imported(path)}
    assert not {name for name in used & OWNERS.keys() if part(path) not in OWNERS[name]}


def test_only_the_edge_imports_for_types_alone(path: Path) -> None:
    # The ledger names its own Writer and GitPython's Git so: reading needs neither a flock nor their cost.
    # A fleet's run that finds nothing to do reads no profile and no catalog.
    allowed = part(path) in {"cli", "ledger", "fleet"}
    assert allowed or not any(isinstance(n, ast.Name) and n.id == "TYPE_CHECKING" for n in ast.walk(tree(path)))


def test_only_the_command_line_and_the_ledger_ask_for_the_time_or_the_surroundings(path: Path) -> None:
    if part(path) not in {"cli", "ledger"}:
        assert not {*dotted(path)} & (CLOCKS | SURROUNDINGS)


def test_the_first_parts_reach_nothing_outside(path: Path) -> None:
    if part(path) in PURE:
        outside = {"git", "click", "subprocess", "socket", "time", "random", "tempfile", "urllib.request", "fcntl"}
        assert not {*imported(path)} & outside


def test_every_part_is_in_the_order() -> None:
    parts = {part(path) for path in FILES} - {"templates", "examples"}
    assert parts <= {*ORDER}
