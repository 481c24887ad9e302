"""Work that belongs to an object: done once, remembered as long as the object lives."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

MOST = 1 << 14
"""What is remembered of one object by one function; then it begins anew."""
P = ParamSpec("P")
R = TypeVar("R")


def kept(work: Callable[P, R]) -> Callable[P, R]:
    """Remember what a pure function made of its first argument, known by identity, and of the others, by value.

    No call may name its arguments. What raises is not remembered.

    >>> class Shelf: pass
    >>> seen, shelf = [], Shelf()
    >>> look = kept(lambda shelf, at: seen.append(at) or at)
    >>> look(shelf, 1), look(shelf, 1), seen
    (1, 1, [1])
    """
    memory: WeakKeyDictionary[Any, dict[tuple[Hashable, ...], R]] = WeakKeyDictionary()

    @wraps(work)
    def remembered(*args: P.args, **named: P.kwargs) -> R:
        owner, *rest = args
        made = memory.get(owner)
        if made is None:
            made = memory[owner] = {}
        key = tuple(rest)
        if key not in made:
            if len(made) >= MOST:
                made.clear()
            made[key] = work(*args, **named)
        return made[key]

    return remembered
