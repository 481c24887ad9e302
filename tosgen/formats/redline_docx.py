"""A redline as a Word file with tracked changes: accepting them all gives the new text, rejecting them the old."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from tosgen.formats.docx import Side
from tosgen.formats.docx_aligned import Pair, aligned, in_order, kept
from tosgen.formats.docx_body import Body, Cell, Row, Segment, Stamp
from tosgen.formats.docx_layout import Laid, counted, counting, lay
from tosgen.formats.docx_moved import Changed, marked
from tosgen.formats.docx_package import Cover, package
from tosgen.formats.docx_runs import Group, Tongue
from tosgen.formats.docx_strands import Strands, segments
from tosgen.redline.blocks import Part
from tosgen.redline.model import Op
from tosgen.saying import Speak, english
from tosgen.text.flow import Block, Paragraph, Pieces, Table

_Cells = tuple[Pieces, ...]


def render(
    old: Sequence[Part],
    new: Sequence[Part],
    cover: Cover,
    tongues: tuple[Tongue, Tongue],
    stamp: Stamp,
    *,
    worded: bool = True,
    speak: Speak = english,
) -> bytes:
    """The file. `tongues` are both texts' languages; not `worded`, no words are compared, as those are different."""
    counts = counted(old) and counted(new)
    sides = lay(old, counted=counts), lay(new, counted=counts)
    gone = _left_behind(*sides, worded=worded)
    redline = _Redline(Side.of(sides[0], tongues[0], gone), Side.of(sides[1], tongues[1]), gone, Strands())
    pairs, lists = in_order(*sides, redline.inside if worded else _apart)
    body = Body(*tongues, stamp, speak)
    for change in marked([redline.changed(pair, lists) for pair in pairs]):
        change.write(body)
    return package(body, replace(cover, tracking=True), tongues[1])


def _apart(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Pair]:
    yield from (Pair(block, None) for block in old)
    yield from (Pair(None, block) for block in new)


def _heading(blocks: Sequence[Block]) -> Paragraph | None:
    first = blocks[0] if blocks else None
    return first if isinstance(first, Paragraph) and first.kind == "heading" else None


def _goes_on(old: Paragraph | None, new: Paragraph | None) -> bool:
    """Whether a heading is still there: of the same depth, and counted in the same way."""
    if old is None or new is None or (old.depth, old.anchor) != (new.depth, new.anchor):
        return False
    return (old.number and counting(old.number)) == (new.number and counting(new.number))


def _left_behind(old: Laid, new: Laid, *, worded: bool) -> dict[str, str]:
    """What the bookmark of a heading that is deleted in one place, and inserted in another, ends in where it was."""
    staying, now = kept(old, new) if worded else frozenset(), dict(new.parts)
    there = {block.anchor for block in new.blocks() if isinstance(block, Paragraph)}
    found: dict[str, str] = {}
    for key, blocks in old.parts:
        heading = _heading(blocks)
        if heading and heading.anchor in there:
            stays = key in staying and _goes_on(heading, _heading(now[key]))
            found.setdefault(heading.anchor, "" if stays else "_before")
    return found


