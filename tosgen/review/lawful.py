"""What publications say of the law, held against the register that they name, where that is at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from tosgen.errors import TosgenError
from tosgen.ledger import Ledger
from tosgen.ledger.steps import Step
from tosgen.model.decision import Decision, Subject
from tosgen.model.effect import Duty
from tosgen.model.library import Library
from tosgen.review.act import Act
from tosgen.review.effects import Basis, Read, effect_on
from tosgen.review.replay import Replay
from tosgen.review.rule import Fault
from tosgen.review.state import sendings
from tosgen.saying import listed, say


def unlawful(ledger: Ledger, found: Replay, law: Callable[[], Library | None]) -> Iterator[tuple[Step, Fault]]:
    """Where the register gives other duties than a publication says. `law` is asked only if there is one to hold."""
    library = law() if found.reaching else None
    for step, act in found.reaching if library else ():
        subject = act.subject()
        assert library is not None
        assert isinstance(act.said, Decision)
        assert subject is not None
        assert subject.effect is not None
        if subject.effect.library != library.digest or not subject.effect.existing:
            continue
        deeds = found.past.of(subject.folder)[: _first(act) - 1]
        read = _reader(ledger, subject)
        try:
            version = read(subject.version)
        except TosgenError:  # told elsewhere
            continue
        basis = Basis(library, deeds, version, read, sendings(deeds, subject.version), act.said.kind)
        effect = effect_on(basis, date.fromisoformat(subject.effect.existing))
        if (effect.nature, effect.matters) != (subject.effect.nature, subject.effect.matters):
            yield step, Fault("law", act.path, say("what it says of the change is not what the register sees in it"))
        elif _said(effect.duties) != _said(subject.effect.duties):
            rows = listed(duty.requirement for duty in effect.duties)
            yield step, Fault("law", act.path, say("its duties are not those of the register: {rows}", rows=rows))


def _reader(ledger: Ledger, subject: Subject) -> Read:
    return lambda number: ledger.version(subject.document, subject.market, number)


def _first(act: Act) -> int:
    """The number of the first decision of its commit on the same document and market."""
    subject = act.subject()
    assert subject is not None
    return min(each.sequence for (folder, _), each in act.named.items() if folder == subject.folder)


def _said(duties: Sequence[Duty]) -> list[Duty]:
    """Without what a calendar gave, which may know more holidays by now."""
    return [replace(duty, earliest=None) for duty in duties]
