"""An audit as SARIF 2.1.0 (OASIS), for code-scanning pages: one result for each requirement that is not met."""

from __future__ import annotations

from typing import Any

from tosgen.model.audit import Answer, Audit, Status
from tosgen.model.library import Requirement

LEVELS: dict[Status, str] = {
    "violated": "error", "gap": "error", "uncertain": "error", "superseded": "warning", "claimed": "warning",
    "unconfirmed": "note",
}  # fmt: skip
"""Statuses that are results, with their level; what is covered or disposed of is none."""


def write(audit: Audit, version: str) -> dict[str, Any]:
    """The log object; locations name the ledger's files, or the clause file where a line is not known."""
    found = [answer for answer in audit.answers if answer.status in LEVELS]
    rows = {answer.requirement.id: answer.requirement for answer in found}
    return {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "tosgen",
                        "version": version,
                        "rules": [_rule(row) for _, row in sorted(rows.items())],
                    }
                },
                "results": [_result(audit, answer) for answer in found],
            }
        ],
    }


def _rule(row: Requirement) -> dict[str, Any]:
    return {"id": row.id, "shortDescription": {"text": row.provision}, "fullDescription": {"text": row.text}}


def _result(audit: Audit, answer: Answer) -> dict[str, Any]:
    public = "" if answer.state == "drafted" else "in force, "
    folder = f"outputs/{audit.service}/{answer.document}/{answer.market}"
    spot = answer.spot
    location: dict[str, Any] = {"artifactLocation": {"uri": f"clauses/{spot.path}.md" if spot else folder}}
    message = f"{public}{answer.status}: {answer.requirement.text} {answer.because}. {answer.note}".strip()
    return {
        "ruleId": answer.requirement.id,
        "level": LEVELS[answer.status],
        "message": {"text": message},
        "locations": [{"physicalLocation": location, "logicalLocations": _logical(answer)}],
    }


def _logical(answer: Answer) -> list[dict[str, str]]:
    spot = answer.spot
    name = f"{answer.document}/{answer.market}" + (f" {spot.section}" if spot else "")
    return [{"fullyQualifiedName": name, "kind": "section" if spot else "document"}]
