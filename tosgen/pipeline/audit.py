"""The audit of a service: every market's documents composed on a day, and held against the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tosgen.audit.applicable import unread
from tosgen.audit.coverage import Audited, Auditor, Violation
from tosgen.lint.adopted import adopted
from tosgen.model.audit import Answer, Audit, Disposition, Reading
from tosgen.model.service import Market
from tosgen.pipeline.draft import Drafted, drafts
from tosgen.pipeline.inputs import Inputs, Progress, wanted
from tosgen.resolve import features_of
from tosgen.sources.adopted import Adoption


@dataclass(frozen=True, slots=True)
class Evidence:
    """What people have said about clauses and requirements."""

    readings: Mapping[tuple[str, str], Reading]
    dispositions: Mapping[str, Disposition]
    adoptions: Mapping[str, Adoption]


def audit(
    inputs: Inputs, evidence: Evidence, items: Sequence[tuple[Market, str]], progress: Progress | None = None
) -> Audit:
    """Every requirement that binds a market of `items`, and how its documents answer it.

    A market is audited with all its documents; if `items` leave some out, only the others are told. Raises Refused as
    `drafts` does.
    """
    markets = list(dict.fromkeys(market.name for market, _ in items))
    made = drafts(inputs, [item for item in wanted(inputs.service) if item[0].name in markets], progress)
    auditor = Auditor(inputs.library, evidence.readings, evidence.dispositions, inputs.day)
    clauses = {c.path: c for drafted in made for scope in drafted.resolution.scopes for c in scope.clauses}
    answers: list[Answer] = []
    for name in markets:
        market = inputs.service.markets[name]
        documents = [audited(d) for d in made if d.version.market == name]
        found = auditor.market(market, features_of(inputs.library, inputs.service, market), documents)
        meant = {document for m, document in items if m.name == name}
        whole = meant == {document.version.document for document in documents}
        answers += [answer for answer in found if whole or answer.document in meant]
    return Audit(
        service=inputs.service.name,
        on=inputs.day,
        answers=tuple(answers),
        unread={name: unread(inputs.library, inputs.service.markets[name].jurisdictions) for name in markets},
        adopted=(len(adopted(clauses.values(), evidence.adoptions)), len(clauses)),
        documents={name: {d.version.document: "drafted" for d in made if d.version.market == name} for name in markets},
    )


def audited(drafted: Drafted) -> Audited:
    """A drafted document, as an auditor looks at it."""
    version = drafted.version
    violations = tuple(
        Violation(b.requirement, (b.supplement, b.clause), b.message) for b in dict.fromkeys(drafted.breaches)
    )
    return Audited(version, drafted.texts[version.authoritative], violations)
