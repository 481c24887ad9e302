"""A document composed in all languages of its market, checked, and described: a version without a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tosgen.audit.applicable import bound
from tosgen.catalog.translate import Translator
from tosgen.compose.document import Composed, compose
from tosgen.errors import Finding, Refused
from tosgen.formats.markdown import write
from tosgen.lint import documents as lint_documents
from tosgen.lint import templates
from tosgen.lint.bans import BANS
from tosgen.lint.bounds import outside
from tosgen.lint.forbidden import Breach, breaches
from tosgen.lint.languages import owed
from tosgen.model.library import Requirement
from tosgen.model.service import Market
from tosgen.model.version import Version
from tosgen.pipeline.describe import described
from tosgen.pipeline.inputs import Inputs, Progress, documents_of
from tosgen.resolve import Resolution, resolve


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
    composed: dict[str, Composed] = {}
    clauses = [clause for scope in resolution.scopes for clause in scope.clauses]
    findings = [finding for clause in clauses for finding in templates.sound(inputs.library, clause)]
    if findings:
        raise Refused(findings)
    for locale in market.languages:
        try:
            composed[locale] = compose(
                inputs.library, inputs.service, resolution, translator(inputs, market, locale),
                documents_of(inputs.service, market),
            )  # fmt: skip
        except Refused as refused:
            findings.extend(refused.findings)
    findings.extend(lint_documents.check({locale: c.document for locale, c in composed.items()}, market))
    binding = _binding(inputs, resolution)
    where = f"{document}/{market.name}"
    findings.extend(_out_of_bounds(inputs, composed, binding, where))
    findings.extend(owed(market, {document, *resolution.outline.answers}, _rows(binding), where))
    if findings:
        raise Refused(dict.fromkeys(findings))
    ids = {supplement: rows.keys() for supplement, rows in binding.items()}
    found = tuple(b for c in composed.values() for b in breaches(c.document, BANS, ids))
    texts = {locale: write(c.document) for locale, c in composed.items()}
    version = described(inputs, resolution, composed, texts)
    overlay = tuple(c.path for scope in resolution.scopes for c in scope.clauses if c.overlay)
    return Drafted(resolution, version, texts, overlay, found)


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
    used = {
        (supplement, name): placed.setup.answers[name]
        for c in composed.values()
        for (supplement, _), placed in c.placed.items()
        for name in placed.used.facts
    }
    for (supplement, name), value in used.items():
        if (kind := inputs.library.facts.get(name)) and name in inputs.service.facts:
            place = inputs.service.facts[name].place
            yield from outside(kind, value, binding[supplement], place, where, supplement=supplement)
