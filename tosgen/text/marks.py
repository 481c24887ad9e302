"""Inert marks: what stands for a fact while Markdown is parsed, and what fills it afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable

from tosgen.model.document import CLOSE, OPEN, Filling, Text

MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")


def mark(index: int) -> str:
    """The mark for the filling at `index`."""
    return f"{OPEN}{index}{CLOSE}"


def shifted(text: Text, by: int) -> str:
    """The skeleton with its marks renumbered, to be spliced into a text that has `by` fillings already."""
    return MARK.sub(lambda found: mark(int(found[1]) + by), text.skeleton)


def refilled(text: Text, change: Callable[[Filling], Filling]) -> Text:
    """The text with every filling passed through `change`."""
    return Text(text.skeleton, tuple(map(change, text.fillings)), text.slots) if text.fillings else text
