"""Words that were deleted in one place and inserted in another, told apart from what is gone for good.

LibreOffice takes such words for moved if one person deleted and inserted them, and then no longer joins what was
deleted with the end of its paragraph: accepted, the next paragraph would look like the deleted one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from tosgen.formats.docx_body import Body, Row, Segment
from tosgen.redline.model import Op
from tosgen.text.flow import Paragraph

_SHORTEST = 6
_REFERENCE = "\ufffc"


@dataclass(frozen=True, slots=True)
class Changed:
    """A paragraph (`block`) or a table (`rows`), and what happened to it."""

    op: Op
    block: Paragraph | None = None
    segments: tuple[Segment, ...] = ()
    rows: tuple[Row, ...] = ()
    first: int | None = None
    of: int = 0
    suffix: str = ""
    moved: bool = False

    def stretches(self) -> Iterator[Segment]:
        """The segments of the paragraph, or of the table's cells."""
        yield from self.segments
        yield from (segment for row in self.rows for cell in row.cells for segment in cell.segments)

    def write(self, body: Body) -> None:
        """Add it to a document."""
        if self.block is None:
            body.table(self.rows)
        else:
            body.paragraph(
                self.block, self.segments, self.op, first=self.first, of=self.of, suffix=self.suffix, moved=self.moved
            )  # fmt: skip


def marked(changes: Sequence[Changed]) -> Iterator[Changed]:
    """The changes in order; deletions of what is inserted elsewhere are marked as moved."""
    runs = [(op, [*run]) for op, run in groupby(changes, key=lambda change: change.op if change.block else "equal")]
    inserted = _Texts(_text(run) for op, run in runs if op == "insert")
    within = (each for op, run in runs if op == "equal" for change in run for each in change.stretches())
    pieces = _Texts(_shown(segment) for segment in within if segment.op == "insert")
    for op, run in runs:
        if op == "delete":
            moved = inserted.has(_text(run)) or pieces.has(_text(run))
            yield from (replace(change, moved=moved) for change in run)
        else:
            yield from run if op == "insert" else (_within(change, inserted) for change in run)


def _within(change: Changed, inserted: _Texts) -> Changed:
    """A paragraph or table that stays, its deletions marked."""

    def moved(segments: Iterable[Segment]) -> tuple[Segment, ...]:
        return tuple(s._replace(moved=s.op == "delete" and inserted.has(_shown(s))) for s in segments)

    rows = (row._replace(cells=tuple(c._replace(segments=moved(c.segments)) for c in row.cells)) for row in change.rows)
    return replace(change, segments=moved(change.segments), rows=tuple(rows))


class _Texts:
    """Texts to be found by how another one begins."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts: dict[str, list[str]] = {}
        for text in texts:
            if _counts(text):
                self._texts.setdefault(text[:_SHORTEST], []).append(text)

    def has(self, text: str) -> bool:
        """Whether one of them begins with the text, or the text with one of them."""
        near = self._texts.get(text[:_SHORTEST], []) if _counts(text) else []
        return any(text.startswith(other) or other.startswith(text) for other in near)


def _counts(text: str) -> bool:
    """Short words stand in many places without having come from one another."""
    return len(text) >= _SHORTEST and " " in text


def _text(run: Sequence[Changed]) -> str:
    return "\n".join("".join(map(_shown, change.segments)) for change in run).strip()


def _shown(segment: Segment) -> str:
    """A stretch's words; a reference may show another number by now."""
    return "".join(
        _REFERENCE if field.startswith("REF") else "".join(each.text for each in shown)
        for field, shown in segment.groups
    ).strip()
