"""Who does the work: this process, the cores of this machine, or whatever executor there is."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.connection import wait
from typing import Protocol

from tosgen.fleet.stock import Kit
from tosgen.fleet.task import Answer, Task, hold, perform

_GONE = 75
"""Exit status of a worker whose run has died."""
_GARBAGE = 50_000
"""As `tosgen.cli.main` has it: a worker keeps most of what it makes, and need not look through it again and again."""


class Crew(Protocol):
    """Takes tasks. `room`: how many it is worth giving it at once; `near`: whether it sees this machine's files."""

    room: int
    near: bool

    def submit(self, task: Task) -> Future[Answer]:
        """Begin a task."""

    def lost(self, error: BaseException) -> bool:
        """Whether an error means that a worker died, and not that the task is at fault."""

    def renew(self) -> None:
        """Go on after workers were lost. Unavailable if that cannot be."""

    def check(self) -> None:
        """Asked when nothing came for a while: Unavailable if nothing will."""

    def close(self) -> None:
        """Let go of everything."""


class Alone:
    """This process, one task after the other."""

    room, near = 1, True

    def __init__(self, kit: Kit | None) -> None:
        if kit is not None:
            hold(kit)

    def submit(self, task: Task) -> Future[Answer]:
        """Do it now."""
        future: Future[Answer] = Future()
        future.set_result(perform(task))
        return future

    def lost(self, error: BaseException) -> bool:  # noqa: ARG002
        """Never: who could tell?"""
        return False

    def renew(self) -> None:
        """Nothing to do."""

    def check(self) -> None:
        """It is here."""

    def close(self) -> None:
        """Nothing to do."""


class Cores:
    """Processes of this machine, each with the kit from its start. They come from a server that has read our modules
    and nothing else, or begin from nothing: what this process has open, and its threads, are not theirs."""

    near = True

    def __init__(self, jobs: int, kit: Kit | None) -> None:
        self.room = jobs + 1
        self._jobs, self._packed = jobs, kit.packed() if kit else b""
        self._pool = self._made()

    def submit(self, task: Task) -> Future[Answer]:
        """Queue it."""
        return self._pool.submit(perform, task)

    def lost(self, error: BaseException) -> bool:
        """A process of the pool was killed, or ran out of memory."""
        return isinstance(error, BrokenExecutor)

    def renew(self) -> None:
        """New processes: a pool that lost one takes no more tasks."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._made()

    def check(self) -> None:
        """A pool tells of its dead by itself."""

    def close(self) -> None:
        """Wait for what is running; drop the rest."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _made(self) -> ProcessPoolExecutor:
        context = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
        context.set_forkserver_preload(["tosgen.fleet.run"])
        return ProcessPoolExecutor(self._jobs, context, _begin, (self._packed,))


class Given:
    """Any executor. Its workers may be anywhere: they get no paths, and touch no ledger."""

    near = False

    def __init__(self, made: Callable[[], Executor]) -> None:
        self._make = made
        self._executor = made()
        workers = getattr(self._executor, "_max_workers", None)
        self.room = 2 * (workers if isinstance(workers, int) and workers > 0 else os.cpu_count() or 1)

    def submit(self, task: Task) -> Future[Answer]:
        """Hand it over."""
        future = self._executor.submit(perform, task)
        if not isinstance(future, Future):
            raise TypeError(f"submit() gives a {type(future).__name__}, no concurrent.futures.Future")
        return future

    def lost(self, error: BaseException) -> bool:
        """What the standard library says of executors that lost a worker."""
        return isinstance(error, BrokenExecutor)

    def renew(self) -> None:
        """Ask the factory for another one."""
        with suppress(Exception):  # it is broken already
            self._executor.shutdown(wait=False)
        self._executor = self._make()

    def check(self) -> None:
        """Nothing is known of it."""

    def close(self) -> None:
        """Shut it down."""
        with suppress(Exception):  # what came of the services is not lost by it
            self._executor.shutdown(wait=False)


def _begin(packed: bytes) -> None:
    """A worker's start: its own session, so that Ctrl-C at the terminal ends neither it nor a git in the middle; and
    an eye on the run that it works for, so that none outlives it."""
    with suppress(OSError):
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, daemon=True).start()
    gc.set_threshold(_GARBAGE)
    if packed:
        hold(Kit.unpacked(packed))


def _watch() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(_GONE)  # at any moment: a ledger's next run finds it old or new


def crew(jobs: int, kit: Kit | None) -> Alone | Cores:
    """This machine's own."""
    return Alone(kit) if jobs == 1 else Cores(jobs, kit)
