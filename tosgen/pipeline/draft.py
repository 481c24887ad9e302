"""A document composed in all languages of its market, checked, and described: a version without a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tosgen.audit.applicable import bound
from tosgen.catalog.translate import Translator
from tosgen.compose.document import Composed, compose
from tosgen.compose.frame import Mould
from tosgen.errors import Finding, Place, Refused
from tosgen.lint import documents as lint_documents
from tosgen.lint import templates
from tosgen.lint.bounds import bounded, outside
from tosgen.lint.forbidden import Breach
from tosgen.lint.languages import owed
from tosgen.model.kept import kept
from tosgen.model.library import Library, Requirement
from tosgen.model.service import Market
from tosgen.model.version import Version
from tosgen.pipeline.cast import Cast
from tosgen.pipeline.describe import answers_of, described
from tosgen.pipeline.inputs import Inputs, Progress, documents_of
from tosgen.resolve import Resolution, Scope, resolve


@dataclass(frozen=True, slots=True)
class Drafted:
    """A document composed, not yet compared with what the ledger has."""

    resolution: Resolution
    version: Version
    texts: Mapping[str, str]
    overlay: tuple[str, ...]
    breaches: tuple[Breach, ...] = ()
    """What its texts say though the law of the place forbids it."""


def drafts(inputs: Inputs, items: Sequence[tuple[Market, str]], progress: Progress | None = None) -> list[Drafted]:
    """Every document composed in all its languages; Refused with the findings of all of them."""
    done: list[Drafted] = []
    findings = list(templates.sound_definitions(inputs.library))
    if findings:
        raise Refused(findings)
    for at, (market, document) in enumerate(items, 1):
        try:
            done.append(_draft(inputs, market, document))
        except Refused as refused:
            findings.extend(refused.findings)
        if progress:
            progress(at, len(items))
    if findings:
        raise Refused(dict.fromkeys(findings))
    return done


def _draft(inputs: Inputs, market: Market, document: str) -> Drafted:
    resolution = resolve(inputs.library, inputs.service, market, document, inputs.day)
    if findings := list(_unsound(inputs.library, *resolution.scopes)):
        raise Refused(findings)
    composed: dict[str, Composed] = {}
    for locale in market.languages:
        try:
            composed[locale] = compose(
                inputs.library, inputs.service, resolution, translator(inputs, market, locale),
                documents_of(inputs.service, market),
            )  # fmt: skip
        except Refused as refused:
            findings.extend(refused.findings)
    casts = {locale: Cast.of(c) for locale, c in composed.items()}
    findings.extend(_faults(composed, casts, market))
    binding = _binding(inputs, resolution)
    where = f"{document}/{market.name}"
    findings.extend(_out_of_bounds(inputs, composed, binding, where))
    findings.extend(owed(market, {document, *resolution.outline.answers}, _rows(binding), where))
    if findings:
        raise Refused(dict.fromkeys(findings))
    ids = {supplement: rows.keys() for supplement, rows in binding.items()}
    found = tuple(breach for cast in casts.values() for breach in cast.breaches(ids))
    texts = {locale: cast.markdown() for locale, cast in casts.items()}
    version = described(inputs, resolution, composed, casts, texts)
    overlay = tuple(c.path for scope in resolution.scopes for c in scope.clauses if c.overlay)
    return Drafted(resolution, version, texts, overlay, found)


@kept
def _unsound(library: Library, *scopes: Scope) -> tuple[Finding, ...]:
    """What is wrong with the templates of a document."""
    clauses = (clause for scope in scopes for clause in scope.clauses)
    return tuple(finding for clause in clauses for finding in templates.sound(library, clause))


def _faults(composed: Mapping[str, Composed], casts: Mapping[str, Cast], market: Market) -> list[Finding]:
    """What is wrong with a document: nothing, if nothing is with the one that its moulds were made of."""
    answers = (answer for cast in casts.values() for answer in cast.answers)
    if composed and _sound(*(c.mould for c in composed.values())) and all(map(lint_documents.harmless, answers)):
        return []
    return lint_documents.check({locale: c.document for locale, c in composed.items()}, market.place)


@kept
def _sound(*moulds: Mould) -> bool:
    return not lint_documents.check({mould.document.locale: mould.document for mould in moulds}, Place(""))


def translator(inputs: Inputs, market: Market, locale: str) -> Translator:
    """The language's; lenient where the market publishes outdated translations, save of the text that counts."""
    lenient = market.stale == "publish-with-notice" and locale != market.authoritative
    return inputs.translators[locale].outdated() if lenient else inputs.translators[locale]


def _binding(inputs: Inputs, resolution: Resolution) -> dict[str, Mapping[str, Requirement]]:
    """Supplement -> the requirements that bind there, by id."""
    return {
        scope.supplement: bound(inputs.library, (scope.chain[0],), resolution.features, inputs.day)
        for scope in resolution.scopes
    }


def _rows(binding: Mapping[str, Mapping[str, Requirement]]) -> Iterator[Requirement]:
    return (row for rows in binding.values() for row in rows.values())


def _out_of_bounds(
    inputs: Inputs, composed: Mapping[str, Composed], binding: Mapping[str, Mapping[str, Requirement]], where: str
) -> Iterator[Finding]:
    """The answers used that pass what a requirement allows."""
    answers, bounds = answers_of(composed), _bounded(inputs.library)
    for supplement, name in dict.fromkeys(pair for c in composed.values() for pair in _used(c.mould)):
        if name in bounds and name in inputs.service.facts:
            kind, value, place = inputs.library.facts[name], answers[supplement][name], inputs.service.facts[name].place
            yield from outside(kind, value, binding[supplement], place, where, supplement=supplement)


@kept
def _used(mould: Mould) -> tuple[tuple[str, str], ...]:
    """The answers used: (supplement, name)."""
    made = ((key[0], placed.used) for key, placed in mould.placed.items())
    return tuple(dict.fromkeys((supplement, name) for supplement, used in made for name in used.facts))


@kept
def _bounded(library: Library) -> frozenset[str]:
    return frozenset(name for name, kind in library.facts.items() if bounded(kind))
