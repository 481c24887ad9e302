"""The shape of every file a person writes, for checking and as JSON Schema."""

from __future__ import annotations

from typing import Any

from tosgen.saying import say
from tosgen.sources.faults import Unfit, near
from tosgen.sources.shapes.acceptance import AcceptanceShape
from tosgen.sources.shapes.adopted import Adopted
from tosgen.sources.shapes.audit import Dispositions, ReadingsShape
from tosgen.sources.shapes.check import shaped
from tosgen.sources.shapes.clause import ClauseShape
from tosgen.sources.shapes.kinds import adapter
from tosgen.sources.shapes.register import RegisterShape
from tosgen.sources.shapes.service import ServiceShape
from tosgen.sources.shapes.vocabulary import Facts, Features, Jurisdictions, OutlineShape, Terms

SHAPES: dict[str, Any] = {
    "service": ServiceShape,
    "clause": ClauseShape,
    "features": Features,
    "facts": Facts,
    "terms": Terms,
    "jurisdictions": Jurisdictions,
    "outline": OutlineShape,
    "register": RegisterShape,
    "adopted": Adopted,
    "readings": ReadingsShape,
    "dispositions": Dispositions,
    "acceptance": AcceptanceShape,
}
_TITLES = {
    "service": "tosgen.yaml: a service profile",
    "clause": "Front matter of a clause",
    "features": "features.yaml",
    "facts": "facts.yaml",
    "terms": "terms.yaml",
    "jurisdictions": "jurisdictions.yaml",
    "outline": "documents/<document>.yaml: an outline",
    "register": "register/<JURISDICTION>.yaml: laws and requirements",
    "adopted": "adopted.yaml: digests of adopted clauses",
    "readings": "readings/<JURISDICTION>.yaml: who found which clause to meet which requirement",
    "dispositions": "dispositions.yaml: what a person has decided on requirements",
    "acceptance": "A record of a user's acceptance, for `tosgen evidence --acceptance`",
}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a file kind in SHAPES; Unfit for another name."""
    if name not in SHAPES:
        raise Unfit("unknown-schema", say("there is no schema '{name}'", name=name), near(name, SHAPES))
    body = adapter(SHAPES[name]).json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_closed(body), "title": _TITLES[name]}


def _closed(schema: Any) -> Any:
    """The schema, taking no key but those that fit a pattern where keys have one."""
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {"additionalProperties": False} if "patternProperties" in schema else {}
    return {**closed, **{name: _closed(part) for name, part in schema.items()}}


__all__ = ["SHAPES", "schema", "shaped"]
