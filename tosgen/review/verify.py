"""Is a ledger whole: its objects, every text, every signature and rule from the first commit on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tosgen.errors import Finding, Place, Refused, Unavailable
from tosgen.ledger import Ledger, private
from tosgen.model.library import Library
from tosgen.review.lawful import unlawful
from tosgen.review.replay import Replay, check, findings, replay
from tosgen.saying import say, say_n


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying found. `head`: the last commit, to be pinned somewhere else."""

    versions: int
    decisions: int
    signatures: int
    head: str
    signers: int
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...] = ()
    """What is no fault of the ledger."""


def verify(ledger: Ledger, head: str | None = None, law: Callable[[], Library | None] = lambda: None) -> Verified:
    """Everything that is wrong with a ledger; `head`: a commit, or the beginning of its id, known from before.

    `law` gives the library that is at hand; publications that name it are held against its register.
    """
    found: list[Finding] = [*_damage(ledger)]
    beside = list(private.faults(ledger.path))
    found += [finding for finding in beside if finding.severity == "error"]
    notes = [finding for finding in beside if finding.severity != "error"]
    try:
        whole = replay(ledger, whole=True)
        found += findings(ledger, [*whole.faults, *check(whole.signed), *unlawful(ledger, whole, law)])
    except (Unavailable, Refused) as error:
        whole = None
        found += error.findings
    if whole is not None and head is not None:
        found += _pinned(ledger, whole, head)
    notes += _lost(ledger, whole) if whole else []
    return replace(_summed(whole, tuple(dict.fromkeys(found))), notes=tuple(notes))


def _lost(ledger: Ledger, whole: Replay) -> Iterator[Finding]:
    lost = private.lost(ledger.path, sorted(whole.reasons))
    if lost:
        what = say_n("{n} reason is not here: the ledger has its SHA-256", "{n} reasons are not here: the ledger has"
                     " their SHA-256", n=len(lost))  # fmt: skip
        yield Finding("private", what, Place(str(private.folder_of(ledger.path))), "", "note")


def _damage(ledger: Ledger) -> Iterator[Finding]:
    try:
        yield from ledger.faults()
    except (Unavailable, Refused) as error:
        yield from error.findings


def _pinned(ledger: Ledger, whole: Replay, head: str) -> Iterator[Finding]:
    if not any(commit.startswith(head.lower()) for commit in whole.chain):
        what = say("the history does not hold {head}: it was rewritten, or cut short", head=head)
        yield Finding("rewritten", what, Place(str(ledger.path)), say("compare it with a copy that holds that commit"))


def _summed(whole: Replay | None, found: tuple[Finding, ...]) -> Verified:
    if whole is None:
        return Verified(0, 0, 0, "", 0, found)
    past = whole.past
    return Verified(
        versions=sum(len(versions) for versions in past.versions.values()),
        decisions=sum(len(deeds) for deeds in past.deeds.values()),
        signatures=len({act.digest for _, act, _ in whole.signed}),
        head=past.tip,
        signers=len({each.principal for each in past.signers.keys}),
        findings=found,
    )
