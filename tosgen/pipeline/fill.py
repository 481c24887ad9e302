"""A letter or notice completed with the facts of one case; nothing of it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tosgen.compose.document import Composed, compose
from tosgen.errors import Finding, Place, Refused
from tosgen.formats.markdown import write
from tosgen.model.document import Document
from tosgen.model.service import Fact, Market
from tosgen.pipeline.inputs import Inputs, documents_of
from tosgen.resolve import resolve
from tosgen.saying import listed, say


def blank(inputs: Inputs, market: Market, document: str, locale: str) -> str:
    """The form as it is recorded: labels in square brackets where a case's facts go."""
    return write(_composed(inputs, market, document, locale).document)


def filled(
    inputs: Inputs, market: Market, document: str, locale: str, case: Mapping[str, Fact], *,
    sections: tuple[str, ...],
) -> Document:  # fmt: skip
    """The form completed, cut down to `sections` (slots) if there are any.

    Raises Refused: `unknown-section`, and `missing-fact` for each fact of the case that the text needs.
    """
    service = replace(inputs.service, facts={**inputs.service.facts, **case})
    composed = _composed(replace(inputs, service=service), market, document, locale)
    there = [section.slot for section in composed.document.sections()]
    unknown = [name for name in sections if name not in there]
    if unknown:
        hint = say("it has {names}", names=listed(dict.fromkeys(there)))
        raise Refused.one(
            "unknown-section",
            say("{document} has no section '{section}'", document=document, section=unknown[0]),
            "--section",
            hint,
        )
    chosen = _cut(composed.document, sections)
    missing = _missing(inputs, composed, chosen)
    if missing:
        raise Refused(missing)
    return chosen


def _composed(inputs: Inputs, market: Market, document: str, locale: str) -> Composed:
    resolution = resolve(inputs.library, inputs.service, market, document, inputs.day)
    documents = documents_of(inputs.service, market)
    return compose(inputs.library, inputs.service, resolution, inputs.translators[locale], documents)


def _cut(document: Document, sections: tuple[str, ...]) -> Document:
    if not sections:
        return document
    return replace(
        document,
        supplements=tuple(
            replace(supplement, sections=tuple(s for s in supplement.sections if s.slot in sections))
            for supplement in document.supplements
        ),
    )


def _missing(inputs: Inputs, composed: Composed, chosen: Document) -> list[Finding]:
    names = dict.fromkeys(name for p in chosen.passages() for name in composed.placed[p.supplement, p.id].used.blanks)
    return [
        Finding(
            "missing-fact",
            say("'{name}' is not answered: {question}", name=name, question=inputs.library.facts[name].question),
            Place("--facts"),
            say("add `{name}:` to the facts of the case", name=name),
        )
        for name in names
    ]
