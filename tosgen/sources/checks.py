"""What a clause may say of the rest of the library: a check is a function, the list of checks is the specification."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tosgen.errors import Finding
from tosgen.model.library import Clause, Library
from tosgen.model.vocabulary import ROOT, Outline
from tosgen.saying import say
from tosgen.sources.clauses import Draft
from tosgen.sources.faults import brief, near, place, unknown
from tosgen.sources.vocabulary import Entry, unknown_features

NEVER_GLOBAL = ("liability", "changes", "law", "courts", "arbitration", "waivers")
_NEW_BLOCK = re.compile(r"\s*(?:[-*+] |[0-9]+[.)] |\||\{%)")


def folders_known(draft: Draft, library: Library) -> Iterator[Finding]:
    """The jurisdiction and the feature that the path names exist."""
    clause = draft.clause
    if clause.jurisdiction not in library.jurisdictions:
        known = (ROOT, *library.jurisdictions.parents)
        stray = unknown("jurisdiction", clause.jurisdiction)
        folder = clause.place.path.rsplit("/", 2)[0]
        yield Finding("unknown-jurisdiction", stray, place(folder), near(clause.jurisdiction, known))
    for message, hint in unknown_features([clause.feature], library.features):
        yield Finding("unknown-feature", message, place(clause.place.path.rsplit("/", 1)[0]), hint)


def condition_known(draft: Draft, library: Library) -> Iterator[Finding]:
    """`when` names features."""
    for message, hint in unknown_features(draft.clause.when.names, library.features):
        yield Finding("unknown-feature", message, draft.tree.value("when"), hint)


def slot_known(draft: Draft, library: Library) -> Iterator[Finding]:
    """The documents exist and each of them has the slot."""
    for at, document in enumerate(draft.clause.documents):
        outline = library.outlines.get(document)
        if outline is None:
            spot = draft.tree.value("documents", at)
            yield Finding("unknown-document", unknown("document", document), spot, near(document, library.outlines))
            continue
        slots = [slot.id for slot in outline.slots]
        if draft.clause.slot and draft.clause.slot not in slots:
            message = say("'{document}' has no slot '{slot}'", document=document, slot=draft.clause.slot)
            yield Finding("unknown-slot", message, draft.tree.value("slot"), near(draft.clause.slot, slots))


def decided_below_global(draft: Draft, _: Library) -> Iterator[Finding]:
    """What every law decides for itself stands in no clause for the whole world."""
    clause = draft.clause
    if clause.jurisdiction == ROOT and clause.slot in NEVER_GLOBAL:
        message = say("'{slot}' is never decided at 'global'", slot=clause.slot)
        yield Finding("decided-globally", message, draft.tree.value("slot"), say("move the clause to a jurisdiction"))


def requirements_known(draft: Draft, library: Library) -> Iterator[Finding]:
    """What the clause satisfies is in the register, for a place on one chain with the clause's own."""
    for id in draft.clause.satisfies:
        spot = draft.tree.key("satisfies", id)
        row = library.requirements.get(id)
        if row is None:
            yield Finding(
                "unknown-requirement", unknown("requirement", brief(id)[1:-1]), spot, near(id, library.requirements)
            )
        elif not _one_chain(draft.clause.jurisdiction, row.jurisdiction, library):
            message = say(
                "'{id}' binds in {place}, not in {here}", id=id, place=row.jurisdiction, here=draft.clause.jurisdiction
            )
            yield Finding("unknown-requirement", message, spot, say("cite rows of one chain of jurisdictions only"))


def quotes_stand(draft: Draft, _: Library) -> Iterator[Finding]:
    """The words that satisfy a requirement stand in one block of the text."""
    if draft.clause.omit:
        return
    found = blocks(draft.clause.body)
    for id, words in draft.clause.satisfies.items():
        if not any(words in block for block in found):
            message = say(
                "the words for '{id}' do not stand in one block of the text: {words}", id=id, words=brief(words)
            )
            yield Finding("quote-missing", message, draft.tree.value("satisfies", id), _where(words, draft.clause))


CHECKS = (folders_known, condition_known, slot_known, decided_below_global, requirements_known, quotes_stand)


def check(draft: Draft, library: Library) -> Iterator[Finding]:
    """Every fault of a clause against the library it stands in."""
    for rule in CHECKS:
        yield from rule(draft, library)


def orders_known(outline: Entry[Outline], library: Library) -> Iterator[Finding]:
    """An outline orders clauses that exist."""
    ids = {clause.id for clause in library.clauses}
    for at, slot in enumerate(outline.shape.slots):
        for position, id in enumerate(slot.order):
            if id not in ids:
                message = say("slot '{slot}' orders an unknown clause {id}", slot=slot.id, id=brief(id))
                spot = outline.tree.value("slots", at, "order", position)
                yield Finding("unknown-clause", message, spot, near(id, ids))


def blocks(body: str) -> list[str]:
    """The blocks of a body: paragraphs, list items and table rows.

    >>> blocks("One.\\n\\n- two\\n- three")
    ['One.', '- two', '- three']
    """
    found: list[list[str]] = [[]]
    for line in body.split("\n"):
        if not line.strip():
            found.append([])
        elif _NEW_BLOCK.match(line):
            found.append([line])
        else:
            found[-1].append(line)
    return ["\n".join(lines) for lines in found if lines]


def _one_chain(one: str, other: str, library: Library) -> bool:
    places = library.jurisdictions
    if one not in places or other not in places:
        return True
    return one in places.chain(other) or other in places.chain(one)


def _where(words: str, clause: Clause) -> str:
    texts = " ".join(_NEW_BLOCK.sub("", block, count=1) for block in blocks(clause.body))
    if " ".join(words.split()) in " ".join(texts.split()):
        return say("they run over a line or block: choose words within one")
    return say("copy them as they stand there, placeholders included")
