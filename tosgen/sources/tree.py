"""Plain data with the position of every key and value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from tosgen.errors import Place

Data = Any
"""A scalar (str, int, bool, None), a Map or a Seq."""


class Spot(NamedTuple):
    """Line and column, from 1."""

    line: int
    column: int


class Map(dict[str, Data]):
    """A mapping that knows where its keys and values stand."""

    __slots__ = ("key_spots", "value_spots")

    def __init__(self) -> None:
        super().__init__()
        self.key_spots: dict[str, Spot] = {}
        self.value_spots: dict[str, Spot] = {}


class Seq(list[Data]):
    """A list that knows where its items stand."""

    __slots__ = ("spots",)

    def __init__(self) -> None:
        super().__init__()
        self.spots: list[Spot] = []


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed file: `data`, and places by path (`tree.key("slots", 0, "id")`)."""

    path: str
    data: Data
    start: Spot

    def key(self, *steps: str | int) -> Place:
        """Where a key stands; of a missing one, its parent. Steps that lead nowhere are skipped."""
        return self._find(steps, keys=True)

    def value(self, *steps: str | int) -> Place:
        """Where a value stands."""
        return self._find(steps, keys=False)

    def at(self, *steps: str | int) -> Data:
        """The data at a path that exists."""
        node = self.data
        for step in steps:
            node = node[step]
        return node

    def _find(self, steps: tuple[str | int, ...], *, keys: bool) -> Place:
        node, spot = self.data, self.start
        for step in steps:
            if isinstance(node, Map) and step in node:
                spot = (node.key_spots if keys else node.value_spots)[str(step)]
                node = node[str(step)]
            elif isinstance(node, Seq) and isinstance(step, int) and 0 <= step < len(node):
                spot, node = node.spots[step], node[step]
        return Place(self.path, *spot)
