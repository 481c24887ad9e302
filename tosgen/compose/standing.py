"""Which of the words that a clause cites stand in its text: a block inside `{% if %}` may not be there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tosgen.compose.noted import Noted
from tosgen.compose.render import render
from tosgen.model.kept import kept
from tosgen.model.library import Clause
from tosgen.text import blocks

_TAG = re.compile(r"\{%[-+]?\s*(end)?(?:if|for)\b")


def standing(clause: Clause, noted: Noted) -> dict[str, str]:
    """What the clause satisfies by blocks that are rendered, for the answers that `noted` was made with."""
    if not clause.satisfies or "{%" not in clause.body or _anyway(clause) == {*clause.satisfies}:
        return dict(clause.satisfies)
    outline = "\n".join(_outline(clause))
    seen = render(outline, Noted(noted.setup, noted.clause, noted.place)).skeleton.split()
    return {id: words for id, words in clause.satisfies.items() if id in seen}


@kept
def _anyway(clause: Clause) -> set[str]:
    """The requirements that blocks outside every `{% if %}` and `{% for %}` answer."""
    found: set[str] = set()
    depth = 0
    for block in blocks.split(clause.body):
        if block.kind == "tag":
            depth += sum(-1 if ends else 1 for ends in _TAG.findall(block.source))
        elif not depth:
            found.update(id for id, words in clause.satisfies.items() if words in block.source)
    return found


def _outline(clause: Clause) -> Iterator[str]:
    """The body's block tags, and in place of each block the ids of the requirements that it answers."""
    for block in blocks.split(clause.body):
        if block.kind == "tag":
            yield block.source
        else:
            yield from (id for id, words in clause.satisfies.items() if words in block.source)
