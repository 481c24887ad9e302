"""An audit as one readable page: a matrix of jurisdictions and documents, then every requirement."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tosgen.formats.audit_text import ORDER, listed, unpublished
from tosgen.formats.page import page
from tosgen.model.audit import Audit, State

WORDS = {
    "violated": "the text says what the law forbids",
    "gap": "nothing answers it",
    "uncertain": "the register is not sure of it; a person decides",
    "claimed": "a clause cites it, and no reading vouches",
    "unconfirmed": "something must be done, and nobody has confirmed it",
    "superseded": "the text cites law that no longer holds",
    "disposed": "a person has decided on it",
    "covered": "a clause answers it, and a reading vouches",
}


def write(audit: Audit) -> str:
    """The page."""
    states: tuple[State, ...] = ("drafted", "in-force") if audit.of("in-force") else ("drafted",)
    return page("audit.html", audit=audit, unpublished=[*unpublished(audit)], parts=[_part(audit, s) for s in states])


def _part(audit: Audit, state: State) -> dict[str, Any]:
    coverage = {(place, document): (of, covered) for place, document, of, covered in audit.coverage(state)}
    places = sorted({place for place, _ in coverage})
    documents = sorted({document for _, document in coverage})
    counts = Counter(answer.status for answer in audit.of(state))
    return {
        "state": state,
        "title": "As drafted" if state == "drafted" else "In force",
        "documents": documents,
        "matrix": [(place, [coverage.get((place, document)) for document in documents]) for place in places],
        "counts": [(status, WORDS[status], counts[status]) for status in ORDER if counts[status]],
        "answers": listed(audit, True, state),
    }
