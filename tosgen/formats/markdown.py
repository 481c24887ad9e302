"""Canonical Markdown: what the ledger keeps, written from a Document and read back into one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from tosgen.errors import Refused
from tosgen.model.document import OPEN, SUPPLEMENT_ANCHOR, Document, Passage, Section, Supplement, Text
from tosgen.saying import say
from tosgen.text.escape import markdown

_HEADING = re.compile(
    r"(?P<depth>#{1,4}) (?:(?P<number>(?:[A-Z]{2}(?:-[A-Z0-9]+)? )?\d+(?:\.\d+)?)\.? )?"
    r"(?P<title>.*) \{#(?P<anchor>[a-z0-9.-]+)\}\Z"
)


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


def read(
    text: str, *, document: str, market: str, locale: str, direction: str, conspicuous: frozenset[str]
) -> Document:
    """A recorded text as a Document without marks; `conspicuous` are the anchors of clauses that stand out.

    Raises Refused (`corrupt`) where the text is not canonical.
    """
    title = notice = Text("")
    supplements: list[tuple[str, str, Text, list[tuple[re.Match[str], list[Passage]]]]] = [("", "", Text(""), [])]
    for heading, body in _parts(text, f"{document}/{market}/{locale}.md"):
        depth = len(heading["depth"]) - bool(supplements[-1][0])
        if len(heading["depth"]) == 1:
            title, notice = Text(heading["title"]), Text(body)
        elif heading["anchor"].startswith(SUPPLEMENT_ANCHOR):
            place = heading["anchor"].removeprefix(SUPPLEMENT_ANCHOR).upper()
            supplements.append((place, heading["anchor"], Text(heading["title"]), []))
        elif depth == 2:
            supplements[-1][3].append((heading, []))
        else:
            place = supplements[-1][0]
            supplements[-1][3][-1][1].append(_passage(heading, body, place, heading["anchor"] in conspicuous))
    return Document(
        document, market, locale, direction, title, tuple(_supplement(*parts) for parts in supplements), notice
    )


def _parts(text: str, path: str) -> Iterator[tuple[re.Match[str], str]]:
    chunks = re.split(r"^(?=#{1,4} )", text, flags=re.MULTILINE)
    for chunk in filter(str.strip, chunks):
        line, _, rest = chunk.partition("\n")
        heading = _HEADING.match(line)
        if heading is None:
            raise Refused.one(
                "corrupt",
                say("'{line}' is not a heading that tosgen writes", line=line[:60]),
                path,
                say("run tosgen verify"),
            )
        yield heading, rest.strip("\n")


def _passage(heading: re.Match[str], body: str, place: str, conspicuous: bool) -> Passage:
    name = heading["anchor"].removeprefix(f"{place.lower()}--") if place else heading["anchor"]
    id = name.replace("--", "/", 1)
    number = heading["number"] or ""
    return Passage(id, place, heading["anchor"], number, Text(heading["title"]), Text(body), conspicuous)


def _supplement(
    place: str, anchor: str, title: Text, sections: list[tuple[re.Match[str], list[Passage]]]
) -> Supplement:
    built = tuple(
        Section(
            heading["anchor"].removeprefix(f"{place.lower()}--") if place else heading["anchor"],
            place,
            heading["anchor"],
            heading["number"] or "",
            Text(heading["title"]),
            tuple(passages),
        )
        for heading, passages in sections
    )
    return Supplement(place, anchor, title, built)
