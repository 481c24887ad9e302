"""Decisions with the commit that holds each, and the list of signers that it was judged by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from tosgen.ledger import Ledger
from tosgen.ledger.steps import Step
from tosgen.model.decision import PLAIN, Decision, Signers, Subject
from tosgen.review.act import Act, opened
from tosgen.review.past import Past, passed
from tosgen.review.replay import decisive
from tosgen.review.state import Deed


@dataclass(frozen=True, slots=True)
class Held:
    """One decision on one version, where the history has it."""

    commit: str
    parent: str
    date: datetime
    """When it was recorded: for a signed one, the moment that it names."""
    act: Act
    said: Decision
    subject: Subject
    signers: Signers
    lists: Mapping[str, bytes]
    """Path -> content: the list of signers as the parent commit has it."""

    @property
    def deed(self) -> Deed:
        """What it did."""
        return Deed.of(self.said, self.subject)

    @property
    def plain(self) -> bool:
        """Whether nobody signed it: it is a claim, and may speak of days before it was recorded."""
        return self.said.key == PLAIN


def held(ledger: Ledger, folders: frozenset[str], head: str = "") -> Iterator[Held]:
    """Every decision on these documents and markets, in order, up to a commit. Ask `trusted` first if they hold."""
    past = Past(ledger.path.name)
    for step in ledger.steps(decisive):
        yield from _in(step, past, folders)
        passed(past, opened(step))
        if step.commit == head:
            return


def _in(step: Step, past: Past, folders: frozenset[str]) -> Iterator[Held]:
    for act, said, subject in opened(step).decisions:
        if subject.folder in folders:
            yield Held(step.commit, past.tip, step.date, act, said, subject, past.signers, dict(past.lists))
