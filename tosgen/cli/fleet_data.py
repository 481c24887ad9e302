"""The summaries of a run over a fleet as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tosgen.fleet.audit import Audited, coverage
from tosgen.fleet.publish import Published
from tosgen.fleet.status import Status
from tosgen.fleet.task import Failed
from tosgen.fleet.told import Composed

if TYPE_CHECKING:
    from tosgen.cli.fleet_run import Results

Told = Callable[[Any], dict[str, Any]]


def generated(results: Results) -> dict[str, Any]:
    """`tosgen.fleet-generate/1`."""
    made = [found for _, found in results.pairs() if isinstance(found, Composed)]

    def told_of(found: Composed) -> dict[str, Any]:
        state = "changed" if found.new else "unchanged"
        notices = [notice.as_dict() for notice in found.notices]
        return {"state": state, "on": found.on.isoformat(), "documents": [d.as_dict() for d in found.lines],
                "notices": notices}  # fmt: skip

    counts = {
        "changed": sum(bool(found.new) for found in made),
        "unchanged": sum(not found.new for found in made),
        "versions": sum(len(found.new) for found in made),
        "notices": sum(len(found.notices) for found in made),
    }
    return _json("tosgen.fleet-generate/1", results, told_of, counts)


def status(results: Results) -> dict[str, Any]:
    """`tosgen.fleet-status/1`."""
    made = [found for _, found in results.pairs() if isinstance(found, Status)]

    def told_of(found: Status) -> dict[str, Any]:
        return {
            "state": "hindered" if found.hindered else "stale" if found.stale else "current",
            "versions": found.versions,
            "documents": [
                {"document": d.document, "market": d.market, "version": d.version, "state": d.state,
                 "in_force": d.in_force, "awaiting": d.awaiting}
                for d in found.documents
            ],
            "changes": [line.as_dict() for line in found.changes],
            "notices": [notice.as_dict() for notice in found.notices],
            "doubtful": found.doubtful,
            "findings": [finding.as_dict() for finding in found.hindered],
        }  # fmt: skip

    counts = {
        "versions": sum(found.versions for found in made),
        "awaiting": sum(d.awaiting for found in made for d in found.documents),
        "in_force": sum(d.in_force is not None for found in made for d in found.documents),
        "stale": sum(found.stale for found in made),
        "hindered": sum(bool(found.hindered) for found in made),
    }
    return _json("tosgen.fleet-status/1", results, told_of, counts)


def audited(results: Results) -> dict[str, Any]:
    """`tosgen.fleet-audit/1`."""
    made = [found for _, found in results.pairs() if isinstance(found, Audited)]
    names = ("state", "jurisdiction", "applicable", "covered", "services")
    sums = [dict(zip(names, each, strict=True)) for each in coverage(made)]
    counts = {"open": sum(bool(found.open) for found in made)}

    def told_of(found: Audited) -> dict[str, Any]:
        return {"state": "open" if found.open else "closed", **found.as_dict()}

    return {**_json("tosgen.fleet-audit/1", results, told_of, counts), "coverage": sums}


def published(results: Results) -> dict[str, Any]:
    """`tosgen.fleet-publish/1`."""
    made = [found for _, found in results.pairs() if isinstance(found, Published)]

    def told_of(found: Published) -> dict[str, Any]:
        return {"state": "published" if found.versions else "nothing", **found.as_dict()}

    counts = {"decisions": sum(len(f.commits) for f in made), "versions": sum(len(f.versions) for f in made)}
    return _json("tosgen.fleet-publish/1", results, told_of, counts)


def _json(schema: str, results: Results, told_of: Told, counts: dict[str, int]) -> dict[str, Any]:
    services = []
    for member, found in results.pairs():
        findings = [f.as_dict() for f in found.findings] if isinstance(found, Failed) else []
        what = {"state": "failed"} if isinstance(found, Failed) else told_of(found)
        services.append({"service": member.name, "path": member.place.path, "line": member.place.line,
                         "findings": findings, **what})  # fmt: skip
    failed = sum(isinstance(found, Failed) for _, found in results.pairs())
    left = len(results.members) - len(services)
    totals = {"services": len(results.members), **counts, "failed": failed, "left": left}
    return {"schema": schema, "totals": totals, "services": services}
