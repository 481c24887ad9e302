"""The audit of a service: every market's documents composed on a day, and held against the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tosgen.audit.applicable import unread
from tosgen.audit.coverage import Audited, Auditor, Violation
from tosgen.ledger import Ledger
from tosgen.lint.adopted import adopted
from tosgen.model.audit import Answer, Audit, Disposition, Reading
from tosgen.model.service import Market
from tosgen.pipeline.draft import Drafted, drafts
from tosgen.pipeline.inputs import Inputs, Progress, documents_of, wanted
from tosgen.pipeline.standing import audited_in_force
from tosgen.resolve import features_of
from tosgen.sources.adopted import Adoption


@dataclass(frozen=True, slots=True)
class Evidence:
    """What people have said about clauses and requirements."""

    readings: Mapping[tuple[str, str], Reading]
    dispositions: Mapping[str, Disposition]
    adoptions: Mapping[str, Adoption]


def audit(
    inputs: Inputs, evidence: Evidence, items: Sequence[tuple[Market, str]], progress: Progress | None = None,
    ledger: Ledger | None = None,
) -> Audit:  # fmt: skip
    """Every requirement that binds a market of `items`, and how its documents answer it: as drafted, then as in force.

    A market is audited with all its documents; if `items` leave some out, only the others are told. What is in force
    is what `ledger` says; a market that has published nothing has no answers of that state. Raises Refused as `drafts`
    and `trusted` do.
    """
    markets = dict.fromkeys(market.name for market, _ in items)
    made = drafts(inputs, [item for item in wanted(inputs.service) if item[0].name in markets], progress)
    chosen = [inputs.service.markets[name] for name in markets]
    auditor = Auditor(inputs.library, evidence.readings, evidence.dispositions, inputs.day)
    clauses = {c.path: c for d in made for scope in d.resolution.scopes for c in scope.clauses}
    drafted: dict[str, list[Audited]] = {name: [] for name in markets}
    for each in made:
        drafted[each.version.market].append(audited(each))
    public = audited_in_force(inputs, ledger, chosen) if ledger else {}
    answers = list(_answers(inputs, auditor, drafted, items))
    answers += _answers(inputs, replace(auditor, state="in-force"), {m: d for m, d in public.items() if d}, items)
    return Audit(
        service=inputs.service.name,
        on=inputs.day,
        answers=tuple(answers),
        unread={name: unread(inputs.library, inputs.service.markets[name].jurisdictions) for name in markets},
        adopted=(len(adopted(clauses.values(), evidence.adoptions)), len(clauses)),
        documents={name: {d.version.document: "drafted" for d in there} for name, there in drafted.items()},
        in_force={name: {d.version.document: d.version.version for d in public[name]} for name in public},
    )


def _answers(
    inputs: Inputs, auditor: Auditor, documents: Mapping[str, Sequence[Audited]], items: Sequence[tuple[Market, str]]
) -> Iterator[Answer]:
    """The answers of each market's documents, limited to the documents that are meant."""
    asked: dict[str, set[str]] = {}
    for place, document in items:
        asked.setdefault(place.name, set()).add(document)
    for name, there in documents.items():
        market = inputs.service.markets[name]
        found = auditor.market(market, features_of(inputs.library, inputs.service, market), there)
        meant = asked.get(name, set())
        whole = meant == {*documents_of(inputs.service, market)}
        yield from (answer for answer in found if whole or answer.document in meant)


def audited(drafted: Drafted) -> Audited:
    """A drafted document, as an auditor looks at it."""
    version = drafted.version
    violations = tuple(
        Violation(b.requirement, (b.supplement, b.clause), b.message) for b in dict.fromkeys(drafted.breaches)
    )
    return Audited(version, drafted.texts[version.authoritative], violations)
