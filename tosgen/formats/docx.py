"""A text as a Word file: heading styles that count, lists, tables, references as fields; same text, same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tosgen.formats.docx_body import Body, Cell, Row, Segment, Stamp
from tosgen.formats.docx_layout import Laid, bookmark, counted, lay
from tosgen.formats.docx_package import Cover, package
from tosgen.formats.docx_runs import Group, Tongue, grouped
from tosgen.formats.header import Header
from tosgen.model.history import History
from tosgen.redline.blocks import Part, parse
from tosgen.text.flow import Paragraph, Pieces, Table

_LETTER = frozenset({"US", "CA", "MX", "CL", "CO", "PH"})
"""Where paper is Letter, not A4."""


def write(text: str, locale: str, header: Header, history: History) -> bytes:
    """A recorded text, as canonical Markdown, with its record at the head of every page."""
    parts, version = parse(text), history.version
    places = {place.partition("-")[0] for place in version.jurisdictions}
    cover = Cover(
        title=title_of(parts),
        subject=f"{version.document}/{version.market}/{locale}@{version.version}",
        creator=header.service,
        made=history.day,
        head=(header.service, " · ".join(header.lines[1:])),
        warning=header.notice,
        words=Tongue.of(header.locale),
        paper="letter" if places and places <= _LETTER else "a4",
    )
    return packed(parts, cover, Tongue.of(locale))


def packed(parts: Sequence[Part], cover: Cover, tongue: Tongue) -> bytes:
    """The parts of any text as a file."""
    side = Side.of(lay(parts, counted=counted(parts)), tongue)
    body = Body(tongue, tongue, Stamp("tosgen", date.min))
    for block in side.laid.blocks():
        if isinstance(block, Table):
            body.table([Row("equal", _cells(row, block, side), heading=not at) for at, row in enumerate(block.rows)])
        else:
            segments = (Segment("equal", tuple(side.groups(block.pieces))),)
            body.paragraph(block, segments, "equal", first=side.laid.starts.get(block.list), of=block.list)
    return package(body, cover, tongue)


def title_of(parts: Sequence[Part]) -> str:
    """What a text is called: its first heading."""
    return next((part.title for part in parts if part.title), "")


def _cells(row: Sequence[Pieces], table: Table, side: Side) -> tuple[Cell, ...]:
    return tuple(
        Cell((Segment("equal", tuple(side.groups(pieces))),), aligned)
        for pieces, aligned in zip(row, table.aligned, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Side:
    """A text laid out, its language, and where its references lead: anchor -> bookmark."""

    laid: Laid
    tongue: Tongue
    leads: Mapping[str, str]

    @classmethod
    def of(cls, laid: Laid, tongue: Tongue, suffixes: Mapping[str, str] | None = None) -> Side:
        """`suffixes`: what the bookmarks of some anchors end in."""
        given = suffixes or {}
        anchors = [block.anchor for block in laid.blocks() if isinstance(block, Paragraph) and block.anchor]
        return cls(laid, tongue, {anchor: bookmark(anchor, given.get(anchor, "")) for anchor in anchors})

    def groups(self, pieces: Pieces) -> list[Group]:
        """A paragraph's pieces with the fields that show them."""
        return grouped(pieces, self.tongue.leftward, self._instruction)

    def _instruction(self, href: str, shown: str) -> str:
        """A field that leads there: by the heading's number, which is counted again, where that is what it shows."""
        if not href.startswith("#"):
            return f'HYPERLINK "{href}"'.replace("\\", "%5C") if '"' not in href else ""
        anchor = href[1:]
        if anchor not in self.leads:
            return ""
        if self.laid.counted and self.laid.numbers.get(anchor) == shown:
            return f"REF {self.leads[anchor]} \\n \\h"
        return f'HYPERLINK \\l "{self.leads[anchor]}"'
