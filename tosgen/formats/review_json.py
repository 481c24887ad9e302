"""A review as the JSON that others rely on: `tosgen.review/1`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tosgen.formats import redline_json
from tosgen.formats.review_words import changed, head
from tosgen.formats.reviewed import HOWS, Review, Reviewed, Telling, Turn

SCHEMA = "tosgen.review/1"


def write(review: Review) -> dict[str, Any]:
    """`{schema, service, on, tip, against, summary, documents, dropped, unchanged, findings}`.

    A document: `{ref, document, market, version, base, state, kind, weighed, reasons, recorded, author, summary,
    causes, redlines, dropped_languages, not_composed, coverage, translations, unadopted, notice, approval}`.
    """
    return {
        "schema": SCHEMA,
        "service": review.service,
        "on": review.on.isoformat(),
        "tip": review.tip,
        "against": review.against,
        "summary": str(head(review)),
        "documents": [_document(item) for item in review.items],
        "dropped": list(review.dropped),
        "unchanged": review.unchanged,
        "findings": [finding.as_dict() for finding in review.findings],
    }


def _document(item: Reviewed) -> dict[str, Any]:
    version = item.version
    return {
        "ref": item.ref,
        "document": version.document,
        "market": version.market,
        "version": version.version,
        "base": version.base,
        "state": item.state,
        "kind": item.kind,
        "weighed": version.kind,
        "reasons": [asdict(reason) for reason in version.kind_reasons],
        "recorded": item.recorded,
        "author": item.author,
        "summary": str(changed(item)),
        "causes": [asdict(cause) for cause in item.causes],
        "redlines": {each.locale: redline_json.as_dict(each.redline) for each in item.wordings if item.base},
        "dropped_languages": list(item.gone),
        "not_composed": list(item.missing),
        "coverage": {how: [_turn(turn) for turn in item.turned(how)] for how in HOWS},
        "translations": [asdict(each) for each in item.outdated],
        "unadopted": list(item.unadopted),
        "notice": _telling(item.telling),
        "approval": asdict(item.approval) if item.approval else None,
    }


def _turn(turn: Turn) -> dict[str, Any]:
    row = turn.requirement
    return {
        "id": row.id, "jurisdiction": row.jurisdiction, "provision": turn.citation, "before": turn.before,
        "after": turn.after, "clause": turn.clause,
    }  # fmt: skip


def _telling(telling: Telling | None) -> dict[str, Any] | None:
    if telling is None:
        return None
    effect = telling.effect
    return {
        "needed": telling.needed,
        "earliest": telling.earliest.isoformat(),
        "mechanisms": list(telling.mechanisms),
        "nature": effect.nature,
        "since": effect.since,
        "matters": list(effect.matters),
        "duties": [asdict(duty) for duty in effect.duties],
    }
