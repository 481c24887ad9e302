"""`tosgen show`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tosgen.cli import options
from tosgen.cli.days import today_in
from tosgen.cli.refs import Ref, Text, text
from tosgen.cli.workspace import ledger_in
from tosgen.cli.write import write, write_json


@click.command()
@click.argument("ref")
@options.formats("md", "html", "txt", "json")
@options.output
@options.service
@options.on
@click.pass_obj
def show(folder: Path, ref: str, form: str, output: str | None, service: str | None, on: date | None) -> None:
    """Print a text: DOCUMENT/MARKET[/LOCALE][@VERSION]; @in-force, or a date for what is in force that day."""
    found = text(ledger_in(folder, service), Ref.parse(ref).dated(lambda: today_in(folder, on)))
    if form == "json":
        from tosgen.formats import data

        write_json({**data.write(found.document()), "version": found.version.version}, output)
    else:
        write(_formatted(found, form), output)


def _formatted(found: Text, form: str) -> str:
    if form == "md":
        return found.markdown
    if form == "txt":
        from tosgen.formats import text as plain_text

        return plain_text.write(found.document())
    from tosgen.formats import html

    return html.write(found.document(), version=f"v{found.version.version}")
