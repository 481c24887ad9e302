"""The history of a ledger gone through from its first commit, every rule asked of every commit."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from tosgen.errors import Finding, Place, Refused
from tosgen.ledger import Ledger, signatures
from tosgen.ledger.record import printable
from tosgen.ledger.signatures import Claim
from tosgen.ledger.steps import Step
from tosgen.model.kept import kept
from tosgen.model.version import Version
from tosgen.review import commits, contents, decisions, people, told
from tosgen.review.act import Act, Opened, opened
from tosgen.review.past import Past, passed
from tosgen.review.rule import Fault, Rule
from tosgen.review.signers import FOLDER
from tosgen.review.users import reaching, users
from tosgen.review.weigh import given
from tosgen.saying import Said, say

RULES: tuple[Rule, ...] = (*commits.RULES, *decisions.RULES, *people.RULES, *told.RULES, users, given)
WITH_CONTENTS: tuple[Rule, ...] = (*RULES, *contents.RULES)
_LISTS = frozenset({"quorum", "signers", "sequence", "unsigned", "signer", "replayed"})
Signed = tuple[Opened, Act, Claim]


@dataclass(slots=True)
class Replay:
    """What a ledger's history amounts to, and what is wrong with it. Whoever goes on from its past takes a copy."""

    past: Past
    faults: list[tuple[Step, Fault]] = field(default_factory=list)
    chain: list[str] = field(default_factory=list)
    """Ids of the commits, the first one first."""
    signed: list[Signed] = field(default_factory=list)
    """Signatures that are still to be checked."""
    reasons: set[str] = field(default_factory=set)
    """Digests of what was said of decisions, outside the ledger."""
    reaching: list[tuple[Step, Act]] = field(default_factory=list)
    """Publications by which a text comes to existing users, to be held against the register."""


def replay(ledger: Ledger, *, whole: bool = False) -> Replay:
    """Everything, signatures apart; `whole`: texts and records too. Unavailable (`corrupt`) for a damaged object."""
    found = Replay(Past(ledger.path.name))
    rules = WITH_CONTENTS if whole else RULES
    for step in ledger.steps((lambda _: True) if whole else decisive):
        now = opened(step, _version(step) if whole else None)
        broken = [fault for rule in rules for fault in rule(found.past, now)]
        found.faults += [(step, fault) for fault in broken]
        found.signed += _bare(now, people.claims(found.past, now))
        found.reaching += [(replace(step, contents={}, touched=()), act) for act in reaching(now)]
        found.chain.append(step.commit)
        found.reasons |= {said.reason for _, said, _ in now.decisions if said.reason}
        passed(found.past, now, agreed=not any(f.path.startswith(FOLDER) and f.code in _LISTS for f in broken))
    found.faults += list(_unfinished(found))
    return found


def trusted(ledger: Ledger, folders: Collection[str]) -> Past:
    """The past of a ledger, every decision on `folders` and every change of signers checked with its signature.

    Refused with the fault's code for any that does not hold: nothing is derived from it.
    """
    found = _replayed(ledger, ledger.tip)
    bad = [each for each in found.faults if each[1].path and _concerns(each[1].path, folders)]
    bad += check([each for each in found.signed if _speaks(each[1], folders)])
    if bad:
        raise Refused(findings(ledger, bad))
    return found.past


def structure(ledger: Ledger) -> Past:
    """The past of a ledger with no signature checked: for lists of what there is. It is not to be gone on with."""
    return _replayed(ledger, ledger.tip).past


@kept
def _replayed(ledger: Ledger, tip: str) -> Replay:  # what it is the replay of
    return replay(ledger)


def doubtful(found: Replay) -> bool:
    """Whether something is wrong with a decision or with the list of signers."""
    return any(fault.path for _, fault in found.faults)


def check(signed: list[Signed]) -> Iterator[tuple[Step, Fault]]:
    """The signatures that do not hold; each act is checked once, wherever its copies lie."""
    once: dict[tuple[str, str], Signed] = {}
    for each in signed:
        once.setdefault((each[1].digest, each[2].public), each)
    chosen = list(once.values())
    for (now, act, _), what in zip(chosen, signatures.check([claim for _, _, claim in chosen]), strict=True):
        if what:
            yield now.step, Fault("signature", act.path, say("the signature does not hold: {what}", what=what))


def findings(ledger: Ledger, faults: Collection[tuple[Step, Fault]]) -> Iterator[Finding]:
    """Faults as findings."""
    for step, fault in faults:
        where = f"{ledger.path}/{printable(fault.path)}".rstrip("/")
        hint = (
            say("`tosgen verify` tells all that is wrong; nothing that follows from it is taken") if step.commit else ""
        )
        what = fault.what.each(printable) if isinstance(fault.what, Said) else printable(fault.what)
        told = say("commit {commit}: {what}", commit=step.commit[:10], what=what) if step.commit else what
        yield Finding(fault.code, told, Place(where), hint)


def _unfinished(found: Replay) -> Iterator[tuple[Step, Fault]]:
    for left in found.past.running.values():
        step = found.signed[-1][0].step
        yield (
            step,
            Fault("copies", "", say("the last versions are missing: their author signed {left} more", left=left)),
        )


def _bare(now: Opened, claims: Iterable[tuple[Act, Claim]]) -> list[Signed]:
    """Claims with their commit, without all that it holds."""
    found = list(claims)
    bare = replace(now, step=replace(now.step, contents={}, touched=()), acts=(), version=None) if found else now
    return [(bare, act, claim) for act, claim in found]


def _speaks(act: Act, folders: Collection[str]) -> bool:
    """Whether an act, of which one copy is checked for all, is on any of these folders, or on the list of signers."""
    return _concerns(act.path, folders) or any(folder in folders for folder, _ in act.named)


def _concerns(path: str, folders: Collection[str]) -> bool:
    return path.startswith(f"{FOLDER}/") or "/".join(path.split("/")[:2]) in folders


def decisive(path: str) -> bool:
    """Whether a file decides something, or says who may."""
    return "/decisions/" in path or path.startswith(f"{FOLDER}/")


def _version(step: Step) -> Version | None:
    trailers = step.trailers
    raw = step.contents.get(f"{trailers.get('Document')}/{trailers.get('Market')}/version.json")
    try:
        return Version.from_dict(json.loads(raw)) if raw is not None else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
