"""A template without its words: those that differ in nothing else, as in two languages, are read and compiled once."""

from __future__ import annotations

import re
from functools import lru_cache

_OPEN, _CLOSE = "\x0e", "\x0f"
"""Around an index: what stands for words. Controls, so that no clause has them."""
_UNSURE = re.compile(rf"[\r{_OPEN}{_CLOSE}]")
_INSIDE = r"""[^{}"'\\]*(?:(?:"[^"{}\\]*"|'[^'{}\\]*')[^{}"'\\]*)*"""
_TAG = re.compile(r"(\{\{" + _INSIDE + r"\}\}|\{%" + _INSIDE + r"%\})")
_WORDS = re.compile(rf"{_OPEN}(\d+)\n*{_CLOSE}")


@lru_cache(maxsize=65536)
def apart(source: str) -> tuple[str, tuple[str, ...]]:
    """A template with an index, on as many lines, for each stretch of words between its tags; and the words.

    White space at their edges stays, for what Jinja does with it. Where it is not plain what is words, all stays.

    >>> apart("Write to {{ contact.email }}.")
    ('\\x0e0\\x0f {{ contact.email }}\\x0e1\\x0f', ('Write to', '.'))
    """
    row = _TAG.split(source)
    if any("{" in text for text in row[::2]) or _UNSURE.search(source):
        return source, ()
    words: list[str] = []
    for at in range(0, len(row), 2):
        core = row[at].strip()
        if core:
            before, _, after = row[at].partition(core)
            row[at] = "".join((before, _OPEN, str(len(words)), "\n" * core.count("\n"), _CLOSE, after))
            words.append(core)
    return "".join(row), tuple(words)


def together(printed: str, words: tuple[str, ...]) -> str:
    """What a template printed without its words, with them."""
    return _WORDS.sub(lambda found: words[int(found[1])], printed) if words else printed
