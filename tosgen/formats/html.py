"""One self-contained HTML page of a document: semantic, readable without script or style, printable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from tosgen.formats.header import Header
from tosgen.formats.page import page
from tosgen.model.document import Answer, Document, Filling, Passage, Section, Text
from tosgen.model.kept import kept
from tosgen.text.escape import markdown
from tosgen.text.markdown import html, html_inline
from tosgen.text.plain import title
from tosgen.text.slots import Later, Slot, cut, written

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


@dataclass(frozen=True, slots=True)
class Form:
    """A document's page around its answers: it is the same for every answer."""

    answers: tuple[Answer, ...]
    texts: tuple[bytes, ...]
    """What no answer changes, in UTF-8."""
    slots: tuple[Slot, ...]
    order: tuple[int, ...]
    """The page: numbers of texts, and then of slots."""

    @classmethod
    def of(cls, document: Document) -> Form | None:
        """Of a document, or of any that differs from it in its answers only; None if one stands in a table's name."""
        if any(passage.title.slots and _has_table(passage) for passage in document.passages()):
            return None
        numbers: dict[Answer, int] = {}

        def later(supplement: str, name: str) -> Filling:
            return Later("", "", numbers.setdefault((supplement, name), len(numbers)))

        pieces = cut(write(document.answered(later)))
        texts = list(dict.fromkeys(piece for piece in pieces if isinstance(piece, str)))
        slots = list(dict.fromkeys(piece for piece in pieces if isinstance(piece, Slot)))
        at = {piece: number for number, piece in enumerate([*texts, *slots])}
        order = tuple(at[piece] for piece in pieces)
        return cls(tuple(numbers), tuple(text.encode() for text in texts), tuple(slots), order)

    def filled(self, answers: Sequence[Filling]) -> bytes:
        """The whole in UTF-8, with what stands for each of `self.answers`."""
        whole = [*self.texts, *[written(slot, answers).encode() for slot in self.slots]]
        return b"".join([whole[at] for at in self.order])


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
"""Anchor and heading as plain text -> HTML to stand after the heading; always the same for the same."""


def nothing(_anchor: str, _heading: str) -> str:
    """No HTML."""
    return ""


def fragment(document: Document, *, level: int = 2, beside: Beside = nothing) -> Iterator[str]:
    """The document's notice and sections, one after the other; their headings begin at `level`."""
    if document.notice.skeleton:
        yield f'<div class="notice">\n{html(document.notice).strip()}\n</div>'
    for supplement in document.supplements:
        if not supplement.jurisdiction:
            for section in supplement.sections:
                yield _section(section, level, beside)
            continue
        after = beside(supplement.anchor, title(markdown(supplement.title)))
        yield f'<section id="{escape(supplement.anchor)}">\n<h{level}>{html_inline(supplement.title)}</h{level}>{after}'
        for section in supplement.sections:
            yield _section(section, level + 1, beside)
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


def _section(section: Section, level: int, beside: Beside) -> str:
    own = any(_varies(passage) for passage in section.passages)
    return _own_section(section, level, beside) if own else _same_section(section, level, beside)


def _own_section(section: Section, level: int, beside: Beside) -> str:
    number = f"{section.number}." if section.number else ""
    after = "" if beside is nothing else beside(section.anchor, _label(number, section.title))
    lines = [f"{_opening(section.anchor, level, number, section.title)}{after}"]
    for passage in section.passages:
        made = _passage if _varies(passage) else _same_passage
        lines.append(made(passage, level + 1, beside))
    return "\n".join([*lines, "</section>"])


_same_section = kept(_own_section)
"""Of a section without slots: the very same in many documents."""


def _varies(passage: Passage) -> bool:
    return bool(passage.body.slots or passage.title.slots)


def _passage(passage: Passage, level: int, beside: Beside) -> str:
    kind = ' class="conspicuous"' if passage.conspicuous else ""
    opening = _opening(passage.anchor, level, passage.number, passage.title, kind)
    named = beside is not nothing or _has_table(passage)
    label = _label(passage.number, passage.title) if named else ""
    body = html(passage.body, label).strip()
    return f"{opening}{beside(passage.anchor, label)}\n{body}\n</section>"


_same_passage = kept(_passage)


def _has_table(passage: Passage) -> bool:
    return "|" in passage.body.skeleton


@lru_cache(maxsize=16384)
def _opening(anchor: str, level: int, number: str, title: Text, kind: str = "") -> str:
    heading = f"{escape(number)} {html_inline(title)}" if number else html_inline(title)
    return f'<section id="{escape(anchor)}"{kind}>\n<h{level}>{heading}</h{level}>'


def _label(number: str, words: Text) -> str:
    return " ".join(filter(None, [number, title(markdown(words))]))


def _lang(document: Document) -> str:
    return document.locale.replace("_", "-")


def _direction(direction: str) -> str:
    return "rtl" if direction == "rtl" else "ltr"
