"""Everything of a service whose time may have come, gathered for `audit.due`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tosgen.audit.applicable import applicable
from tosgen.audit.due import Standing
from tosgen.audit.records import FOLDER, read
from tosgen.ledger import Ledger
from tosgen.model.audit import Disposition, Record
from tosgen.model.service import Market
from tosgen.pipeline.inputs import Inputs
from tosgen.resolve import features_of, resolved, setting_of


def standing(
    inputs: Inputs, ledger: Ledger, dispositions: Mapping[str, Disposition], items: Sequence[tuple[Market, str]]
) -> Standing:
    """What the documents of `items` are made of, what binds their markets, and what the ledger holds."""
    library, service, day = inputs.library, inputs.service, inputs.day
    clauses = {
        clause.path: clause
        for market, document in items
        for scope in resolved(library, market, document, setting_of(library, service, market, day)).scopes
        for clause in scope.clauses
    }
    markets = {market.name: (market, features_of(library, service, market)) for market, _ in items}
    rows = {
        item.requirement.id: item.requirement
        for market, features in markets.values()
        for item in applicable(library, market.jurisdictions, features, day)
    }
    wanted = {(document, market.name) for market, document in items}
    entries = (e for e in ledger.entries() if (e.document, e.market) in wanted)
    recorded = {f"{entry.document}/{entry.market}": entry.recorded.date() for entry in entries}
    return Standing(
        library=library,
        service=service,
        clauses=[clauses[path] for path in sorted(clauses)],
        rows=list(rows.values()),
        documents=dict(sorted(recorded.items())),
        records=records(ledger),
        dispositions=dispositions,
        features=frozenset(name for _, features in markets.values() for name in features),
        day=day,
    )


def records(ledger: Ledger) -> list[Record]:
    """The audit trail that a ledger holds."""
    paths = [path for path in ledger.paths() if path.startswith(f"{FOLDER}/")]
    return read(ledger.read(paths))
