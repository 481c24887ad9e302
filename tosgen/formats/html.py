"""One self-contained HTML page of a document: semantic, readable without script or style, printable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape

from tosgen.formats.header import Header
from tosgen.formats.page import page
from tosgen.model.document import Document, Passage, Section, Text
from tosgen.text.escape import markdown
from tosgen.text.markdown import html, html_inline
from tosgen.text.plain import title

DEEPEST = 3
"""The lowest level that a document's own heading may have: three more stand below it."""


def write(document: Document, header: Header | None = None) -> str:
    """The document as a page."""
    service = f" – {header.service}" if header else ""
    return page(
        "document.html",
        lang=_lang(document),
        dir=_direction(document.direction),
        title=f"{title(markdown(document.title))}{service}",
        main="\n".join([*_head(document, header, 1), *fragment(document)]),
    )


def article(document: Document, header: Header | None = None, *, level: int = 1) -> str:
    """The document for a page that one already has; its heading is an `h1`, or as deep as `level` says."""
    lines = [
        f'<article class="tosgen" lang="{escape(_lang(document))}" dir="{_direction(document.direction)}">',
        *_head(document, header, level),
        *fragment(document, level=level + 1),
        "</article>\n",
    ]
    return "\n".join(lines)


Beside = Callable[[str, str], str]
"""Anchor and heading as plain text -> HTML to stand after the heading."""


def nothing(_anchor: str, _heading: str) -> str:
    """No HTML."""
    return ""


def fragment(document: Document, *, level: int = 2, beside: Beside = nothing) -> Iterator[str]:
    """The document's sections, line by line; their headings begin at `level`."""
    if document.notice.skeleton:
        yield f'<div class="notice">\n{html(document.notice).strip()}\n</div>'
    for supplement in document.supplements:
        if not supplement.jurisdiction:
            for section in supplement.sections:
                yield from _section(section, level, beside)
            continue
        after = beside(supplement.anchor, title(markdown(supplement.title)))
        yield f'<section id="{escape(supplement.anchor)}">\n<h{level}>{html_inline(supplement.title)}</h{level}>{after}'
        for section in supplement.sections:
            yield from _section(section, level + 1, beside)
        yield "</section>"


def _head(document: Document, header: Header | None, level: int) -> Iterator[str]:
    """Title and record. The record's words may be in another language than the text."""
    yield "<header>"
    anchor = f' id="{escape(document.anchor)}"' if document.anchor else ""
    yield f"<h{level}{anchor}>{html_inline(document.title)}</h{level}>"
    if header:
        other = header.locale != document.locale
        tongue = f' lang="{escape(header.lang)}" dir="{_direction(header.direction)}"' if other else ""
        yield f'<div class="record"{tongue}>'
        if header.notice:
            yield f'<p class="notice"><strong>{escape(header.notice)}</strong></p>'
        yield "<dl>"
        for label, value in header.rows:
            yield f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>"
        yield "</dl>\n</div>"
    yield "</header>"


def _section(section: Section, level: int, beside: Beside) -> Iterator[str]:
    number = f"{section.number}." if section.number else ""
    after = beside(section.anchor, _label(number, section.title))
    yield f'<section id="{escape(section.anchor)}">'
    yield f"<h{level}>{_numbered(number, section.title)}</h{level}>{after}"
    for passage in section.passages:
        yield from _passage(passage, level + 1, beside)
    yield "</section>"


def _passage(passage: Passage, level: int, beside: Beside) -> Iterator[str]:
    if beside is nothing and not passage.title.fillings and not passage.body.fillings:
        yield from _bare(
            passage.anchor, passage.number, passage.title.skeleton, passage.body.skeleton, level,
            conspicuous=passage.conspicuous,
        )  # fmt: skip
    else:
        yield from _whole(passage, level, beside)


@lru_cache(maxsize=16384)
def _bare(anchor: str, number: str, title: str, body: str, level: int, *, conspicuous: bool) -> tuple[str, ...]:
    """A clause without facts: the same in all documents where it has the same number."""
    passage = Passage("", "", anchor, number, Text(title), Text(body), conspicuous)
    return tuple(_whole(passage, level, nothing))


def _whole(passage: Passage, level: int, beside: Beside) -> Iterator[str]:
    kind = ' class="conspicuous"' if passage.conspicuous else ""
    heading, label = _numbered(passage.number, passage.title), _label(passage.number, passage.title)
    after = beside(passage.anchor, label)
    yield f'<section id="{escape(passage.anchor)}"{kind}>\n<h{level}>{heading}</h{level}>{after}'
    yield f"{html(passage.body, label).strip()}\n</section>"


def _label(number: str, words: Text) -> str:
    return " ".join(filter(None, [number, title(markdown(words))]))


def _numbered(number: str, words: Text) -> str:
    return f"{escape(number)} {html_inline(words)}" if number else html_inline(words)


def _lang(document: Document) -> str:
    return document.locale.replace("_", "-")


def _direction(direction: str) -> str:
    return "rtl" if direction == "rtl" else "ltr"
