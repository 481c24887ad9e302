"""Work on contents alone: what a store knows of it is not done again."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Hashable
from hashlib import sha256
from typing import Any, TypeVar

from tosgen.store import OPENED

T = TypeVar("T")
F = TypeVar("F", bound=Hashable)


def worked_out(
    shelf: str,
    contents: tuple[str | bytes, ...],
    make: Callable[[], T],
    plain: Callable[[T], Any],
    whole: Callable[[Any], T],
) -> T:
    """What `make` makes of these contents alone, or made of them before.

    `plain` gives it as data that `marshal` writes, or None if it is not to be kept; `whole` is the way back.
    """
    store = OPENED.store
    if store is None:
        return make()
    key = digest(*contents)
    found = store.get(shelf, key)
    if found is not None:
        return whole(marshal.loads(found))
    made = make()
    data = plain(made)
    if data is not None:
        store.put(shelf, key, marshal.dumps(data))
    return made


def opened() -> bool:
    """Whether there is anything to ask."""
    return OPENED.store is not None


def recalled(shelf: str, contents: str) -> bytes | None:
    """What was kept of these contents."""
    return OPENED.store.get(shelf, digest(contents)) if OPENED.store else None


def retain(shelf: str, contents: str, value: bytes) -> None:
    """Keep what was made of these contents."""
    if OPENED.store:
        OPENED.store.put(shelf, digest(contents), value)


def faults(shelf: str, contents: tuple[str, ...], look: Callable[[], tuple[F, ...]]) -> tuple[F, ...]:
    """What `look` finds wrong with these contents; where it found nothing before, it does not look again."""
    store = OPENED.store
    if store is None:
        return look()
    key, sound = digest(*contents), OPENED.shelf(store, shelf)
    if key in sound:
        return ()
    found = look()
    if not found:
        sound.add(key)
        store.put(shelf, key, b"")
    return found


def digest(*contents: str | bytes) -> bytes:
    """sha256 over contents and where each of them ends.

    >>> digest("a", "bc") == digest("ab", "c"), digest("a", b"bc") == digest(b"a", "bc")
    (False, True)
    """
    parts = [part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass") for part in contents]
    return sha256(b"".join(b"%d:%b" % (len(part), part) for part in parts)).digest()
