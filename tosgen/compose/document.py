"""One document in one language: its clauses rendered, the terms that they use defined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tosgen.catalog.translate import Translator
from tosgen.compose.facts import answers
from tosgen.compose.layout import numbered
from tosgen.compose.names import groups
from tosgen.compose.noted import Setup
from tosgen.compose.place import Given, Placed, entries, place
from tosgen.compose.printing import Printer
from tosgen.errors import Refused
from tosgen.model.document import Document, Filling, anchor
from tosgen.model.library import Library
from tosgen.model.service import Service
from tosgen.model.vocabulary import Wording
from tosgen.resolve import DEFINITIONS, Resolution, Scope


@dataclass(frozen=True, slots=True)
class Composed:
    """A document in one language, and every clause's dependencies by (supplement, id)."""

    document: Document
    placed: Mapping[tuple[str, str], Placed]


def compose(
    library: Library, service: Service, resolution: Resolution, translator: Translator, documents: tuple[str, ...]
) -> Composed:
    """Compose a resolution in one language; `documents` are those of the market, which a text may name.

    Raises Refused with every finding: missing-fact, untranslated, stale-translation, parity, dangling-ref, undefined.
    """
    scopes: list[tuple[Scope, list[Placed]]] = []
    known: dict[str, str] = {}
    for setup, scope in _setups(library, service, resolution, translator, documents):
        rendered = _scope(setup, scope, known)
        known.update({name: wording.context for name, wording in _terms(rendered)})
        scopes.append((scope, rendered))
    findings = [f for _, placed in scopes for p in placed for f in p.findings]
    if findings:
        raise Refused(dict.fromkeys(findings))
    placed = {(scope.supplement, p.clause.id): p for scope, some in scopes for p in some}
    texts = [(scope, [(p.clause, p.title, p.body) for p in some]) for scope, some in scopes]
    outdated = any(p.template.outdated for p in placed.values())
    return Composed(numbered(library, resolution, translator, texts, outdated=outdated), placed)


def _setups(
    library: Library, service: Service, resolution: Resolution, translator: Translator, documents: tuple[str, ...]
) -> Iterator[tuple[Setup, Scope]]:
    printer = Printer(translator, library.jurisdictions, resolution.country)
    base = resolution.scopes[0].clauses
    for scope in resolution.scopes:
        inherited = {c.id: anchor(c.id) for c in base if c.id not in scope.omitted}
        own = {c.id: anchor(c.id, scope.supplement) for c in scope.clauses}
        given = answers(library, service, resolution, scope)
        setup = Setup(
            library=library,
            translator=translator,
            printer=printer,
            chain=scope.chain,
            answers=given,
            groups=groups(library),
            features=resolution.features,
            anchors={**inherited, **own},
            documents=documents,
            where=f"{resolution.document}/{resolution.market.name}",
            market=resolution.market.place,
        )
        yield setup, scope


def _scope(setup: Setup, scope: Scope, known: Mapping[str, str]) -> list[Placed]:
    """Every clause of a scope; the definitions last, since they list the terms that the others use."""
    given = Given(_references(scope.omitted), _references(scope.replaced))
    placed = {c.id: place(setup, c, given) for c in scope.clauses if c.id != DEFINITIONS}
    definitions = next((c for c in scope.clauses if c.id == DEFINITIONS), None)
    if definitions:
        defined = entries(setup, _terms(placed.values()), known)
        if defined.entries:
            placed[DEFINITIONS] = place(setup, definitions, Given(definitions=defined))
    return [placed[c.id] for c in scope.clauses if c.id in placed]


def _references(ids: Iterable[str]) -> tuple[Filling, ...]:
    """References into the base text, for a supplement's introduction."""
    return tuple(Filling("", f"#{anchor(id)}") for id in ids)


def _terms(placed: Iterable[Placed]) -> list[tuple[str, Wording]]:
    return [pair for p in placed for pair in p.used.terms.items()]
