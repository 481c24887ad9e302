"""A batch of services given to a worker, and what comes back: the only code of a fleet that runs elsewhere."""

from __future__ import annotations

import hashlib
import sys
import traceback
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

from tosgen import __version__
from tosgen.errors import Finding, Place, TosgenError
from tosgen.fleet.order import Order
from tosgen.fleet.stock import Kit, Stock
from tosgen.saying import say

_SHAPING = ("babel", "jinja2", "markdown-it-py")
"""What else has a say in the bytes of a text."""
_KEPT = 8
_HELD: OrderedDict[str, Kit] = OrderedDict()
K = TypeVar("K")
Step = Callable[[Kit, Any, Any], Any]
"""What is done with one service; found by its name on the worker."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Why nothing came of a service."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Services to be worked on with the same kit; `packed`: the kit, for a worker that has not got it."""

    step: Step
    order: Order
    kit: str
    stock: Stock | None
    """Where the kit can be read from; None where the worker may not see these folders."""
    jobs: tuple[Any, ...]
    packed: bytes | None = None
    makers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of each job, in order; or why none was begun."""

    results: tuple[Any, ...] = ()
    lacking: bool = False
    """The kit is not here: send it."""
    others: tuple[str, ...] = ()
    """Other makers than asked for: what they made could differ."""


@cache
def makers() -> tuple[str, ...]:
    """What makes the bytes of a text, with versions: the same everywhere, or texts could differ by where they are made.

    Python's own version is among them: what is sent is pickled. So are tosgen's sources: two checkouts may bear one
    version.
    """
    found = [f"python {sys.version_info.major}.{sys.version_info.minor}", f"tosgen {__version__} ({_sources()})"]
    for name in _SHAPING:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(name)
    return tuple(found)


def _sources() -> str:
    """The beginning of a sha256 over tosgen's own modules."""
    here = Path(__file__).parents[1]
    total = hashlib.sha256()
    for path in sorted(here.rglob("*.py")):
        content = path.read_bytes()
        total.update(f"{path.relative_to(here).as_posix()}\0{len(content)}\0".encode() + content)
    return total.hexdigest()[:12]


def hold(kit: Kit) -> None:
    """Keep a kit for the tasks to come; of many, those used last."""
    _HELD[kit.digest] = kit
    _HELD.move_to_end(kit.digest)
    while len(_HELD) > _KEPT:
        _HELD.popitem(last=False)


def held(digest: str, otherwise: Callable[[], K]) -> Kit | K:
    """The kit that is kept, or what is had otherwise: a kit is kept then."""
    kit = _HELD.get(digest) or otherwise()
    if isinstance(kit, Kit):
        hold(kit)
    return kit


def perform(task: Task) -> Answer:
    """Do a task. Whatever is wrong with one service is told of that service: it holds up no other."""
    if task.makers != makers():
        return Answer(others=makers())
    try:
        kit = _kit(task)
    except TosgenError as error:
        return Answer(tuple(Failed(error.findings) for _ in task.jobs))
    if kit is None:
        return Answer(lacking=True)
    return Answer(tuple(_done(task, kit, job) for job in task.jobs))


def _kit(task: Task) -> Kit | None:
    if task.packed is not None:
        packed = task.packed
        return held(task.kit, lambda: Kit.unpacked(packed))
    stock = task.stock
    return held(task.kit, lambda: stock.load(task.kit) if stock else None)


def _done(task: Task, kit: Kit, job: Any) -> Any:
    return attempted(lambda: task.step(kit, task.order, job))


def attempted(work: Callable[[], Any]) -> Any:
    """What work gives, or why it failed."""
    try:
        return work()
    except TosgenError as error:
        return Failed(error.findings)
    except OSError as error:
        place = Place(str(error.filename or "tosgen"))
        hint = say("free it or choose another place")
        return Failed((Finding("environment", error.strerror or str(error), place, hint),))
    except Exception as error:  # a fault of ours in one service is no reason to leave the others undone
        return Failed((_own_fault(error),))


def _own_fault(error: Exception) -> Finding:
    last = traceback.extract_tb(error.__traceback__)[-1]
    what = say("tosgen itself failed: {error}", error=f"{type(error).__name__}: {error}")
    place = Place(Path(last.filename).name, last.lineno or 0)
    return Finding("internal", what, place, say("report it, with this service's profile; the others are not held up"))