@dataclass(frozen=True, slots=True)
class _Redline:
    """Both texts; `gone`: what the bookmarks of headings that are elsewhere now end in."""

    old: Side
    new: Side
    gone: Mapping[str, str]
    strands: Strands

    def inside(self, old: Sequence[Block], new: Sequence[Block]) -> Iterator[Pair]:
        """The blocks of one part; a heading that goes on is one paragraph, whatever its words."""
        if _goes_on(_heading(old), _heading(new)):
            yield Pair(old[0], new[0])
            old, new = old[1:], new[1:]
        for before, after in aligned(old, new, self._key, self._alike):
            yield Pair(before, after)

    def changed(self, pair: Pair, lists: Mapping[int, int]) -> Changed:
        """A pair, ready to be written; an old list that goes on as a new one counts as that."""
        old, new = pair
        if isinstance(old, Table) or isinstance(new, Table):
            return Changed("equal", rows=tuple(self._rows(cast(Table | None, old), cast(Table | None, new))))
        found = self._compared(old.pieces if old else None, new.pieces if new else None)
        if new is not None:
            op: Op = "equal" if old else "insert"
            return Changed(op, new, found, first=self.new.laid.starts.get(new.list), of=new.list)
        assert old is not None, "a pair has one side at least"
        own, first = lists.get(old.list, -old.list), self.old.laid.starts.get(old.list)
        return Changed("delete", old, found, first=first, of=own, suffix=self.gone.get(old.anchor, ""))

    def _groups(self, pieces: Pieces, new: bool) -> list[Group]:
        return (self.new if new else self.old).groups(pieces)

    def _compared(self, old: Pieces | None, new: Pieces | None) -> tuple[Segment, ...]:
        was = self._groups(old, False) if old else []
        now = self._groups(new, True) if new else []
        if was == now:
            return (Segment("equal", tuple(now)),)
        if was and now:
            return segments(self.strands.strand(was), self.strands.strand(now))
        return (Segment("insert" if now else "delete", tuple(now or was)),)

    def _key(self, block: Block, new: bool) -> object:
        """What equal blocks share."""
        if isinstance(block, Table):
            return tuple(self._row_key(row, new) for row in block.rows), block.aligned
        if block.kind == "heading":
            return block, new
        return self._shape(block, new), tuple(self._groups(block.pieces, new))

    def _row_key(self, row: _Cells, new: bool) -> object:
        return tuple(tuple(self._groups(pieces, new)) for pieces in row)

    def _shape(self, block: Paragraph, new: bool) -> object:
        """What two paragraphs must share to be one: all but their words."""
        side = self.new if new else self.old
        kind = block.marker and ("-" if block.marker == "-" else str(side.laid.starts.get(block.list)))
        return block.kind, block.depth, kind, block.quoted

    def _alike(self, old: Block, new: Block) -> float:
        if isinstance(old, Table) and isinstance(new, Table):
            return self._likeness(_words(old), _words(new)) if len(old.aligned) == len(new.aligned) else 0.0
        if isinstance(old, Table) or isinstance(new, Table) or self._shape(old, False) != self._shape(new, True):
            return 0.0
        return 0.0 if old.kind == "heading" else self._likeness(_shown(old.pieces), _shown(new.pieces))

    def _likeness(self, old: str, new: str) -> float:
        from rapidfuzz.distance import Indel  # noqa: PLC0415 - a text without changes need not load it

        return float(Indel.normalized_similarity(self.strands.words(old), self.strands.words(new)))

    def _rows(self, old: Table | None, new: Table | None) -> Iterator[Row]:
        """The rows of one table, or of one that became another with as many columns."""
        aligns = (new or cast(Table, old)).aligned
        was, now = old.rows if old else (), new.rows if new else ()
        yield self._row(next(iter(was), None), next(iter(now), None), aligns, heading=True)
        for before, after in aligned(was[1:], now[1:], self._row_key, self._alike_rows):
            yield self._row(before, after, aligns, heading=False)

    def _alike_rows(self, old: _Cells, new: _Cells) -> float:
        return self._likeness(" ".join(map(_shown, old)), " ".join(map(_shown, new)))

    def _row(self, old: _Cells | None, new: _Cells | None, aligns: Sequence[str], *, heading: bool) -> Row:
        empty = (None,) * len(aligns)
        cells = zip(old or empty, new or empty, aligns, strict=True)
        op: Op = "insert" if old is None else "delete" if new is None else "equal"
        return Row(op, tuple(Cell(self._compared(was, now), aligned) for was, now, aligned in cells), heading)


def _shown(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


def _words(table: Table) -> str:
    return " ".join(_shown(cell) for row in table.rows for cell in row)
