"""A redline as the JSON that others rely on."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from tosgen.formats.redline_summary import summary
from tosgen.redline.model import Change, Redline, Relation, Span

SCHEMA = "tosgen.redline/1"


def render(redline: Redline) -> str:
    """The object as JSON text, ending in a newline."""
    return json.dumps(as_dict(redline), ensure_ascii=False, indent=2) + "\n"


def as_dict(redline: Redline) -> dict[str, Any]:
    """`{schema, from, to, relation, summary, unchanged, changes}`.

    A change: `{clause, supplement, title, change, causes, before, after, number_before, number_after, spans}`.

    A span that stands out on one side only has `was` and `now`; between languages there are no spans.
    """
    return {
        "schema": SCHEMA,
        "from": redline.from_,
        "to": redline.to,
        "relation": redline.relation,
        "summary": str(summary(redline)),
        "unchanged": redline.unchanged,
        "changes": [_change(change, redline.relation) for change in redline.changes],
    }


def _change(change: Change, relation: Relation) -> dict[str, Any]:
    return {
        "clause": change.clause,
        "supplement": change.supplement,
        "title": change.title,
        "change": list(change.kinds),
        "causes": [asdict(cause) for cause in change.causes],
        "before": change.before,
        "after": change.after,
        "number_before": change.number_before,
        "number_after": change.number_after,
        "spans": [_span(span) for span in change.spans] if relation != "languages" else [],
    }


def _span(span: Span) -> dict[str, str]:
    own = {"op": span.op, "text": span.text}
    return {**own, "was": span.was, "now": span.now} if span.was != span.now else own
