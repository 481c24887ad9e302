"""What a text says, whatever marks it up: for seeing that two sides produced the same words before they are timed."""

from __future__ import annotations

import re
from hashlib import sha256
from html import unescape

_HEAD = re.compile(r"<head\b.*?</head>", re.S)
_TAG = re.compile(r"<[^>]*>")
_PICTURE = re.compile(r"<(script|style)\b.*?</\1>", re.S)
_BLOCK = re.compile(r"</?(?:p|li|td|th|tr|h[1-6]|div|section|table|ul|ol|header|br|dt|dd)\b[^>]*>")
_SPACE = re.compile(r"\s+")
_DIRECTION = re.compile("[\u2066-\u2069]")


def of_html(page: str) -> str:
    """The words of a page's body, one space between them.

    >>> of_html("<head><title>x</title></head><p>Terms &amp;\\n<b>con</b>ditions</p>")
    'Terms & conditions'
    """
    body = _PICTURE.sub("", _HEAD.sub("", page))
    return _SPACE.sub(" ", unescape(_TAG.sub("", _BLOCK.sub(" ", body)))).strip()


def digest(words: str) -> str:
    """A short name for words; marks that only say where a text of another direction ends are no words."""
    return sha256(_DIRECTION.sub("", words).encode()).hexdigest()[:16]
