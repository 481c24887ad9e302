"""Compose, compare with the ledger, record what is new."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Protocol, TypeVar

from tosgen.errors import Finding, Place, Refused
from tosgen.ledger import Author, Draft, Entry, Ledger, canonical
from tosgen.ledger.signatures import Key
from tosgen.model.service import Market
from tosgen.model.version import Cause, Version
from tosgen.pipeline.because import accounted
from tosgen.pipeline.draft import Drafted, drafts
from tosgen.pipeline.inputs import Inputs, Progress
from tosgen.pipeline.judge import judged
from tosgen.redline.causes import Pair, omission
from tosgen.resolve import resolved, setting_of
from tosgen.review.decide import Who, with_records
from tosgen.review.past import Past
from tosgen.review.replay import structure
from tosgen.review.state import fallen
from tosgen.saying import say

_AT_ONCE = 200
"""Documents whose earlier versions are read together."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A document composed and found lawful, to be compared with the ledger: its version has no number yet."""

    version: Version
    texts: Mapping[str, str]
    overlay: tuple[str, ...]
    """Paths of the workspace's own clauses in it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run made of one document: its version, whether that is new, and why it differs from its base."""

    version: Version
    texts: Mapping[str, str]
    changed: bool
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a run made of all documents, what the ledger held before, and the tip that it left."""

    outcomes: list[Outcome]
    past: Past
    entries: tuple[Entry, ...]
    tip: str


def generate(
    inputs: Inputs, ledger: Ledger, items: Sequence[tuple[Market, str]], *,
    author: Author, at: datetime, key: Key | None = None, dry_run: bool = False, progress: Progress | None = None,
) -> list[Outcome]:  # fmt: skip
    """Compose, compare with the ledger, and record what is new: all of it or nothing.

    In a ledger with signers the author signs with `key`; Refused (`no-key`, `signer`, `role`) where that cannot be.
    """
    made = lawful(inputs, items, progress)
    return record(inputs, ledger, made, author=author, at=at, key=key, dry_run=dry_run).outcomes


def lawful(inputs: Inputs, items: Sequence[tuple[Market, str]], progress: Progress | None = None) -> list[Ready]:
    """Every document composed in all its languages. Refused with the findings of all of them, `forbidden` included."""
    made = drafts(inputs, items, progress)
    forbidden = [finding for drafted in made for finding in refusals(inputs, drafted)]
    if forbidden:
        raise Refused(dict.fromkeys(forbidden))
    return [Ready(drafted.version, drafted.texts, drafted.overlay) for drafted in made]


def record(
    inputs: Inputs, ledger: Ledger, made: Sequence[Ready], *,
    author: Author, at: datetime, key: Key | None = None, dry_run: bool = False,
) -> Recorded:  # fmt: skip
    """Compare documents with the ledger, and record those that are new.

    It need not have been this process that composed them. Refused as `generate`.
    """
    if dry_run:
        ledger.check()
    with nullcontext() if dry_run else ledger.session() as writer:
        past, entries = structure(ledger), ledger.entries()
        outcomes = list(_outcomes(inputs, ledger, past, entries, made))
        if writer is not None:
            new = [_to_record(inputs, d, o) for d, o in zip(made, outcomes, strict=True) if o.changed]
            if new:
                signed, who, when = with_records(ledger, writer.tip, new, Who(author, key), at)
                writer.record(signed, who.author, when, None)
        tip = writer.tip if writer is not None else ledger.tip
        return Recorded(outcomes, past, entries, tip)


def refusals(inputs: Inputs, drafted: Drafted) -> Iterator[Finding]:
    """What the law forbids its texts to say, as findings (`forbidden`)."""
    paths = {(record.supplement, record.id): record.source for record in drafted.version.clauses}
    for breach in drafted.breaches:
        row = inputs.library.requirements[breach.requirement]
        hint = f"{row.id} ({inputs.library.laws[row.law].name} {row.provision}): {row.text}"
        where = say(
            "{message} in {document}/{market}",
            message=breach.message,
            document=drafted.version.document,
            market=drafted.version.market,
        )
        yield Finding("forbidden", where, Place(f"clauses/{paths[breach.supplement, breach.clause]}.md"), hint)


def _to_record(inputs: Inputs, drafted: Ready, outcome: Outcome) -> Draft:
    files = {path: (inputs.workspace / "clauses" / f"{path}.md").read_bytes() for path in drafted.overlay}
    return Draft(
        outcome.version,
        outcome.texts,
        {f"clauses/{path}.md": raw for path, raw in files.items()},
        outcome.version.summary,
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """What a document meets in the ledger: its base; the version that records the same; the number of a new one."""

    base: tuple[Entry, Version] | None
    same: Version | None
    number: int


def _outcomes(
    inputs: Inputs, ledger: Ledger, past: Past, entries: Sequence[Entry], made: Sequence[Ready]
) -> Iterator[Outcome]:
    """Of each document in turn; of the versions that they are compared with, some are held at once."""
    of: dict[str, list[Entry]] = {}
    for entry in entries:
        of.setdefault(entry.folder, []).append(entry)
    for at in range(0, len(made), _AT_ONCE):
        some = made[at : at + _AT_ONCE]
        found = list(_beside(ledger, past, of, some))
        texts = iter(list(ledger.texts_of([each.base for each in found if each.base and not each.same])))
        for drafted, each in zip(some, found, strict=True):
            yield _outcome(inputs, drafted, each, next(texts) if each.base and not each.same else {})


def _beside(
    ledger: Ledger, past: Past, of: Mapping[str, Sequence[Entry]], made: Sequence[Ready]
) -> Iterator[Beside]:  # fmt: skip
    """What each document meets, all of it read through one git process. `of`: folder -> the history there."""
    folders = [f"{drafted.version.document}/{drafted.version.market}" for drafted in made]
    days = [drafted.version.generated_for for drafted in made]
    pairs = [neighbours(of.get(f, ()), day, fallen(past.of(f))) for f, day in zip(folders, days, strict=True)]
    versions = ledger.versions([entry for pair in pairs for entry in pair if entry])
    for drafted, folder, pair in zip(made, folders, pairs, strict=True):
        base, following = [(entry, next(versions)) if entry else None for entry in pair]
        same = next((v for _, v in filter(None, (base, following)) if _same(v, drafted.version)), None)
        yield Beside(base, same, max((entry.version for entry in of.get(folder, ())), default=0) + 1)


class Dated(Protocol):
    """A version, or its place in the history."""

    @property
    def version(self) -> int:
        """Its number."""

    @property
    def generated_for(self) -> str:
        """The day that it was composed for."""


D = TypeVar("D", bound=Dated)


def neighbours(history: Iterable[D], day: str, gone: Collection[int]) -> tuple[D | None, D | None]:
    """What a document composed for a day is compared with: its base, and the version for the nearest later day.

    `gone`: the versions that were rejected or withdrawn.
    """
    left = [v for v in history if v.version not in gone]
    earlier = [v for v in left if v.generated_for <= day]
    later = [v for v in left if v.generated_for > day]
    base = max(earlier, key=lambda v: (v.generated_for, v.version), default=None)
    return base, min(later, key=lambda v: (v.generated_for, -v.version), default=None)


def _outcome(inputs: Inputs, drafted: Ready, beside: Beside, before: Mapping[str, str]) -> Outcome:
    """`before`: the texts of its base by locale."""
    if beside.same:
        return Outcome(beside.same, drafted.texts, False, ())
    base = beside.base[1] if beside.base else None
    version = replace(drafted.version, version=beside.number, base=base.version if base else None)
    causes: tuple[Cause, ...] = ()
    if base:
        pair = Pair(base, version, inputs.library, _trial(inputs, version, base))
        version, causes = accounted(inputs, pair, before.get)
    return Outcome(judged(inputs, base, version, drafted.texts, before.get), drafted.texts, True, causes)


def _same(known: Version, version: Version) -> bool:
    """Whether nothing makes a version differ from another: texts, resolved clauses, used facts."""
    return (
        dict(known.texts) == dict(version.texts)
        and _clauses(known) == _clauses(version)
        and canonical(dict(known.facts)) == canonical(dict(version.facts))
    )


def _clauses(version: Version) -> list[tuple[str, str, str, str, dict[str, str]]]:
    return [(c.supplement, c.id, c.source, c.template, dict(c.satisfies)) for c in version.clauses]


def _trial(inputs: Inputs, version: Version, base: Version) -> Callable[[str], Mapping[tuple[str, str], str]]:
    market = inputs.service.markets[version.market]
    setting = setting_of(inputs.library, inputs.service, market, inputs.day)
    known = frozenset(name for name in base.features if name in inputs.library.features)
    places = tuple(place for place in base.jurisdictions if place in inputs.library.jurisdictions)
    back = {
        "law": replace(setting, day=date.fromisoformat(base.generated_for)),
        "feature": replace(setting, features=known),
        "jurisdiction": replace(setting, jurisdictions=places or setting.jurisdictions),
    }

    @cache
    def trial(name: str) -> Mapping[tuple[str, str], str]:
        then = resolved(inputs.library, market, version.document, back[name])
        found = {(scope.supplement, clause.id): clause.path for scope in then.scopes for clause in scope.clauses}
        return {**found, **{omission(scope.supplement, id): id for scope in then.scopes for id in scope.omitted}}

    return trial
