"""A document as Akoma Ntoso 3.0 (OASIS LegalDocML): one expression, its clauses known by their anchors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from tosgen.formats.akn_meta import meta
from tosgen.formats.header import Header
from tosgen.formats.xml import Xml, tag, text
from tosgen.model.document import Document, Passage, Section
from tosgen.model.history import History
from tosgen.text.escape import markdown
from tosgen.text.flow import Piece, Pieces, Table
from tosgen.text.tree import Block, Items, Prose, Quote, Rule, Verbatim, line, tree

_NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_START = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write(document: Document, header: Header, history: History) -> str:
    """The XML file of one text of a version."""
    body = _Body()
    doc = tag(
        "doc",
        meta(history, document.locale),
        tag("preface", *_preface(document, header, body), **_tongue(document.locale)),
        tag("mainBody", *body.parts(document), **_tongue(document.locale)),
        name=document.document,
        contains="singleVersion",
    )
    return f"{_START}{tag('akomaNtoso', doc, xmlns=_NAMESPACE)}\n"


def _preface(document: Document, header: Header, body: _Body) -> Iterator[Xml]:
    body.enter(document.document)
    title = tag("docTitle", *body.inline(line(markdown(document.title))))
    yield tag("p", title)
    if header.notice:
        yield tag("p", tag("b", header.notice), **{"class": "notice"}, **_tongue(header.locale))
    yield from body.blocks(tree(markdown(document.notice)))


class _Body:
    """Elements with ids that are the document's anchors, or start with the anchor that they stand under."""

    def __init__(self) -> None:
        self._anchor = ""
        self._counts: dict[str, int] = {}

    def enter(self, anchor: str) -> None:
        """Ids start with this anchor from now on."""
        self._anchor, self._counts = anchor, {}

    def parts(self, document: Document) -> Iterator[Xml]:
        """The document's sections, those of a supplement in a part of its own."""
        for supplement in document.supplements:
            sections = (self._section(section) for section in supplement.sections)
            if not supplement.jurisdiction:
                yield from sections
                continue
            heading = self._heading(supplement.anchor, line(markdown(supplement.title)))
            yield tag("part", heading, *sections, eId=supplement.anchor)

    def _section(self, section: Section) -> Xml:
        number = [tag("num", f"{section.number}.")] if section.number else []
        heading = self._heading(section.anchor, line(markdown(section.title)))
        return tag("section", *number, heading, *map(self._clause, section.passages), eId=section.anchor)

    def _clause(self, passage: Passage) -> Xml:
        number = [tag("num", passage.number)] if passage.number else []
        heading = self._heading(passage.anchor, line(markdown(passage.title)))
        content = tag("content", *self.blocks(tree(markdown(passage.body))), eId=f"{passage.anchor}__content")
        kind = {"class": "conspicuous"} if passage.conspicuous else {}
        return tag("clause", *number, heading, content, eId=passage.anchor, **kind)

    def _heading(self, anchor: str, words: Pieces) -> Xml:
        self.enter(anchor)
        return tag("heading", *self.inline(words), eId=f"{anchor}__heading")

    def blocks(self, blocks: Iterable[Block], *, listed: bool = False) -> Iterator[Xml]:
        """Blocks in order. A list item cannot hold a table: there its rows are paragraphs."""
        for block in blocks:
            match block:
                case Prose(pieces):
                    yield tag("p", *self.inline(pieces))
                case Items(first, items):
                    yield tag("ul" if first is None else "ol", *self._items(first, items))
                case Table() if listed:
                    for row in block.rows:
                        yield tag("p", *self.inline(_joined(row)))
                case Table():
                    yield self._table(block)
                case Quote(inner):
                    yield from (Xml(each) for each in self.blocks(inner, listed=listed))
                case Verbatim(words):
                    yield tag("p", *self.inline((Piece(words),)), **{"class": "verbatim"})
                case Rule():
                    yield tag("p", **{"class": "rule"})

    def _items(self, first: int | None, items: Sequence[Sequence[Block]]) -> Iterator[Xml]:
        for at, item in enumerate(items):
            value = {} if first is None else {"value": str(first + at)}
            if len(item) == 1 and isinstance(item[0], Prose):
                yield tag("li", *self.inline(item[0].pieces), **value)
            else:
                yield tag("li", *self.blocks(item, listed=True), **value)

    def _table(self, table: Table) -> Xml:
        rows = (self._row("td" if at else "th", row, table) for at, row in enumerate(table.rows))
        return tag("table", *rows, eId=self._id("table"))

    def _row(self, name: str, row: Sequence[Pieces], table: Table) -> Xml:
        return tag("tr", *(self._cell(name, cell, how) for cell, how in zip(row, table.aligned, strict=True)))

    def _cell(self, name: str, cell: Pieces, aligned: str) -> Xml:
        how = {"style": f"text-align: {aligned}"} if aligned else {}
        return tag(name, tag("p", *self.inline(cell)), **how)

    def inline(self, pieces: Pieces) -> Iterator[Xml]:
        """Words, styles, references."""
        for href, group in groupby(pieces, lambda piece: piece.href):
            inner = [each for piece in group for each in _styled(piece)]
            if href.startswith("#"):
                yield tag("ref", *inner, href=href, eId=self._id("ref"))
            elif href:
                yield tag("a", *inner, href=href)
            else:
                yield from inner

    def _id(self, kind: str) -> str:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return f"{self._anchor}__{kind}_{self._counts[kind]}"


def _styled(piece: Piece) -> Iterator[Xml]:
    for at, words in enumerate(piece.text.split("\n")):
        if at:
            yield tag("eol")
        inner = text(words)
        for name, is_ in (("i", piece.italic), ("b", piece.bold)):
            inner = tag(name, inner) if is_ and inner else inner
        yield inner


def _joined(row: Sequence[Pieces]) -> Pieces:
    """The cells of a row as one line."""
    cells = [(Piece(" | "), *cell) if at else cell for at, cell in enumerate(row)]
    return tuple(piece for cell in cells for piece in cell)


def _tongue(locale: str) -> dict[str, str]:
    return {"xml:lang": locale.replace("_", "-")}
