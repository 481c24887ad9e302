"""`tosgen approve`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tosgen.cli import deciding


@click.command()
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
@deciding.shared
@click.pass_obj
def approve(
    folder: Path, refs: tuple[str, ...], key: Path | None, author: str | None, on: date | None,
    service: str | None, form: str,
) -> None:  # fmt: skip
    """Approve versions: somebody other than their author has read them."""
    deciding.run(folder, "approve", refs, key=key, author=author, on=on, service=service, form=form)
