"""`tosgen log`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.refs import Ref, find
from tosgen.cli.workspace import ledger_in
from tosgen.cli.write import table, write, write_json

if TYPE_CHECKING:
    from tosgen.ledger import Entry


@click.command()
@click.argument("ref", required=False)
@options.service
@options.formats("text", "json")
@click.pass_obj
def log(folder: Path, ref: str | None, service: str | None, form: str) -> None:
    """List the versions of one document (DOCUMENT/MARKET), or of all."""
    ledger = ledger_in(folder, service)
    wanted = Ref.parse(ref) if ref else None
    if wanted:
        find(ledger, wanted)
    entries = ledger.entries(wanted.document, wanted.market) if wanted else ledger.entries()
    if form == "json":
        versions = [
            {
                "ref": _name(e),
                "document": e.document,
                "market": e.market,
                "version": e.version,
                "kind": e.kind,
                "recorded": e.recorded.isoformat(),
                "effective": None,
                "state": "recorded",
                "commit": e.commit,
                "locales": list(e.locales),
            }
            for e in entries
        ]
        write_json({"schema": "tosgen.log/1", "versions": versions})
        return
    rows = [
        (_name(e), e.kind, f"{e.recorded:%Y-%m-%d %H:%M}", e.commit[:10], " ".join(e.locales), e.author)
        for e in entries
    ]
    write(table(rows, ("ref", "kind", "recorded", "commit", "languages", "by")), None)


def _name(entry: Entry) -> str:
    return f"{entry.document}/{entry.market}@{entry.version}"
