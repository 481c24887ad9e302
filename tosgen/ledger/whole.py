"""Whether a ledger's repository is whole, and nothing stands in it that makes git show another history."""

from __future__ import annotations

from collections.abc import Iterator

from tosgen.errors import Finding, Place, Refused, Unavailable
from tosgen.ledger import tags
from tosgen.ledger.record import FORMAT, entries
from tosgen.ledger.recovery import tree_of
from tosgen.ledger.repository import MAIN, Repository
from tosgen.ledger.tip import on_main
from tosgen.ledger.worktree import WorkTree
from tosgen.saying import say

_BENDING = ("info/grafts", "shallow", "objects/info/alternates", "commondir")
_OWN = ("HEAD", "objects", "objects/pack", "objects/info", "packed-refs", "refs", "refs/heads", MAIN)
"""What is a file or folder of the ledger itself, and no link to another repository's."""


def faults(repository: Repository, tip: str) -> Iterator[Finding]:
    """Every fault of the store itself: `corrupt`, `replaced`, `tag`, `hand-edit`."""
    root = str(repository.root)
    hint = say("restore the ledger from a copy")
    try:
        repository.run("fsck", "--full", "--strict", "--no-dangling", "--no-reflogs", "--no-progress", MAIN)
    except Unavailable as error:
        for found in error.findings:
            yield Finding("corrupt", found.message, Place(root), hint)
    for name in _BENDING:
        path = repository.git_dir / name
        if path.exists() and path.read_bytes().strip():
            yield Finding(
                "replaced", say("{name} makes git show another history", name=name), Place(str(path)), say("remove it")
            )
    for name in _OWN:
        if (repository.git_dir / name).is_symlink():
            what = say("{name} is a link to another repository's", name=name)
            yield Finding("replaced", what, Place(str(repository.git_dir / name)), hint)
    try:
        on_main(repository)
    except (Refused, Unavailable) as error:
        yield from error.findings
    refs = repository.run("for-each-ref", "--format=%(refname)", "refs/replace/").decode().split()
    for ref in refs:
        yield Finding(
            "replaced", say("{ref} makes git show another object", ref=ref), Place(root), f"git update-ref -d {ref}"
        )
    yield from tags.faults(repository, entries(repository.log(tip, FORMAT)))
    yield from WorkTree(repository.root).edits(tree_of(repository, tip))
