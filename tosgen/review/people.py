"""Who may decide what, by the list that the parent commit holds. The list of rules is the specification."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from tosgen.ledger.signatures import Claim
from tosgen.model.decision import MAY, PLAIN, Decision, Signer
from tosgen.model.words import word
from tosgen.review import signers as lists
from tosgen.review.act import Act, Opened
from tosgen.review.past import Past, lists_of
from tosgen.review.rule import Fault, Rule
from tosgen.review.state import approvers
from tosgen.saying import AND, OR, joined, said_by, say


def signer(past: Past, now: Opened) -> Iterator[Fault]:
    """With signers, whoever acts signs with a key that the parent commit lists as theirs; without, nobody does."""
    for act in now.acts:
        if act.said is None:
            continue
        if isinstance(act.said, Decision) and not past.signers.keys:
            if act.said.key != PLAIN or act.signature is not None or not act.path.endswith(f".{PLAIN}.json"):
                yield Fault("signer", act.path, say("there are no signers, so that no signature can count"))
            elif act.said.by != now.step.author:
                yield Fault(
                    "signer",
                    act.path,
                    say("{by} decided, and {author} committed", by=act.said.by, author=now.step.author),
                )
            continue
        if act.signature is None:
            yield Fault("unsigned", act.path, say("there are signers, and it is not signed"))
            continue
        if what := _not_a_signer(past, now, act):
            yield Fault("signer", act.path, what)


def _not_a_signer(past: Past, now: Opened, act: Act) -> str:
    said = act.said
    found = _listed(past, now, act)
    if said is None or found is None:
        return say(
            "{key} is no signer's key: it is not in the list that the parent commit holds", key=said.key if said else ""
        )
    if found.principal != said.by:
        return say("the key is {principal}'s, and the decision says {by}", principal=found.principal, by=said.by)
    if lists.expired(found, datetime.fromisoformat(said.at).astimezone(UTC).date()):
        return say("the key of {principal} expired on {until}", principal=found.principal, until=found.until)
    if not act.path.endswith(f".{found.short}.json"):
        return say("its name is of another key")
    if not now.step.author.endswith(f" <{found.principal}>"):
        return say("{principal} decided, and {author} committed", principal=found.principal, author=now.step.author)
    return ""


def _listed(past: Past, now: Opened, act: Act) -> Signer | None:
    """By the parent's list; the very first list is signed by one who stands in it."""
    if act.said is None:
        return None
    if past.signers.keys or isinstance(act.said, Decision):
        return past.signers.of(act.said.key)
    try:
        return lists.read(lists_of(past, now.step)).of(act.said.key)
    except (ValueError, KeyError, TypeError):
        return None


def role(past: Past, now: Opened) -> Iterator[Fault]:
    """Who acts has the role for it."""
    for act, decision, _ in now.decisions:
        held = past.signers.roles_of(decision.by)
        if past.signers.keys and not {*held} & {*MAY[decision.action]}:
            needed = joined(OR, (word("role", name) for name in MAY[decision.action]))
            told = joined(AND, (word("role", name) for name in held)) if held else say("nobody")
            yield Fault(
                "role", act.path, say("{who} is {held}, not {needed}", who=decision.by, held=told, needed=needed)
            )


def own_version(past: Past, now: Opened) -> Iterator[Fault]:
    """Nobody approves words of their own."""
    for act, decision, subject in now.decisions:
        own = past.contributors(subject.folder, subject.version)
        if decision.action == "approve" and past.signers.keys and decision.by in own:
            yield Fault("self-approval", act.path, say("{by} wrote what {ref} says", by=decision.by, ref=subject.ref))


def approved(past: Past, now: Opened) -> Iterator[Fault]:
    """With signers, enough of today's reviewers have approved what is published."""
    for act, decision, subject in now.decisions:
        if decision.action != "publish" or not past.signers.keys:
            continue
        own = past.contributors(subject.folder, subject.version)
        known = {each.principal for each in past.signers.keys} & {*past.signers.roles.get("reviewer", ())}
        given = [name for name in approvers(past.of(subject.folder), subject.version) if name in known - own]
        if len(given) < past.signers.approvals:
            told = say(
                "{ref} has {given} of {needed} approvals of reviewers who did not write it",
                ref=subject.ref, given=len(given), needed=past.signers.approvals,
            )  # fmt: skip
            yield Fault("unapproved", act.path, told)


def agreement(past: Past, now: Opened) -> Iterator[Fault]:
    """An agreement is to the next change, and given once."""
    for act, support in now.supports:
        if now.kind != "signers":
            yield Fault("moved", act.path, say("it stands in a commit of another kind than tosgen makes for it"))
        if support.change != past.signers.change + 1:
            yield Fault(
                "sequence",
                act.path,
                say("it is of change {change}, and {due} is due", change=support.change, due=past.signers.change + 1),
            )
        if support.by in past.supports.get(support.after, ()):
            yield Fault("state", act.path, say("{by} has agreed already", by=support.by))


def list_changed(past: Past, now: Opened) -> Iterator[Fault]:
    """The list of signers changes only as enough of those agree who stand in the one before."""
    files = lists_of(past, now.step)
    if files == past.lists:
        return
    where = lists.ALLOWED
    if not files:
        yield Fault("signers", where, say("the list of signers was removed"))
        return
    try:
        new = lists.read(files)
        after = lists.digest(files)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        yield Fault("signers", where, say("the list of signers is not sound: {error}", error=said_by(error)))
        return
    agreed = past.supports.get(after, set()) | {s.by for _, s in now.supports if s.after == after}
    entitled = {each.principal for each in (past.signers.keys or new.keys)}
    if len(agreed & entitled) < (past.signers.quorum if past.signers.keys else 1):
        yield Fault(
            "quorum",
            where,
            say(
                "{agreed} of {needed} signers agreed to this list",
                agreed=len(agreed & entitled),
                needed=past.signers.quorum,
            ),
        )
    if new.change != past.signers.change + 1:
        yield Fault(
            "sequence",
            where,
            say("it is list {number}, and {due} is due", number=new.change, due=past.signers.change + 1),
        )
    gone = {each.fingerprint for each in past.signers.keys} - {each.fingerprint for each in new.keys}
    if not (gone | {*past.signers.revoked}) <= {*new.revoked}:
        yield Fault("signers", where, say("a key that was taken from the list is not held as revoked"))


RULES: tuple[Rule, ...] = (signer, role, own_version, approved, agreement, list_changed)


def claims(past: Past, now: Opened) -> Iterator[tuple[Act, Claim]]:
    """The signatures to check, once for each act that lies in several places."""
    seen: set[str] = set()
    for act in now.acts:
        found = _listed(past, now, act)
        if act.said is None or act.signature is None or found is None or act.digest in seen:
            continue
        seen.add(act.digest)
        at = datetime.fromisoformat(act.said.at)
        yield act, Claim(found.principal, found.public, at, act.content, act.signature)
