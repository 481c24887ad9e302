"""What a publication may do to those who use the service already. A rule is a function; the list is the specification.

The same rules refuse what is about to be published, and judge what a ledger holds: they ask nothing but the history
and what the decision says of the law that it was made under.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tosgen.model.effect import UNTOLD, Duty
from tosgen.review import mechanisms
from tosgen.review.act import Act, Opened
from tosgen.review.case import MATERIAL, Case, Rule, case_of, suitable
from tosgen.review.past import Past
from tosgen.review.periods import earliest, weekdays
from tosgen.review.rule import Fault
from tosgen.review.state import Published
from tosgen.saying import say, say_n


def once_more(case: Case) -> Iterator[tuple[str, str]]:
    """A published version is published again only to bring it to existing users too, while new users have it."""
    before = case.before
    if before is None:
        return
    if before.existing is not None or case.effect.existing is None:
        yield "state", say("it is published already")
    elif wrong := [*elsewhen(before, case.effective)]:
        yield from wrong
    elif case.in_force != case.version:
        yield "state", say("it is superseded: existing users get the text that new users have")


def elsewhen(before: Published, effective: date) -> Iterator[tuple[str, str]]:
    """What was published keeps its first day for new users."""
    if before.effective != effective:
        yield "state", say("it is published already, from {day}", day=before.effective)


def truly(case: Case) -> Iterator[tuple[str, str]]:
    """What the decision says of the change is what the history gives."""
    effect = case.effect
    if effect.since != case.since or effect.kinds != case.kinds:
        given = say("v{version}: {kinds}", version=effect.since or 0, kinds=", ".join(effect.kinds))
        real = say("v{version}: {kinds}", version=case.since or 0, kinds=", ".join(case.kinds))
        yield "effect", say("it says that the change is against {given}; it is against {real}", given=given, real=real)
    if case.arbitration and {*case.kinds} & MATERIAL and "arbitration" not in effect.matters:
        yield "effect", say("words on arbitration change, and it does not say so")


def held_against(case: Case) -> Iterator[tuple[str, str]]:
    """What comes to existing users was held against a register."""
    if case.reached and {*case.kinds} - UNTOLD and not case.effect.library:
        yield "effect", say("it does not say against which register it was held")


def not_back(case: Case) -> Iterator[tuple[str, str]]:
    """With signers, existing users never have had a text before that was decided."""
    if case.signed and case.before and case.existing and case.existing < case.decided:
        yield "back-dated", say("it is to hold for existing users from {existing}, and was decided on {day}",
                                existing=case.existing, day=case.decided)  # fmt: skip


def not_first(case: Case) -> Iterator[tuple[str, str]]:
    """Existing users never have a text before new users do."""
    if case.existing and case.existing < case.effective:
        what = say("existing users would have it from {existing}, new users only from {effective}",
                   existing=case.existing, effective=case.effective)  # fmt: skip
        yield "existing-first", what


def by_a_mechanism(case: Case) -> Iterator[tuple[str, str]]:
    """It is said by what mechanism a change comes to hold for existing users."""
    if case.told and case.effect.mechanism is None:
        yield "mechanism", say("it does not say by what mechanism existing users get it")


def announced(case: Case) -> Iterator[tuple[str, str]]:
    """Users are told first: by a notice on this very version, by a channel that the law takes."""
    for duty in case.effect.duties if case.told else ():
        if suitable(duty, case.sendings) is None:
            yield "no-notice", _unheard(duty)
    if not case.told or case.effect.duties or case.existing is None:
        return
    found = suitable(None, case.sendings)
    if found is None:
        yield "no-notice", say("no notice to existing users is recorded; until then they keep the text they have")
    elif case.existing <= date.fromisoformat(found.day):
        what = say("existing users would have it from {existing}, and were told on {sent}",
                   existing=case.existing, sent=found.day)  # fmt: skip
        yield "too-early", what


def _unheard(duty: Duty) -> str:
    wanted = {
        "durable": say("{row} asks for notice by a channel whose messages can be kept (email, post); none is recorded"),
        "public": say("{row} asks for notice by a public channel (site, press); none is recorded"),
    }.get(duty.medium, say("{row} asks for notice; none is recorded"))
    return wanted.of(row=duty.named)


def in_time(case: Case) -> Iterator[tuple[str, str]]:
    """Every period of notice is over, counted from the last sending; none is left too long."""
    for duty in case.effect.duties if case.told else ():
        found = suitable(duty, case.sendings)
        if found is None or case.existing is None:
            continue
        sent = date.fromisoformat(found.day)
        least = earliest(sent, duty.days, duty.count, duty.counting, weekdays)
        if duty.sent != found.day or duty.earliest is None or date.fromisoformat(duty.earliest) < least:
            yield "effect", say("{row}: its period is not counted from {sent}, or is too short", row=duty.named,
                                sent=found.day)  # fmt: skip
        elif case.existing < date.fromisoformat(duty.earliest):
            yield "too-early", too_early(case.existing, duty)
        elif duty.most is not None and case.existing - sent > timedelta(days=duty.most):
            what = say("{row}: users were told on {sent}, more than {n} days before {existing}",
                       row=duty.named, sent=found.day, n=duty.most,
                       existing=case.existing)  # fmt: skip
            yield "told-too-early", what


def too_early(existing: date, duty: Duty) -> str:
    """What is wrong with a day before the first lawful one."""
    asked = say("{row} asks for notice ahead", row=duty.named)
    if duty.days and duty.count == "working":
        asked = say_n("{row} asks for {n} working day of notice", "{row} asks for {n} working days of notice",
                      duty.days, row=duty.named)  # fmt: skip
    elif duty.days:
        asked = say_n("{row} asks for {n} day of notice", "{row} asks for {n} days of notice", duty.days,
                      row=duty.named)  # fmt: skip
    return say(
        "{existing} is too early for existing users: {asked}, and they were told on {sent}; the earliest lawful day is"
        " {earliest}", existing=existing, asked=asked, sent=duty.sent, earliest=duty.earliest,
    )  # fmt: skip


def as_told(case: Case) -> Iterator[tuple[str, str]]:
    """Nobody gets it before the day that the notice named."""
    named = [each.existing for each in case.sendings if each.existing]
    if case.told and named and (case.effect.existing or "") < max(named):
        yield "too-early", say("users were told that it holds for them from {day}", day=max(named))


RULES: tuple[Rule, ...] = (
    once_more, truly, held_against, not_back, not_first, by_a_mechanism, announced, in_time, as_told, *mechanisms.RULES,
)  # fmt: skip


def users(past: Past, now: Opened) -> Iterator[Fault]:
    """A publication says for whom it holds from when, and keeps to every rule of this list."""
    for act, decision, subject in now.decisions:
        if (subject.effect is not None) != (decision.action == "publish"):
            yield Fault("form", act.path, say("a publication says what it does to existing users, and only it"))
        elif subject.effect is not None and decision.effective is not None:
            case = case_of(past, decision, subject)
            for code, what in (found for rule in RULES for found in rule(case)):
                yield Fault(code, act.path, say("{subject}: {wrong}", subject=subject.ref, wrong=what))


def reaching(now: Opened) -> Iterator[Act]:
    """The publications of a commit by which another text comes to existing users."""
    for act, decision, subject in now.decisions:
        effect = subject.effect
        if decision.action == "publish" and effect and effect.existing and effect.since:
            yield act
