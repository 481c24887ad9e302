"""An audit as the JSON that others rely on: `tosgen.audit/1`."""

from __future__ import annotations

from tosgen.model.audit import Answer, Audit
from tosgen.model.values import Plain


def write(audit: Audit) -> dict[str, Plain]:
    """`{schema, service, on, adopted, coverage, requirements, unread}`; with why each requirement applies."""
    return {
        "schema": "tosgen.audit/1",
        "service": audit.service,
        "on": audit.on.isoformat(),
        "adopted": {"adopted": audit.adopted[0], "clauses": audit.adopted[1]},
        "coverage": [
            {"jurisdiction": place, "document": document, "applicable": applicable, "covered": covered}
            for place, document, applicable, covered in audit.coverage()
        ],
        "requirements": [requirement(answer) for answer in audit.answers],
        "unread": {market: dict(counts) for market, counts in audit.unread.items()},
    }


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
