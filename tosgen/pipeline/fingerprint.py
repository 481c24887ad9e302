"""What one document depends on, as a digest: worked out without composing it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from tosgen.catalog.po import Catalog
from tosgen.compose.facts import answers
from tosgen.model.kept import kept
from tosgen.model.library import Library
from tosgen.model.service import Market
from tosgen.model.values import plain
from tosgen.pipeline.inputs import Inputs, documents_of
from tosgen.resolve import Resolution, Scope, Setting, resolved, setting_of
from tosgen.text.template import read


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """The digests of a run's documents. `base`: sha256 of what every one of them depends on."""

    inputs: Inputs
    base: str
    catalogs: Mapping[str, Mapping[str, str]]
    """Language -> clause -> sha256 of its translation."""
    shared: dict[tuple[str, Setting, tuple[str, ...]], _Shared] = field(default_factory=dict)
    """What was worked out of clauses and languages, for all markets of a setting."""

    @classmethod
    def of(cls, inputs: Inputs, *given: str) -> Fingerprints:
        """`given`: digests of what is not among the inputs: the program, vocabularies and register; and the first of
        the days between which no date of law or of a role falls.
        """
        paths = {clause.path for clause in inputs.library.clauses}
        catalogs = {locale: _by_clause(each.catalog, paths) for locale, each in sorted(inputs.translators.items())}
        rest = (f"{locale} {of.get('', '')}" for locale, of in catalogs.items())
        return cls(inputs, _digest([*given, inputs.service.name, *rest, *_named(inputs.library)]), catalogs)

    def digest(self, market: Market, document: str) -> str:
        """Of one document: its clauses with their translations, in order, and the answers that these ask for."""
        library, service = self.inputs.library, self.inputs.service
        setting = setting_of(library, service, market, self.inputs.day)
        resolution = resolved(library, market, document, setting)
        key = document, setting, market.languages
        if key not in self.shared:
            lines = _digest([*sorted(setting.features), *self._lines(resolution.scopes, market.languages)])
            self.shared[key] = _Shared(lines, tuple(_asked(library, scope) for scope in resolution.scopes))
        shared = self.shared[key]
        own = (market.name, market.jurisdictions, market.languages, market.authoritative, market.stale, market.audience)
        said = [self._said(resolution, *pair) for pair in zip(resolution.scopes, shared.asked, strict=True)]
        return _digest([self.base, str(own), document, str(documents_of(service, market)), shared.lines, *said])

    def _lines(self, scopes: Iterable[Scope], locales: Iterable[str]) -> Iterator[str]:
        languages = [self.catalogs[locale] for locale in locales]
        for scope in scopes:
            yield f"{scope.supplement} {scope.omitted} {scope.replaced}"
            yield from (f"{c.path} {c.digest} {[of.get(c.path, '') for of in languages]}" for c in scope.clauses)

    def _said(self, resolution: Resolution, scope: Scope, asked: frozenset[str]) -> str:
        """The answers of a scope that its clauses ask for: all, where an outdated translation may ask for others."""
        given = answers(self.inputs.library, self.inputs.service, resolution, scope)
        names = asked.intersection(given) if resolution.market.stale == "refuse" else given
        return json.dumps([(name, plain(given[name])) for name in sorted(names)])


class _Shared(NamedTuple):
    """The clauses' digest, and what those of each scope ask for."""

    lines: str
    asked: tuple[frozenset[str], ...]


def _asked(library: Library, scope: Scope) -> frozenset[str]:
    """The answers, and groups of answers, that templates of a scope name, or definitions that it may list."""
    templates = (text for clause in scope.clauses for text in (clause.title, clause.body))
    found = {*_defined(library), *(name for text in templates for name in read(text).names("name"))}
    whole = {name.partition("[]")[0] for name in found}
    return frozenset(whole | {name.rpartition(".")[0] for name in whole})


@kept
def _defined(library: Library) -> frozenset[str]:
    wordings = (wording for term in library.terms.values() for wording in term.wordings.values())
    return frozenset(name for wording in wordings for name in read(wording.definition).names("name"))


def _named(library: Library) -> Iterator[str]:
    """The clauses that there are, and where: a reference may name any of them."""
    return (f"{clause.path} {clause.documents} {clause.slot}" for clause in library.clauses)


def _by_clause(catalog: Catalog, paths: set[str]) -> Mapping[str, str]:
    """Clause -> sha256 of its entries; "" -> that of all others."""
    lines: dict[str, list[str]] = {}
    for kind, entries in (("", catalog.entries), ("stale", catalog.stale)):
        for (context, source), entry in sorted(entries.items()):
            of = context if context in paths else ""
            lines.setdefault(of, []).append(f"{kind} {context} {source} {entry.forms} {entry.source}")
    return {of: _digest(some) for of, some in lines.items()}


def _digest(lines: list[str]) -> str:
    return sha256("\0".join(lines).encode()).hexdigest()
