"""Work that belongs to an object: done once, remembered as long as the object lives."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar
from weakref import ref

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
    memory: dict[int, tuple[ref[Any], dict[tuple[Hashable, ...], R]]] = {}

    def forget(at: int, gone: ref[Any]) -> None:
        if at in memory and memory[at][0] is gone:
            del memory[at]

    @wraps(work)
    def remembered(*args: P.args, **named: P.kwargs) -> R:
        owner: Any = args[0]
        key, at = args[1:], id(owner)
        known = memory.get(at)
        if known is None or known[0]() is not owner:
            known = memory[at] = ref(owner, partial(forget, at)), {}
        made = known[1]
        try:
            return made[key]
        except KeyError:
            pass  # what is worked out now may fail with the like
        found = work(*args, **named)
        if len(made) >= MOST:
            made.clear()
        made[key] = found
        return found

    return remembered
