"""What was made of files before, for whoever reads the same folders again and again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from tosgen.errors import Finding
from tosgen.sources.faults import Faults

R = TypeVar("R")
_LONG = 100
"""Readings after which what none of them had use for is forgotten."""


class Memory:
    """Remembers from one reading to the next."""

    def __init__(self) -> None:
        self._made: dict[Hashable, tuple[Any, tuple[Finding, ...]]] = {}
        self._used: dict[Hashable, int] = {}
        self._reading = 0

    def turn(self) -> None:
        """A new reading begins."""
        self._reading += 1
        for key in [key for key, used in self._used.items() if used < self._reading - _LONG]:
            del self._made[key], self._used[key]

    def made(self, key: Hashable, make: Callable[[Faults], R], faults: Faults) -> R:
        """What `make` makes, and the faults that it notes; `key` names all that it depends on."""
        if key not in self._made:
            found = Faults()
            self._made[key] = make(found), tuple(found.found)
        self._used[key] = self._reading
        made: R
        made, noted = self._made[key]
        for finding in noted:
            faults.note(finding)
        return made
