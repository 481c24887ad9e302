"""Rules that weigh a change by what it does to users: facts, terms, features, rights, duties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from tosgen.formats.redline_values import shortened
from tosgen.model.library import Requirement
from tosgen.model.version import ClauseRecord, Reason
from tosgen.review.weighing import Shift, Weighing, shifts
from tosgen.saying import say

_DUTY = re.compile(
    r"\b(?:you|users?|customers?|members?|sellers?|buyers?|subscribers?)\s+"
    r"(?:must|may\s+not|shall|have\s+to|has\s+to|are\s+obliged|are\s+required|agree|undertake|owe|pay|waive|indemnify)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?。\n]+[.!?。]?")
_RIGHT = re.compile(r"\bright|\bmay (?:withdraw|object|complain|refuse|terminate|cancel)\b", re.IGNORECASE)


def facts(weighing: Weighing) -> Iterator[Reason]:
    """A price, what the vocabulary weighs as material, and what is to the disadvantage of users, is material."""
    for cause in weighing.causes:
        kind = weighing.fact(cause.name) if cause.kind == "fact" else None
        for shift in shifts(kind, cause.before, cause.after) if kind else ():
            if found := _weighed(shift):
                yield found


def _weighed(shift: Shift) -> Reason | None:
    kind = shift.kind
    if shift.how and shift.how in kind.harms:
        because = say("{change}, which is to the disadvantage of users", change=shift.told)
    elif kind.kind == "money":
        because = say("{change}, which is a price", change=shift.told)
    elif kind.weighs == "material":
        because = say("{change}, which is material whatever it is", change=shift.told)
    elif kind.weighs == "editorial":
        return Reason("facts", "editorial", kind.name, say("{change}, which is editorial", change=shift.told))
    else:
        return None
    return Reason("facts", "material", kind.name, because)


def of_editorial_facts(weighing: Weighing, clause: ClauseRecord) -> bool:
    """Whether all that changed a clause are facts whose changes are editorial."""
    found = []
    for cause in clause.causes:
        kind = weighing.fact(cause.name) if cause.kind == "fact" else None
        if kind is None:
            return False
        found += [_weighed(shift) for shift in shifts(kind, cause.before, cause.after)]
    return bool(found) and all(reason is not None and reason.kind == "editorial" for reason in found)


def terms(weighing: Weighing) -> Iterator[Reason]:
    """A term that means something else changes every sentence that it stands in."""
    for name in dict.fromkeys(cause.name for cause in weighing.causes if cause.kind == "term"):
        yield Reason("terms", "material", name, say("the term {name} is worded anew", name=name))


def features(weighing: Weighing) -> Iterator[Reason]:
    """What the company begins or ceases to do is material where a text says so."""
    for cause in dict.fromkeys(cause for cause in weighing.causes if cause.kind == "feature"):
        added = say("the feature {name} was added", name=cause.name)
        gone = say("the feature {name} was taken out", name=cause.name)
        yield Reason("features", "material", cause.name, added if cause.after else gone)


def jurisdictions(weighing: Weighing) -> Iterator[Reason]:
    """Another jurisdiction's law governs, or one no longer does."""
    old, new = weighing.old.jurisdictions, weighing.new.jurisdictions
    for name in sorted({*old} ^ {*new}):
        come = say("the jurisdiction {name} was added", name=name)
        gone = say("the jurisdiction {name} was taken out", name=name)
        yield Reason("jurisdictions", "material", name, come if name in new else gone)


def rights(weighing: Weighing) -> Iterator[Reason]:
    """A clause that told users of a right is gone."""
    kept = {id for clause in weighing.new.clauses for id in clause.satisfies}
    for clause in weighing.removed:
        for id in sorted(clause.satisfies):
            row = weighing.library.requirements.get(id)
            if row and _RIGHT.search(row.text) and id not in kept:
                right = _first(row.text)
                told = say("{clause} is gone, and with it a right of users: {right}", clause=clause.id, right=right)
                yield Reason("rights", "material", id, told)


def citations(weighing: Weighing) -> Iterator[Reason]:
    """A duty of law that still binds was answered, and no longer is."""
    kept = {id for clause in weighing.new.clauses for id in clause.satisfies}
    for clause in weighing.old.clauses:
        for id in sorted({*clause.satisfies} - kept):
            row = weighing.library.requirements.get(id)
            if row and _binds(weighing, row):
                law = f"{weighing.library.laws[row.law].name} {row.provision}"
                told = say("no clause answers {id} ({law}) any more; {clause} did", id=id, law=law, clause=clause.id)
                yield Reason("citations", "material", id, told)


def _binds(weighing: Weighing, row: Requirement) -> bool:
    """Whether a requirement holds for the new version, on its day."""
    new, places = weighing.new, weighing.library.jurisdictions
    here = any(row.jurisdiction in places.chain(place) for place in new.jurisdictions if place in places)
    return here and row.when.holds(frozenset(new.features)) and row.in_force(date.fromisoformat(new.generated_for))


def duties(weighing: Weighing) -> Iterator[Reason]:
    """Users must do, or may not do, more than before, as the English text reads."""
    for change in weighing.changes:
        if change.rank != "clause" or len(_DUTY.findall(change.after)) <= len(_DUTY.findall(change.before)):
            continue
        known = {" ".join(each.split()) for each in _SENTENCE.findall(change.before)}
        told = (" ".join(each.split()) for each in _SENTENCE.findall(change.after) if _DUTY.search(each))
        new = next((each for each in told if each not in known), "")
        if new:
            because = say("{clause} asks more of users: “{words}”", clause=change.clause, words=shortened(new))
            yield Reason("duties", "material", change.clause, because)


def _first(text: str) -> str:
    found = _SENTENCE.search(text)
    return shortened(found[0] if found else text)
