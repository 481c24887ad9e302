"""How words stand out on one side of a redline, in words."""

from __future__ import annotations

from collections.abc import Mapping

from tosgen.redline.model import Span
from tosgen.saying import joined, say

_STYLES: Mapping[str, str] = {
    "bold": say("bold"), "italic": say("italic"), "code": say("code"), "quoted": say("quoted"),
}  # fmt: skip


def looks(span: Span) -> str:
    """What became of the way in which a stretch of words stands out.

    >>> looks(Span("equal", "must", "", "bold")), looks(Span("equal", "must", "bold", "bold+italic"))
    ('now bold', 'bold → bold + italic')
    """
    if not span.was:
        return say("now {style}", style=_words(span.now))
    if not span.now:
        return say("no longer {style}", style=_words(span.was))
    return say("{before} → {after}", before=_words(span.was), after=_words(span.now))


def _words(style: str) -> str:
    return joined(" + ", [_STYLES[name] for name in style.split("+")])
