"""A note that a run leaves beside what it recorded: safe to delete, and gone with the ledger."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from tosgen.ledger import durable

NAME = "tosgen.done"


def keep(ledger: Path, content: bytes) -> None:
    """Keep a note in place of the one before. It need not outlive a power cut: who reads it can do without."""
    path = ledger / ".git" / NAME
    with durable.reported(ledger):
        beside = path.with_name(f"{NAME}.new")
        beside.write_bytes(content)
        beside.replace(path)


def read(ledger: Path) -> bytes:
    """The note, empty if there is none."""
    with suppress(OSError):
        return (ledger / ".git" / NAME).read_bytes()
    return b""
