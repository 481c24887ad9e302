"""From what was found on one requirement to its status: the first rule that speaks decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tosgen.model.audit import Disposition, Spot, Status
from tosgen.model.library import Requirement
from tosgen.model.words import word
from tosgen.saying import say


@dataclass(frozen=True, slots=True)
class Case:
    """What was found on one requirement in one market's documents."""

    row: Requirement
    cited: Spot | None
    """The first clause that cites it."""
    read: Spot | None
    """The first that does so by a standing reading."""
    violated: Spot | None
    violation: str
    disposition: Disposition | None
    """That holds there and then."""
    missing: str
    """Why nothing answers, if nothing does."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status, the clause that it rests on, and what to know or do."""

    status: Status
    spot: Spot | None = None
    note: str = ""


def disposed(case: Case) -> Verdict | None:
    """A person has decided on the row."""
    if not (found := case.disposition):
        return None
    return Verdict(
        "disposed",
        case.read or case.cited,
        say("{state}: {reason} ({by})", state=word("disposition", found.state), reason=found.reason, by=found.by),
    )


def violated(case: Case) -> Verdict | None:
    """A text says what the law of the place forbids."""
    return Verdict("violated", case.violated, case.violation) if case.violation else None


def uncertain(case: Case) -> Verdict | None:
    """The register itself is not sure."""
    if case.row.confidence != "uncertain":
        return None
    note = say("a person makes sure of the row first: decide on it in dispositions.yaml")
    return Verdict("uncertain", case.read or case.cited, note)


def unconfirmed(case: Case) -> Verdict | None:
    """Something must be done, and no text can vouch for that. The spot is the checklist's, by a standing reading."""
    if case.row.kind != "practice":
        return None
    listed = say("the checklist lists it, by no standing reading") if case.cited else say("no checklist lists it")
    return Verdict("unconfirmed", case.read, say("confirm it, dated, in dispositions.yaml") if case.read else listed)


def covered(case: Case) -> Verdict | None:
    """A reading stands."""
    return Verdict("covered", case.read) if case.read else None


def claimed(case: Case) -> Verdict | None:
    """A clause cites it, and nobody vouches."""
    return Verdict("claimed", case.cited, say("no reading of this clause stands")) if case.cited else None


def gap(case: Case) -> Verdict:
    """Nothing answers."""
    return Verdict("gap", None, case.missing)


RULES: tuple[Callable[[Case], Verdict | None], ...] = (
    disposed, violated, uncertain, unconfirmed, covered, claimed, gap,
)  # fmt: skip


def judged(case: Case) -> Verdict:
    """The verdict of the first rule that speaks; `gap` always does."""
    return next(verdict for rule in RULES if (verdict := rule(case)))
