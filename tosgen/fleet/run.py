"""A run over a fleet: what is known is passed over, the rest goes to whoever is to do it.

Who composes is free; who writes is not. A ledger is written by processes of the machine that holds it, and by no
others: its lock is the kernel's (`flock`), which holds between processes of one machine and not dependably across a
network file system; what is on disk when a run reports done is traced for a local disk; and a worker that its scheduler
takes for dead may be alive, so that two would write. Workers elsewhere get a kit and a service, and give texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tosgen.errors import Finding, Refused
from tosgen.fleet import audit, generate, meant, publish, status
from tosgen.fleet.crew import Crew, crew
from tosgen.fleet.done import known
from tosgen.fleet.executors import executor
from tosgen.fleet.flow import Flow, Job, Stage
from tosgen.fleet.generate import Loaded
from tosgen.fleet.member import Member
from tosgen.fleet.order import Order
from tosgen.fleet.stock import Kit, Stock
from tosgen.fleet.task import Step, held
from tosgen.model.library import Library


@dataclass(frozen=True, slots=True)
class Work:
    """What is done with every service: by one who sees workspace and ledger; or, with `joined`, composed elsewhere."""

    near: Step
    joined: Step | None = None
    passes: bool = False
    """Whether a service that is known to be done needs no look."""
    readings: bool = False
    """Whether it asks who read which clause."""
    first: Callable[[Sequence[Member], Callable[[Member], Kit], Any], None] | None = None
    """Refuses an order that no service can mean, before anything is done."""


GENERATE = Work(generate.whole, generate.keep, passes=True)
STATUS = Work(status.look, status.compare)
AUDIT = Work(audit.check, readings=True)
PUBLISH = Work(publish.decide, first=meant.check)
_MANY = 4
"""Services in a batch, at most, of those that record: what is begun is finished when a run is stopped."""
_MORE = 25


@dataclass(slots=True)
class Fleet:
    """Members, and the library folder that they are composed from; kits are read when they are first needed."""

    root: Path
    commit: str
    warn: Callable[[Finding], None] = lambda _: None
    _kits: dict[str, Kit] = field(default_factory=dict)
    _shipped: dict[bool, str] = field(default_factory=dict)
    _stocks: dict[tuple[Path | None, bool], tuple[Stock, str]] = field(default_factory=dict)

    def library(self, workspace: Path) -> Library:
        """The shipped library with what a workspace lays over it. Refused with its faults."""
        return self.kit(*self.stock(workspace)).library

    def kit(self, stock: Stock, digest: str) -> Kit:
        """A kit, read once. Refused with the library's faults."""
        if digest not in self._kits:
            self._kits[digest] = held(digest, lambda: stock.load(digest))
            for warning in self._kits[digest].warnings:
                self.warn(warning)
        return self._kits[digest]

    def passing(self, member: Member) -> Kit:
        """The kit of a service for a glance: not kept for the whole run, unless for others. Refused as `kit`."""
        stock, digest = self.stock(member.workspace)
        return held(digest, lambda: stock.load(digest))

    def stock(self, workspace: Path, *, readings: bool = False) -> tuple[Stock, str]:
        """Where a workspace's library lies, and the digest of all its files."""
        key = (workspace, readings)
        if key not in self._stocks:
            self._stocks[key] = self._known(Stock(self.root, self.commit, None, readings).of(workspace))
        return self._stocks[key]

    def _known(self, stock: Stock) -> tuple[Stock, str]:
        key = (None, stock.readings)
        if stock.readings not in self._shipped:
            self._shipped[stock.readings] = stock.shipped()
        if stock.workspace is not None:
            return stock, stock.digest(self._shipped[stock.readings])
        if key not in self._stocks:
            self._stocks[key] = stock, stock.digest(self._shipped[stock.readings])
        return self._stocks[key]


@dataclass(frozen=True, slots=True)
class Means:
    """By what means: processes of this machine, and an executor for what can be done elsewhere."""

    jobs: int = 1
    executor: str | None = None


def run(
    fleet: Fleet, work: Work, members: Sequence[Member], order: Order, means: Means, *,
    heard: Callable[[Member, Any], None], beat: Callable[[], None] = lambda: None, again: bool = False,
) -> bool:  # fmt: skip
    """Do it for every member; False if it was stopped. `heard` is told of each once, in whatever order they are done.

    `again`: look at services that are known to be done, too. Unavailable for an executor that cannot be had; Refused
    for names that no service has.
    """
    if work.first is not None:
        work.first(members, fleet.passing, order)
    todo: list[Job] = []
    idle: list[Job] = []
    for number, member in enumerate(members):
        stock, digest = fleet.stock(member.workspace, readings=work.readings)
        job = Job(number, member, digest, stock)
        found = None if again or work.joined is None else known(member, job.kit, order)
        if found is not None and work.passes:
            heard(member, found)
        else:
            (todo if found is None else idle).append(job)
        beat()
    if not todo and not idle:
        return True
    with ExitStack() as stack:
        stages = _stages(fleet, work, means if todo else Means(means.jobs), todo or idle, stack)
        flow = Flow(stages, order, fleet.kit, lambda job, made: heard(job.member, made), beat)
        return flow.run(todo, idle)


def _stages(fleet: Fleet, work: Work, means: Means, jobs: Sequence[Job], stack: ExitStack) -> list[Stage]:
    kit = _shared(fleet, jobs)

    def kept(made: Crew) -> Crew:
        stack.callback(made.close)
        return made

    far = kept(executor(means.executor, kit)) if means.executor and work.joined else None
    here = kept(crew(min(means.jobs, len(jobs)), kit))
    if far is None or work.joined is None:
        return [Stage(here, work.near, lambda job: job.member, _together(jobs, here, _MANY))]
    loaded: dict[int, Loaded] = {}

    def read(job: Job) -> Any:
        """The service, checked here, where its files are."""
        if job.number not in loaded:
            loaded[job.number] = generate.load(fleet.kit(job.stock, job.kit), job.member)
        return loaded[job.number].service

    def both(job: Job) -> Any:
        return job.member, loaded.get(job.number), job.made

    return [
        Stage(far, generate.compose, read, _together(jobs, far, _MORE)),
        Stage(here, work.joined, both, 1),
    ]


def _shared(fleet: Fleet, jobs: Sequence[Job]) -> Kit | None:
    """The kit that most services need, for every worker from its start. One that a workspace has spoilt is told by its
    services; Refused with the faults of the shipped one."""
    (stock, digest), _ = Counter((job.stock, job.kit) for job in jobs).most_common(1)[0]
    try:
        return fleet.kit(stock, digest)
    except Refused:
        if stock.workspace is None:
            raise
        return None


def _together(jobs: Sequence[Job], crew: Crew, most: int) -> int:
    """Services in a batch: enough batches for everybody, each worth its way."""
    return max(1, min(most, len(jobs) // (8 * crew.room)))
