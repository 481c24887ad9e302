"""Which way text runs, and how a piece of it is kept from pulling its surroundings along (UAX #9)."""

from __future__ import annotations

import re
import unicodedata

ISOLATE, POP = "\u2068", "\u2069"
"""FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE. Written by tosgen around a fact; refused in every input."""
_GROUPS = re.compile(r"\+?\d[\d().-]*(?: [\d().-]*\d)+|\+\d+")
"""Figures in groups, such as a telephone number: among letters that run to the left the groups would change places."""


def isolated(text: str, *, right_to_left: bool) -> str:
    """The text between isolates where it runs, or may run, against the line that it stands in; else the text itself.

    >>> isolated("Example GmbH", right_to_left=True), isolated("شركة", right_to_left=True)
    ('\\u2068Example GmbH\\u2069', 'شركة')
    >>> isolated("+49 30 1234", right_to_left=True), isolated("30", right_to_left=True)
    ('\\u2068+49 30 1234\\u2069', '30')
    >>> isolated("الأمن، +49 30 1234، 24 ساعة", right_to_left=True)
    'الأمن، \\u2068+49 30 1234\\u2069، 24 ساعة'
    """
    classes = {unicodedata.bidirectional(character) for character in text}
    against = {"L"} if right_to_left else {"R", "AL"}
    weak = right_to_left and not classes & {"L", "R", "AL"} and len(classes) > 1
    if right_to_left and classes & {"R", "AL"}:
        text = _GROUPS.sub(rf"{ISOLATE}\g<0>{POP}", text)
    return f"{ISOLATE}{text}{POP}" if classes & against or weak else text
