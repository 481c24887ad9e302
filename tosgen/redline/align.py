"""Two texts aligned by clause: what was added, removed, reworded, moved and renumbered, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from tosgen.model.version import Cause
from tosgen.redline.blocks import Part, looks, meaning, parse
from tosgen.redline.match import increasing
from tosgen.redline.model import Change, Kept, Kind, Redline, Relation, Span
from tosgen.redline.styles import styled
from tosgen.redline.words import spans
from tosgen.text.plain import Run

Causes = Mapping[str, tuple[Cause, ...]]


def compare(
    old: str, new: str, *, from_: str, to: str, causes: Causes | None = None, relation: Relation = "versions"
) -> Redline:
    """The redline of two recorded texts. `causes` are keyed by anchor; "" as `old` or `new` stands for no text.

    Between `languages` it tells what stands on one side only, what moved and what was renumbered, and not the words.
    """
    return compare_parts(parse(old), parse(new), from_=from_, to=to, causes=causes, relation=relation)


def compare_parts(
    old: Sequence[Part], new: Sequence[Part], *, from_: str, to: str, causes: Causes | None = None,
    relation: Relation = "versions",
) -> Redline:  # fmt: skip
    """The redline of two texts that were split already: parts with the same key are the same clause."""
    was, now = {part.key: part for part in old}, {part.key: part for part in new}
    moved = _moved(was, now)
    given, worded = causes or {}, relation != "languages"
    parts: list[Change | Kept] = []
    for pair in _in_order(was, now):
        before, after = pair
        if before and before == after and before.key not in moved:
            parts.append(Kept(before, before))
        elif kinds := tuple(_kinds(pair, moved, worded)):
            parts.append(_change(pair, kinds, given, worded))
        elif before and after:
            parts.append(Kept(before, after))
    changes = tuple(part for part in parts if isinstance(part, Change))
    unchanged = sum(isinstance(part, Kept) and part.new.rank == "clause" for part in parts)
    return Redline(from_, to, changes, unchanged, tuple(parts), relation)


class _Pair(NamedTuple):
    """A part before and after; one of them may be missing."""

    old: Part | None
    new: Part | None

    @property
    def part(self) -> Part:
        part = self.new or self.old
        assert part, "a pair is made for a part"
        return part


def _in_order(was: Mapping[str, Part], now: Mapping[str, Part]) -> list[_Pair]:
    """Parts in the new order; a removed one follows what it followed before."""
    removed: dict[str, list[Part]] = {}
    last = ""
    for key, part in was.items():
        if key in now:
            last = key
        else:
            removed.setdefault(last, []).append(part)
    if not removed:
        return [_Pair(was.get(key), part) for key, part in now.items()]
    pairs = [_Pair(part, None) for part in removed.get("", [])]
    for key, part in now.items():
        pairs.append(_Pair(was.get(key), part))
        pairs += [_Pair(gone, None) for gone in removed.get(key, [])]
    return pairs


def _moved(was: Mapping[str, Part], now: Mapping[str, Part]) -> frozenset[str]:
    """Keys whose place among the common parts of their rank, or whose section, is another."""
    if list(was) == list(now) and all(old.section == now[key].section for key, old in was.items()):
        return frozenset()
    moved: set[str] = set()
    for rank in ("supplement", "section", "clause"):
        place = {key: at for at, key in enumerate(k for k, part in was.items() if part.rank == rank)}
        common = [key for key, part in now.items() if part.rank == rank and key in place]
        kept = increasing([place[key] for key in common])
        moved |= set(common) - {common[at] for at in kept}
        moved |= {key for key in common if _resettled(was[key], now[key], was, now)}
    return frozenset(moved)


def _resettled(old: Part, new: Part, was: Mapping[str, Part], now: Mapping[str, Part]) -> bool:
    """Whether it stands in another section. Free headings are no more than their words: one reworded moves nothing."""
    if old.section == new.section:
        return False
    return (old.anchored and new.anchored) or (old.section in now and new.section in was)


def _kinds(pair: _Pair, moved: frozenset[str], worded: bool) -> Iterator[Kind]:
    old, new = pair.old, pair.new
    if old is None or new is None:
        yield "added" if old is None else "removed"
        return
    if worded and old != new:
        yield from _wording(old, new)
    if new.key in moved:
        yield "moved"
    if old.number != new.number:
        yield "renumbered"


@lru_cache(maxsize=8192)
def _wording(old: Part, new: Part) -> tuple[Kind, ...]:
    """Whether the words differ, or how they look."""
    if (old.title, old.body, old.markdown, old.made) == (new.title, new.body, new.markdown, new.made):
        return ()
    before, after = _readings(old, new)
    if meaning(before) != meaning(after):
        return ("reworded",)
    return ("reformatted",) if looks(before) != looks(after) else ()


def _change(pair: _Pair, kinds: tuple[Kind, ...], causes: Causes, worded: bool) -> Change:
    old, new, part = pair.old, pair.new, pair.part
    before, after, spans = _spans(old, new, worded)
    return Change(
        clause=part.clause,
        supplement=part.supplement,
        title=part.title,
        kinds=kinds,
        causes=causes.get(part.key, ()),
        before=before,
        after=after,
        number_before=old.number if old else "",
        number_after=new.number if new else "",
        spans=spans,
        rank=part.rank,
    )


@lru_cache(maxsize=4096)
def _spans(old: Part | None, new: Part | None, worded: bool) -> tuple[str, str, tuple[Span, ...]]:
    """Both texts and the marked words; those of two languages stand whole, one after the other."""
    was, now = old.text if old else "", new.text if new else ""
    if old and new and not worded:
        return was, now, (Span("delete", was), Span("insert", now))
    before, after = _readings(old, new)
    return was, now, styled(spans(before, after), before, after)


def _readings(old: Part | None, new: Part | None) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """The runs of both; plain text has neither styles nor links, so that against it only the words count."""
    before, after = old.runs if old else (), new.runs if new else ()
    if old and new and old.plain != new.plain:
        return (Run(old.text),), (Run(new.text),)
    return before, after
