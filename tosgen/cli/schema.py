"""`tosgen schema`."""

from __future__ import annotations

import click

from tosgen.cli.write import write_json

NAMES = (
    "service", "clause", "features", "facts", "terms", "jurisdictions", "outline", "register", "adopted", "acceptance",
    "document",
)  # fmt: skip


@click.command()
@click.argument("name", type=click.Choice(NAMES))
def schema(name: str) -> None:
    """Print the JSON Schema (draft 2020-12) of a file format."""
    if name == "document":  # what `show --format json` gives; all others are read
        from tosgen.formats.document_schema import schema as of_document

        write_json(of_document())
        return
    from tosgen.sources.shapes import schema as schema_of

    write_json(schema_of(name))
