"""Is a ledger whole: its objects, every text, every signature and rule from the first commit on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tosgen.errors import Finding, Place, Refused, Unavailable
from tosgen.ledger import Ledger
from tosgen.review.replay import Replay, check, findings, replay


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying found. `head`: the last commit, to be pinned somewhere else."""

    versions: int
    decisions: int
    signatures: int
    head: str
    signers: int
    findings: tuple[Finding, ...]


def verify(ledger: Ledger, head: str | None = None) -> Verified:
    """Everything that is wrong with a ledger; `head`: a commit, or the beginning of its id, known from before."""
    found: list[Finding] = [*_damage(ledger)]
    try:
        whole = replay(ledger, whole=True)
        found += findings(ledger, [*whole.faults, *check(whole.signed)])
    except (Unavailable, Refused) as error:
        whole = None
        found += error.findings
    if whole is not None and head is not None:
        found += _pinned(ledger, whole, head)
    return _summed(whole, tuple(dict.fromkeys(found)))


def _damage(ledger: Ledger) -> Iterator[Finding]:
    try:
        yield from ledger.faults()
    except Unavailable as error:
        yield from error.findings


def _pinned(ledger: Ledger, whole: Replay, head: str) -> Iterator[Finding]:
    if not any(commit.startswith(head.lower()) for commit in whole.chain):
        what = f"the history does not hold {head}: it was rewritten, or cut short"
        yield Finding("rewritten", what, Place(str(ledger.path)), "compare it with a copy that holds that commit")


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
