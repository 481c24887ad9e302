"""Two texts as one flow that holds both: blocks in an order that deleting the old or the new ones leaves right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from tosgen.formats.docx_layout import Laid
from tosgen.redline.match import increasing, matches
from tosgen.text.flow import Block, Paragraph

T = TypeVar("T")
Likeness = Callable[[T, T], float]
_PAIRS = 4096
"""Up to so many pairs of blocks between two equal ones are weighed against each other."""
_ALIKE = 0.4


class Pair(NamedTuple):
    """A block before and after, or one that only one text has."""

    old: Block | None
    new: Block | None


def kept(old: Laid, new: Laid) -> frozenset[str]:
    """Keys of the parts that stand in the same order in both: what is not among them was moved, added or removed."""
    places = {key: at for at, (key, _) in enumerate(old.parts)}
    common = [key for key, _ in new.parts if key in places]
    return frozenset(common[at] for at in increasing([places[key] for key in common]))


def in_order(
    old: Laid, new: Laid, inside: Callable[[Sequence[Block], Sequence[Block]], Iterator[Pair]]
) -> tuple[list[Pair], Mapping[int, int]]:
    """Both texts' blocks, and which old list goes on as which new one.

    `inside` aligns the blocks of a part that both have in the same place.
    """
    staying = kept(old, new)
    was, now = iter(old.parts), iter(new.parts)
    found: list[Pair] = []
    for key in [*(key for key, _ in new.parts if key in staying), None]:
        before = _until(was, key, found, lambda block: Pair(block, None))
        after = _until(now, key, found, lambda block: Pair(None, block))
        if key is not None:
            found += inside(before, after)
    lists = _Lists()
    return [*_settled(found, lists)], lists.after


def _until(
    parts: Iterator[tuple[str, tuple[Block, ...]]], key: str | None, found: list[Pair], pair: Callable[[Block], Pair]
) -> tuple[Block, ...]:
    """The blocks of the part with this key; those of the parts before it are added as they are."""
    for own, blocks in parts:
        if own == key:
            return blocks
        found += map(pair, blocks)
    return ()


def aligned(
    old: Sequence[T], new: Sequence[T], key: Callable[[T, bool], object], alike: Likeness[T]
) -> Iterator[tuple[T | None, T | None]]:
    """Equal things first, then those that are alike; the rest stands alone, what is old before what is new.

    `key(thing, is_new)`: equal things have the same.
    """
    known: dict[object, int] = {}
    a, b = (
        [known.setdefault(key(each, side), len(known)) for each in things]
        for side, things in ((False, old), (True, new))
    )
    i = j = 0
    for start, begin, length in [*matches(a, b), (len(a), len(b), 0)]:
        yield from _gap(old[i:start], new[j:begin], alike)
        yield from zip(old[start : start + length], new[begin : begin + length], strict=True)
        i, j = start + length, begin + length


def _gap(old: Sequence[T], new: Sequence[T], alike: Likeness[T]) -> Iterator[tuple[T | None, T | None]]:
    i = j = 0
    for at, to in [*_paired(old, new, alike), (len(old), len(new))]:
        yield from ((each, None) for each in old[i:at])
        yield from ((None, each) for each in new[j:to])
        yield from zip(old[at : at + 1], new[to : to + 1], strict=True)
        i, j = at + 1, to + 1


def _paired(old: Sequence[T], new: Sequence[T], alike: Likeness[T]) -> Iterator[tuple[int, int]]:
    """Positions of the things that are most alike, in order."""
    rows, columns = len(old), len(new)
    if not 0 < rows * columns <= _PAIRS:
        return
    weights = [[weight if (weight := alike(x, y)) >= _ALIKE else 0.0 for y in new] for x in old]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], weights[i][j] and weights[i][j] + best[i + 1][j + 1])
    i = j = 0
    while i < rows and j < columns:
        if weights[i][j] and best[i][j] == weights[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


@dataclass(slots=True)
class _Lists:
    """Which old list goes on as which new one."""

    after: dict[int, int] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)

    def stays(self, old: Block | None, new: Block | None) -> bool:
        """Whether an item stays in its list, so that one paragraph can be both."""
        if not (isinstance(old, Paragraph) and isinstance(new, Paragraph) and old.list and new.list):
            return True
        if old.list not in self.after and new.list not in self.before:
            self.after[old.list], self.before[new.list] = new.list, old.list
        return self.after.get(old.list) == new.list


def _settled(found: Sequence[Pair], lists: _Lists) -> Iterator[Pair]:
    """The pairs, an item that went to another list as deleted and inserted; between two blocks that stay, all that was
    deleted comes first: LibreOffice gives paragraphs that were deleted and inserted by turns the styles of others."""
    deleted, inserted = list[Pair](), list[Pair]()
    for pair in found:
        if pair.old and pair.new and lists.stays(*pair):
            yield from [*deleted, *inserted, pair]
            deleted, inserted = [], []
        else:
            deleted += [Pair(pair.old, None)] if pair.old else []
            inserted += [Pair(None, pair.new)] if pair.new else []
    yield from [*deleted, *inserted]
