"""`tosgen schema`."""

from __future__ import annotations

import click

from tosgen.cli.write import write_json

NAMES = ("service", "clause", "features", "facts", "terms", "jurisdictions", "outline", "register", "adopted")


@click.command()
@click.argument("name", type=click.Choice(NAMES))
def schema(name: str) -> None:
    """Print the JSON Schema (draft 2020-12) of a file format."""
    from tosgen.sources.shapes import schema as schema_of

    write_json(schema_of(name))
