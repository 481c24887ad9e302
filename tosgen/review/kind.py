"""The change kind of a version, weighed by rules; each that speaks gives its reason. The list is the specification."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tosgen.model.library import Library
from tosgen.model.version import ClauseRecord, Reason, Version
from tosgen.redline.model import Change
from tosgen.review import reasons
from tosgen.review.weighing import Weighing
from tosgen.saying import COMMA, Said, joined, say, say_n

Rule = Callable[[Weighing], Iterator[Reason]]
WEIGHT = ("technical", "translation", "editorial", "material")
"""Kinds from the least to the most; the heaviest reason decides."""
_NAMED = 5


def titles(weighing: Weighing) -> Iterator[Reason]:
    """Titles of the document and its sections, and the order of sections, are editorial."""
    old, new = weighing.old, weighing.new
    shared = {*old.titles} & {*new.titles}
    if old.outline != new.outline or any(old.titles[at]["source"] != new.titles[at]["source"] for at in shared):
        yield Reason("titles", "editorial", "", say("titles, or the order of sections, changed"))


def languages(weighing: Weighing) -> Iterator[Reason]:
    """A language that comes or goes changes no clause of the others; which text counts is material."""
    old, new = weighing.old, weighing.new
    for tag in sorted({*new.texts} - {*old.texts}):
        yield Reason("languages", "translation", tag, say("the text in {language} is new", language=tag))
    for tag in sorted({*old.texts} - {*new.texts}):
        yield Reason("languages", "translation", tag, say("the text in {language} is gone", language=tag))
    if old.authoritative != new.authoritative:
        told = say("the text that counts is now that in {language}", language=new.authoritative)
        yield Reason("languages", "material", new.authoritative, told)


def translations(weighing: Weighing) -> Iterator[Reason]:
    """A clause or title whose every cause is a translation says in its source what it said."""
    clauses = [c for c in weighing.touched if {cause.kind for cause in c.causes} == {"translation"}]
    if clauses:
        yield _counted("translations", "translation", clauses, say("translated anew: {clauses}"))
    others = [causes for causes in weighing.new.other_causes.values() if causes]
    if any({cause.kind for cause in causes} == {"translation"} for causes in others):
        yield Reason("translations", "translation", "", say("titles were translated anew"))


def places(weighing: Weighing) -> Iterator[Reason]:
    """A clause that reads as before in every language only stands elsewhere, or bears another number."""
    clauses = [c for c in weighing.touched if _same_words(weighing, c) and not _translated(c)]
    if clauses:
        yield _counted("places", "editorial", clauses, say("in another place or with another number: {clauses}"))


def clauses(weighing: Weighing) -> Iterator[Reason]:
    """A clause that was added, removed or reworded counts as its `materiality` says."""
    found = [c for c in weighing.touched if not _same_words(weighing, c) and not _translated(c)]
    found = [c for c in found if not reasons.of_editorial_facts(weighing, c)]
    for kind, told in (
        ("material", say("clauses that count as material: {clauses}")),
        ("editorial", say("clauses that count as editorial: {clauses}")),
    ):
        some = [clause for clause in [*found, *weighing.removed] if clause.materiality == kind]
        if some:
            yield _counted("clauses", kind, some, told)


RULES: tuple[Rule, ...] = (
    reasons.facts, reasons.rights, reasons.citations, reasons.duties, reasons.terms, reasons.features,
    reasons.jurisdictions, clauses, languages, titles, places, translations,
)  # fmt: skip


def weighed(
    old: Version | None, new: Version, library: Library, changes: Sequence[Change] = (), rules: Sequence[Rule] = RULES
) -> tuple[str, tuple[Reason, ...]]:
    """The change kind of `new` against `old` and the reasons for it: the heaviest first, then in the rules' order.

    Its clauses carry their causes already; `changes` is the redline of the English texts.
    """
    if old is None:
        return "initial", (Reason("first", "initial", "", say("nothing stood before")),)
    if _reading(old) == _reading(new):
        return "technical", (Reason("words", "technical", "", say("every clause and title reads as before")),)
    weighing = Weighing(old, new, library, changes)
    found = [reason for rule in rules for reason in rule(weighing)]
    if not found:
        return "material", (Reason("otherwise", "material", "", say("no rule shows that it is less")),)
    found.sort(key=lambda reason: -WEIGHT.index(reason.kind))
    return found[0].kind, tuple(found)


def _counted(rule: str, kind: str, clauses: Sequence[ClauseRecord], told: Said) -> Reason:
    named: list[str] = list(dict.fromkeys(clause.id for clause in clauses))
    more = [say_n("{n} more", "{n} more", n=len(named) - _NAMED)] if len(named) > _NAMED else []
    return Reason(rule, kind, named[0], told.of(clauses=joined(COMMA, [*named[:_NAMED], *more])))


def _same_words(weighing: Weighing, clause: ClauseRecord) -> bool:
    before = weighing.before.get(clause.key)
    if before is None:
        return False
    shared = {*before.words} & {*clause.words}
    return all(before.words[tag] == clause.words[tag] for tag in shared) and bool(shared)


def _translated(clause: ClauseRecord) -> bool:
    return {cause.kind for cause in clause.causes} == {"translation"}


def _reading(version: Version) -> tuple[object, ...]:
    return [_read(clause) for clause in version.clauses], version.outline, version.titles


def _read(clause: ClauseRecord) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return clause.supplement, clause.id, tuple(sorted(clause.words.items()))
