"""What an earlier run worked out: parts ask here, the command line opens what is asked. Nothing rests on an answer."""

from __future__ import annotations

from typing import Protocol


class Store(Protocol):
    """Values on shelves. What it gives was put under the same key of the same shelf by this very program."""

    def get(self, shelf: str, key: bytes) -> bytes | None:
        """A value; None if there is none."""

    def keys(self, shelf: str) -> frozenset[bytes]:
        """All that stands on a shelf, in one go."""

    def put(self, shelf: str, key: bytes, value: bytes) -> None:
        """Keep a value; it may be forgotten at any time."""


class Opened:
    """The store that is open, if one is, and the shelves that are looked through as a whole."""

    def __init__(self) -> None:
        self.open(None)

    def open(self, store: Store | None) -> None:
        """Ask this one from now on; None: none."""
        self.store = store
        self.sound: dict[str, set[bytes]] = {}

    def shelf(self, store: Store, name: str) -> set[bytes]:
        """All that stands on a shelf, and what was put there since."""
        if name not in self.sound:
            self.sound[name] = set(store.keys(name))
        return self.sound[name]


OPENED = Opened()
