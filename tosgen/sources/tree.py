"""Plain data with the position of every key and value."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from tosgen.errors import Place

Data = Any
"""A scalar (str, int, bool, None), a Map or a Seq."""
Spot = tuple[int, int]
"""Line and column, from 1."""


class Map(dict[str, Data]):
    """A mapping that knows where its keys and values stand, and which of them are at fault (`gaps`)."""

    __slots__ = ("gaps", "key_spots", "value_spots")

    def __init__(self) -> None:
        super().__init__()
        self.key_spots: dict[str, Spot] = {}
        self.value_spots: dict[str, Spot] = {}
        self.gaps: set[str | int] = set()


class Seq(list[Data]):
    """A list that knows where its items stand, and whether one is at fault (`gaps`)."""

    __slots__ = ("gaps", "spots")

    def __init__(self) -> None:
        super().__init__()
        self.spots: list[Spot] = []
        self.gaps: set[str | int] = set()


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

    def names(self, *steps: str | int) -> tuple[str, ...]:
        """The keys of a mapping, those that were taken out too."""
        node = self.data
        for step in steps:
            node = node.get(str(step)) if isinstance(node, Map) else None
        return tuple(node.key_spots) if isinstance(node, Map) else ()

    def take_out(self, *steps: str | int) -> None:
        """Take out what a path leads to, if it is there; all on the way know of the gap."""
        node = self.data
        for step in steps[:-1]:
            if not _has(node, step):
                return
            node.gaps.add(step)
            node = node[step]
        if steps and isinstance(node, Map):
            node.gaps.add(steps[-1])
            node.pop(str(steps[-1]), None)
        elif isinstance(node, Seq) and _has(node, steps[-1]):
            node.gaps.add(steps[-1])
            del node[int(steps[-1])], node.spots[int(steps[-1])]

    def whole(self, *steps: str | int) -> bool:
        """Whether nothing was taken out at or below a path; of an absent key, whether nothing was that may mean it."""
        node = self.data
        for step in steps:
            if isinstance(node, Map) and step not in node:
                gone = [str(gap) for gap in node.gaps if gap not in node]
                return not (gone and get_close_matches(str(step), gone, 1, 0.6))
            if not _has(node, step):
                return True
            node = node[step]
        return not (isinstance(node, (Map, Seq)) and node.gaps)

    def _find(self, steps: tuple[str | int, ...], *, keys: bool) -> Place:
        node, spot = self.data, self.start
        for step in steps:
            if isinstance(node, Map) and step in node.key_spots:
                spot = (node.key_spots if keys else node.value_spots)[str(step)]
                node = node.get(str(step))
            elif isinstance(node, Seq) and isinstance(step, int) and 0 <= step < len(node):
                spot, node = node.spots[step], node[step]
        return Place(self.path, *spot)


NOWHERE = Tree("", None, (1, 1))
"""Of what is known to be sound: there is nothing to say of any place in it."""


def _has(node: Data, step: str | int) -> bool:
    if isinstance(node, Seq):
        return isinstance(step, int) and 0 <= step < len(node)
    return isinstance(node, Map) and step in node
