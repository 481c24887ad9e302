"""Many machines by Dask: its scheduler gives every worker the kit once, workers that come later too.

Workers only compose. They need tosgen installed, and neither its library's folders, nor git, nor the profiles.
"""

from __future__ import annotations

import logging
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import Any

from distributed import Client, KilledWorker, Worker, WorkerPlugin
from distributed.comm.core import CommClosedError

from tosgen.errors import Unavailable
from tosgen.fleet.crew import Given
from tosgen.fleet.stock import Kit
from tosgen.fleet.task import hold
from tosgen.saying import Said, say

_PATIENCE = 15
"""Seconds to wait for the scheduler."""
_HIRING = 15
"""Seconds to wait for a first worker."""
_SOME = 4


class KitPlugin(WorkerPlugin):
    """Gives a worker the kit when it joins."""

    def __init__(self, packed: bytes) -> None:
        """The bytes travel as they are: they are made a kit once, on the worker."""
        self.packed = packed

    def setup(self, worker: Worker) -> None:  # noqa: ARG002  # the signature that Dask calls
        """Called on each worker before it gets a task."""
        hold(Kit.unpacked(self.packed))


class Cluster(Given):
    """The workers of a Dask scheduler. A task whose worker dies is done by another one: Dask sees to it."""

    def __init__(self, address: str, kit: Kit | None) -> None:
        self._address = address
        for name in ("distributed", "tornado.application", *logging.root.manager.loggerDict):
            if name.partition(".")[0] in {"distributed", "tornado"}:
                logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what is wrong is told once, by us
        self._client: Any = self._connected()  # distributed is typed in part
        self._plugin = f"tosgen-{kit.digest}" if kit else ""
        super().__init__(lambda: self._client.get_executor(pure=False))
        try:
            if kit is not None:
                self._client.register_plugin(KitPlugin(kit.packed()), name=self._plugin)
            self._client.wait_for_workers(1, timeout=_HIRING)
            self.room = 2 * max(_SOME, sum(self._client.nthreads().values()))
        except TimeoutError:
            self.close()
            hint = say("start some with `dask worker {address}`, where tosgen is installed", address=self._address)
            raise self._unavailable("no-workers", say("the scheduler has no workers"), hint) from None
        except CommClosedError as error:
            self.close()
            raise self._gone() from error
        except Exception as error:
            self.close()
            what = say("the workers cannot be given the library: {error}", error=f"{type(error).__name__}: {error}")
            raise self._unavailable("cluster", what, say("install the same tosgen on every worker")) from error

    def lost(self, error: BaseException) -> bool:
        """A task whose workers died again and again, or that the scheduler let go of."""
        return isinstance(error, (KilledWorker, CancelledError, CommClosedError)) or super().lost(error)

    def renew(self) -> None:
        """Go on with the same scheduler, if it is still there."""
        if self._client.status != "running":
            raise self._gone()

    def check(self) -> None:
        """Whether there is anybody who could work."""
        self.renew()
        if not self._client.nthreads():
            hint = say("start some, and run again: what is recorded is not done twice")
            raise self._unavailable("no-workers", say("the scheduler has lost its workers"), hint)

    def close(self) -> None:
        """Take the kit back and leave."""
        with suppress(Exception):  # it may be the scheduler's end that brought us here
            if self._plugin:
                self._client.unregister_worker_plugin(self._plugin)
        with suppress(Exception):
            self._client.close(timeout=_SOME)

    def _connected(self) -> Any:
        client: Any = Client
        try:
            return client(f"tcp://{self._address}", timeout=_PATIENCE, set_as_default=False, name="tosgen")
        except Exception as error:
            hint = say("start one with `dask scheduler`, and name where it listens")
            what = say("no scheduler answers: {error}", error=str(error) or type(error).__name__)
            raise self._unavailable("no-scheduler", what, hint) from error

    def _gone(self) -> Unavailable:
        hint = say("start it, and run again: what is recorded is not done twice")
        return self._unavailable("no-scheduler", say("the scheduler has gone"), hint)

    def _unavailable(self, code: str, what: Said, hint: Said) -> Unavailable:
        return Unavailable.one(code, what, f"dask://{self._address}", hint)
