"""What a reviewer is told of a version, in words: its changes, coverage, translations, notice, who may approve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tosgen.formats.cause_words import cause
from tosgen.formats.redline_summary import cleaned, summary
from tosgen.formats.redline_values import shortened
from tosgen.formats.reviewed import Approval, How, Review, Reviewed, Telling, Turn
from tosgen.formats.run_summary import of_run
from tosgen.model.audit import Status
from tosgen.model.words import word
from tosgen.saying import COMMA, OR, SEMICOLON, Said, joined, listed, say, say_in, say_n

_FEW = 5
DRAFT = say("Drafts for a lawyer to adopt; not legal advice.")


def head(review: Review) -> Said:
    """One sentence on the whole."""
    if review.against:
        done = [(item.kind, item.causes) for item in review.items]
        return cleaned(of_run([*done, *[("", ())] * review.unchanged]))  # type: ignore[return-value]
    return say_n(
        "{n} version of {service} awaits a decision on {day}", "{n} versions of {service} await a decision on {day}",
        n=len(review.items), service=review.service, day=review.on,
    )  # fmt: skip


def changed(item: Reviewed) -> Said:
    """What changed, of the text that counts, or of the first one that did."""
    if item.base is None:
        return say_n("first version, {n} clause", "first version, {n} clauses", n=len(item.version.clauses))
    if not item.wordings:
        return say("no words changed")
    first = next((w for w in item.wordings if w.locale == item.version.authoritative), item.wordings[0])
    if first.first:
        return say("a text in {language} for the first time", language=first.locale)
    told = summary(first.redline)
    if first.locale != item.version.authoritative:
        return say("{changes}, in {language} only", changes=told, language=first.locale)
    return joined("", [told])


def why(item: Reviewed) -> list[str]:
    """Each cause once, with what stands behind it."""
    return [cleaned(each) for each in dict.fromkeys(cause(given) for given in item.causes)]


def reasons(item: Reviewed) -> list[str]:
    """Why it counts as what it counts."""
    found = [reason.because for reason in item.version.kind_reasons] if item.base else []
    if item.kind != item.version.kind:
        given = say("it was weighed as {kind}; a reviewer gave it another kind", kind=word("kind", item.version.kind))
        return [given, *found]
    return found


def coverage(item: Reviewed) -> Said:
    """How many requirements it answers otherwise, in a few words."""
    counts: dict[How, Said] = {
        "lost": say_in("requirements", "{n} lost", n=len(item.turned("lost"))),
        "gained": say_in("requirements", "{n} gained", n=len(item.turned("gained"))),
        "changed": say_in("requirements", "{n} otherwise", n=len(item.turned("changed"))),
    }
    found = [said for how, said in counts.items() if item.turned(how)]
    return listed(found) if found else say_in("requirements", "unchanged")


HEADS: dict[How, Said] = {
    "lost": say("No longer answered"), "gained": say("Newly answered"), "changed": say("Answered otherwise"),
}  # fmt: skip


def turn(given: Turn) -> Said:
    """A requirement, and how its status changed."""
    return say(
        "{citation} ({row}): {before} → {after}", citation=given.citation, row=given.requirement.id,
        before=_status(given.before), after=_status(given.after),
    )  # fmt: skip


def _status(status: Status | None) -> Said:
    return word("status", status) if status else say_in("a requirement", "not applicable")


def translations(item: Reviewed) -> Iterator[Said]:
    """By language: how many blocks are not current, and in which clauses."""
    for locale in item.missing:
        yield say("{locale}: cannot be composed", locale=locale)
    counts = Counter((each.locale, each.code) for each in item.outdated)
    for (locale, code), number in counts.items():
        told = {
            "stale-translation": say_n("{n} block is stale", "{n} blocks are stale", n=number),
            "untranslated": say_n("{n} block is not translated", "{n} blocks are not translated", n=number),
        }.get(code, say_n("{n} block is not as it must be", "{n} blocks are not as they must be", n=number))
        clauses = dict.fromkeys(each.clause for each in item.outdated if (each.locale, each.code) == (locale, code))
        yield say("{locale}: {count} ({clauses})", locale=locale, count=told, clauses=_some(list(clauses)))


def unadopted(item: Reviewed) -> Said:
    """How many of its clauses no lawyer has adopted."""
    number = len(item.unadopted)
    if not number:
        return say("all clauses are adopted by a lawyer")
    return say_n(
        "{n} of {all} clause is not adopted by a lawyer", "{n} of {all} clauses are not adopted by a lawyer", n=number,
        all=len({record.source for record in item.version.clauses}),
    )  # fmt: skip


def notice(item: Reviewed) -> Said:
    """Whether existing users must be told, and from when it may hold for them."""
    told = item.telling
    if told is None:
        return say("nobody uses it yet")
    if not told.needed:
        return say("existing users need not be told")
    if not told.mechanisms:
        return say("existing users must be told; from {day} if told today", day=told.earliest)
    how = joined(OR, [word("mechanism", name) for name in told.mechanisms])
    return say("existing users must be told; from {day} if told today, by {how}", day=told.earliest, how=how)


def duties(telling: Telling) -> Iterator[Said]:
    """Each row of the register that has a say."""
    for duty in telling.effect.duties:
        if duty.earliest and duty.days and duty.count == "working":
            yield say_n("{row}: {n} working day, so not before {day}", "{row}: {n} working days, so not before {day}",
                        n=duty.days, row=duty.named, day=duty.earliest)  # fmt: skip
        elif duty.earliest and duty.days:
            yield say_n("{row}: {n} day, so not before {day}", "{row}: {n} days, so not before {day}", n=duty.days,
                        row=duty.named, day=duty.earliest)  # fmt: skip
        else:
            yield say("{row}: notice ahead", row=duty.named)


def approval(given: Approval) -> Said:
    """Who may approve, and how many have."""
    if not given.signers:
        return say("anybody: this ledger has no signers")
    have = say("{given} of {needed} approvals", given=len(given.given), needed=given.needed)
    if not given.may:
        return say("{have}; no further reviewer may approve it", have=have)
    return say("{have}; may approve: {people}", have=have, people=_some(given.may))


def details(item: Reviewed) -> Iterator[tuple[Said, list[str]]]:
    """What is told of a version beside its redlines: heading, lines."""
    lines = [item.state and word("state", item.state), *([approval(item.approval)] if item.approval else [])]
    if any(lines):
        yield say("Decision"), [joined(SEMICOLON, [line for line in lines if line])]
    yield say("Change kind"), [word("kind", item.kind), *reasons(item)]
    if item.causes:
        yield say("Causes"), why(item)
    yield say("Coverage"), [coverage(item)]
    for how, heading in HEADS.items():
        if turned := item.turned(how) if item.base else ():
            yield heading, [turn(each) for each in turned]
    yield say("Notice"), [notice(item), *(duties(item.telling) if item.telling and item.telling.needed else [])]
    if found := list(translations(item)):
        yield say("Translations"), list(found)
    if item.gone:
        yield say("Languages dropped"), [COMMA.join(item.gone)]
    yield say("Adopted"), [unadopted(item)]


def _some(names: list[str] | tuple[str, ...]) -> Said:
    shown = [shortened(name) for name in names[:_FEW]]
    more = [say_n("{n} more", "{n} more", n=len(names) - _FEW)] if len(names) > _FEW else []
    return listed([*shown, *more])
