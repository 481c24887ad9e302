"""`tosgen schema`."""

from __future__ import annotations

import click

from tosgen.cli.write import write_json

NAMES = (
    "service", "clause", "features", "facts", "terms", "jurisdictions", "outline", "register", "adopted", "acceptance",
    "document", "site",
)  # fmt: skip


@click.command()
@click.argument("name", type=click.Choice(NAMES))
def schema(name: str) -> None:
    """Print the JSON Schema (draft 2020-12) of a file format."""
    if name == "document":  # what `show --format json` gives
        from tosgen.formats.document_schema import schema as of_document

        write_json(of_document())
        return
    if name == "site":  # what `site build` gives as index.json; all others are read
        from tosgen.site.record_schema import schema as of_site

        write_json(of_site())
        return
    from tosgen.sources.shapes import schema as schema_of

    write_json(schema_of(name))
