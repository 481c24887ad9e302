"""Shape of adopted.yaml: the digests that a lawyer has adopted, by clause."""

from __future__ import annotations

from typing import Annotated

from pydantic import WithJsonSchema

from tosgen.sources.shapes.base import Day, Digest, Line, Shape


class AdoptionShape(Shape):
    """Who adopted a clause's text, when, and the sha256 of the file they read."""

    digest: Digest
    by: Line
    on: Day
    note: Line = ""


ClausePath = Annotated[str, WithJsonSchema({"type": "string"})]
Adopted = dict[ClausePath, AdoptionShape]
