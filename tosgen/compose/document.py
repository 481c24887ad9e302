"""One document in one language: its clauses rendered, the terms that they use defined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tosgen.catalog.translate import Template, Translator
from tosgen.compose.facts import answers
from tosgen.compose.layout import numbered
from tosgen.compose.names import groups
from tosgen.compose.noted import Noted, Setup
from tosgen.compose.printing import Printer
from tosgen.compose.render import body, render
from tosgen.errors import Finding, Place, Refused
from tosgen.model.document import Document, Filling, Text, anchor
from tosgen.model.library import Clause, Library
from tosgen.model.service import Service
from tosgen.model.vocabulary import Wording
from tosgen.resolve import DEFINITIONS, Resolution, Scope
from tosgen.saying import say
from tosgen.text.collation import key
from tosgen.text.hollow import hollow


@dataclass(frozen=True, slots=True)
class Placed:
    """A rendered clause with what it used."""

    clause: Clause
    template: Template
    title: Text
    body: Text
    noted: Noted


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
    findings = [f for _, placed in scopes for p in placed for f in p.noted.findings]
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
            groups=groups(given),
            features=resolution.features,
            anchors={**inherited, **own},
            documents=documents,
            where=f"{resolution.document}/{resolution.market.name}",
            market=resolution.market.place,
        )
        yield setup, scope


def _scope(setup: Setup, scope: Scope, known: Mapping[str, str]) -> list[Placed]:
    """Every clause of a scope; the definitions last, since they list the terms that the others use."""
    extra = {"omitted": _references(scope.omitted), "replaced": _references(scope.replaced)}
    placed = {c.id: _place(setup, c, extra) for c in scope.clauses if c.id != DEFINITIONS}
    definitions = next((c for c in scope.clauses if c.id == DEFINITIONS), None)
    entries, wordings, faults = _entries(setup, placed.values(), known)
    if definitions and entries:
        placed[DEFINITIONS] = _place(setup, definitions, {"definitions": entries}, wordings)
        placed[DEFINITIONS].noted.findings.extend(faults)
    return [placed[c.id] for c in scope.clauses if c.id in placed]


def _references(ids: Iterable[str]) -> tuple[Filling, ...]:
    """References into the base text, for a supplement's introduction."""
    return tuple(Filling("", f"#{anchor(id)}") for id in ids)


def _place(
    setup: Setup, clause: Clause, extra: Mapping[str, object], terms: Mapping[str, Wording] | None = None
) -> Placed:
    template, findings = setup.translator.clause(clause)
    noted = Noted(setup, clause.id, Place(f"clauses/{clause.path}.md", clause.body_line))
    noted.findings.extend(findings)
    noted.terms.update(terms or {})
    if findings:
        return Placed(clause, template, Text(""), Text(""), noted)
    title = render(template.title, noted)
    text = body(render(template.body, noted, extra), conspicuous=clause.conspicuous)
    if not text.skeleton.strip():
        noted.fault(
            "undefined", say("the clause is blank for these answers"), say("give it a `when`, or text for this case")
        )
    for promise in dict.fromkeys(hollow(template.body, text.skeleton)):
        hint = say("add rows in tosgen.yaml, look at their `markets:` and `documents:`, or switch the feature off")
        noted.fault("missing-fact", say("{promise} for these answers", promise=promise), hint)
    return Placed(clause, template, title, text, noted)


def _entries(
    setup: Setup, placed: Iterable[Placed], known: Mapping[str, str]
) -> tuple[list[dict[str, object]], dict[str, Wording], list[Finding]]:
    """The definitions to list, and what is wrong with them: terms used here, terms that their definitions use, none
    that stands above already.
    """
    todo = dict(sorted(_terms(placed), key=lambda pair: pair[0]))
    found: dict[str, tuple[Wording, Noted, Text, str]] = {}
    while todo:
        name, wording = todo.popitem()
        if name in found or known.get(name) == wording.context:
            continue
        noted = Noted(setup, DEFINITIONS, setup.library.terms[name].place)
        term = setup.translator.phrase(wording.context, wording.term, noted.place)
        meaning = setup.translator.phrase(wording.context, wording.definition, noted.place)
        noted.findings.extend([*term.findings, *meaning.findings])
        found[name] = (wording, noted, render(meaning.text, noted), term.text)
        todo.update(noted.terms)
    faults = [finding for _, noted, _, _ in found.values() for finding in noted.findings]
    collated = key(setup.translator.locale)
    listed = sorted(found.values(), key=lambda item: collated(item[3]))
    entries: list[dict[str, object]] = [{"term": term, "definition": text} for _, _, text, term in listed]
    return entries, {name: item[0] for name, item in sorted(found.items())}, faults


def _terms(placed: Iterable[Placed]) -> list[tuple[str, Wording]]:
    return [pair for p in placed for pair in p.noted.terms.items()]
