"""Text as tokens: words, numbers, single CJK characters, punctuation; whitespace rides on the token before it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
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
ENDS = frozenset(".!?…؟۔।॥。！？")
"""What a sentence may end with."""
_WIDE_ENDS = frozenset("。！？")
_CLOSES = frozenset("\"'”’»)]）」』】")
_CUT = re.compile(rf"[{''.join(sorted(ENDS))}\n](?:(?<=\n)|[{re.escape(''.join(sorted(_CLOSES)))}{_MARKS}]*\s)\s*")
"""Behind it a sentence begins, in a script that has spaces."""
_MAIL = re.compile(r"\.[\w.+-]*@")
"""A word that begins with what a sentence may end with."""
_SLIGHT = re.compile(r"[a-zß-öø-ÿ]{1,4}|[^\w\s|]")
_WIDE = f"[{_HAN}{_THAI}\u3000-\u303f\uff00-\uff65]"
_FIRST_WIDE = "\u2e80"
"""Nothing before it but Thai is written without spaces."""
_NONE = (sys.maxsize, sys.maxsize, "")
"""Behind the last anchor."""


class Token(NamedTuple):
    """A core, the whitespace after it, and the anchor that it points at; joined, cores and spaces give the text."""

    core: str
    space: str
    reference: str = ""

    @property
    def slight(self) -> bool:
        """Whether it is too slight to hold a marked stretch apart: one mark of punctuation, or a word such as `the`."""
        return bool(_SLIGHT.fullmatch(self.core)) and "\n" not in self.space and not _spaceless(self.core)


Anchor = tuple[int, int, str]
"""(start, stop, anchor) of characters that point elsewhere."""


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
        | [\w.+-]++@[\w-]+(?:\.[\w-]+)+
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
    return between(text, anchors(runs), 0, len(text))


def between(text: str, pointing: Iterable[Anchor], first: int, last: int) -> list[Token]:
    """The tokens from one place in a text to another; both stand where a token begins, or where the text ends."""
    lead = last - len(text[first:last].lstrip())
    found = [Token("", text[first:lead])] if lead > first else []
    wide = not text.isascii() and max(text[lead:last], default="") >= _FIRST_WIDE
    left = iter(pointing)
    start, stop, anchor = next(left, _NONE)
    if not anchor:
        return found + [Token(core, space) for core, _, space in _token(wide=wide).findall(text, lead, last)]
    for match in _token(wide=wide).finditer(text, lead, last):
        at = match.start()
        while stop <= at:
            start, stop, anchor = next(left, _NONE)
        found.append(Token(match[1], match[3], anchor) if start < match.end(1) else Token(match[1], match[3]))
    return found


def first(text: str) -> str:
    """The core of a text's first token.

    >>> first("Desk的产品 is ours"), first("user’s, too"), first("")
    ('Desk', 'user’s', '')
    """
    word = next(iter(text.split(maxsplit=1)), "")
    found = _token(wide=max(word, default="") >= _FIRST_WIDE).match(word)
    return found[1] if found else ""


def alone(a: str, b: str) -> bool:
    """Whether whole words of two sentences lie in no other, and both or neither to the end of theirs."""
    if _odd(a) or _odd(b):
        return False
    ends = [found.end() if (found := _CUT.search(text)) else -1 for text in (a, b)]
    return ends in ([-1, -1], [len(a), len(b)])


def _odd(text: str) -> bool:
    """Whether words are needed to tell its sentences."""
    return bool("@" in text and _MAIL.search(text)) or (not text.isascii() and any(mark in text for mark in _WIDE_ENDS))


def sentence_bounds(text: str) -> list[int]:
    """Where sentences, lines and table rows begin, in characters, and where the text ends.

    >>> sentence_bounds("We answer. (Soon.) You write."), sentence_bounds("我们会答复。您可以投诉。")
    ([0, 11, 19, 29], [0, 6, 12])
    """
    if _odd(text):
        found = between(text, (), 0, len(text))
        places = [0, *accumulate(len(core) + len(space) for core, space, _ in found)]
        return [*(places[at] for at in sentence_starts(found)), len(text)]
    bounds = [0, *[found.end() for found in _CUT.finditer(text)]]
    if bounds[-1] < len(text):
        bounds.append(len(text))
    return bounds


def anchors(runs: Iterable[Run]) -> Iterator[Anchor]:
    """Where runs point elsewhere, in order."""
    at = 0
    for run in runs:
        if run.reference:
            yield at, at + len(run.text), run.reference
        at += len(run.text)


def sentence_starts(found: Sequence[Token]) -> list[int]:
    """Where sentences, lines and table rows begin; the first is 0.

    >>> sentence_starts(tokens([Run("We answer. (Soon.) You write. 我们会答复。您可以投诉。")]))
    [0, 3, 7, 10, 16]
    """
    starts, ended = [0], False
    for at, (core, space, _) in enumerate(found[:-1]):
        mark = core[:1]
        ended = mark in ENDS or (ended and mark in _CLOSES)
        if "\n" in space or (ended and (space or (mark in _WIDE_ENDS and found[at + 1].core[:1] not in _CLOSES))):
            starts.append(at + 1)
            ended = False
    return starts
