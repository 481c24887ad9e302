"""Whether a ledger's repository is whole, and nothing stands in it that makes git show another history."""

from __future__ import annotations

from collections.abc import Iterator

from tosgen.errors import Finding, Place, Unavailable
from tosgen.ledger.recovery import tree_of
from tosgen.ledger.repository import MAIN, Repository
from tosgen.ledger.worktree import WorkTree

_BENDING = ("info/grafts", "shallow", "objects/info/alternates")


def faults(repository: Repository, tip: str) -> Iterator[Finding]:
    """Every fault of the store itself: `corrupt`, `replaced`, `hand-edit`."""
    root = str(repository.root)
    hint = "restore the ledger from a copy"
    try:
        repository.run("fsck", "--full", "--strict", "--no-dangling", "--no-reflogs", "--no-progress", MAIN)
    except Unavailable as error:
        for found in error.findings:
            yield Finding("corrupt", found.message, Place(root), hint)
    for name in _BENDING:
        path = repository.git_dir / name
        if path.exists() and path.read_bytes().strip():
            yield Finding("replaced", f"{name} makes git show another history", Place(str(path)), "remove it")
    refs = repository.run("for-each-ref", "--format=%(refname)", "refs/replace/").decode().split()
    for ref in refs:
        yield Finding("replaced", f"{ref} makes git show another object", Place(root), f"git update-ref -d {ref}")
    yield from WorkTree(repository.root).edits(tree_of(repository, tip))
