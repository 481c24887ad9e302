"""Before a run: a repository that is there, whole, and free of what a run that died left behind."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tosgen.errors import Finding, Refused
from tosgen.ledger import durable, index, journal, lock, record, tags
from tosgen.ledger.index import Leaf, Tree
from tosgen.ledger.journal import Journal
from tosgen.ledger.record import digest
from tosgen.ledger.repository import Repository, make, object_id
from tosgen.ledger.tip import begun, on_main, own, tip_of, unfinished
from tosgen.ledger.worktree import Odd, WorkTree
from tosgen.saying import say

ATTRIBUTES = "* -text -ident -filter -working-tree-encoding\n*.md diff=markdown\n"
"""Bytes stay as recorded when people use git here, whatever their own configuration says."""

_LEAF = re.compile(r"([0-7]+) [a-z]+ ([0-9a-f]+)\t([^\0]+)\0")
"""A file as `git ls-tree -z` lists it: mode, id, path."""


@contextmanager
def recovered(root: Path) -> Iterator[Repository]:
    """Alone with a ledger that is there and that no run has left unfinished. Errors as `prepare` and `recover`."""
    with durable.reported(root):
        prepare(root)
        with lock.exclusive(root) as held:
            repository = Repository(root, held)
            recover(repository)
            yield repository


def prepare(root: Path) -> None:
    """A folder that can hold the lock. Refused (`not-a-ledger`) where `.git` is no folder of the ledger's own."""
    own(root)
    git_dir = root / ".git"
    if (git_dir / "commondir").exists():
        what, hint = say("it is a part of another repository"), say("remove it, or restore the ledger from a copy")
        raise Refused.one("not-a-ledger", what, str(git_dir / "commondir"), hint)
    if not git_dir.exists():
        git_dir.mkdir(parents=True, exist_ok=True)
        durable.sync_folders([root, root.parent])


def recover(repository: Repository) -> None:
    """Under the lock: initialise if need be, sweep, finish or undo what the journal names.

    Refused: `branch` if another branch is checked out, `hand-edit` for a file that is neither old nor new.
    """
    _initialise(repository)
    root, git_dir = repository.root, repository.git_dir
    left = journal.load(git_dir)
    _tidy(git_dir / "tosgen")
    lock.sweep(root, left is not None)
    on_main(repository)
    if left is not None:
        _clear(repository)
        _finish(repository, left)


def tree_of(repository: Repository, commit: str) -> Tree:
    """Path -> mode and id of every file of a commit."""
    if not commit:
        return {}
    listing = repository.run("ls-tree", "-r", "-z", "--full-tree", commit).decode("utf-8", "surrogateescape")
    return {path: Leaf(int(mode, 8), id) for mode, id, path in _LEAF.findall(listing)}


def scratch_gone(repository: Repository) -> None:
    """No ref of an import is left."""
    listing = repository.run("for-each-ref", "--format=delete %(refname)", "refs/tosgen/")
    if listing:
        repository.run("update-ref", "--stdin", feed=listing)


def _initialise(repository: Repository) -> None:
    git_dir = repository.git_dir
    mark = unfinished(git_dir)
    if not mark.exists() and begun(repository):
        (git_dir / "tosgen").mkdir(exist_ok=True)
        return
    (git_dir / "tosgen").mkdir(exist_ok=True)
    mark.touch()
    for dead in (*git_dir.glob("*.lock"), *git_dir.glob("refs/heads/*.lock")):
        dead.unlink(missing_ok=True)
    make(repository)
    (git_dir / "info").mkdir(exist_ok=True)
    durable.replace(git_dir / "info" / "attributes", ATTRIBUTES.encode())
    for name in ("HEAD", "config"):
        durable.sync(git_dir / name)
    durable.sync_folders(git_dir / way for way in ("objects", "refs", "info", "tosgen", "."))
    durable.remove(mark)


def _tidy(own: Path) -> None:
    """Only the journal outlives a run in the folder that is ours: half of one, and what git writes there, do not."""
    for rest in sorted(own.iterdir()):
        if rest.is_dir():
            shutil.rmtree(rest)
        elif rest.name != journal.NAME:
            rest.unlink(missing_ok=True)


def _clear(repository: Repository) -> None:
    """Remove what git's own programs leave when they are killed; not while the user's git may be writing."""
    scratch_gone(repository)
    git_dir = repository.git_dir
    durable.sync_children(git_dir / "objects")  # git will not write again what it finds there
    for report in sorted(git_dir.glob("fast_import_crash_*")):
        report.unlink(missing_ok=True)
    if lock.git_alive(repository.root):
        return
    for pattern in ("objects/pack/tmp_*", "objects/??/tmp_obj_*", "objects/tmp_*"):
        for rest in sorted(git_dir.glob(pattern)):
            rest.unlink(missing_ok=True)
    for keep in sorted(git_dir.glob("objects/pack/pack-*.keep")):
        if keep.read_bytes() == b"fast-import":
            keep.unlink(missing_ok=True)


def _finish(repository: Repository, left: Journal) -> None:
    root, git_dir = repository.root, repository.git_dir
    now = tip_of(repository)
    tree = tree_of(repository, now)
    files = WorkTree(root)
    edits = list(_unknown(repository, left, tree, files))
    if edits:
        raise Refused(edits)
    paths = sorted(left.files)
    ids = {path: tree[path].id for path in paths if path in tree}
    contents = dict(zip(ids, repository.objects(list(ids.values())), strict=True))
    files.put({path: found[1] if (found := contents.get(path)) else None for path in paths})
    if now:
        tags.refresh(repository, tags.derived(record.entries(repository.log(now, record.FORMAT))))
    list(files.edits(tree))  # for the stamps: what differs still is named when the session begins
    if index.write(git_dir, tree, files.stamps):
        journal.clear(git_dir)


def _unknown(repository: Repository, left: Journal, tree: Tree, files: WorkTree) -> Iterator[Finding]:
    """Files that the journal names and that hold neither the old, the new nor the recorded text."""
    old: Tree = {}
    if left.files and left.old:
        old = tree_of(repository, left.old)
    for path, new in sorted(left.files.items()):
        try:
            content = files.content(path)
        except Odd:
            yield files.edit(path, say("something else stands where a recorded file was"))
            continue
        if content is None:
            continue
        ids = {tree[path].id for tree in (old, tree) if path in tree}
        if digest(content) != new and object_id(content) not in ids:
            yield files.edit(path, say("the file was edited while a run was unfinished"))
        else:
            with suppress(OSError):
                files.stamps[path] = index.stamp((repository.root / path).lstat())
