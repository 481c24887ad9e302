"""One sentence a line, wherever that leaves the parse unchanged."""

from __future__ import annotations

import re

from tosgen.model.document import OPEN

_LATIN = re.compile(rf"(?<=[.!?…])(?P<close>[\"”’»)\]*]*)[ ]+(?=[\"“‘«(\[*¿¡{OPEN}]*[^\W\d_a-zß-öø-ÿ]|{OPEN})")
_WIDE = re.compile(r"(?P<end>[。！？；][”’』」）》*]*)(?=[^\s”’』」）》*])")
_BLOCK_START = re.compile(r"[-+>#=~`|]|\*(?!\*)|\d{1,9}[.)]|\{[%#]")


def lines(text: str) -> list[str]:
    """The sentences of one block, none of which would start a block of its own.

    >>> lines("Write to us. We answer. See no. 3 below.")
    ['Write to us.', 'We answer.', 'See no. 3 below.']
    >>> lines("您可以投诉。我们会答复。")
    ['您可以投诉。', '我们会答复。']
    """
    parts = _WIDE.sub(lambda m: m["end"] + "\n", _LATIN.sub(lambda m: m["close"] + "\n", text)).split("\n")
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
