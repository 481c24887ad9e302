"""Compose, compare with the ledger, record what is new."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from itertools import chain, islice

from tosgen.errors import Finding, Place, Refused
from tosgen.formats.redline_summary import summary
from tosgen.ledger import Author, Draft, Ledger
from tosgen.ledger.signatures import Key
from tosgen.model.document import anchor
from tosgen.model.service import Market
from tosgen.model.version import Cause, Version
from tosgen.pipeline.draft import Drafted, drafts
from tosgen.pipeline.inputs import Inputs, Progress
from tosgen.redline.align import compare
from tosgen.redline.causes import Pair, all_causes, by_anchor, explained, omission
from tosgen.resolve import Resolution, resolved, setting_of
from tosgen.review.decide import Who, with_records
from tosgen.review.kind import kind
from tosgen.review.replay import structure
from tosgen.review.state import fallen


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run made of one document: its version, whether that is new, and why it differs from its base."""

    version: Version
    texts: Mapping[str, str]
    changed: bool
    causes: tuple[Cause, ...]


def generate(
    inputs: Inputs, ledger: Ledger, items: Sequence[tuple[Market, str]], *,
    author: Author, at: datetime, key: Key | None = None, dry_run: bool = False, progress: Progress | None = None,
) -> list[Outcome]:  # fmt: skip
    """Compose, compare with the ledger, and record what is new: all of it or nothing.

    In a ledger with signers the author signs with `key`; Refused (`no-key`, `signer`, `role`) where that cannot be.
    """
    made = drafts(inputs, items, progress)
    forbidden = [finding for drafted in made for finding in refusals(inputs, drafted)]
    if forbidden:
        raise Refused(dict.fromkeys(forbidden))
    with nullcontext() if dry_run else ledger.session() as writer:
        past = structure(ledger)
        outcomes = [
            _outcome(inputs, ledger, d, known, fallen(past.of(f"{d.version.document}/{d.version.market}")))
            for d, known in zip(made, _histories(ledger, made), strict=True)
        ]
        if writer is not None:
            new = [_to_record(inputs, d, o) for d, o in zip(made, outcomes, strict=True) if o.changed]
            if new:
                signed, who, when = with_records(ledger, writer.tip, new, Who(author, key), at)
                writer.record(signed, who.author, when, None)
    return outcomes


def refusals(inputs: Inputs, drafted: Drafted) -> Iterator[Finding]:
    """What the law forbids its texts to say, as findings (`forbidden`)."""
    paths = {(record.supplement, record.id): record.source for record in drafted.version.clauses}
    for breach in drafted.breaches:
        row = inputs.library.requirements[breach.requirement]
        hint = f"{row.id} ({inputs.library.laws[row.law].name} {row.provision}): {row.text}"
        where = f"{breach.message} in {drafted.version.document}/{drafted.version.market}"
        yield Finding("forbidden", where, Place(f"clauses/{paths[breach.supplement, breach.clause]}.md"), hint)


def _to_record(inputs: Inputs, drafted: Drafted, outcome: Outcome) -> Draft:
    files = {path: (inputs.workspace / "clauses" / f"{path}.md").read_bytes() for path in drafted.overlay}
    return Draft(
        outcome.version,
        outcome.texts,
        {f"clauses/{path}.md": raw for path, raw in files.items()},
        outcome.version.summary,
    )


def _histories(ledger: Ledger, made: Sequence[Drafted]) -> Iterator[list[Version]]:
    """The recorded versions of each document in turn, all of them read through one git process."""
    entries = [ledger.entries(drafted.version.document, drafted.version.market) for drafted in made]
    versions = ledger.versions(chain.from_iterable(entries))
    for some in entries:
        yield list(islice(versions, len(some)))


def _outcome(
    inputs: Inputs, ledger: Ledger, drafted: Drafted, history: Sequence[Version], gone: frozenset[int]
) -> Outcome:
    """`gone`: the versions that were rejected or withdrawn, with which nothing is compared."""
    version = drafted.version
    left = [v for v in history if v.version not in gone]
    earlier = [v for v in left if v.generated_for <= version.generated_for]
    later = [v for v in left if v.generated_for > version.generated_for]
    base = max(earlier, key=lambda v: (v.generated_for, v.version), default=None)
    following = min(later, key=lambda v: (v.generated_for, -v.version), default=None)
    for known in (base, following):
        if known and _content(known) == _content(version):
            return Outcome(known, drafted.texts, False, ())
    number = max((v.version for v in history), default=0) + 1
    version = replace(version, version=number, base=base.version if base else None)
    causes: tuple[Cause, ...] = ()
    if base:
        pair = Pair(base, version, inputs.library, _trial(inputs, drafted.resolution, base))
        version = explained(pair)
        found = by_anchor(pair, version)
        causes = all_causes(found)
        own = {anchor(c.id, c.supplement) for c in version.clauses}
        version = replace(version, other_causes={name: some for name, some in found.items() if name not in own})
    version = replace(version, kind=kind(base, version))
    return Outcome(replace(version, summary=_summary(ledger, base, version, drafted)), drafted.texts, True, causes)


def _summary(ledger: Ledger, base: Version | None, version: Version, drafted: Drafted) -> str:
    """One sentence on what changed, read off the redline of the authoritative text."""
    locale = version.authoritative
    if base is None or locale not in base.texts:
        return f"first version, {len(version.clauses)} clauses"
    before = ledger.text(base.document, base.market, base.version, locale)
    causes = {**version.other_causes, **{anchor(c.id, c.supplement): c.causes for c in version.clauses}}
    return summary(compare(before, drafted.texts[locale], from_="", to="", causes=causes))


def _content(version: Version) -> str:
    """What makes a version differ from another: texts, resolved clauses, used facts."""
    clauses = [(c.supplement, c.id, c.source, c.template, dict(c.satisfies)) for c in version.clauses]
    return json.dumps([dict(version.texts), clauses, dict(version.facts)], sort_keys=True, ensure_ascii=False)


def _trial(inputs: Inputs, now: Resolution, base: Version) -> Callable[[str], Mapping[tuple[str, str], str]]:
    setting = setting_of(inputs.library, inputs.service, now.market, now.day)
    known = frozenset(name for name in base.features if name in inputs.library.features)
    places = tuple(place for place in base.jurisdictions if place in inputs.library.jurisdictions)
    back = {
        "law": replace(setting, day=date.fromisoformat(base.generated_for)),
        "feature": replace(setting, features=known),
        "jurisdiction": replace(setting, jurisdictions=places or setting.jurisdictions),
    }

    @cache
    def trial(name: str) -> Mapping[tuple[str, str], str]:
        then = resolved(inputs.library, now.market, now.document, back[name])
        found = {(scope.supplement, clause.id): clause.path for scope in then.scopes for clause in scope.clauses}
        return {**found, **{omission(scope.supplement, id): id for scope in then.scopes for id in scope.omitted}}

    return trial
