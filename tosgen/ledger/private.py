"""What is said about versions but must not stand in a history that is never rewritten: kept beside the ledger."""

from __future__ import annotations

from pathlib import Path

from tosgen.errors import Refused
from tosgen.ledger import durable
from tosgen.ledger.record import digest


def keep(ledger: Path, text: str) -> str:
    """Keep a text in `outputs/.private/<service>/`, readable by its owner alone; its SHA-256 names it."""
    content = text.encode()
    name = digest(content)
    with durable.reported(ledger):
        top = ledger.parent / ".private"
        folder = top / ledger.name
        for each in (top, folder):
            if each.is_symlink():
                hint = "put a folder in its place"
                raise Refused.one("outside-workspace", "reasons are not written through a link", str(each), hint)
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
            each.chmod(0o700)
        if not (top / ".gitignore").exists():
            durable.replace(top / ".gitignore", b"*\n")
        path = folder / f"{name}.txt"
        durable.replace(path, content)
        path.chmod(0o600)
    return name


def read(ledger: Path, name: str) -> str | None:
    """The text of a digest; None if it is not here, or is not what the digest says."""
    try:
        content = (ledger.parent / ".private" / ledger.name / f"{name}.txt").read_bytes()
    except OSError:
        return None
    return content.decode("utf-8", "replace") if digest(content) == name else None
