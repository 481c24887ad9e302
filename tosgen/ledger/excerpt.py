"""Raw objects of a ledger: enough to check, by their ids, that files hang in commits and commits in one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tosgen.ledger.process import corrupt
from tosgen.ledger.repository import Repository
from tosgen.saying import say


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`commits`: (id, content), the first one first, each the parent of the next; `trees`: id -> content."""

    commits: Sequence[tuple[str, bytes]]
    trees: Mapping[str, bytes]


def excerpt(repository: Repository, first: str, last: str, paths: Iterable[tuple[str, str]]) -> Excerpt:
    """The commits from `first` to `last`, and the trees that lead from a commit to a path, for each of `paths`.

    Unavailable (`corrupt`) for an object that is gone or is not what its id says, and where the commits form no chain.
    """
    listing = repository.run("rev-list", "--topo-order", "--reverse", f"{first}..{last}", "--").decode("ascii")
    ids = [first, *listing.split()]
    commits = list(zip(ids, _contents(repository, ids), strict=True))
    for (parent, _), (id, content) in pairwise(commits):
        if not re.match(rb"tree [0-9a-f]{40}\nparent %s\nauthor " % parent.encode(), content):
            what = say("{commit} does not follow on {parent}: the history is no chain", commit=id, parent=parent)
            raise corrupt(repository.root, what)
    names = list(dict.fromkeys(name for commit, path in paths for name in _folders(commit, path)))
    found = repository.objects(names) if names else iter(())
    trees = sorted(_there(repository, name, each) for name, each in zip(names, found, strict=True))
    return Excerpt(commits, dict(trees))


def _contents(repository: Repository, ids: Sequence[str]) -> list[bytes]:
    return [_there(repository, id, each)[1] for id, each in zip(ids, repository.objects(ids), strict=True)]


def _there(repository: Repository, name: str, found: tuple[str, bytes] | None) -> tuple[str, bytes]:
    if found is None:
        raise corrupt(repository.root, say("{name} is gone", name=name))
    return found


def _folders(commit: str, path: str) -> Iterable[str]:
    """Names of the trees on the way to a file.

    >>> list(_folders("c0", "terms/DE/en.md"))
    ['c0^{tree}', 'c0:terms', 'c0:terms/DE']
    """
    yield f"{commit}^{{tree}}"
    ends = (at for at, letter in enumerate(path) if letter == "/")
    yield from (f"{commit}:{path[:end]}" for end in ends)
