"""Text that announces what does not come: a table of headings only, a list without items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from tosgen.saying import say
from tosgen.text.blocks import Block, split

_HEADINGS = 2
"""Rows of a table before its first: the headings and the rule under them."""
_ANNOUNCES = (":", "：")


def hollow(template: str, rendered: str) -> Iterator[str]:
    """What a rendered body promises and does not hold.

    >>> list(hollow("| a |\\n|---|\\n{% for x in y %}\\n| {{ x }} |\\n{% endfor %}", "| a |\\n|---|"))
    ['a table has no rows']
    """
    if "|" not in rendered and "{% for" not in template:
        return
    blocks = split(rendered)
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        if kind == "row" and len(list(run)) <= _HEADINGS:
            yield say("a table has no rows")
    for announcement in _announcements(split(template)):
        if any(_unmet(announcement, block, after) for block, after in pairwise([*blocks, None])):
            yield say("a list has no items")


def _announcements(blocks: Sequence[Block]) -> Iterator[str]:
    """How paragraphs end that a loop follows: the words after the last placeholder."""
    for block, after in pairwise(blocks):
        if block.kind == "paragraph" and block.text.endswith(_ANNOUNCES) and after.text.startswith("{% for"):
            yield block.text.rpartition("}}")[2]


def _unmet(announcement: str, block: Block | None, after: Block | None) -> bool:
    if block is None or block.kind != "paragraph" or not block.text.rstrip("*").endswith(announcement):
        return False
    return after is None or after.kind not in {"item", "row"}
