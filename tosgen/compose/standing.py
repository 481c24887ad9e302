"""Which of the words that a clause cites stand in its text: a block inside `{% if %}` may not be there."""

from __future__ import annotations

from collections.abc import Iterator

from tosgen.compose.noted import Noted
from tosgen.compose.render import render
from tosgen.model.library import Clause
from tosgen.text import blocks


def standing(clause: Clause, noted: Noted) -> dict[str, str]:
    """What the clause satisfies by blocks that are rendered, for the answers that `noted` was made with."""
    if not clause.satisfies or "{%" not in clause.body:
        return dict(clause.satisfies)
    outline = "\n".join(_outline(clause))
    seen = render(outline, Noted(noted.setup, noted.clause, noted.place)).skeleton.split()
    return {id: words for id, words in clause.satisfies.items() if id in seen}


def _outline(clause: Clause) -> Iterator[str]:
    """The body's block tags, and in place of each block the ids of the requirements that it answers."""
    for block in blocks.split(clause.body):
        if block.kind == "tag":
            yield block.source
        else:
            yield from (id for id, words in clause.satisfies.items() if words in block.source)
