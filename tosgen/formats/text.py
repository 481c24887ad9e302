"""A document as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import east_asian_width

from tosgen.formats.header import Header
from tosgen.model.document import Document
from tosgen.text.escape import markdown
from tosgen.text.plain import plain


def write(document: Document, header: Header | None = None) -> str:
    """Headings with their numbers, bodies as plain text, a blank line between; the record under the title."""
    return "\n\n".join(_parts(document, header)) + "\n"


def _parts(document: Document, header: Header | None) -> Iterator[str]:
    yield _underlined(plain(markdown(document.title)), "=")
    if header and header.notice:
        yield header.notice
    if header:
        yield "\n".join(header.lines)
    if document.notice.skeleton:
        yield plain(markdown(document.notice))
    for supplement in document.supplements:
        if supplement.jurisdiction:
            yield _underlined(plain(markdown(supplement.title)), "=")
        for section in supplement.sections:
            number = f"{section.number}. " if section.number else ""
            yield _underlined(f"{number}{plain(markdown(section.title))}", "-")
            for passage in section.passages:
                yield f"{passage.number} {plain(markdown(passage.title))}".lstrip()
                yield plain(markdown(passage.body))


def _underlined(title: str, line: str) -> str:
    return f"{title}\n{line * sum(2 if east_asian_width(c) in 'WF' else 1 for c in title)}"
