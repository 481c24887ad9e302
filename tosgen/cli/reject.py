"""`tosgen reject`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tosgen.cli import deciding


@click.command()
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
@click.option("--reason", required=True, metavar="TEXT", help="Why; the ledger holds only its SHA-256.")
@deciding.shared
@click.pass_obj
def reject(
    folder: Path, refs: tuple[str, ...], reason: str, key: Path | None, author: str | None, on: date | None,
    service: str | None, form: str,
) -> None:  # fmt: skip
    """Reject versions: they are never published, and nothing is compared with them."""
    deciding.run(
        folder,
        "reject",
        refs,
        key=key,
        author=author,
        on=on,
        service=service,
        form=form,
        reason=deciding.reason_of(reason),
    )
