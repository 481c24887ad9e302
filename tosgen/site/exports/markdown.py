"""A recorded text in a generator's Markdown: headings with their anchors, and what stands below them."""

from __future__ import annotations

from collections.abc import Iterator

from tosgen.model.document import Document, Passage, Section, Text
from tosgen.model.kept import kept
from tosgen.text.flavour import Flavour, blocks, line


def write(document: Document, flavour: Flavour) -> tuple[str, str]:
    """The document's heading, and what stands below it."""
    return _heading(flavour, 1, "", document.title, document.anchor), "\n\n".join(_parts(document, flavour))


def _parts(document: Document, flavour: Flavour) -> Iterator[str]:
    yield from blocks(document.notice, flavour)
    for supplement in document.supplements:
        depth = 2
        if supplement.jurisdiction:
            yield _heading(flavour, depth, "", supplement.title, supplement.anchor)
            depth = 3
        for section in supplement.sections:
            yield _section(section, flavour, depth)


@kept
def _section(section: Section, flavour: Flavour, depth: int) -> str:
    """Documents share most of their sections, and nearly all of their clauses."""
    number = f"{section.number}." if section.number else ""
    parts = [_heading(flavour, depth, number, section.title, section.anchor)]
    return "\n\n".join([*parts, *[_passage(passage, flavour, depth + 1) for passage in section.passages]])


@kept
def _passage(passage: Passage, flavour: Flavour, depth: int) -> str:
    heading = _heading(flavour, depth, passage.number, passage.title, passage.anchor)
    return "\n\n".join([heading, *blocks(passage.body, flavour)])


def _heading(flavour: Flavour, depth: int, number: str, title: Text, anchor: str) -> str:
    shown, is_html = line(title, flavour)
    shown = f"{number} {shown}".lstrip()
    if flavour.heading and not is_html:
        return flavour.heading(depth, shown, anchor)
    named = f' id="{anchor}"' if anchor else ""
    return f"<h{depth}{named}>{shown}</h{depth}>"
