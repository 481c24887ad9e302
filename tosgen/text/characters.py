"""Characters: which are refused in any input, and which are written without spaces between them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ue000\ue001\ud800-\udfff]"
)
SENTENCE_ENDS = "。！？；"
"""CJK marks that end a sentence; no space follows them, whatever comes next."""
WIDE = "\u1100"
"""Behind no character below it is a space left out."""
_WIDE = (
    "[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60"
    "\uffe0-\uffe6\U00020000-\U0003fffd“”‘’…—]"
)


def refused(text: str) -> re.Match[str] | None:
    """The first control, bidi-override, surrogate or mark character; tab and newline are fine."""
    return _REFUSED.search(text)


def visible(character: str) -> str:
    """How a message names a character that cannot be shown: U+202E RIGHT-TO-LEFT OVERRIDE."""
    return f"U+{ord(character):04X} {unicodedata.name(character, 'control')}"


def joins_without_space(before: str, after: str) -> bool:
    """Whether a line break between two characters stands for nothing (CJK text), not for a space.

    >>> joins_without_space("。", "我"), joins_without_space(".", "W"), joins_without_space("。", "W")
    (True, False, True)
    """
    if not before or not after:
        return False
    if before < WIDE or after < WIDE:
        return before in SENTENCE_ENDS
    wide = _wide().match(before) and _wide().match(after) and (_cjk(before) or _cjk(after))
    return bool(wide) or before in SENTENCE_ENDS


@cache
def _wide() -> re.Pattern[str]:
    """Compiled when a text has such characters: it takes as long as reading a text that has none."""
    return re.compile(_WIDE)


def _cjk(character: str) -> bool:
    return character not in "“”‘’…—"
