"""`tosgen withdraw`."""

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
def withdraw(
    folder: Path, refs: tuple[str, ...], reason: str, key: Path | None, author: str | None, on: date | None,
    service: str | None, form: str,
) -> None:  # fmt: skip
    """Withdraw published versions from today, or the day of --on: what was in force before holds again."""
    deciding.run(
        folder,
        "withdraw",
        refs,
        key=key,
        author=author,
        on=on,
        service=service,
        form=form,
        reason=deciding.reason_of(reason),
    )
