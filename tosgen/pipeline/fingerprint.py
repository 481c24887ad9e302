"""What one document depends on, as a digest: worked out without composing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from tosgen.catalog.po import Catalog
from tosgen.model.library import Library
from tosgen.model.service import Market
from tosgen.pipeline.inputs import Inputs
from tosgen.resolve import Scope, Setting, resolved, setting_of


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """The digests of a run's documents. `base`: sha256 of what every one of them depends on."""

    inputs: Inputs
    base: str
    catalogs: Mapping[str, Mapping[str, str]]
    """Language -> clause -> sha256 of its translation."""
    shared: dict[tuple[str, Setting, tuple[str, ...]], str] = field(default_factory=dict)
    """What was worked out of clauses and languages, for all markets of a setting."""

    @classmethod
    def of(cls, inputs: Inputs, *given: str) -> Fingerprints:
        """`given`: digests of what is not among the inputs: the program, vocabularies and register, the profile's
        files; and the first of the days between which no date of law or of a role falls.
        """
        paths = {clause.path for clause in inputs.library.clauses}
        catalogs = {locale: _by_clause(each.catalog, paths) for locale, each in sorted(inputs.translators.items())}
        rest = (f"{locale} {of.get('', '')}" for locale, of in catalogs.items())
        return cls(inputs, _digest([*given, *rest, *_named(inputs.library)]), catalogs)

    def digest(self, market: Market, document: str) -> str:
        """Of one document: its clauses with their translations, in order, on top of the base."""
        setting = setting_of(self.inputs.library, self.inputs.service, market, self.inputs.day)
        key = document, setting, market.languages
        if key not in self.shared:
            scopes = resolved(self.inputs.library, market, document, setting).scopes
            self.shared[key] = _digest(list(self._lines(scopes, market.languages)))
        return _digest([self.base, market.name, document, self.shared[key]])

    def _lines(self, scopes: Iterable[Scope], locales: Iterable[str]) -> Iterator[str]:
        languages = [self.catalogs[locale] for locale in locales]
        for scope in scopes:
            yield f"{scope.supplement} {scope.omitted} {scope.replaced}"
            yield from (f"{c.path} {c.digest} {[of.get(c.path, '') for of in languages]}" for c in scope.clauses)


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
