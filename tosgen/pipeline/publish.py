"""Publishing: composed again for the day on which it takes effect, and decided on only if nothing differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from tosgen.errors import Finding, Place, Refused
from tosgen.ledger import Ledger
from tosgen.model.effect import Effect
from tosgen.model.service import Market
from tosgen.model.version import Version
from tosgen.pipeline.draft import drafts
from tosgen.pipeline.inputs import Inputs
from tosgen.review.decide import Decided, Who, decide
from tosgen.review.effects import Basis, Read, Wish, weighed
from tosgen.review.past import Past
from tosgen.review.replay import structure
from tosgen.review.state import published, sendings
from tosgen.saying import listed, say

NOTHING_SAID = Wish()


def publish(
    inputs: Inputs, ledger: Ledger, versions: Sequence[tuple[Market, Version]], who: Who, *, today: date, at: datetime,
    wish: Wish = NOTHING_SAID, reason: str | None = None, kind: str | None = None,
    comments: Mapping[str, str] | None = None,
) -> Decided:  # fmt: skip
    """Publish versions from `inputs.day` on, in one decision; for existing users as `wish` says.

    A version that is published already is published once more, to bring it to existing users. Refused: `bad-date` for a
    day before today, `not-recorded` for each document that composed on that day is not the version's, `mechanism`, and
    the code of each rule that the decision would break.
    """
    if isinstance(wish.existing, date):
        _not_before(wish.existing, today, "--existing")
    chosen = [(version.document, version.market, version.version) for _, version in versions]
    read = recorded(ledger)

    def effects(past: Past, version: Version) -> Effect:
        deeds = past.of(f"{version.document}/{version.market}")
        basis = Basis(inputs.library, deeds, version, read(version), sendings(deeds, version.version), kind)
        return weighed(basis, effective=inputs.day, today=today, wish=wish)

    past = structure(ledger)
    fresh = [(m, v) for m, v in versions if v.version not in published(past.of(f"{v.document}/{v.market}"))]
    if fresh:
        as_composed(inputs, fresh, today)
    return decide(
        ledger, "publish", chosen, who, at, effective=inputs.day, effects=effects, reason=reason, kind=kind,
        comments=comments,
    )  # fmt: skip


def recorded(ledger: Ledger) -> Callable[[Version], Read]:
    """Reads recorded versions of the same document and market as a version."""
    return lambda of: lambda number: ledger.version(of.document, of.market, number)


def as_composed(inputs: Inputs, versions: Sequence[tuple[Market, Version]], today: date) -> None:
    """Refused: `bad-date` for an `inputs.day` before today, `not-recorded` where a version reads otherwise on it."""
    _not_before(inputs.day, today, "--effective")
    made = drafts(inputs, [(market, version.document) for market, version in versions])
    found = [_differing(now.version, then) for now, (_, then) in zip(made, versions, strict=True)]
    if any(found):
        raise Refused(
            _other(version, locales, inputs.day)
            for locales, (_, version) in zip(found, versions, strict=True)
            if locales
        )


def _not_before(day: date, today: date, option: str) -> None:
    if day < today:
        what = say("{day} lies before today, {today}", day=day, today=today)
        raise Refused.one("bad-date", what, option, say("name today or a later day"))


def _other(version: Version, locales: list[str], day: date) -> Finding:
    what = say("composed for {day}, it reads differently in {locales}", day=day, locales=listed(locales))
    hint = say("`tosgen generate --on {day}` records what is to take effect then; have that decided on", day=day)
    return Finding("not-recorded", what, Place(f"{version.document}/{version.market}@{version.version}"), hint)


def _differing(now: Version, then: Version) -> list[str]:
    """The languages in which two versions differ."""
    return [locale for locale in sorted({*now.texts, *then.texts}) if now.texts.get(locale) != then.texts.get(locale)]
