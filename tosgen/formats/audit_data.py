"""An audit as the JSON that others rely on: `tosgen.audit/1`."""

from __future__ import annotations

from tosgen.model.audit import Answer, Audit, State
from tosgen.model.plain import Plain


def write(audit: Audit) -> dict[str, Plain]:
    """`{schema, service, on, adopted, coverage, in_force, in_force_coverage, requirements, unread}`.

    `coverage` is of what is drafted; each of the `requirements` says by its `state` which of both it is about.
    """
    return {
        "schema": "tosgen.audit/1",
        "service": audit.service,
        "on": audit.on.isoformat(),
        "adopted": {"adopted": audit.adopted[0], "clauses": audit.adopted[1]},
        "coverage": _coverage(audit, "drafted"),
        "in_force": {market: dict(documents) for market, documents in audit.in_force.items()},
        "in_force_coverage": _coverage(audit, "in-force"),
        "requirements": [requirement(answer) for answer in audit.answers],
        "unread": {market: dict(counts) for market, counts in audit.unread.items()},
    }


def _coverage(audit: Audit, state: State) -> list[Plain]:
    return [
        {"jurisdiction": place, "document": document, "applicable": applicable, "covered": covered}
        for place, document, applicable, covered in audit.coverage(state)
    ]


def requirement(answer: Answer) -> dict[str, Plain]:
    """One answer as data."""
    row, spot = answer.requirement, answer.spot
    return {
        "id": row.id,
        "jurisdiction": row.jurisdiction,
        "law": row.law.partition("/")[2],
        "provision": row.provision,
        "requirement": row.text,
        "kind": row.kind,
        "confidence": row.confidence,
        "document": answer.document,
        "market": answer.market,
        "state": answer.state,
        "status": answer.status,
        "answered_in": spot.document if spot else None,
        "clause": spot.clause if spot else None,
        "section": spot.section if spot else None,
        "line": spot.line if spot else None,
        "because": answer.because,
        "note": answer.note,
    }
