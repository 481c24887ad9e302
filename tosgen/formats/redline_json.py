"""A redline as the JSON that others rely on."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from tosgen.redline.model import Change, Redline

SCHEMA = "tosgen.redline/1"


def render(redline: Redline) -> str:
    """The object as JSON text, ending in a newline."""
    return json.dumps(as_dict(redline), ensure_ascii=False, indent=2) + "\n"


def as_dict(redline: Redline) -> dict[str, Any]:
    """`{schema, from, to, changes: [{clause, supplement, title, change, causes, before, after, spans}]}`."""
    return {"schema": SCHEMA, "from": redline.from_, "to": redline.to, "changes": list(map(_change, redline.changes))}


def _change(change: Change) -> dict[str, Any]:
    return {
        "clause": change.clause,
        "supplement": change.supplement,
        "title": change.title,
        "change": list(change.kinds),
        "causes": [asdict(cause) for cause in change.causes],
        "before": change.before,
        "after": change.after,
        "spans": [asdict(span) for span in change.spans],
    }
