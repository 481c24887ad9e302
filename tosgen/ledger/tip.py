"""Where branch main is. A ledger of which a part is gone is never taken for one in which nothing was recorded."""

from __future__ import annotations

import re
from pathlib import Path

from tosgen.errors import Refused
from tosgen.ledger import durable
from tosgen.ledger.process import corrupt
from tosgen.ledger.repository import MAIN, Repository
from tosgen.saying import say

ID = re.compile(r"[0-9a-f]{40}")
_OURS = frozenset({"tosgen", "tosgen.flock"})
"""What stands in `.git` before `git init` has run there."""
_LISTED = (b" refs/heads/", b" refs/tags/")
_FILES = ("*/*/version.json", "signers/*", "records/*")


def tip_of(repository: Repository) -> str:
    """The commit that main names, "" if nothing was recorded. Unavailable: `corrupt`; Refused: `not-a-ledger`."""
    found = _named(repository) if begun(repository) else ""
    if not found and _recorded(repository.root):
        found = _named(repository) if repository.exists else ""  # a first run may have ended meanwhile
        if not found:
            raise corrupt(repository.root, say("{name} is gone", name=MAIN if repository.exists else ".git"))
    return found


def begun(repository: Repository) -> bool:
    """Whether `git init` has run here. Unavailable (`corrupt`) where half of what it made is gone."""
    own(repository.root)
    if repository.exists:
        return True
    git_dir = repository.git_dir
    with durable.reported(repository.root):
        made = {each.name for each in git_dir.iterdir()} - _OURS if git_dir.is_dir() else ()
        if not made or unfinished(git_dir).exists():
            return False
    if not repository.exists:
        gone = "objects" if (git_dir / "HEAD").is_file() else "HEAD"
        raise corrupt(repository.root, say("{name} is gone", name=f".git/{gone}"))
    return True


def own(root: Path) -> None:
    """Refused (`not-a-ledger`) where `.git` is no folder."""
    git_dir = root / ".git"
    if git_dir.is_symlink() or (git_dir.exists() and not git_dir.is_dir()):
        raise Refused.one(
            "not-a-ledger", say("a ledger is a repository of its own"), str(git_dir), say("clone it in full here")
        )


def unfinished(git_dir: Path) -> Path:
    """The file that stands there while a ledger is made."""
    return git_dir / "tosgen" / "initialising"


def on_main(repository: Repository) -> None:
    """Refused (`branch`) if another branch is checked out; Unavailable (`corrupt`) if HEAD says nothing of the kind."""
    head = (repository.git_dir / "HEAD").read_text("utf-8", "replace").strip()
    if head == f"ref: {MAIN}":
        return
    if not head.startswith("ref: refs/") and not ID.fullmatch(head):
        raise corrupt(repository.root, say("{name} names no commit", name=".git/HEAD"))
    hint = f"`git -C {repository.root} checkout main`"
    raise Refused.one("branch", say("another branch than main is checked out"), str(repository.root), hint)


def _named(repository: Repository) -> str:
    """As its own file says, or else git's list of refs."""
    with durable.reported(repository.root):
        try:
            found = (repository.git_dir / MAIN).read_bytes().decode("ascii", "replace").strip()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return repository.run("rev-parse", "--verify", "--quiet", MAIN, okay=(0, 1)).decode().strip()
    if not ID.fullmatch(found):
        raise corrupt(repository.root, say("{name} names no commit", name=f".git/{MAIN}"))
    return found


def _recorded(root: Path) -> bool:
    """Whether something stands here that comes with what is recorded, or after it: a branch, a tag, a file of ours."""
    refs, packed = root / ".git" / "refs", root / ".git" / "packed-refs"
    listed = packed.read_bytes() if packed.is_file() else b""
    named = (each for way in ("heads", "tags") for each in (refs / way).rglob("*") if each.suffix != ".lock")
    return (
        any(sign in listed for sign in _LISTED)
        or any(each.is_file() for each in named)
        or any(any(root.glob(files)) for files in _FILES)
    )
