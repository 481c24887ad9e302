"""One document in one language: its clauses rendered, the terms that they use defined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from tosgen.catalog.translate import Translator
from tosgen.compose.facts import answers
from tosgen.compose.frame import Frame, frames
from tosgen.compose.layout import numbered
from tosgen.compose.memory import Asked
from tosgen.compose.names import groups
from tosgen.compose.noted import Setup
from tosgen.compose.place import Given, Placed, entries, place
from tosgen.compose.printing import Printer, last_printed
from tosgen.errors import Refused
from tosgen.model.document import Filling, Text, anchor
from tosgen.model.library import Library
from tosgen.model.service import Service
from tosgen.model.vocabulary import Wording
from tosgen.resolve import DEFINITIONS, Resolution, Scope

Composed = Frame
"""A document in one language, and every clause's dependencies by (supplement, id)."""
Rendered = tuple[Placed, Text, Text]
"""A clause with its title and its body."""


def compose(
    library: Library, service: Service, resolution: Resolution, translator: Translator, documents: tuple[str, ...]
) -> Composed:
    """Compose a resolution in one language; `documents` are those of the market, which a text may name.

    Raises Refused with every finding: missing-fact, untranslated, stale-translation, parity, dangling-ref, undefined.
    """
    setups = list(_setups(library, service, resolution, translator, documents))
    market = resolution.market
    known = frames(library, translator, resolution.scopes, resolution.country, market.authoritative)
    if found := known.recall(market.name, setups):
        return found
    scopes = _scopes(resolution, setups)
    findings = [finding for _, some in scopes for placed, _, _ in some for finding in placed.findings]
    if findings:
        raise Refused(dict.fromkeys(findings))
    placed = {(scope.supplement, p.clause.id): p for scope, some in scopes for p, _, _ in some}
    texts = [(scope, [(p.clause, title, body) for p, title, body in some]) for scope, some in scopes]
    outdated = any(p.template.outdated for p in placed.values())
    made = numbered(library, resolution, translator, texts, outdated=outdated)
    return known.keep(setups, tuple(_asked(some) for _, some in scopes), made, placed)


def _scopes(resolution: Resolution, setups: list[Setup]) -> list[tuple[Scope, list[Rendered]]]:
    """Every clause, scope by scope: what one defines, the next need not."""
    found: list[tuple[Scope, list[Rendered]]] = []
    known: dict[str, str] = {}
    for setup, scope in zip(setups, resolution.scopes, strict=True):
        rendered = _scope(setup, scope, known)
        known.update({name: wording.context for name, wording in _terms(rendered)})
        found.append((scope, rendered))
    return found


def _asked(rendered: Iterable[Rendered]) -> Asked:
    """What the clauses of a scope asked, and the definitions that they list."""
    return Asked.together(asked for placed, _, _ in rendered for asked in (placed.rendered.asked, *placed.defined))


def _setups(
    library: Library, service: Service, resolution: Resolution, translator: Translator, documents: tuple[str, ...]
) -> Iterator[Setup]:
    printer = Printer(translator, library.jurisdictions, resolution.country)
    last = last_printed(translator, library.jurisdictions, resolution.country)
    for scope in resolution.scopes:
        given = answers(library, service, resolution, scope)
        yield Setup(
            library=library,
            translator=translator,
            printer=printer,
            chain=scope.chain,
            answers=given,
            groups=groups(library),
            features=resolution.features,
            anchors=_anchors(scope, resolution.scopes[0]),
            documents=documents,
            where=f"{resolution.document}/{resolution.market.name}",
            supplement=scope.supplement,
            market=resolution.market.place,
            last=last,
        )


@lru_cache(maxsize=64)
def _anchors(scope: Scope, base: Scope) -> dict[str, str]:
    """Clause id -> anchor, the scope's own before those of the base text that hold there."""
    inherited = {c.id: anchor(c.id) for c in base.clauses if c.id not in scope.omitted}
    return {**inherited, **{c.id: anchor(c.id, scope.supplement) for c in scope.clauses}}


def _scope(setup: Setup, scope: Scope, known: Mapping[str, str]) -> list[Rendered]:
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


def _terms(rendered: Iterable[Rendered]) -> list[tuple[str, Wording]]:
    return [pair for placed, _, _ in rendered for pair in placed.used.terms.items()]
