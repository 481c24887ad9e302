"""One sentence a line, wherever that leaves the parse unchanged."""

from __future__ import annotations

import re

from tosgen.model.document import OPEN
from tosgen.text.characters import SENTENCE_ENDS, joins_without_space

_SHORT = "".join(rf"(?<!\b{word}\.)" for word in ("Cal", "Civ", "EE", "Prof", "Pub", "UU", "Util", "e", "z"))
"""Abbreviations before a capital, as in Cal. Civ. Code, EE. UU., z. B.: no sentence ends there."""
_LATIN = re.compile(rf"(?P<end>[.!?…؟]{_SHORT}[\"”’»)\]*]*)[ ]+(?=[\"“‘«(\[*¿¡{OPEN}]*[^\W\d_a-zß-öø-ÿ]|{OPEN})")
_WIDE = re.compile(rf"[{SENTENCE_ENDS}]+(?P<close>[”’』」）》]*)(?P<stars>\**)(?=[^\s”’』」）》*])")
_STARS = re.compile(r"(?<!\\)\*+")
_BLOCK_START = re.compile(r"[-+>#=~`|]|\*(?!\*)|\d{1,9}[.)]|\{[%#]")


def lines(text: str) -> list[str]:
    """The sentences of one block, none of which would start a block of its own.

    >>> lines("Write to us. We answer. See no. 3 below.")
    ['Write to us.', 'We answer.', 'See no. 3 below.']
    >>> lines("您可以投诉。我们会答复。")
    ['您可以投诉。', '我们会答复。']
    """
    parts = _WIDE.sub(_broken, _LATIN.sub(_spaced, text)).split("\n")
    kept = parts[:1]
    previous = text.find(parts[0]) + len(parts[0])
    for part in parts[1:]:
        start = text.index(part, previous)
        if _BLOCK_START.match(part) or not part:
            kept[-1] += text[previous:start] + part
        else:
            kept.append(part)
        previous = start + len(part)
    return kept


def _spaced(found: re.Match[str]) -> str:
    """The end of a sentence and a line break, if that stands for the space that was there."""
    before = found.string[: found.end()].rstrip(" *")[-1]
    after = found.string[found.end() :].lstrip("*")[:1]
    return found[0] if joins_without_space(before, after) else f"{found['end']}\n"


def _broken(found: re.Match[str]) -> str:
    """The end of a CJK sentence and a line break, if that stands for nothing; stars that open come after it."""
    stars, whole = found["stars"], found[0]
    last = whole.removesuffix(stars)[-1]
    if not joins_without_space(last, found.string[found.end()]):
        return whole
    opens = stars and len(_STARS.findall(found.string, 0, found.start())) % 2 == 0
    return f"{whole.removesuffix(stars)}\n{stars}" if opens else f"{whole}\n"
