"""What stands inside a line, written for a generator's Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from tosgen.text.characters import joins_without_space
from tosgen.text.escape import target
from tosgen.text.references import reference, words

_TAME = re.compile(r"[\w .,;()/=:-]+")
"""Code that no template language reads anything into."""
_BREAK = "  \n"
_JOINED = "\x00"
"""A line break that stands for nothing; no input holds the character."""
_BESIDE = re.compile(rf"[^\W_]{_JOINED}(?=[*_])|(?<=[*_]){_JOINED}[^\W_]")
"""A letter that joining brings beside an asterisk: as a reference it leaves the emphasis what it was."""


@dataclass(frozen=True, slots=True)
class Inline:
    """Writes inline content; `raw` where HTML may stand in a line."""

    raw: bool

    def write(self, run: Sequence[Token]) -> str:
        """The run on one line, but for hard line breaks: no generator makes anything of where its lines end."""
        out: list[str] = []
        hrefs: list[str] = []
        for at, token in enumerate(run):
            match token.type:
                case "strong_open" | "strong_close" | "em_open" | "em_close":
                    out.append(token.markup)
                case "link_open":
                    hrefs.append(target(str(token.attrs["href"])).replace("&", "&amp;"))
                    out.append("[")
                case "link_close":
                    out.append(f"]({hrefs.pop()})")
                case "softbreak":
                    out.append(_JOINED if joins_without_space(_near(run, at, -1)[-1:], _near(run, at, 1)[:1]) else " ")
                case "hardbreak":
                    out.append(_BREAK)
                case "code_inline":
                    out.append(self._code(token.content))
                case _:
                    out.append(words(token.content))
        return _BESIDE.sub(lambda found: reference(found[0].strip(_JOINED)), "".join(out)).replace(_JOINED, "")

    def lines(self, lines: Iterable[str]) -> str:
        """Lines of code, one below the other."""
        return _BREAK.join(self._code(line) if line.strip() else "&#160;" for line in lines)

    def _code(self, content: str) -> str:
        if _TAME.fullmatch(content):
            return f"`{content}`"
        return f"<code>{words(content)}</code>" if self.raw else words(content)


def _near(run: Sequence[Token], at: int, step: int) -> str:
    """The text next to a soft break, markup passed over."""
    place = at + step
    while 0 <= place < len(run):
        if run[place].content:
            return run[place].content
        place += step
    return ""
