"""By what mechanism a change may come to hold for existing users. The list of rules is the specification."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tosgen.model.effect import Duty
from tosgen.review.case import MATERIAL, Case, Rule
from tosgen.saying import SEMICOLON, Said, joined, say


def arbitration(case: Case) -> Iterator[tuple[str, str]]:
    """A change of arbitration never holds for those who only kept silent."""
    if case.silent and "arbitration" in case.effect.matters:
        what = say("words on arbitration change: for existing users only by express-acceptance, or never")
        yield "arbitration", _by(what, case, lambda duty: duty.agreement == "express")


def never_accepted(case: Case) -> Iterator[tuple[str, str]]:
    """A text that informs is not accepted; one that asks for consent is consented to, not accepted."""
    if case.effect.mechanism == "express-acceptance" and case.effect.nature != "contract":
        yield "never-accepted", say("it is no contract: nobody accepts a text that informs or asks for consent")


def consent(case: Case) -> Iterator[tuple[str, str]]:
    """Consent is asked for anew where, and only where, a consent's purpose changes."""
    changed = case.effect.nature == "consent" and "purpose" in case.effect.matters
    if case.effect.mechanism == "fresh-consent" and not changed:
        yield "no-consent", say("fresh consent is for consents whose purpose changes, and this changes none")
    if case.silent and changed:
        what = say("what users consent to changes: they are asked again, by fresh-consent")
        yield "consent-needed", _by(what, case, lambda duty: duty.agreement == "consent")


def agreement(case: Case) -> Iterator[tuple[str, str]]:
    """What the law of the place lets change only with users' agreement does not change without."""
    if case.silent and "arbitration" not in case.effect.matters:
        for duty in case.effect.duties:
            if duty.agreement == "express":
                yield "agreement-needed", _of(say("{row} wants users' agreement: by express-acceptance"), duty)


def deemed(case: Case) -> Iterator[tuple[str, str]]:
    """Silence is no consent to a broad change where the law of the place says so; what a law asks for is apart."""
    broad = {*case.effect.kinds} & MATERIAL and "law-only" not in case.effect.matters
    if case.silent and broad:
        for duty in case.effect.duties:
            if duty.silence:
                what = say("{row} does not take silence for consent to such a change: by express-acceptance")
                yield "deemed-consent", _of(what, duty)


def way_out(case: Case) -> Iterator[tuple[str, str]]:
    """Where the law gives a way out, the notice offers it."""
    if case.told and case.effect.mechanism == "notice":
        for duty in case.effect.duties:
            if duty.exit is not None:
                what = say("{row} lets users end the contract: by notice-and-exit, or by express-acceptance")
                yield "exit-needed", _of(what, duty)


def reasoned(case: Case) -> Iterator[tuple[str, str]]:
    """Where the law wants a reason that the contract names, a change that nobody agreed to has one on record."""
    if case.silent and not case.reason:
        for duty in case.effect.duties:
            if duty.reason:
                yield "no-reason", _of(say("{row} wants a valid reason, and none is on record"), duty)


OFFERED: tuple[Rule, ...] = (arbitration, never_accepted, consent, agreement, deemed, way_out)
"""Those that a notice can break already: what it offers is held against them before it goes out."""
RULES: tuple[Rule, ...] = (*OFFERED, reasoned)


def _of(what: Said, duty: Duty) -> Said:
    return what.of(row=duty.named)


def _by(what: Said, case: Case, wanted: Callable[[Duty], bool]) -> Said:
    """With the rows of the register that say so."""
    rows = [duty.named for duty in case.effect.duties if wanted(duty)]
    return say("{what} ({rows})", what=what, rows=joined(SEMICOLON, rows)) if rows else what
