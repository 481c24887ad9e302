"""What a run is about to do to the files that people see, kept so that the next run can finish or undo it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tosgen.ledger import durable
from tosgen.ledger.written import canonical

NAME = "journal.json"


@dataclass(frozen=True, slots=True)
class Journal:
    """`old` and `new`: tips of main before and after ("" for none, or not yet known); `files`: path -> SHA-256 of what
    will be written there, None if it will be removed."""

    old: str
    new: str = ""
    files: Mapping[str, str | None] = field(default_factory=dict)


def path(git_dir: Path) -> Path:
    """Where the journal lies."""
    return git_dir / "tosgen" / NAME


def save(git_dir: Path, journal: Journal) -> None:
    """On disk before anything it names is touched."""
    durable.replace(path(git_dir), canonical(asdict(journal)))


def load(git_dir: Path) -> Journal | None:
    """What an unfinished run left; one that cannot be read is of a run that had touched nothing."""
    try:
        return Journal(**json.loads(path(git_dir).read_bytes()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        return Journal("")


def clear(git_dir: Path) -> None:
    """The run is finished."""
    durable.remove(path(git_dir))
