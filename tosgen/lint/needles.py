"""Words of which a text must hold one for a pattern to match: most sentences then need no pattern at all.

Read out of the pattern as Python's own `re` parses it; where that cannot be asked, every pattern is tried.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

try:
    from re import _parser as _syntax  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover
    _syntax = None

_LIKE_I = "\u0130", "\u0131"
"""What `re.IGNORECASE` takes for an i, and case folding does not."""
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}


def folded(text: str) -> str:
    """The text with all that `re.IGNORECASE` takes for the same made the same."""
    for letter in _LIKE_I:
        text = text.replace(letter, "i")
    return text.casefold()


def needles(pattern: str) -> frozenset[str]:
    """Folded words one of which stands in every text that the pattern matches; empty where there are none to be had.

    >>> sorted(needles(r"\\bno (?:liab\\w+|responsib\\w+)")), needles(r"\\d+")
    (['liab', 'responsib'], frozenset())
    """
    return _needed(_syntax.parse(pattern)) if _syntax else frozenset()


def _needed(parsed: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """Of the words that every match holds, those that tell most: the longest."""
    found: list[frozenset[str]] = []
    run = ""
    for op, argument in parsed:
        name = str(op)
        if name == "LITERAL":
            run += chr(argument)
            continue
        found, run = [*found, frozenset({folded(run)} if run else ())], ""
        if name == "BRANCH":
            either = [_needed(one) for one in argument[1]]
            found.append(frozenset().union(*either) if all(either) else frozenset())
        elif name == "SUBPATTERN":
            found.append(_needed(argument[3]))
        elif name in _REPEATS and argument[0] > 0:
            found.append(_needed(argument[2]))
    found.append(frozenset({folded(run)} if run else ()))
    return max(filter(None, found), key=lambda words: min(map(len, words)), default=frozenset())
