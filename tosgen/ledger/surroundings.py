"""What the folder that a ledger serves says: who writes there, and which commit its checkout is at."""

from __future__ import annotations

from pathlib import Path

from tosgen.ledger.reading import ask
from tosgen.ledger.record import Author


def author_of(path: Path) -> Author | None:
    """Who git would say writes here, by the user's own configuration; None unless it gives both name and address."""
    listing = ask(nearest(path), "config", "--null", "--get-regexp", r"^user\.(name|email)$", scrubbed=False)
    values = dict(item.split("\n", 1) for item in (listing or "").split("\0") if "\n" in item)
    name, email = values.get("user.name", "").strip(), values.get("user.email", "").strip()
    return Author(name, email) if name and email else None


def commit_of(folder: Path) -> str:
    """The commit of the checkout that holds a folder, "" if it is in none."""
    found = ask(folder, "rev-parse", "--quiet", "--revs-only", "HEAD", "HEAD:./") if folder.is_dir() else None
    commit, *held = (found or "").split() or [""]
    return commit if held else ""


def signing_key_of(path: Path) -> str:
    """What git's configuration names as the key to sign with, "" for none."""
    return (ask(nearest(path), "config", "--get", "user.signingkey", scrubbed=False) or "").strip()


def nearest(path: Path) -> Path:
    """The folder itself, or the first one above that is there."""
    return next(way for way in (path.absolute(), *path.absolute().parents) if way.is_dir())
