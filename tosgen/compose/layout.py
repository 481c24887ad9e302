"""Where clauses stand: sections in order, numbers, headings, references."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tosgen.catalog.messages import LAYOUT, OUTDATED, SUPPLEMENT
from tosgen.catalog.translate import Translator
from tosgen.compose.printing import Printer
from tosgen.errors import Place, Refused
from tosgen.model.document import SUPPLEMENT_ANCHOR, Document, Filling, Passage, Section, Supplement, Text, anchor
from tosgen.model.library import Clause, Library
from tosgen.model.values import Tongue
from tosgen.resolve import Resolution, Scope
from tosgen.text.marks import refilled

Rendered = tuple[Clause, Text, Text]
"""A clause with its title and body."""


def numbered(
    library: Library, resolution: Resolution, translator: Translator, scopes: list[tuple[Scope, list[Rendered]]],
    *, outdated: bool,
) -> Document:  # fmt: skip
    """The document: sections in the outline's order, numbers, headings, references filled with the numbers."""
    printer = Printer(translator, library.jurisdictions, resolution.country)
    supplements = [_supplement(resolution, translator, printer, scope, placed) for scope, placed in scopes]
    numbers = {p.anchor: p.number for s in supplements for section in s.sections for p in section.passages}
    outline = resolution.outline
    return Document(
        resolution.document,
        resolution.market.name,
        translator.locale,
        printer.locale.text_direction,
        _title(translator, outline.context, outline.title, outline.place),
        tuple(_referenced(supplement, numbers) for supplement in supplements),
        _outdated(resolution, translator, printer) if outdated else Text(""),
    )


def _supplement(
    resolution: Resolution, translator: Translator, printer: Printer, scope: Scope, placed: list[Rendered]
) -> Supplement:
    place = scope.supplement
    sections: list[Section] = []
    for slot in resolution.outline.slots:
        inside = [p for p in placed if p[0].slot == slot.id]
        if inside:
            number = f"{place} {len(sections) + 1}" if place else str(len(sections) + 1)
            title = _title(translator, resolution.outline.context, slot.title, resolution.outline.place)
            name = f"{place.lower()}--{slot.id}" if place else slot.id
            passages = tuple(_passage(place, number, at, p) for at, p in enumerate(inside, 1))
            sections.append(Section(slot.id, place, name, number, title, passages))
    heading = _heading(translator, printer, place) if place else Text("")
    return Supplement(place, f"{SUPPLEMENT_ANCHOR}{place.lower()}" if place else "", heading, tuple(sections))


def _passage(place: str, number: str, at: int, rendered: Rendered) -> Passage:
    clause, title, body = rendered
    return Passage(clause.id, place, anchor(clause.id, place), f"{number}.{at}", title, body, clause.conspicuous)


def _title(translator: Translator, context: str, source: str, place: Place) -> Text:
    result = translator.phrase(context, source, place)
    if result.findings:
        raise Refused(result.findings)
    return Text(result.text)


def _heading(translator: Translator, printer: Printer, place: str) -> Text:
    result = translator.phrase(LAYOUT, SUPPLEMENT, Place("clauses"))
    if result.findings:
        raise Refused(result.findings)
    return Text(result.text.replace("{{ market.place }}", printer.place(place)))


def _outdated(resolution: Resolution, translator: Translator, printer: Printer) -> Text:
    result = translator.phrase(LAYOUT, OUTDATED, Place("clauses"))
    if result.findings:
        raise Refused(result.findings)
    language = printer.filling(Tongue(resolution.market.authoritative)).text
    return Text(f"**{result.text.replace('{{ market.authoritative }}', language)}**")


def _referenced(supplement: Supplement, numbers: Mapping[str, str]) -> Supplement:
    def number(filling: Filling) -> Filling:
        return replace(filling, text=numbers[filling.href[1:]]) if filling.href.startswith("#") else filling

    def passage(p: Passage) -> Passage:
        return replace(p, title=refilled(p.title, number), body=refilled(p.body, number))

    sections = tuple(replace(s, passages=tuple(map(passage, s.passages))) for s in supplement.sections)
    return replace(supplement, sections=sections)
