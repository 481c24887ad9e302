"""What is said about versions but must not stand in a history that is never rewritten: kept beside the ledger.

The ledger has the SHA-256 of each note, which is salted: what is short could be guessed from its digest. Nothing copies
notes into bundles or exports. One that is deleted is gone, and the ledger stays whole.
"""

from __future__ import annotations

import json
import re
import secrets
import stat
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tosgen.errors import Finding, Place, Refused
from tosgen.ledger import durable
from tosgen.ledger.record import digest
from tosgen.ledger.written import canonical
from tosgen.saying import say

SCHEMA = "tosgen.note/1"
_NAME = re.compile(r"(?P<digest>[0-9a-f]{64})\.json")


@dataclass(frozen=True, slots=True)
class Note:
    """What was said of a decision: a reason, and comments by clause (its anchor)."""

    reason: str
    comments: Mapping[str, str] = field(default_factory=dict)

    def sealed(self) -> bytes:
        """The note as it is kept, with a salt of its own."""
        said = {"reason": self.reason, "comments": dict(self.comments)}
        return canonical({"schema": SCHEMA, "salt": secrets.token_hex(16), **said})


def folder_of(ledger: Path) -> Path:
    """Where the notes of a ledger lie: `outputs/.private/<service>/`."""
    return ledger.parent / ".private" / ledger.name


def keep(ledger: Path, sealed: bytes) -> str:
    """Keep a note, readable by its owner alone; the SHA-256 that names it. Refused (`outside-workspace`)."""
    name = digest(sealed)
    folder = folder_of(ledger)
    with durable.reported(ledger):
        for each in (folder.parent, folder):
            if each.is_symlink():
                hint = say("put a folder in its place")
                raise Refused.one("outside-workspace", say("reasons are not written through a link"), str(each), hint)
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
            each.chmod(0o700)
        if not (folder.parent / ".gitignore").exists():
            durable.replace(folder.parent / ".gitignore", b"*\n")
        durable.replace(folder / f"{name}.json", sealed, 0o600)
    return name


def read(ledger: Path, name: str) -> Note | None:
    """The note of a digest; None if it is not here, or is not what the digest says."""
    try:
        content = (folder_of(ledger) / f"{name}.json").read_bytes()
        data = json.loads(content)
        return Note(data["reason"], data["comments"]) if digest(content) == name else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def lost(ledger: Path, names: Collection[str]) -> list[str]:
    """The digests of which the note is not here: deleted, or kept on another machine."""
    return [name for name in names if not (folder_of(ledger) / f"{name}.json").is_file()]


def _digest(path: Path) -> str:
    """ "" for what cannot be read."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""


def faults(ledger: Path) -> Iterator[Finding]:
    """Notes that are not what their names say (`private`), and what others than their owner may read (a warning)."""
    folder = folder_of(ledger)
    if not folder.is_dir():
        return
    for path in (folder, *sorted(folder.iterdir())):
        found = _NAME.fullmatch(path.name)
        if found and _digest(path) != found["digest"]:
            what = say("the note is not the one that was decided with: its SHA-256 is another")
            yield Finding("private", what, Place(str(path)), say("restore it from a copy, or delete it"))
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            what, hint = say("others than its owner may read it"), f"chmod go= {path}"
            yield Finding("private", what, Place(str(path)), hint, "warning")
