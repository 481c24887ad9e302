"""Deciding: what is about to be recorded is held against the rules that verifying asks, then signed and recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from tosgen.errors import Finding, Place, Refused
from tosgen.ledger import Author, Change, Draft, Ledger, canonical, message, private, record
from tosgen.ledger.signatures import Key
from tosgen.ledger.steps import planned
from tosgen.model.decision import PLAIN, STATES, Action, Decision, Signers, Subject
from tosgen.model.version import Version
from tosgen.review.act import opened
from tosgen.review.past import Past, passed
from tosgen.review.people import claims
from tosgen.review.replay import RULES, Signed, check, trusted
from tosgen.review.rule import Fault

_AHEAD = timedelta(days=1)
_HINTS = {
    "unapproved": "ask a reviewer to run `tosgen approve`",
    "self-approval": "ask another reviewer",
    "stale-base": "publish what it was compared with, or reject it and this version, and generate again",
    "role": "`tosgen signers list` shows who may",
    "signer": "`tosgen signers list` shows whose keys count",
    "back-dated": "name today or a later day",
    "state": "`tosgen log` shows where it stands",
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


def decide(
    ledger: Ledger, action: Action, chosen: Sequence[tuple[str, str, int]], who: Who, at: datetime, *,
    effective: date | None = None, reason: str | None = None,
) -> Decided:  # fmt: skip
    """Record one decision on one or several versions (document, market, number).

    Refused with the code of each rule that it would break, `no-key` if there are signers and none signs.
    """
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
            subjects=subjects(past, versions),
            effective=effective.isoformat() if effective else None,
            reason=sha256(reason.encode()).hexdigest() if reason else None,
        )
        files = {f"{folder}/decisions/{name}": raw for folder, name, raw in _files(past, decision, who)}
        change = Change(_said(decision), dict(sorted(files.items())))
        after = allowed(ledger, past, [change], author, moment)
        if reason:
            private.keep(ledger.path, reason)
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


def subjects(past: Past, versions: Sequence[Version]) -> tuple[Subject, ...]:
    """What a decision on these versions binds."""
    counts: dict[str, int] = {}
    found = []
    for version in versions:
        folder = f"{version.document}/{version.market}"
        counts[folder] = counts.get(folder, len(past.of(folder))) + 1
        record = sha256(canonical(version.as_dict())).hexdigest()
        found.append(
            Subject(
                version.document, version.market, version.version, version.base, record, dict(version.texts),
                counts[folder],
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
            what = f"the last commit is of {past.date}, and the clock says {moment}"
            raise Refused.one("clock", what, "clock", "set the clock; a decision is never dated back")
        moment = past.date.astimezone(moment.tzinfo)
    if not signers.keys:
        return str(who.author), who.author, moment
    if who.key is None:
        hint = "name your private SSH key with --key, or in git's user.signingkey"
        raise Refused.one("no-key", "this ledger has signers, and nobody signs", "--key", hint)
    listed = signers.of(who.key.fingerprint)
    by = listed.principal if listed else who.author.email
    return by, Author(who.author.name, by), moment


def allowed(ledger: Ledger, past: Past, changes: Sequence[Change], author: Author, at: datetime) -> Past:
    """The past with these commits in it. Refused with every rule that they would break, signatures included."""
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
        raise Refused(
            dict.fromkeys(
                Finding(each.code, each.what, Place(each.path or str(ledger.path)), _HINTS.get(each.code, ""))
                for each in found
            )
        )
    return past


def signature_of(who: Who, content: bytes) -> bytes:
    """The signer's signature. Refused: `no-key`, `key`."""
    if who.key is None:
        raise Refused.one("no-key", "nobody signs", "--key", "name your private SSH key with --key")
    return who.key.sign(content)


def _files(past: Past, decision: Decision, who: Who) -> list[tuple[str, str, bytes]]:
    """(folder, name, content) of each copy, and of the signature beside each."""
    content = canonical(decision.as_dict())
    listed = past.signers.of(decision.key)
    if past.signers.keys and listed is None:
        what, hint = f"the key {decision.key} is in no list of signers", _HINTS["signer"]
        raise Refused.one("signer", what, str(who.key.path) if who.key else "--key", hint)
    short = listed.short if listed else PLAIN
    both = [(".json", content)] + ([(".json.sig", signature_of(who, content))] if listed else [])
    return [
        (subject.folder, f"{subject.version}.{decision.action}.{short}{end}", raw)
        for subject in decision.subjects
        for end, raw in both
    ]


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
