"""Fleets of small services over the tests' small library, run in this process or in one of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tosgen.fleet.member import Member, Search
from tosgen.fleet.order import Order
from tosgen.fleet.run import GENERATE, Fleet, Means, Work, run
from tosgen.ledger import Author, Ledger

TESTS = Path(__file__).parent
SMALL = TESTS / "cases" / "generate" / "_library"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ANA = Author("Ana Ruiz", "ana@example.test")
ORDER = Order(NOON, ANA)
HEADER = "service,facts.contact.email,entities.harbour.name"


def base(folder: Path) -> Path:
    """The small profile, with one document in one language, as the base of a CSV."""
    text = (SMALL / "tosgen.yaml").read_text("utf-8")
    for old, new in (
        ("documents: [terms-of-service, privacy-notice]", "documents: [terms-of-service]"),
        ("languages: [en, de]", "languages: [en]"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tosgen.yaml").write_text(text, "utf-8")
    return folder / "tosgen.yaml"


def row(number: int, email: str = "") -> str:
    return f"s{number:04},{email or f'help{number}@example.test'},Harbour {number} GmbH"


def sheet(folder: Path, rows: Sequence[str]) -> Path:
    """A CSV of overrides and its base, in a folder."""
    base(folder)
    (folder / "customers.csv").write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    return folder / "customers.csv"


@dataclass
class Ran:
    """What a run over a fleet told."""

    whole: bool = True
    found: dict[str, Any] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    """How often each service was told of."""

    def new(self) -> int:
        return sum(len(found.new) for found in self.found.values() if hasattr(found, "new"))


def members(folder: Path, *given: str, root: Path = SMALL) -> list[Member]:
    """The services of a folder's CSV, or of what is given."""
    fleet = Fleet(root, "")
    csv = not given or given[0].endswith(".csv")
    return Search(folder, Path("tosgen.yaml") if csv else None, None, fleet.library).members(given or ["customers.csv"])


def over(
    some: Sequence[Member], *, jobs: int = 1, executor: str | None = None, work: Work = GENERATE, order: Order = ORDER,
    root: Path = SMALL, heard: Callable[[Member], None] = lambda _: None, again: bool = False,
    beat: Callable[[], None] = lambda: None,
) -> Ran:  # fmt: skip
    """A run."""
    ran = Ran()

    def told(member: Member, made: Any) -> None:
        ran.found[member.name] = made
        ran.times[member.name] = ran.times.get(member.name, 0) + 1
        heard(member)

    ran.whole = run(Fleet(root, ""), work, some, order, Means(jobs, executor), heard=told, beat=beat, again=again)
    return ran


def tips(outputs: Path) -> dict[str, str]:
    """Service -> the tip of its ledger."""
    return {path.name: Ledger(path).tip for path in sorted(outputs.iterdir()) if (path / ".git").is_dir()}


def recorded(outputs: Path) -> dict[str, list[int]]:
    """Service -> the numbers of all its versions."""
    return {name: [e.version for e in Ledger(outputs / name).entries()] for name in tips(outputs)}


def child(folder: Path, code: str, **variables: str) -> subprocess.Popen[str]:
    """A process group of its own that runs `code` with this module's names in `folder`."""
    head = f"from fleet_services import *\nfrom pathlib import Path\nfolder = Path({str(folder)!r})\n"
    body = "".join(f"    {line}\n" for line in code.strip().splitlines())
    script = folder / "run.py"  # a file: processes that begin from nothing import it again
    script.write_text(f"{head}if __name__ == '__main__':\n{body}", "utf-8")
    paths = os.pathsep.join([str(TESTS), str(TESTS.parent)])
    return subprocess.Popen(
        [sys.executable, str(script)], env={**os.environ, "PYTHONPATH": paths, **variables}, cwd=folder,
        start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def until(what: Callable[[], Any], seconds: float = 60) -> Any:
    """What it gives, once it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.02)
    raise AssertionError("it never came")


@dataclass
class Dask:
    """A scheduler and its workers, each a process of its own."""

    folder: Path
    scheduler: subprocess.Popen[bytes]
    address: str
    package: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """As `--executor` takes it."""
        return self.address.replace("tcp://", "dask://")

    def hire(self, number: int = 1) -> None:
        """Start workers that can import tosgen, and have no library beside it."""
        options = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
        for _ in range(number):
            place = self.folder / f"worker{len(self.workers)}"
            place.mkdir()
            command = [sys.executable, "-m", "distributed.cli.dask_worker", self.address, *options]
            command += ["--name", str(len(self.workers)), "--local-directory", str(place)]
            self.workers.append(_quiet(command, self.package, place))

    def held(self, worker: int) -> list[str]:
        """The tasks that a worker has been given and has not done."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            known = client.scheduler_info(n_workers=-1)["workers"]
            names = {str(about["name"]): place for place, about in known.items()}
            return list(client.processing()[names[str(worker)]])

    def end(self) -> None:
        for process in [*self.workers, self.scheduler]:
            process.kill()
            process.wait()


def _quiet(command: list[str], package: Path, folder: Path) -> subprocess.Popen[bytes]:
    variables = {**os.environ, "PYTHONPATH": str(package), "PATH": "/nowhere"}  # no git either
    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, env=variables, cwd=folder, stdin=nothing, stdout=nothing, stderr=nothing)


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Dask]:
    """A real scheduler on a free port, with worker processes."""
    folder.mkdir()
    package = folder / "package"
    shutil.copytree(TESTS.parent / "tosgen", package / "tosgen", ignore=shutil.ignore_patterns("__pycache__"))
    told = folder / "scheduler.json"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    scheduler = _quiet([*command, "--no-dashboard", "--scheduler-file", str(told)], package, folder)
    dask = Dask(folder, scheduler, "", package)
    try:
        dask.address = until(lambda: _address(told))
        dask.hire(workers)
        yield dask
    finally:
        dask.end()


def _address(told: Path) -> str:
    try:
        return str(json.loads(told.read_text("utf-8"))["address"])
    except (OSError, ValueError):
        return ""


def threads() -> Executor:
    """A factory for `--executor`."""
    return ThreadPoolExecutor(2)


def no_executor() -> str:
    return "none"


def broken() -> Executor:
    raise RuntimeError("out of order")


NOT_A_FUNCTION: Mapping[str, str] = {}
