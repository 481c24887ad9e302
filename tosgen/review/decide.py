"""Deciding: what is about to be recorded is held against the rules that verifying asks, then signed and recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from tosgen.errors import Finding, Place, Refused
from tosgen.ledger import Author, Change, Draft, Ledger, canonical, message, private, record
from tosgen.ledger.signatures import Key
from tosgen.ledger.steps import planned
from tosgen.ledger.written import of_version
from tosgen.model.decision import PLAIN, STATES, Action, Decision, Signers, Subject
from tosgen.model.effect import Effect, Sending
from tosgen.model.version import Version
from tosgen.review.act import file_name, opened
from tosgen.review.effects import bare
from tosgen.review.past import Past, passed
from tosgen.review.people import claims
from tosgen.review.replay import RULES, Signed, check, trusted
from tosgen.review.rule import Fault
from tosgen.review.state import published
from tosgen.review.weigh import with_kinds
from tosgen.saying import say

_AHEAD = timedelta(days=1)
_LEAVE = say(
    "name another --mechanism, or leave existing users the text that they have: `tosgen publish --existing never`"
)
_HINTS = {
    "unapproved": say("ask a reviewer to run `tosgen approve`"),
    "self-approval": say("ask another reviewer"),
    "stale-base": say("publish what it was compared with, or reject it and this version, and generate again"),
    "role": say("`tosgen signers list` shows who may"),
    "signer": say("`tosgen signers list` shows whose keys count"),
    "back-dated": say("name today or a later day"),
    "state": say("`tosgen log` shows where it stands"),
    "no-notice": say("send it, then record the sending with `tosgen notify`; or leave existing users what they have"),
    "too-early": say("name that day or a later one"),
    "told-too-early": say("tell users again, nearer to the day, and record it with `tosgen notify`"),
    "arbitration": _LEAVE,
    "existing-first": say("name the day for new users, or a later one"),
    "no-reason": say("give it with --reason; the ledger holds only its SHA-256"),
    **dict.fromkeys(
        ("never-accepted", "no-consent", "consent-needed", "agreement-needed", "deemed-consent", "exit-needed"),
        _LEAVE,
    ),
}


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts: as git names them, and the key that they sign with if they have one."""

    author: Author
    key: Key | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it was recorded, with its commit and what followed for each version."""

    decision: Decision
    commit: str
    past: Past


Effects = Callable[[Past, Version], Effect]
"""What publishing a version does to existing users."""


def decide(
    ledger: Ledger, action: Action, chosen: Sequence[tuple[str, str, int]], who: Who, at: datetime, *,
    effective: date | None = None, reason: str | None = None, effects: Effects | None = None,
    sent: Sending | None = None, kind: str | None = None, comments: Mapping[str, str] | None = None,
) -> Decided:  # fmt: skip
    """Record one decision on one or several versions (document, market, number); `kind`: what it gives them.

    `effects`: of a publication; left out, a first version holds for everybody, another one for new users only.
    Reason and comments (clause anchor -> text) stay outside the ledger. Refused with the code of each rule that it
    would break, `no-key` if there are signers and none signs.
    """
    note = private.Note(reason or "", comments or {}).sealed() if reason or comments else b""
    with ledger.session() as writer:
        past = trusted(ledger, {f"{document}/{market}" for document, market, _ in chosen})
        by, author, moment = acting(past, who, at)
        versions = list(ledger.versions(ledger.entry(*each) for each in chosen))
        decision = Decision(
            service=ledger.path.name,
            action=action,
            by=by,
            key=who.key.fingerprint if who.key and past.signers.keys else PLAIN,
            at=moment.isoformat(),
            parent=writer.tip,
            subjects=with_kinds(
                action, subjects(past, versions, _effects(action, past, effective, effects, kind)), versions
            ),
            effective=effective.isoformat() if effective else None,
            reason=sha256(note).hexdigest() if note else None,
            sent=sent,
            kind=kind,
        )
        files = {f"{folder}/decisions/{name}": raw for folder, name, raw in _files(past, decision, who)}
        change = Change(_said(decision), dict(sorted(files.items())))
        after = allowed(ledger, past, [change], author, moment)
        if note:
            private.keep(ledger.path, note)
        (commit,) = writer.append([change], author, moment)
    return Decided(decision, commit, after)


def with_records(
    ledger: Ledger, tip: str, drafts: Sequence[Draft], who: Who, at: datetime
) -> tuple[list[Draft], Who, datetime]:
    """Drafts with their author's signed decision, if the ledger has signers; and as whom and when to record them."""
    past = trusted(ledger, {draft.folder for draft in drafts})
    if not past.signers.keys:
        return list(drafts), who, at
    by, author, moment = acting(past, who, at)
    key = who.key.fingerprint if who.key else PLAIN
    about = subjects(past, [draft.version for draft in drafts])
    decision = Decision(ledger.path.name, "record", by, key, moment.isoformat(), tip, about)
    named: dict[str, dict[str, bytes]] = {}
    for folder, name, raw in _files(past, decision, who):
        named.setdefault(f"{folder}@{name.partition('.')[0]}", {})[name] = raw
    signed = [replace(d, decisions={**d.decisions, **named[f"{d.folder}@{d.version.version}"]}) for d in drafts]
    allowed(ledger, past, [record.change(draft, frozenset()) for draft in signed], author, moment)
    return signed, Who(author, who.key), moment


