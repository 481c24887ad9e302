"""What the stages of a task take."""

from __future__ import annotations

import os
import time
from typing import Any

Told = dict[str, Any]


class Clock:
    """Stages: each call ends one."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        """Seconds on the wall."""
        self.cpu: dict[str, float] = {}
        """Seconds of processors, those of children that have ended among them."""
        self._last = self._now()

    def __call__(self, stage: str) -> None:
        wall, cpu = self._now()
        self.stages[stage], self.cpu[stage] = wall - self._last[0], cpu - self._last[1]
        self._last = self._now()

    @staticmethod
    def _now() -> tuple[float, float]:
        children = os.times()
        return time.perf_counter(), time.process_time() + children.children_user + children.children_system
