"""`tosgen approve`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tosgen.cli import deciding, remarks


@click.command()
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
@deciding.kind
@click.option("--reason", metavar="TEXT", help="Why the change counts as less; the ledger holds only its SHA-256.")
@remarks.comment
@deciding.shared
@click.pass_obj
def approve(folder: Path, /, refs: tuple[str, ...], reason: str | None, **given: Any) -> None:
    """Approve versions: somebody other than their author has read them."""
    why = deciding.reason_of(reason) if reason is not None else None
    deciding.run(folder, "approve", refs, reason=why, **given)
