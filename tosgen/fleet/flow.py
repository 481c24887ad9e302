"""Gives batches of services to crews, stage by stage, and takes back what comes of them, whatever dies on the way.

Nothing is kept here that a later run would need: what counts is in the ledgers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field, replace
from typing import Any

from tosgen.errors import Unavailable
from tosgen.fleet.crew import Crew
from tosgen.fleet.losses import deadly, differing, in_vain, unworkable
from tosgen.fleet.member import Member
from tosgen.fleet.order import Order
from tosgen.fleet.stock import Kit, Stock
from tosgen.fleet.task import Answer, Failed, Step, Task, attempted, makers

DEATHS = 3
"""How many workers may die of one service, alone with it, before it is given up."""
_BEAT = 0.5
_SILENCE = 40
"""Beats without a result after which a crew is asked whether it is still there."""
_IN_VAIN = 20
"""Crews renewed without a result between them."""


@dataclass(frozen=True, slots=True)
class Job:
    """A service on its way: what was found of it, and what the last stage made."""

    number: int
    member: Member
    kit: str
    stock: Stock
    made: Any = None
    deaths: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """Work that one crew does; `pack`: what it is given of a job."""

    crew: Crew
    step: Step
    pack: Callable[[Job], Any]
    batch: int = 1


@dataclass(slots=True)
class _Batch:
    stage: int
    jobs: tuple[Job, ...]
    packed: bytes | None = None


@dataclass(slots=True)
class Flow:
    """`kit`: reads the kit of a stock; `heard` is told of every service once; `beat` is called now and then."""

    stages: Sequence[Stage]
    order: Order
    kit: Callable[[Stock, str], Kit]
    heard: Callable[[Job, Any], None]
    beat: Callable[[], None] = lambda: None
    _waiting: list[deque[_Batch]] = field(default_factory=list)
    _suspects: list[deque[_Batch]] = field(default_factory=list)
    _flying: dict[Future[Answer], tuple[_Batch, int]] = field(default_factory=dict)
    _lives: list[int] = field(default_factory=list)
    """How often each stage's crew was renewed."""
    _in_vain: int = 0
    _silent: int = 0

    def run(self, jobs: Iterable[Job], late: Iterable[Job] = ()) -> bool:
        """Do all of it; False if it was stopped (KeyboardInterrupt): then what had begun was finished, and no more.

        `late`: jobs that need the last stage alone.
        """
        self._waiting = [deque() for _ in self.stages]
        self._suspects = [deque() for _ in self.stages]
        self._lives = [0 for _ in self.stages]
        source = _batches(jobs, self.stages[0].batch)
        self._waiting[-1].extend(_Batch(len(self.stages) - 1, (job,)) for job in late)
        try:
            while self._fill(source):
                self._await(_BEAT)
        except KeyboardInterrupt:
            self._finish_begun()
            return False
        except Unavailable:
            self._finish_begun()
            raise
        return True

    def _fill(self, source: Iterator[_Batch]) -> bool:
        """Give each crew what it has room for, the last stage first; whether anything is under way."""
        for at in range(len(self.stages) - 1, -1, -1):
            while batch := self._next(at, source):
                self._submit(batch)
        return bool(self._flying)

    def _next(self, at: int, source: Iterator[_Batch]) -> _Batch | None:
        flying = sum(batch.stage == at for batch, _ in self._flying.values())
        if self._suspects[at]:
            return self._suspects[at].popleft() if not flying else None  # alone: if its worker dies, it was this one
        if flying and any(len(b.jobs) == 1 and b.jobs[0].deaths for b, _ in self._flying.values() if b.stage == at):
            return None
        if flying >= self.stages[at].crew.room:
            return None
        if self._waiting[at]:
            return self._waiting[at].popleft()
        return next(source, None) if at == 0 and not self._crowded() else None

    def _crowded(self) -> bool:
        """Whether a later stage has more before it than it will get through soon: texts take room."""
        later = zip(self._waiting[1:], self.stages[1:], strict=True)
        return any(len(waiting) > 4 * stage.crew.room for waiting, stage in later)

    def _submit(self, batch: _Batch) -> None:
        stage = self.stages[batch.stage]
        batch, parcels = self._parcels(batch)
        if not parcels:
            return
        first = batch.jobs[0]
        task = Task(
            stage.step, self.order, first.kit, first.stock if stage.crew.near else None, parcels, batch.packed, makers()
        )
        try:
            self._flying[stage.crew.submit(task)] = batch, self._lives[batch.stage]
        except Exception as error:
            if not stage.crew.lost(error):
                raise unworkable(error) from error
            self._lost(batch, self._lives[batch.stage])

    def _parcels(self, batch: _Batch) -> tuple[_Batch, tuple[Any, ...]]:
        """What the crew is given of each job; those that cannot even be packed have failed."""
        parcels = []
        for job in batch.jobs:
            packed = attempted(lambda job=job: self.stages[batch.stage].pack(job))  # type: ignore[misc]
            if isinstance(packed, Failed):
                self.heard(job, packed)
            else:
                parcels.append((job, packed))
        return replace(batch, jobs=tuple(job for job, _ in parcels)), tuple(packed for _, packed in parcels)

    def _await(self, patience: float) -> None:
        done, _ = wait(self._flying, timeout=patience, return_when=FIRST_COMPLETED)
        done |= {future for future in self._flying if future.cancelled()}  # `wait` waits for one until it is told of it
        for future in done:
            self._land(future)
        self._silent = 0 if done else self._silent + 1
        if self._silent and self._silent % _SILENCE == 0:
            for stage in self.stages:
                stage.crew.check()
        self.beat()

    def _land(self, future: Future[Answer]) -> None:
        batch, life = self._flying.pop(future)
        crew = self.stages[batch.stage].crew
        error = CancelledError("cancelled") if future.cancelled() else future.exception()
        if error is not None:
            if not crew.lost(error):
                raise unworkable(error) from error
            self._lost(batch, life)
            return
        answer = future.result()
        if not isinstance(answer, Answer):
            raise unworkable(TypeError(f"{type(answer).__name__} for an answer"))
        if not (answer.others or answer.lacking) and len(answer.results) != len(batch.jobs):
            raise unworkable(ValueError(f"{len(answer.results)} results given, {len(batch.jobs)} due"))
        self._in_vain = 0
        if answer.others:
            raise differing(answer.others)
        if answer.lacking:
            self._supply(batch)
            return
        for job, result in zip(batch.jobs, answer.results, strict=True):
            self._passed(batch.stage, job, result)

    def _supply(self, batch: _Batch) -> None:
        """The worker has no such kit: the same again, with it."""
        first = batch.jobs[0]
        kit = attempted(lambda: self.kit(first.stock, first.kit))
        if isinstance(kit, Failed):
            for job in batch.jobs:
                self.heard(job, kit)
        else:
            self._waiting[batch.stage].appendleft(replace(batch, packed=kit.packed()))

    def _passed(self, at: int, job: Job, result: Any) -> None:
        if isinstance(result, Failed) or at == len(self.stages) - 1:
            self.heard(job, result)
        else:
            self._waiting[at + 1].append(_Batch(at + 1, (replace(job, made=result, deaths=0),)))

    def _lost(self, batch: _Batch, life: int) -> None:
        """A worker died. Its jobs are done again one by one, so that one that kills whoever does it is found."""
        at = batch.stage
        if life == self._lives[at]:
            self._lives[at] += 1
            self._in_vain += 1
            if self._in_vain > _IN_VAIN:
                raise in_vain()
            self.stages[at].crew.renew()
        alone = len(batch.jobs) == 1 and batch.jobs[0].deaths > 0
        for job in batch.jobs:
            if alone and job.deaths >= DEATHS:
                self.heard(job, Failed((deadly(job.member.place, job.deaths),)))
            else:
                again = replace(job, deaths=job.deaths + 1)
                self._suspects[at].append(_Batch(at, (again,)))

    def _finish_begun(self) -> None:
        """What this machine's processes have begun may be half recorded: wait for it. A second interrupt does not."""
        for future, (batch, _) in list(self._flying.items()):
            if future.cancel() or not self.stages[batch.stage].crew.near:
                del self._flying[future]
        last = len(self.stages) - 1
        while self._flying:
            done, _ = wait(self._flying, timeout=_BEAT, return_when=FIRST_COMPLETED)
            for future in done:
                batch, _ = self._flying.pop(future)
                if batch.stage == last and not future.cancelled() and not future.exception():
                    for job, result in zip(batch.jobs, future.result().results, strict=False):
                        self.heard(job, result)
            self.beat()


def _batches(jobs: Iterable[Job], size: int) -> Iterator[_Batch]:
    """Jobs together that need the same kit."""
    some: list[Job] = []
    for job in jobs:
        if some and (len(some) == size or some[0].kit != job.kit):
            yield _Batch(0, tuple(some))
            some = []
        some.append(job)
    if some:
        yield _Batch(0, tuple(some))
