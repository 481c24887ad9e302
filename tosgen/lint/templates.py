"""Rules over one clause's template: what it names exists, and its text is of the kinds that clauses may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tosgen.errors import Finding, Place
from tosgen.model.kept import kept
from tosgen.model.library import Clause, Library
from tosgen.model.service import ENTITY_FIELDS
from tosgen.saying import say
from tosgen.sources.faults import near
from tosgen.text.blocks import split
from tosgen.text.markdown import allowed_link
from tosgen.text.template import Use, read

_PEOPLE = ("company", "controller", "representative", "dpo")
_MARKET = ("market.place", "market.languages", "market.authoritative", "market.translations")
_GIVEN = (
    "definitions",
    "definitions[].term",
    "definitions[].definition",
    "omitted",
    "omitted[]",
    "replaced",
    "replaced[]",
)
_FORBIDDEN = re.compile(r"#{1,6} |>|```|~~~|    |</?[A-Za-z!]|!\[")
_INLINE_HTML = re.compile(r"<[A-Za-z/!]|!\[")
_LINK = re.compile(r"\]\(([^)\s]*)\)")
Rule = Callable[[Clause, Library], Iterator[Finding]]


def well_formed(clause: Clause, library: Library) -> Iterator[Finding]:
    """The Jinja parses, and uses only what the allowlist has."""
    for part, first in ((clause.title, 1), (clause.body, clause.body_line)):
        for fault in read(part).faults:
            place = _spot(clause, part, first, fault.line, "{")
            yield Finding(fault.code, fault.message, place, say("see the syntax of clauses in CONTRIBUTING.md"))


def names_exist(clause: Clause, library: Library) -> Iterator[Finding]:
    """Every name is a fact, a column, a field of a legal person, or given by tosgen."""
    known = _names(library)
    groups = {name.split(".")[0] for name in known}
    for use, place in _uses(clause, "name"):
        if use.name not in known and not (use.name in groups and use.name in _PEOPLE):
            message = say("'{name}' is not a fact", name=use.name.replace("[]", ""))
            yield Finding("undefined", message, place, near(use.name, known) or say("add it to clauses/facts.yaml"))


def references_exist(clause: Clause, library: Library) -> Iterator[Finding]:
    """Every clause that is referred to or asked for stands somewhere in the library, in one of the same documents."""
    for use, place in _uses(clause, "clause", "test"):
        found = [c for c in library.clauses if c.id == use.name]
        if not found:
            ids = {c.id for c in library.clauses}
            yield Finding("dangling-ref", say("there is no clause '{name}'", name=use.name), place, near(use.name, ids))
        elif not any({*c.documents} & {*clause.documents} for c in found):
            message = say("'{name}' is in no document that this clause is in", name=use.name)
            yield Finding("dangling-ref", message, place, say("refer to a clause of the same document"))


_ABSENT = {
    "term": say("there is no term '{name}'"),
    "feature": say("there is no feature '{name}'"),
    "document": say("there is no document '{name}'"),
}


def vocabulary_exists(clause: Clause, library: Library) -> Iterator[Finding]:
    """Every term, feature and document that is named is in its vocabulary."""
    for kind, known in (("term", library.terms), ("feature", library.features), ("document", library.outlines)):
        for use, place in _uses(clause, kind):
            if use.name not in known:
                yield Finding(f"unknown-{kind}", _ABSENT[kind].of(name=use.name), place, near(use.name, known))


def terms_are_listed(clause: Clause, library: Library) -> Iterator[Finding]:
    """A document whose clauses use defined terms has a section that lists them."""
    for use, place in _uses(clause, "term"):
        for document in clause.documents:
            if document in library.outlines and "definitions" not in {s.id for s in library.outlines[document].slots}:
                yield Finding(
                    "unknown-term",
                    say(
                        "{document} lists no terms, so '{name}' would stand undefined", document=document, name=use.name
                    ),
                    place,
                )


def only_blocks(clause: Clause, library: Library) -> Iterator[Finding]:
    """The body holds paragraphs, lists and tables; block tags stand on lines of their own; links are safe."""
    for block in split(clause.body):
        place = Place(clause.place.path, clause.body_line + block.line - 1)
        if block.kind != "tag" and "{%" in block.text:
            yield Finding(
                "forbidden-syntax", say("a block tag stands inside text"), place, say("give it a line of its own")
            )
        if _FORBIDDEN.match(block.lead + block.text) or _INLINE_HTML.search(block.text):
            message = say("headings, quotes, code, images and HTML have no place in a clause")
            yield Finding("forbidden-syntax", message, place, say("write paragraphs, lists and tables"))
        for address in _LINK.findall(block.text):
            if "{{" not in address and not allowed_link(address):
                yield Finding(
                    "forbidden-syntax",
                    say("a link may not point to {address}", address=address),
                    place,
                    say("use https or mailto"),
                )


RULES: tuple[Rule, ...] = (
    well_formed,
    names_exist,
    references_exist,
    vocabulary_exists,
    terms_are_listed,
    only_blocks,
)


def check(clause: Clause, library: Library, rules: tuple[Rule, ...] = RULES) -> list[Finding]:
    """What is wrong with one clause's template."""
    return [finding for rule in rules for finding in rule(clause, library)]


