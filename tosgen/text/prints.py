"""Templates that print names and do nothing else, as most paragraphs are: read by their shape, without a parser.

What is not surely of that shape is left to the parser; `tests/test_text_template.py` holds both readings to each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_WORD = r"[a-z][a-z0-9_]*+"
_STRING = r'"[A-Za-z0-9_ ./-]*+"'
_NAME = rf"(?P<path>(?!(?:and|or|not|in|is|if|else|true|false|none|self)\b){_WORD}(?:\.{_WORD})*+)"
_CALL = rf"(?P<call>(?:ref|document)\({_STRING}\)|term\({_STRING}(?:, form={_STRING})?(?:, case={_STRING})?\))"
_FILTER = rf"(?: ?\| ?(?P<filter>duration(?:\(case={_STRING}\))?|listing(?:\({_STRING}\))?))?"
_TAG = re.compile(rf"\{{\{{ ?(?:{_CALL}|{_NAME}{_FILTER}) ?\}}\}}")
_GIVEN = re.compile(r'(form|case)="([^"]*)"')


class Printed(NamedTuple):
    """A tag: what it names, a path or what a function is asked for; at which line (1-based), behind which words."""

    before: str
    function: str
    name: str
    filter: str
    given: Mapping[str, str]
    """What the function or the filter is given beside the name."""
    line: int


class Printing(NamedTuple):
    """A template that only prints: its tags in order, and the words behind the last."""

    tags: tuple[Printed, ...]
    after: str


def read(source: str) -> Printing | None:
    """What the template prints; None where it takes a parser to tell.

    >>> [(tag.before, tag.name) for tag in read("Ask {{ contact.email }}.").tags], read("{% if a %}")
    ([('Ask ', 'contact.email')], None)
    """
    source = source.removesuffix("\n")  # as the parser has it
    tags, at, line = [], 0, 1
    for found in _TAG.finditer(source):
        before = source[at : found.start()]
        line += before.count("\n")
        tags.append(_printed(before, found, line))
        at = found.end()
    after = source[at:]
    if "\r" in source or any("{" in words for words in (after, *[tag.before for tag in tags])):
        return None
    return Printing(tuple(tags), after)


def _printed(before: str, found: re.Match[str], line: int) -> Printed:
    call, filter_ = found["call"] or "", found["filter"] or ""
    given = dict(_GIVEN.findall(call + filter_))
    if filter_.startswith("listing("):
        given["style"] = filter_.split('"')[1]
    name = found["path"] or call.split('"')[1]
    return Printed(before, call.partition("(")[0], name, filter_.partition("(")[0], given, line)
