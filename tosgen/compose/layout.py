"""Where clauses stand: sections in order, numbers, headings, references."""

from __future__ import annotations

from collections.abc import Mapping

from tosgen.catalog.messages import LAYOUT, OUTDATED, SUPPLEMENT
from tosgen.catalog.translate import Translator
from tosgen.compose.printing import Printer
from tosgen.errors import Place, Refused
from tosgen.model.document import SUPPLEMENT_ANCHOR, Document, Filling, Passage, Section, Supplement, Text, anchor
from tosgen.model.kept import kept
from tosgen.model.library import Clause, Library
from tosgen.model.values import Tongue
from tosgen.model.vocabulary import Outline, Slot
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
    sections = [(scope.supplement, _sections(resolution, scope.supplement, placed)) for scope, placed in scopes]
    numbers = {
        anchor(clause.id, place): f"{number}.{at}"
        for place, some in sections
        for _, number, inside in some
        for at, (clause, _, _) in enumerate(inside, 1)
    }
    outline = resolution.outline
    supplements = tuple(
        Supplement(
            place,
            f"{SUPPLEMENT_ANCHOR}{place.lower()}" if place else "",
            _heading(translator, printer, place) if place else Text(""),
            tuple(_section(translator, outline, place, one, numbers) for one in some),
        )
        for place, some in sections
    )
    return Document(
        resolution.document,
        resolution.market.name,
        translator.locale,
        printer.locale.text_direction,
        _title(translator, outline.context, outline.title, outline.place),
        supplements,
        _outdated(resolution, translator, printer) if outdated else Text(""),
    )


def _sections(resolution: Resolution, place: str, placed: list[Rendered]) -> list[tuple[Slot, str, list[Rendered]]]:
    """The slots that have clauses, each with its number."""
    inside: dict[str, list[Rendered]] = {slot.id: [] for slot in resolution.outline.slots}
    for rendered in placed:
        inside[rendered[0].slot].append(rendered)
    filled = [slot for slot in resolution.outline.slots if inside[slot.id]]
    return [(slot, f"{place} {at}" if place else str(at), inside[slot.id]) for at, slot in enumerate(filled, 1)]


def _section(
    translator: Translator, outline: Outline, place: str, section: tuple[Slot, str, list[Rendered]],
    numbers: Mapping[str, str],
) -> Section:  # fmt: skip
    slot, number, inside = section
    title = _title(translator, outline.context, slot.title, outline.place)
    name = f"{place.lower()}--{slot.id}" if place else slot.id
    return Section(slot.id, place, name, number, title, tuple(_passage(place, each, numbers) for each in inside))


def _passage(place: str, rendered: Rendered, numbers: Mapping[str, str]) -> Passage:
    clause, title, body = rendered
    name = anchor(clause.id, place)
    title, body = _referenced(title, numbers), _referenced(body, numbers)
    return Passage(clause.id, place, name, numbers[name], title, body, clause.conspicuous)


def _referenced(text: Text, numbers: Mapping[str, str]) -> Text:
    """The text with the number of each clause that it refers to."""
    if not any(filling.href.startswith("#") for filling in text.fillings):
        return text
    return refilled(text, lambda f: Filling(numbers[f.href[1:]], f.href) if f.href.startswith("#") else f)


@kept
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
