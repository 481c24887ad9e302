"""Publishing: composed again for the day on which it takes effect, and decided on only if nothing differs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from tosgen.errors import Finding, Place, Refused
from tosgen.ledger import Ledger
from tosgen.model.service import Market
from tosgen.model.version import Version
from tosgen.pipeline.draft import drafts
from tosgen.pipeline.inputs import Inputs
from tosgen.review.decide import Decided, Who, decide


def publish(
    inputs: Inputs, ledger: Ledger, versions: Sequence[tuple[Market, Version]], who: Who, *, today: date, at: datetime
) -> Decided:
    """Publish versions from `inputs.day` on, in one decision.

    Refused: `bad-date` for a day before today, `not-recorded` for each document that composed on that day is not the
    version's, and the code of each rule that the decision would break.
    """
    if inputs.day < today:
        what = f"{inputs.day} lies before today, {today}"
        raise Refused.one("bad-date", what, "--effective", "name today or a later day")
    made = drafts(inputs, [(market, version.document) for market, version in versions])
    found = [_differing(now.version, then) for now, (_, then) in zip(made, versions, strict=True)]
    if any(found):
        raise Refused(
            _other(version, locales, inputs.day)
            for locales, (_, version) in zip(found, versions, strict=True)
            if locales
        )
    chosen = [(version.document, version.market, version.version) for _, version in versions]
    return decide(ledger, "publish", chosen, who, at, effective=inputs.day)


def _other(version: Version, locales: list[str], day: date) -> Finding:
    what = f"composed for {day}, it reads differently in {', '.join(locales)}"
    hint = f"`tosgen generate --on {day}` records what is to take effect then; have that decided on"
    return Finding("not-recorded", what, Place(f"{version.document}/{version.market}@{version.version}"), hint)


def _differing(now: Version, then: Version) -> list[str]:
    """The languages in which two versions differ."""
    return [locale for locale in sorted({*now.texts, *then.texts}) if now.texts.get(locale) != then.texts.get(locale)]