def _effects(
    action: Action, past: Past, effective: date | None, effects: Effects | None, kind: str | None
) -> Callable[[Version], Effect | None]:
    if action != "publish" or effective is None:
        return lambda _: None
    return lambda version: effects(past, version) if effects else bare(past, version, effective, kind)


def subjects(
    past: Past, versions: Sequence[Version], effect: Callable[[Version], Effect | None] = lambda _: None
) -> tuple[Subject, ...]:
    """What a decision on these versions binds."""
    counts: dict[str, int] = {}
    found = []
    for version in versions:
        folder = f"{version.document}/{version.market}"
        counts[folder] = counts.get(folder, len(past.of(folder))) + 1
        record = sha256(of_version(version)).hexdigest()
        found.append(
            Subject(
                version.document, version.market, version.version, version.base, record, dict(version.texts),
                counts[folder], effect(version),
            )
        )  # fmt: skip
    return tuple(found)


def acting(past: Past, who: Who, at: datetime, signers: Signers | None = None) -> tuple[str, Author, datetime]:
    """(by, commit author, moment): the moment is never before the last commit. Refused: `no-key`, `clock`.

    `signers`: the list that counts, if it is not the one that the ledger holds.
    """
    signers = signers or past.signers
    moment = at.replace(microsecond=0)
    if past.date and moment < past.date:
        if past.date - moment > _AHEAD:
            what = say("the last commit is of {date}, and the clock says {moment}", date=past.date, moment=moment)
            raise Refused.one("clock", what, "clock", say("set the clock; a decision is never dated back"))
        moment = past.date.astimezone(moment.tzinfo)
    if not signers.keys:
        return str(who.author), who.author, moment
    if who.key is None:
        hint = say("name your private SSH key with --key, or in git's user.signingkey")
        raise Refused.one("no-key", say("this ledger has signers, and nobody signs"), "--key", hint)
    listed = signers.of(who.key.fingerprint)
    by = listed.principal if listed else who.author.email
    return by, Author(who.author.name, by), moment


def allowed(ledger: Ledger, past: Past, changes: Sequence[Change], author: Author, at: datetime) -> Past:
    """The past with these commits in it. Refused with every rule that they would break, signatures included."""
    past = past.copy()
    found: list[Fault] = []
    signed: list[Signed] = []
    for number, change in enumerate(changes, 1):
        step = replace(planned(change, past.tip, str(author), at, past.paths), commit=f"planned {number}")
        now = opened(step)
        broken = [fault for rule in RULES for fault in rule(past, now)]
        signed += [(now, act, claim) for act, claim in claims(past, now)]
        passed(past, now, agreed=not broken)
        found += broken
    found += [fault for _, fault in check(signed)] if not found else []
    if found:
        # Whoever decides the same again is told so, not that the first decision would be changed.
        told = [each for each in found if each.code != "rewritten"] or found
        raise Refused(
            dict.fromkeys(
                Finding(each.code, each.what, Place(each.path or str(ledger.path)), _HINTS.get(each.code, ""))
                for each in told
            )
        )
    return past


def signature_of(who: Who, content: bytes) -> bytes:
    """The signer's signature. Refused: `no-key`, `key`."""
    if who.key is None:
        raise Refused.one("no-key", say("nobody signs"), "--key", say("name your private SSH key with --key"))
    return who.key.sign(content)


def _files(past: Past, decision: Decision, who: Who) -> list[tuple[str, str, bytes]]:
    """(folder, name, content) of each copy, and of the signature beside each."""
    content = canonical(decision.as_dict())
    listed = past.signers.of(decision.key)
    if past.signers.keys and listed is None:
        what, hint = say("the key {key} is in no list of signers", key=decision.key), _HINTS["signer"]
        raise Refused.one("signer", what, str(who.key.path) if who.key else "--key", hint)
    short = listed.short if listed else PLAIN
    both = [("", content)] + ([(".sig", signature_of(who, content))] if listed else [])
    return [
        (subject.folder, f"{file_name(decision, subject, short, again=_again(past, decision, subject))}{end}", raw)
        for subject in decision.subjects
        for end, raw in both
    ]


def _again(past: Past, decision: Decision, subject: Subject) -> bool:
    """Whether another decision of its kind on the version may lie there already."""
    once_more = decision.action == "publish" and subject.version in published(past.of(subject.folder))
    return once_more or decision.action == "notify"


def _said(decision: Decision) -> str:
    first, state = decision.subjects[0], STATES[decision.action]
    more = f" and {len(decision.subjects) - 1} more" if len(decision.subjects) > 1 else ""
    since = f" from {decision.effective}" if decision.effective else ""
    trailers = {
        "Tosgen-Decision": decision.action,
        "Tosgen-Subjects": ", ".join(subject.ref for subject in decision.subjects),
        "Tosgen-By": decision.by,
    }
    return message(f"{first.folder} v{first.version}{more}: {state}{since}", trailers)