@kept
def sound(library: Library, clause: Clause) -> tuple[Finding, ...]:
    """The same by all rules, worked out once for each clause of a library."""
    return tuple(check(clause, library))


@kept
def sound_definitions(library: Library) -> tuple[Finding, ...]:
    """What is wrong with the definitions of terms, worked out once for a library."""
    return tuple(definitions(library))


def definitions(library: Library) -> Iterator[Finding]:
    """Every definition of a term parses, and names only what exists; it refers to no clause."""
    for name, term in library.terms.items():
        for wording in term.wordings.values():
            if any(brace in text for text in (wording.term, *wording.forms.values()) for brace in ("{{", "{%", "{#")):
                message = say("the words of '{name}' are no template", name=name)
                yield Finding("forbidden-syntax", message, term.place, say("put placeholders into the definition"))
            for code, wrong, hint in dict.fromkeys(_of_definition(wording.definition, library)):
                told = say("the definition of '{name}': {wrong}", name=name, wrong=wrong)
                yield Finding(code, told, term.place, hint)


def _of_definition(text: str, library: Library) -> Iterator[tuple[str, str, str]]:
    for fault in read(text).faults:
        yield fault.code, fault.message, say("see the syntax of clauses in CONTRIBUTING.md")
    if "{%" in text or "{#" in text:
        yield "forbidden-syntax", say("block tags and comments have no place in it"), say("write one phrase")
    known = {"name": _names(library), "term": library.terms, "feature": library.features, "document": library.outlines}
    for use in read(text).uses:
        if use.kind == "name" and use.name not in known["name"]:
            yield "undefined", say("'{name}' is not a fact", name=use.name), near(use.name, known["name"])
        elif use.kind not in known:
            yield "dangling-ref", say("it refers to the clause '{name}'", name=use.name), say("name a term or a fact")
        elif use.name not in known[use.kind]:
            yield f"unknown-{use.kind}", _ABSENT[use.kind].of(name=use.name), near(use.name, known[use.kind])


def unused_terms(library: Library) -> Iterator[Finding]:
    """A term that no clause and no definition uses."""
    texts = [c.body for c in library.clauses] + [c.title for c in library.clauses]
    texts += [w.definition for t in library.terms.values() for w in t.wordings.values()]
    used = {name for text in texts for name in read(text).names("term")}
    for name, term in library.terms.items():
        if name not in used:
            hint = say("use it in a clause, or delete it")
            yield Finding("unused-term", say("nothing uses the term '{name}'", name=name), term.place, hint, "warning")


def _uses(clause: Clause, *kinds: str) -> Iterator[tuple[Use, Place]]:
    for part, first in ((clause.title, 1), (clause.body, clause.body_line)):
        for use in read(part).uses:
            if use.kind in kinds:
                yield use, _spot(clause, part, first, use.line, use.name.rpartition("[].")[2])


def _spot(clause: Clause, part: str, first: int, line: int, words: str) -> Place:
    """Where words stand in a line of the body (in a title, whose line is not kept, only the file is known)."""
    if part is clause.title:
        return clause.place
    column = part.split("\n")[line - 1].find(words) + 1
    return Place(clause.place.path, first + line - 1, column)


def _names(library: Library) -> frozenset[str]:
    facts = {*library.facts}
    columns = {f"{f.name}[].{c}" for f in library.facts.values() if f.columns for c in ("key", *f.columns)}
    people = {f"{who}.{part}" for who in _PEOPLE for part in ENTITY_FIELDS}
    return frozenset({*facts, *columns, *people, *_MARKET, *_GIVEN})
