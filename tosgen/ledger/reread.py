"""What was written is read back before anything names it: each commit, each folder on the way, each file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tosgen.errors import Unavailable
from tosgen.ledger.batch import Batch
from tosgen.ledger.index import Leaf, Tree
from tosgen.ledger.process import corrupt
from tosgen.ledger.record import encoded
from tosgen.ledger.repository import Repository
from tosgen.ledger.steps import Touched, changed
from tosgen.saying import say

_PLAIN = 0o100644
_HEAD = len("tree \n") + 40


def reread(repository: Repository, batch: Batch, commits: Sequence[str], tree: Tree) -> dict[str, Leaf]:
    """The tree of the last of `commits`, the first of which follows on a commit with this tree.

    Unavailable (`corrupt`) unless each says what it was to say and follows on the one before, changes what it was to
    change and nothing else, and every file reads back as it was given. Then all that the new tip needs is there: what
    a commit did not touch, the one before it has.
    """
    now = dict(tree)
    touched = dict(changed(repository, commits))
    for commit, files in zip(commits, batch.files, strict=True):
        wanted = {path: leaf for path, leaf in _leaves(files) if now.get(path) != leaf}
        found = {each.path: _leaf(each) for each in touched.get(commit, ())}
        if found != wanted:
            path = next(path for path in {**wanted, **found} if found.get(path, ()) != wanted.get(path, ()))
            raise _other(repository, f"{commit}:{path}")
        for path, leaf in wanted.items():
            if leaf is None:
                del now[path]
            else:
                now[path] = leaf
    _contents(repository, batch, commits)
    return now


def _leaves(files: Mapping[str, str | None]) -> Iterator[tuple[str, Leaf | None]]:
    return ((path, Leaf(_PLAIN, id) if id else None) for path, id in files.items())


def _leaf(each: Touched) -> Leaf | None:
    return None if each.status == "D" else Leaf(int(each.mode, 8), each.id)


def _contents(repository: Repository, batch: Batch, commits: Sequence[str]) -> None:
    """Through one git process, in the order of writing: what differs from another is read right after that one."""
    found = repository.objects([*batch.contents, *commits])
    for (id, content), back in zip(batch.contents.items(), found, strict=False):
        if back is None or back[1] != encoded(content):
            raise _other(repository, id)
    parents = (batch.tip, *commits)
    for commit, parent, message, back in zip(commits, parents[:-1], batch.messages, found, strict=True):
        follows = f"parent {parent}\n".encode() if parent else b""
        if back is None or back[1][_HEAD:] != b"%s%s\n%s" % (follows, batch.stamped, message):
            raise _other(repository, commit)


def _other(repository: Repository, name: str) -> Unavailable:
    return corrupt(repository.root, say("{name} does not read back as it was written", name=name))
