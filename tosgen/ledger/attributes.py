"""`.gitattributes` of a ledger: what git is told about its files wherever it is cloned. Bytes stay as recorded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from tosgen.ledger.record import Change
from tosgen.ledger.repository import object_id
from tosgen.ledger.steps import Touched
from tosgen.ledger.worktree import Odd, WorkTree

NAME = ".gitattributes"
CONTENT = b"""\
# Texts keep their bytes: their SHA-256 is recorded.
* -text -ident -filter -working-tree-encoding
*.md diff=markdown linguist-generated=false
*.sig -diff
"""
_KNOWN = frozenset({object_id(CONTENT)})
"""Ids of every content that tosgen has ever written."""


def wanting(tree: Collection[str], files: WorkTree) -> bool:
    """Whether the ledger has none yet, and none of the user's is in the way: it is theirs to change or to remove."""
    try:
        return NAME not in tree and files.content(NAME) in {None, CONTENT}
    except Odd:
        return False


def added(change: Change) -> Change:
    """A change that brings it."""
    return replace(change, files={NAME: CONTENT, **change.files})


def ours(touched: Touched) -> bool:
    """Whether a commit brought it as tosgen does."""
    return touched.path == NAME and touched.status == "A" and touched.id in _KNOWN
