"""An HTML page as parts: what a redline compares."""

from __future__ import annotations

from collections.abc import Iterator

from tosgen.redline.blocks import Part, distinct, free, placed
from tosgen.text.page import Page, read
from tosgen.text.plain import Run

SUFFIXES = (".html", ".htm", ".xhtml")


def parts_of_page(html: str) -> tuple[Part, ...]:
    """The parts of a page in order; keys are the headings' ids, or their text where they have none."""
    page = read(html)
    return distinct(_parts(page))


def _parts(page: Page) -> Iterator[Part]:
    if page.before:
        yield _with(free("", "", "", markdown=False), page.before)
    for part, (_, runs) in zip(placed([heading for heading, _ in page.parts]), page.parts, strict=True):
        yield _with(part, runs)


def _with(part: Part, runs: tuple[Run, ...]) -> Part:
    return part._replace(body="".join(run.text for run in runs), markdown=False, made=runs)
