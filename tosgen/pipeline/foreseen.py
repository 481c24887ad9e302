"""Whether a version can be published for the day that a notice names: it is told before the notice goes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tosgen.errors import Finding, Place, Refused
from tosgen.ledger import Ledger
from tosgen.pipeline.inputs import Inputs
from tosgen.pipeline.notice import Notice
from tosgen.pipeline.publish import as_composed
from tosgen.review.case import hypothetical
from tosgen.review.decisions import uncompared
from tosgen.review.replay import trusted
from tosgen.review.state import Deed, publications
from tosgen.review.users import elsewhen, not_first
from tosgen.saying import say


def refusals(inputs: Inputs, ledger: Ledger, notice: Notice) -> tuple[Finding, ...]:
    """Why `publish` would refuse the notice's day for new users, today being the inputs' day; as warnings."""
    version = notice.version
    folder = f"{version.document}/{version.market}"
    deeds = trusted(ledger, {folder}).of(folder)
    found = [*_of_day(deeds, notice, f"{folder}@{version.version}"), *_of_text(inputs, deeds, notice)]
    return tuple(_warning(each) for each in found)


def _of_day(deeds: Sequence[Deed], notice: Notice, ref: str) -> Iterator[Finding]:
    version, public = notice.version, publications(deeds).get(notice.version.version)
    wrong = [*not_first(hypothetical(notice.effect, notice.effective, version.version))]
    if public:
        wrong += elsewhen(public, notice.effective)
    elif told := uncompared(deeds, notice.effective, version.base, ref):
        wrong.append(("stale-base", told))
    yield from (Finding(code, what, Place(ref)) for code, what in wrong)


def _of_text(inputs: Inputs, deeds: Sequence[Deed], notice: Notice) -> tuple[Finding, ...]:
    """What a version that is no longer to be published is made of plays no part."""
    if notice.version.version in publications(deeds):
        return ()
    try:
        as_composed(replace(inputs, day=notice.effective), [(notice.market, notice.version)], inputs.day)
    except Refused as refused:
        return refused.findings
    return ()


def _warning(found: Finding) -> Finding:
    what = say("`tosgen publish` would refuse this day: {what}", what=found.message)
    return replace(found, message=what, severity="warning")
