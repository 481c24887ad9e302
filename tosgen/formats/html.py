"""One self-contained HTML page of a document: semantic, readable without script or style, printable."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from tosgen.formats.page import page
from tosgen.model.document import Document, Section
from tosgen.text.markdown import html, html_inline


def write(document: Document, *, version: str = "") -> str:
    """The document as a page; `version` is shown beside the title where it is known."""
    title = html_inline(document.title)
    lang = document.locale.replace("_", "-")
    return page(
        "document.html",
        lang=lang,
        dir=_direction(document),
        title=title,
        version=version,
        main="\n".join(fragment(document)),
    )


def fragment(document: Document) -> Iterator[str]:
    """The document's sections, for a page that one already has."""
    if document.notice.skeleton:
        yield f'<div class="notice">\n{html(document.notice).strip()}\n</div>'
    for supplement in document.supplements:
        depth = 2
        if supplement.jurisdiction:
            yield f'<section id="{escape(supplement.anchor)}">\n<h2>{html_inline(supplement.title)}</h2>'
            depth = 3
        for section in supplement.sections:
            yield from _section(section, depth)
        if supplement.jurisdiction:
            yield "</section>"


def _section(section: Section, depth: int) -> Iterator[str]:
    yield f'<section id="{escape(section.anchor)}">'
    yield f"<h{depth}>{escape(section.number)}. {html_inline(section.title)}</h{depth}>"
    for passage in section.passages:
        kind = ' class="conspicuous"' if passage.conspicuous else ""
        yield f'<section id="{escape(passage.anchor)}"{kind}>'
        yield f"<h{depth + 1}>{escape(passage.number)} {html_inline(passage.title)}</h{depth + 1}>"
        yield f"{html(passage.body).strip()}\n</section>"
    yield "</section>"


def _direction(document: Document) -> str:
    return "rtl" if document.direction == "rtl" else "ltr"
