"""Canonical Markdown: what the ledger keeps, written from a Document and read back into one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from tosgen.errors import Refused
from tosgen.model.document import OPEN, SUPPLEMENT_ANCHOR, Document, Passage, Section, Supplement, Text
from tosgen.saying import say
from tosgen.text.escape import markdown

_HEADING = re.compile(
    r"(?P<depth>#{1,4}) (?:(?P<number>(?:[A-Z]{2}(?:-[A-Z0-9]+)? )?\d+(?:\.\d+)?)\.? )?"
    r"(?P<title>.*) \{#(?P<anchor>[a-z0-9.-]+)\}\Z"
)


_OPENING = re.compile(r"#{1,4} ").match
_CHUNK = re.compile(r"^(?=#{1,4} )", re.MULTILINE)
_MOST = 16384
"""Headings, clauses and sections that are held at once."""


def write(document: Document) -> str:
    """The document as canonical Markdown; headings carry anchors, no version number and no date."""
    return _written(document, markdown)


@dataclass(frozen=True, slots=True)
class Form:
    """A document's Markdown around the texts in which answers stand: it is the same for every answer."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, document: Document) -> Form:
        """Of a document, or of any that differs from it in its answers only."""
        whole = _written(document, lambda text: OPEN if text.slots else markdown(text))
        return cls(tuple(whole.split(OPEN)))

    def filled(self, texts: Sequence[str]) -> str:
        """The whole, with the Markdown of the texts in which answers stand; what follows on them is passed over."""
        *before, last = self.pieces
        return "".join(chain.from_iterable(zip(before, texts, strict=False))) + last


def _written(document: Document, markdown: Callable[[Text], str]) -> str:
    parts = [f"# {markdown(document.title)} {{#{document.document}}}"]
    parts += [markdown(document.notice)] if document.notice.skeleton else []
    for supplement in document.supplements:
        depth = 2
        if supplement.jurisdiction:
            parts.append(f"## {markdown(supplement.title)} {{#{supplement.anchor}}}")
            depth = 3
        for section in supplement.sections:
            parts.append(f"{'#' * depth} {section.number}. {markdown(section.title)} {{#{section.anchor}}}")
            for passage in section.passages:
                parts.append(f"{'#' * (depth + 1)} {passage.number} {markdown(passage.title)} {{#{passage.anchor}}}")
                parts.append(markdown(passage.body))
    return "\n\n".join(parts) + "\n"


class _Heading(NamedTuple):
    depth: int
    number: str
    title: str
    anchor: str


def read(
    text: str, *, document: str, market: str, locale: str, direction: str, conspicuous: frozenset[str]
) -> Document:
    """A recorded text as a Document without marks; `conspicuous` are the anchors of clauses that stand out.

    Clauses and sections of the same words are the same objects in all texts: what is made of one belongs to all.
    Raises Refused (`corrupt`) where the text is not canonical.
    """
    title = notice = Text("")
    supplements: list[tuple[str, str, Text, list[tuple[_Heading, list[Passage]]]]] = [("", "", Text(""), [])]
    for heading, body in _parts(text, f"{document}/{market}/{locale}.md"):
        depth = heading.depth - bool(supplements[-1][0])
        if heading.depth == 1:
            title, notice = Text(heading.title), Text(body)
        elif heading.anchor.startswith(SUPPLEMENT_ANCHOR):
            place = heading.anchor.removeprefix(SUPPLEMENT_ANCHOR).upper()
            supplements.append((place, heading.anchor, Text(heading.title), []))
        elif depth == 2:
            supplements[-1][3].append((heading, []))
        else:
            place = supplements[-1][0]
            supplements[-1][3][-1][1].append(_passage(heading, body, place, heading.anchor in conspicuous))
    return Document(
        document, market, locale, direction, title, tuple(_supplement(*parts) for parts in supplements), notice
    )


def _parts(text: str, path: str) -> Iterator[tuple[_Heading, str]]:
    for chunk in filter(str.strip, _chunks(text)):
        line, _, rest = chunk.partition("\n")
        heading = _heading(line)
        if heading is None:
            raise Refused.one(
                "corrupt",
                say("'{line}' is not a heading that tosgen writes", line=line[:60]),
                path,
                say("run tosgen verify"),
            )
        yield heading, rest.strip("\n")


def _chunks(text: str) -> list[str]:
    """The text cut before each heading."""
    before, *pieces = f"\n{text}".split("\n#")
    chunks = [f"#{piece}" for piece in pieces]
    if all(map(_OPENING, chunks)):
        return [before, *chunks]
    return _CHUNK.split(text)


@lru_cache(maxsize=_MOST)
def _heading(line: str) -> _Heading | None:
    found = _HEADING.match(line)
    return _Heading(len(found["depth"]), found["number"] or "", found["title"], found["anchor"]) if found else None


@lru_cache(maxsize=_MOST)
def _passage(heading: _Heading, body: str, place: str, conspicuous: bool) -> Passage:
    id = _own(heading, place).replace("--", "/", 1)
    return Passage(id, place, heading.anchor, heading.number, Text(heading.title), Text(body), conspicuous)


@lru_cache(maxsize=_MOST)
def _section(heading: _Heading, place: str, passages: tuple[Passage, ...]) -> Section:
    return Section(_own(heading, place), place, heading.anchor, heading.number, Text(heading.title), passages)


def _own(heading: _Heading, place: str) -> str:
    """Its anchor, without the place that a supplement speaks for."""
    return heading.anchor.removeprefix(f"{place.lower()}--") if place else heading.anchor


def _supplement(place: str, anchor: str, title: Text, sections: list[tuple[_Heading, list[Passage]]]) -> Supplement:
    return Supplement(
        place, anchor, title, tuple([_section(heading, place, tuple(passages)) for heading, passages in sections])
    )
