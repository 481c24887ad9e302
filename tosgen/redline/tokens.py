"""Text as tokens: words, numbers, single CJK characters, punctuation; whitespace rides on the token before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tosgen.text.plain import Run

# Scripts without spaces between words: a token per character (Han, kana) or per syllable (Thai), with its marks.
_HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303c\u3041-\u30ff\u31c0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_THAI = "\u0e00-\u0e7f"
# Whatever is neither space nor punctuation belongs to a word: so every script's letters, digits and marks do.
_PUNCTUATION = (
    "\x00-/:-@\\[-^`{-\x9f¡-©«-±´¶-¹»-¿×÷\u037e\u0387\u055a-\u055f\u0589\u05be\u05c0\u05c3\u05f3\u05f4\u0609-\u060d\u061b-\u061f"
    "\u066a-\u066d\u06d4\u0964\u0965\u104a-\u104f\u1361-\u1368\u17d4-\u17da\u2000-\u200b\u200e-\u206f\u20a0-\u20cf\u2190-\u2bff"
    "\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\ufe30-\ufe4f\ufeff\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffee"
)
_MARKS = "\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
_ENDS = frozenset(".!?…؟۔।॥。！？")
_WIDE_ENDS = frozenset("。！？")
_CLOSES = frozenset("\"'”’»)]）」』】")
_SLIGHT = re.compile(r"[a-zß-öø-ÿ]{1,4}|[^\w\s|]")
_WIDE = f"[{_HAN}{_THAI}\u3000-\u303f\uff00-\uff65]"
_FIRST_WIDE = "\u2e80"
"""Nothing before it but Thai is written without spaces."""


class Token(NamedTuple):
    """A core, the whitespace after it, and the anchor that it points at; joined, cores and spaces give the text."""

    core: str
    space: str
    reference: str = ""

    @property
    def slight(self) -> bool:
        """Whether it is too slight to hold a marked stretch apart: one mark of punctuation, or a word such as `the`."""
        return bool(_SLIGHT.fullmatch(self.core)) and "\n" not in self.space and not _spaceless(self.core)


def _spaceless(core: str) -> bool:
    return (core >= _FIRST_WIDE or "\u0e00" <= core < "\u0e80") and bool(_wide().match(core))


@cache
def _wide() -> re.Pattern[str]:
    return re.compile(_WIDE)


@cache
def _token(*, wide: bool) -> re.Pattern[str]:
    """A token; compiled without Han and kana, in a third of the time, for texts that have none."""
    han = _HAN if wide else ""
    letter = f"[^\\s{_PUNCTUATION}{han}{_THAI}]"
    return re.compile(
        rf"""(?P<core>
          (?:https?://|mailto:)[^\s<>{han}]*[^\s<>{han}{_PUNCTUATION}]/?
        | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
        | {letter}+ (?: (?: ['’ʼ‐‑-] | (?<=\d)[.,:/٫٬](?=\d) ) {letter}+ )*
        {f"| [{han}][{_MARKS}]*" if wide else ""}
        | [เ-ไ]?[ก-ฮ][ะ-ฺ็-๎]* | [{_THAI}]
        | (?P<run>[^\s])(?P=run)*[{_MARKS}]*
        )(?P<space>\s*)""",
        re.VERBOSE,
    )


def tokens(runs: Sequence[Run]) -> list[Token]:
    """The tokens of a text given as runs.

    >>> [token.core for token in tokens([Run("The customer’s 14 days, § 4.2: 十四天。")])]
    ['The', 'customer’s', '14', 'days', ',', '§', '4.2', ':', '十', '四', '天', '。']
    """
    text = "".join(run.text for run in runs)
    anchors = _anchors(runs)
    start, stop, anchor = next(anchors)
    lead = len(text) - len(text.lstrip())
    found = [Token("", text[:lead])] if lead else []
    for match in _token(wide=max(text, default="") >= _FIRST_WIDE).finditer(text, lead):
        while stop <= match.start():
            start, stop, anchor = next(anchors)
        found.append(Token(match["core"], match["space"], anchor if start < match.end("core") else ""))
    return found


def _anchors(runs: Sequence[Run]) -> Iterator[tuple[int, int, str]]:
    at = 0
    for run in runs:
        if run.reference:
            yield at, at + len(run.text), run.reference
        at += len(run.text)
    yield at + 1, at + 2, ""


def sentence_starts(found: Sequence[Token]) -> list[int]:
    """Where sentences, lines and table rows begin; the first is 0.

    >>> sentence_starts(tokens([Run("We answer. (Soon.) You write. 我们会答复。您可以投诉。")]))
    [0, 3, 7, 10, 16]
    """
    starts, ended = [0], False
    for at, token in enumerate(found[:-1]):
        mark = token.core[:1]
        ended = mark in _ENDS or (ended and mark in _CLOSES)
        closing = found[at + 1].core[:1] in _CLOSES and not token.space
        if "\n" in token.space or (ended and not closing and (token.space or mark in _WIDE_ENDS)):
            starts.append(at + 1)
            ended = False
    return starts
