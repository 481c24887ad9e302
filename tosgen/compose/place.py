"""One clause in one document: rendered anew, or given again as it was rendered for the same answers."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tosgen.catalog.translate import Template
from tosgen.compose.memory import NOTHING, Asked, Rendered, Used, memory
from tosgen.compose.noted import Noted, Setup
from tosgen.compose.render import body, render
from tosgen.compose.standing import standing
from tosgen.errors import Finding, Place
from tosgen.model.document import Filling, Text
from tosgen.model.library import Clause
from tosgen.model.vocabulary import Wording
from tosgen.resolve import DEFINITIONS
from tosgen.saying import say
from tosgen.text.collation import key
from tosgen.text.hollow import hollow


@dataclass(frozen=True, slots=True)
class Placed:
    """A rendered clause with what it used, and what is wrong with it."""

    clause: Clause
    template: Template
    rendered: Rendered
    defined: tuple[Asked, ...] = ()
    """What was asked for the definitions that it lists."""
    findings: tuple[Finding, ...] = ()

    @property
    def used(self) -> Used:
        """What it was made of."""
        return self.rendered.used

    @property
    def stands(self) -> Mapping[str, str]:
        """The citations whose words stand in it."""
        return self.rendered.stands


@dataclass(frozen=True, slots=True)
class Defined:
    """The definitions that a document is to list: (term, meaning) in the language's order, and what they use."""

    entries: tuple[tuple[str, Text], ...] = ()
    terms: tuple[tuple[str, Wording], ...] = ()
    asked: tuple[Asked, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What a document hands to a clause beside the answers."""

    omitted: tuple[Filling, ...] = ()
    replaced: tuple[Filling, ...] = ()
    definitions: Defined = Defined()

    @property
    def names(self) -> dict[str, object]:
        """By name, for a template."""
        listed = [{"term": term, "definition": text} for term, text in self.definitions.entries]
        return {"omitted": self.omitted, "replaced": self.replaced, **({"definitions": listed} if listed else {})}

    def to(self, source: str) -> Hashable:
        """What of it a template can reach."""
        if not _reached(source):
            return ()
        terms = tuple((name, wording.context) for name, wording in self.definitions.terms)
        entries = tuple((term, *_unanswered(text)) for term, text in self.definitions.entries)
        return self.omitted, self.replaced, entries, terms


def _unanswered(text: Text) -> tuple[Hashable, ...]:
    """A text without the answers in its slots."""
    slots = {at for at, _ in text.slots}
    return text.skeleton, text.slots, tuple(f for at, f in enumerate(text.fillings) if at not in slots)


@lru_cache(maxsize=16384)
def _reached(source: str) -> bool:
    return any(name in source for name in ("omitted", "replaced", "definitions"))


def place(setup: Setup, clause: Clause, given: Given) -> tuple[Placed, Text, Text]:
    """A clause with a setup's answers, its title and its body."""
    template, findings = setup.translator.clause(clause)
    if findings:
        return Placed(clause, template, Rendered((), NOTHING, Used()), (), findings), Text(""), Text("")
    kept = memory(setup.library, setup.translator, clause, setup.chain, setup.printer.region, given.to(template.body))
    found, wrong = kept.recall(setup), given.definitions.findings
    if found is None:
        noted = Noted(setup, clause.id, Place(f"clauses/{clause.path}.md", clause.body_line))
        found = _rendered(noted, clause, template, given)
        wrong = (*noted.findings, *wrong)
        kept.keep(noted, found)
    title, text = (text.answered(setup.given) for text in found.texts)
    return Placed(clause, template, found, given.definitions.asked, wrong), title, text


def _rendered(noted: Noted, clause: Clause, template: Template, given: Given) -> Rendered:
    noted.terms.update(given.definitions.terms)
    title = render(template.title, noted)
    text = body(render(template.body, noted, given.names), conspicuous=clause.conspicuous)
    if not text.skeleton.strip():
        noted.fault(
            "undefined", say("the clause is blank for these answers"), say("give it a `when`, or text for this case")
        )
    for promise in dict.fromkeys(hollow(template.body, text.skeleton)):
        hint = say("add rows in tosgen.yaml, look at their `markets:` and `documents:`, or switch the feature off")
        noted.fault("missing-fact", say("{promise} for these answers", promise=promise), hint)
    stands = {} if noted.findings else standing(clause, noted)
    return Rendered((title, text), Asked.by(noted), Used.by(noted), stands)


def entries(setup: Setup, terms: Iterable[tuple[str, Wording]], known: Mapping[str, str]) -> Defined:
    """The definitions to list, and what is wrong with them: terms used here, terms that their definitions use, none
    that stands above already (`known`: term -> context of its wording there).
    """
    todo = dict(sorted(terms, key=lambda pair: pair[0]))
    found: dict[str, tuple[Wording, str, Text]] = {}
    asked: list[Asked] = []
    faults: list[Finding] = []
    while todo:
        name, wording = todo.popitem()
        if name in found or known.get(name) == wording.context:
            continue
        term, rendered, wrong = _entry(setup, name, wording)
        found[name] = (wording, term, rendered.texts[0].answered(setup.given))
        asked.append(rendered.asked)
        faults.extend(wrong)
        todo.update(rendered.used.terms)
    collated = key(setup.translator.locale)
    listed = sorted(found.values(), key=lambda item: collated(item[1]))
    wordings = tuple((name, found[name][0]) for name in sorted(found))
    return Defined(tuple((term, text) for _, term, text in listed), wordings, tuple(asked), tuple(faults))


def _entry(setup: Setup, name: str, wording: Wording) -> tuple[str, Rendered, tuple[Finding, ...]]:
    """A term, its meaning, and what is wrong."""
    origin = setup.library.terms[name].place
    term = setup.translator.phrase(wording.context, wording.term, origin)
    meaning = setup.translator.phrase(wording.context, wording.definition, origin)
    kept = memory(setup.library, setup.translator, meaning.text, name, setup.chain, setup.printer.region)
    found, wrong = kept.recall(setup), (*term.findings, *meaning.findings)
    if found is None:
        noted = Noted(setup, DEFINITIONS, origin)
        found = Rendered((render(meaning.text, noted),), Asked.by(noted), Used.by(noted))
        wrong = (*wrong, *noted.findings)
        kept.keep(noted, found)
    return term.text, found, wrong
