"""What a name may look like, wherever it becomes a file, a folder or a reference."""

from __future__ import annotations

import re
from functools import lru_cache

from tosgen.saying import say
from tosgen.sources.faults import Unfit, brief

SEGMENT = r"^[a-z0-9][a-z0-9._-]{0,63}$"
MARKET = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
FACT = r"^[a-z][a-z0-9_]{0,63}(\.[a-z][a-z0-9_]{0,63})?$"
COLUMN = r"^[a-z][a-z0-9_]{0,63}$"
JURISDICTION = r"^(global|[A-Z]{2}(-[A-Z0-9]{1,3})?)$"
DIGEST = r"^[0-9a-f]{64}$"

_SAYS = {
    SEGMENT: say("use a-z, 0-9, '.', '_' and '-', at most 64, the first a letter or digit"),
    MARKET: say("use letters, digits, '.', '_' and '-', at most 64, the first a letter or digit"),
    FACT: say("use a-z, 0-9 and '_', with at most one '.'"),
    COLUMN: say("use a-z, 0-9 and '_'"),
    JURISDICTION: say("write 'global', 'EU' or an ISO 3166 code such as DE or US-CA"),
    DIGEST: say("write the 64 hexadecimal digits of a sha256"),
}
_FILES = (SEGMENT, MARKET)
_DEVICES = frozenset({"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)})


@lru_cache(maxsize=4096)
def named(pattern: str, text: str) -> str:
    """`text` if it is a name of that pattern; Unfit (`bad-name`) says what one looks like.

    >>> named(SEGMENT, "live-chat")
    'live-chat'
    """
    if not re.fullmatch(pattern, text):
        if pattern == DIGEST:
            raise Unfit("bad-value", say("{text} is not a digest", text=brief(text)), _SAYS[pattern])
        raise Unfit("bad-name", say("{text} is not a name that can stand here", text=brief(text)), _SAYS[pattern])
    if pattern in _FILES and text.split(".", maxsplit=1)[0].lower() in _DEVICES:
        raise Unfit(
            "bad-name", say("{text} is a device on Windows, where no file can have that name", text=brief(text))
        )
    if pattern in _FILES and text.endswith("."):
        raise Unfit("bad-name", say("{text} ends in '.', which Windows drops from file names", text=brief(text)))
    return text
