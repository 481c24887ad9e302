"""Recorded versions composed again from what is at hand: the same inputs give the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tosgen.errors import Finding, Place, Refused
from tosgen.ledger import Ledger
from tosgen.model.version import Version
from tosgen.pipeline.draft import drafts
from tosgen.pipeline.inputs import Inputs
from tosgen.saying import listed, say


@dataclass(frozen=True, slots=True)
class Recomposed:
    """How many versions gave the same bytes again, how many could not be composed since their inputs have moved on, and
    how many were left for want of time."""

    same: int
    out_of_reach: int
    left: int
    findings: tuple[Finding, ...]


def recompose(inputs: Inputs, ledger: Ledger, enough: Callable[[], bool] = lambda: False) -> Recomposed:
    """Every version whose library, profile, catalogs and tosgen are those at hand, composed again, the last one first,
    until it is `enough`."""
    entries = ledger.entries()[::-1]
    tried: list[tuple[Version, list[str] | None]] = []
    for version in ledger.versions(entries):
        if enough():
            break
        tried.append((version, _differing(inputs, version)))
    found = [locales for _, locales in tried]
    findings = tuple(_finding(ledger, version, locales) for version, locales in tried if locales)
    return Recomposed(found.count([]), found.count(None), len(entries) - len(tried), findings)


def within_reach(version: Version, tosgen: str) -> bool:
    """Whether a version may be composed again by this tosgen, before anything is loaded."""
    return version.inputs.get("tosgen") == tosgen


def _differing(inputs: Inputs, version: Version) -> list[str] | None:
    """The languages in which it reads differently; None where its inputs are not at hand."""
    library, market = inputs.library, inputs.service.markets.get(version.market)
    known = {"version": library.version, "commit": library.commit, "digest": library.digest}
    given = {"library": known, "profile": inputs.service.digest, "tosgen": inputs.tosgen}
    if dict(version.inputs) != given or market is None:
        return None
    try:
        on_its_day = replace(inputs, day=date.fromisoformat(version.generated_for))
        (made,) = drafts(on_its_day, [(market, version.document)])
    except Refused:  # a catalog has lost what it had
        return None
    if dict(_translated(made.version)) != dict(_translated(version)):
        return None
    now, then = made.version.texts, version.texts
    return [locale for locale in sorted({*now, *then}) if now.get(locale) != then.get(locale)]


def _translated(version: Version) -> Iterator[tuple[object, object]]:
    """What a version has of the catalogs, which no digest among its inputs stands for."""
    for clause in version.clauses:
        yield clause.key, (clause.digest, dict(clause.translations))
    for kind, words in (("term", version.terms), ("title", version.titles)):
        yield from (((kind, name), dict(forms)) for name, forms in words.items())


def _finding(ledger: Ledger, version: Version, locales: Sequence[str]) -> Finding:
    what = say("composed again from the same library and profile, it reads differently in {locales}",
               locales=listed(locales))  # fmt: skip
    place = Place(f"{ledger.path}/{version.document}/{version.market}@{version.version}")
    return Finding("recomposed", what, place, say("compare it with what `tosgen generate --dry-run` makes"))
