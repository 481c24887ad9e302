"""JSON Schemas of the files that people write."""

from __future__ import annotations

import json

import pytest

from tosgen.sources.faults import Unfit
from tosgen.sources.shapes import SHAPES, schema


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_every_file_kind_has_a_schema(name: str) -> None:
    made = schema(name)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["type"] == "object"
    assert json.loads(json.dumps(made)) == made


def test_a_schema_speaks_of_keys_as_files_write_them() -> None:
    service = schema("service")
    assert "not" in service["properties"]
    assert service["additionalProperties"] is False
    assert "from" in service["$defs"]["RoleShape"]["properties"]
    clause = schema("clause")
    assert clause["anyOf"] == [{"required": ["omit"]}, {"required": ["title", "documents", "slot"]}]
    assert clause["properties"]["materiality"]["enum"] == ["material", "editorial"]


def test_an_unknown_schema_is_refused() -> None:
    with pytest.raises(Unfit, match="there is no schema 'clauses'"):
        schema("clauses")
