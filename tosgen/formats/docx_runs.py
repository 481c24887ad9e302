"""Pieces of text as WordprocessingML runs, each with its language and direction; links as fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from tosgen.text.flow import Piece, Pieces


class Shown(NamedTuple):
    """Text that looks alike and runs in one direction."""

    text: str
    bold: bool
    italic: bool
    code: bool
    leftward: bool


Group = tuple[str, tuple[Shown, ...]]
"""A field's instruction, "" for plain text, and what it shows."""

_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
_LETTER = rf"[^\W\d_{_RIGHT}]"
_ISOLATE = "\u2068[^\u2068\u2069]*\u2069"
_TO_LEFT = re.compile(f"({_ISOLATE}|[{_RIGHT}](?:(?:(?!{_LETTER})[^\u2068])*[{_RIGHT}])?)")
_TO_RIGHT = re.compile(f"({_ISOLATE}|{_LETTER}(?:[^{_RIGHT}\u2068]*[^\\W_{_RIGHT}])?|\\+?[0-9]+(?:[-./: ][0-9]+)+)")
"""What runs against the line that it stands in: of a line to the right, of one to the left."""
_LEFTWARD = re.compile(f"[{_RIGHT}\u2068]")
_STRONG = re.compile(f"(?P<right>[{_RIGHT}])|{_LETTER}")
_INVALID = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = re.compile("[^\t\n\x20-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAK = re.compile("([\n\t])")
_EAST_ASIAN = ("zh", "ja", "ko")
_WORD_TAGS = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language ("" where it is not known), as Word writes it, and whether its lines run to the left."""

    language: str = ""
    leftward: bool = False

    @property
    def tag(self) -> str:
        """The tag that Word knows it by."""
        return _WORD_TAGS.get(self.language, self.language)

    @classmethod
    def of(cls, locale: str) -> Tongue:
        """The language of a locale such as `zh_Hans`."""
        from babel import Locale  # noqa: PLC0415 - files of unknown language need none

        return cls(locale.replace("_", "-"), Locale.parse(locale).text_direction == "rtl")

    @classmethod
    def guessed(cls, text: str) -> Tongue:
        """A text's direction where its language is not known: that of its first letter."""
        found = _STRONG.search(text)
        return cls("", bool(found and found["right"]))

    @property
    def lang(self) -> str:
        """The language for every script that a run may be in."""
        scripts = (
            ("val", "eastAsia") if self.tag.startswith(_EAST_ASIAN) else ("val", "bidi") if self.leftward else ("val",)
        )
        inner = "".join(f" w:{script}={quoteattr(self.tag)}" for script in scripts)
        return f"<w:lang{inner}/>" if self.tag else ""


def written(groups: Iterable[Group], tongue: Tongue, *, deleted: bool = False) -> str:
    """The runs of a stretch."""
    return "".join(part for group in groups for part in _group(group, tongue, deleted))


def escaped(text: str) -> str:
    """Text for an element; what XML cannot hold is shown as a replacement character."""
    return escape(_INVALID.sub("\ufffd", text)) if _SPECIAL.search(text) else text


def grouped(pieces: Pieces, leftward: bool, instruction: Callable[[str, str], str]) -> list[Group]:
    """The pieces of a paragraph by the fields that show them; `instruction(target, text)` is "" for plain text."""
    text = "".join(piece.text for piece in pieces)
    ways = [*directed(text, leftward=leftward)]
    if len(ways) == 1 and not any(piece.href for piece in pieces):
        return [("", tuple(Shown(*piece[:4], ways[0][1]) for piece in pieces))]
    found: list[Group] = []
    for href, group in groupby(pieces, key=lambda piece: piece.href):
        members = [*group]
        shown = (
            [Shown(piece.text, *piece[1:4], ways[0][1]) for piece in members] if len(ways) == 1 else _cut(members, ways)
        )
        field = instruction(href, "".join(piece.text for piece in members)) if href else ""
        if not field and found and not found[-1][0]:
            found[-1] = ("", (*found[-1][1], *shown))
        else:
            found.append((field, tuple(shown)))
    return found


def _cut(pieces: Iterable[Piece], ways: list[tuple[str, bool]]) -> list[Shown]:
    """The pieces cut where their direction changes; the stretches that they take up are taken from the list."""
    out = []
    for piece in pieces:
        text = piece.text
        while text:
            stretch, leftward = ways[0]
            length = min(len(stretch), len(text))
            out.append(Shown(text[:length], *piece[1:4], leftward))
            text = text[length:]
            ways[:1] = [(stretch[length:], leftward)] if length < len(stretch) else []
    return out


def _group(group: Group, tongue: Tongue, deleted: bool) -> Iterator[str]:
    instruction, shown = group
    if not instruction:
        yield from _runs(shown, tongue, deleted, link=False)
        return
    tag = "delInstrText" if deleted else "instrText"
    yield '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    yield f'<w:r><w:{tag} xml:space="preserve"> {escaped(instruction)} </w:{tag}></w:r>'
    yield '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    yield from _runs(shown, tongue, deleted, link=instruction.startswith("HYPERLINK"))
    yield '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _runs(shown: Iterable[Shown], tongue: Tongue, deleted: bool, *, link: bool) -> Iterator[str]:
    for each in shown:
        look = _look(each[1:4], link, each.leftward, tongue)
        yield f"<w:r>{look}{_text(each.text, 'delText' if deleted else 't')}</w:r>"


@lru_cache(maxsize=256)
def _look(look: tuple[bool, bool, bool], link: bool, leftward: bool, tongue: Tongue) -> str:
    bold, italic, code = look
    style = "Hyperlink" if link else "HTMLCode" if code else ""
    inner = "".join((
        f'<w:rStyle w:val="{style}"/>' if style else "",
        "<w:b/><w:bCs/>" if bold else "",
        "<w:i/><w:iCs/>" if italic else "",
        "<w:rtl/>" if leftward else "",
        tongue.lang,
    ))  # fmt: skip
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def _text(text: str, tag: str) -> str:
    text = escaped(text)
    if "\n" not in text and "\t" not in text:
        return f'<w:{tag} xml:space="preserve">{text}</w:{tag}>'
    written = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    return "".join(
        written.get(part) or f'<w:{tag} xml:space="preserve">{part}</w:{tag}>' for part in _BREAK.split(text) if part
    )


def directed(text: str, *, leftward: bool) -> Iterator[tuple[str, bool]]:
    """The text in stretches, each with whether it runs to the left.

    >>> list(directed("شركة Kestrel Desk في 2026-11-22.", leftward=True))
    [('شركة ', True), ('Kestrel Desk', False), (' في ', True), ('2026-11-22', False), ('.', True)]
    """
    against = _TO_RIGHT if leftward else _TO_LEFT
    if not leftward and (text.isascii() or not _LEFTWARD.search(text)):
        yield text, False
        return
    for at, part in enumerate(against.split(text)):
        if part:
            yield part, leftward if not at % 2 else _against(part, leftward)


def _against(part: str, leftward: bool) -> bool:
    """Whether a stretch that may run against its line runs to the left; an isolate goes by its first letter."""
    if not part.startswith("\u2068"):
        return not leftward
    found = _STRONG.search(part)
    return bool(found and found["right"])
