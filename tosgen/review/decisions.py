"""What every decision keeps to: it is about what was recorded, in its turn. The list of rules is the specification."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from hashlib import sha256

from tosgen.ledger import canonical
from tosgen.model.decision import Decision, Subject
from tosgen.review.act import Opened, name_fault
from tosgen.review.past import Past
from tosgen.review.rule import Fault, Rule
from tosgen.review.state import Deed, in_force, published
from tosgen.saying import say, say_in

_SHA256 = re.compile(r"[0-9a-f]{64}")


def form(past: Past, now: Opened) -> Iterator[Fault]:
    """An act can be read, is of this service, and lies where it says."""
    for act in now.acts:
        if act.said is None:
            yield Fault("form", act.path, say("it cannot be read as a decision: {fault}", fault=act.fault))
        elif act.said.service != past.service:
            yield Fault("moved", act.path, say("it is of another service, {service}", service=ascii(act.said.service)))
        elif fault := name_fault(act):
            yield Fault("moved", act.path, fault)


def copies(past: Past, now: Opened) -> Iterator[Fault]:
    """A decision on several versions lies with each of them, in one commit; a `record` in the commits of one run."""
    there = {(act.folder, subject.version, act.digest) for act, _, subject in now.decisions}
    found = {act.digest: (act, decision) for act, decision, _ in now.decisions}
    absent = {
        digest: [s for s in said.subjects if said.action != "record" and (s.folder, s.version, digest) not in there]
        for digest, (_, said) in found.items()
    }
    for act, decision, _ in now.decisions:
        if now.kind != ("version" if decision.action == "record" else "decision"):
            yield Fault("moved", act.path, say("it stands in a commit of another kind than tosgen makes for it"))
        for other in absent[act.digest][:1]:
            yield Fault(
                "copies", act.path, say("the decision speaks of {ref} too, and does not lie there", ref=other.ref)
            )


def run_together(past: Past, now: Opened) -> Iterator[Fault]:
    """The versions that one `record` decision names are all there, one after the other."""
    here = {act.digest for act in now.acts}
    for digest, left in past.running.items():
        if digest not in here:
            yield Fault(
                "copies", "", say("a version is missing before this commit: its author signed {left} more", left=left)
            )


def sequence(past: Past, now: Opened) -> Iterator[Fault]:
    """Decisions on one document and market are counted without a gap."""
    counts: dict[str, list[tuple[int, str]]] = {}
    for act, _, subject in now.decisions:
        counts.setdefault(subject.folder, []).append((subject.sequence, act.path))
    for folder, found in counts.items():
        first = len(past.of(folder)) + 1
        for expected, (number, path) in enumerate(sorted(found), first):
            if number != expected:
                yield Fault(
                    "sequence",
                    path,
                    say(
                        "it is decision {number} of {folder}, and decision {expected} is due",
                        number=number,
                        folder=folder,
                        expected=expected,
                    ),
                )


def bound(past: Past, now: Opened) -> Iterator[Fault]:
    """A decision holds for the very version that was recorded."""
    for act, _, subject in now.decisions:
        text, record, base = _held(past, now, subject)
        if text is None:
            yield Fault("bound", act.path, say("{ref} is not recorded", ref=subject.ref))
        elif text != _binding(subject) or record not in {None, subject.record} or base not in {"", subject.base}:
            yield Fault("bound", act.path, say("it is of another text, record or base than {ref} has", ref=subject.ref))


def _held(past: Past, now: Opened, subject: Subject) -> tuple[str | None, str | None, int | str | None]:
    """(digest of the texts, digest of the record, base); None and "" where they are not known."""
    trailers = now.step.trailers
    here = (now.folder, trailers.get("Version"))
    if now.kind == "version" and here == (subject.folder, str(subject.version)):
        raw = now.step.contents.get(f"{subject.folder}/version.json") if now.version else None
        return trailers.get("Text"), _sha256(raw) if raw is not None else None, now.version.base if now.version else ""
    version = past.recorded(subject.folder, subject.version)
    if version is None:
        return None, None, ""
    return version.text, version.record, version.base if version.record else ""


def _binding(subject: Subject) -> str:
    return _sha256(canonical(dict(subject.texts)))


def _sha256(content: bytes) -> str:
    return sha256(content).hexdigest()


def course(past: Past, now: Opened) -> Iterator[Fault]:
    """A version is rejected or published, and withdrawn only if it was published; once more: see `users`."""
    for act, decision, subject in now.decisions:
        own = [deed for deed in past.of(subject.folder) if deed.version == subject.version]
        done = {deed.action for deed in own}
        wrong = {
            "record": say("it is recorded already") if done else "",
            "approve": _ended(done) or (say("it is published already") if "publish" in done else ""),
            "reject": _ended(done) or (say("it is published: withdraw it") if "publish" in done else ""),
            "publish": _ended(done),
            "notify": _ended(done),
            "withdraw": _ended(done) or ("" if "publish" in done else say("it was never published: reject it")),
        }[decision.action]
        if (
            not wrong
            and decision.action == "approve"
            and any(d.by == decision.by and d.action == "approve" for d in own)
        ):
            wrong = say("{by} has approved it already", by=decision.by)
        if wrong:
            yield Fault("state", act.path, say("{ref}: {wrong}", ref=subject.ref, wrong=wrong))


def _ended(done: set[str]) -> str:
    return say("it is rejected") if "reject" in done else say("it is withdrawn") if "withdraw" in done else ""


def particulars(past: Past, now: Opened) -> Iterator[Fault]:
    """A publication and a withdrawal say from when, a rejection and a withdrawal why, and nothing else does."""
    for act, decision, _ in now.decisions:
        if (decision.effective is not None) != (decision.action in {"publish", "withdraw"}):
            yield Fault(
                "form", act.path, say("a publication and a withdrawal name the day from which they hold, and only they")
            )
        reason = decision.reason
        wanted = decision.action in {"reject", "withdraw"}
        if (reason is None and wanted) or (reason is not None and not _SHA256.fullmatch(reason)):
            yield Fault("form", act.path, say("a rejection and a withdrawal hold the SHA-256 of their reason"))


def days(past: Past, now: Opened) -> Iterator[Fault]:
    """With signers, nothing takes effect before the day on which it was decided."""
    for act, decision, _ in now.decisions:
        day = datetime.fromisoformat(decision.at).date()
        if all(_again(past, decision, each) for each in decision.subjects):
            continue
        if past.signers.keys and decision.effective and date.fromisoformat(decision.effective) < day:
            yield Fault(
                "back-dated",
                act.path,
                say("it is to hold from {effective}, and was decided on {day}", effective=decision.effective, day=day),
            )


def _again(past: Past, decision: Decision, subject: Subject) -> bool:
    """Whether a published version is published once more: to bring it to existing users too."""
    return decision.action == "publish" and subject.version in published(past.of(subject.folder))


def moment(past: Past, now: Opened) -> Iterator[Fault]:
    """An act was made on the commit before, at the commit's own time, and time does not go back."""
    for act in now.acts:
        if act.said is None:
            continue
        if act.said.parent != past.tip and act.digest not in past.running:
            yield Fault("replayed", act.path, say("it was made for another place in the history"))
        at = datetime.fromisoformat(act.said.at)
        if at.tzinfo is None or at != now.step.date or (past.date and at < past.date):
            yield Fault("back-dated", act.path, say("it says {at}, which is not when it was recorded", at=act.said.at))


def base(past: Past, now: Opened) -> Iterator[Fault]:
    """What is published was compared with what will be in force until then; nothing was, if nothing ever was."""
    for act, decision, subject in now.decisions:
        deeds = past.of(subject.folder)
        if decision.action != "publish" or decision.effective is None or not published(deeds):
            continue
        if _again(past, decision, subject):
            continue
        if told := uncompared(deeds, date.fromisoformat(decision.effective), subject.base, subject.ref):
            yield Fault("stale-base", act.path, told)


def uncompared(deeds: Sequence[Deed], day: date, base: int | None, ref: str) -> str:
    """What is wrong with a version's base if it is published from a day on; "" if nothing is."""
    before = in_force(deeds, day)
    if before == base or not published(deeds):
        return ""
    then = f"v{before}" if before else say("no version")
    was = f"v{base}" if base else say_in("what a version was compared with", "nothing")
    return say("{ref} was compared with {was}, and {then} will be in force", ref=ref, was=was, then=then)


RULES: tuple[Rule, ...] = (form, copies, run_together, sequence, bound, course, particulars, days, moment, base)
