"""Templates that print names and do nothing else, as most paragraphs are: read by their shape, without a parser.

What is not surely of that shape is left to the parser; `tests/test_text_template.py` holds both readings to each other.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = r"[a-z][a-z0-9_]*+"
_STRING = r'"[A-Za-z0-9_ ./-]*+"'
_NAME = rf"(?!(?:and|or|not|in|is|if|else|true|false|none)\b)({_WORD}(?:\.{_WORD})*+)"
_FILTER = rf"( ?\| ?(?:duration(?:\(case={_STRING}\))?|listing(?:\({_STRING}\))?))?"
_CALL = rf"(?:(ref|document)\(({_STRING})\)|(term)\(({_STRING})(?:, form={_STRING})?(?:, case={_STRING})?\))"
_TAG = re.compile(rf"\{{\{{ ?(?:{_CALL}|{_NAME}{_FILTER}) ?\}}\}}")


class Printed(NamedTuple):
    """What a tag names: a function with its argument, or a path, filtered or not; at which line (1-based)."""

    function: str
    name: str
    filtered: bool
    line: int


def read(source: str) -> list[Printed] | None:
    """What the template prints, in order; None where it takes a parser to tell.

    >>> read('Ask {{ contact.email }}.'), read("{% if a %}")
    ([Printed(function='', name='contact.email', filtered=False, line=1)], None)
    """
    row = _TAG.split(source)
    words = row[:: _TAG.groups + 1]
    if any("{" in text or "\r" in text for text in words):
        return None
    found, line = [], 1
    for at, text in enumerate(words[:-1]):
        line += text.count("\n")
        plain, target, term, wanted, path, filter_ = row[at * (_TAG.groups + 1) + 1 : (at + 1) * (_TAG.groups + 1)]
        name = path or (target or wanted)[1:-1]
        found.append(Printed(plain or term or "", name, bool(filter_), line))
    return found
