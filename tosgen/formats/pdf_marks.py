"""Vowel signs in a PDF's text: said once, not twice.

typst draws a sign that is raised (as Arabic ones are over a tall letter) apart from its letter, and says letter and
sign with both. Who searches, copies or listens would meet the letter twice; here one of the two says nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any, NamedTuple
from unicodedata import combining

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator, String

_CHARACTER = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_Says = Mapping[int, str]
"""Glyph -> what it says."""


class _Spot(NamedTuple):
    """What one spot of a page says: at which height, by which instruction, and whether that says nothing else."""

    words: str
    height: float
    at: int
    alone: bool


def once(made: bytes) -> bytes:
    """The same PDF, each letter with its sign said once."""
    target = BytesIO()
    fonts: dict[Any, _Says] = {}
    with pikepdf.open(BytesIO(made)) as pdf:
        for page in pdf.pages:
            own = page.Resources.Font
            fonts |= {font.objgen: _says(font) for font in own.values() if font.objgen not in fonts}
            instructions = list(pikepdf.parse_content_stream(page))
            spots = _spots(instructions, {name: fonts[font.objgen] for name, font in own.items()})
            silent = {spot.at for spot in _twice(list(spots))}
            if silent:
                page.Contents = pdf.make_stream(pikepdf.unparse_content_stream([*_silenced(instructions, silent)]))
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _says(font: Any) -> dict[int, str]:
    """A font's ToUnicode table."""
    table = font.ToUnicode.read_bytes()
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        found.update({int(glyph, 16): _words(words) for glyph, words in _CHARACTER.findall(block)})
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, words in _RANGE.findall(block):
            start = _words(words)
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = start[:-1] + chr(ord(start[-1]) + step)
    return found


def _words(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def _spots(instructions: Sequence[Any], fonts: Mapping[str, _Says]) -> Iterator[_Spot]:
    """What a page says, in order. Text in a span that has words of its own says those."""
    height, font, spans = 0.0, "", list[bool]()
    for at, (operands, operator) in enumerate(instructions):
        match str(operator):
            case "cm":
                height = float(operands[5])
            case "Tf":
                font = str(operands[0])
            case "BMC":
                spans.append(False)
            case "BDC":
                own = operands[1].get("/ActualText") if isinstance(operands[1], Dictionary) else None
                if own is not None and not any(spans):
                    yield _Spot(str(own), height, at, alone=True)
                spans.append(own is not None)
            case "EMC":
                spans.pop()
            case "Tj" | "TJ" if not any(spans):
                said = [fonts[font].get(glyph, "") for glyph in _glyphs(list(operands))]
                yield from (_Spot(words, height, at, alone=len({*said}) == 1) for words in said)


def _glyphs(operands: Iterable[Any]) -> Iterator[int]:
    """The glyphs that an instruction shows: two bytes each, between numbers that only move them."""
    for operand in operands:
        if isinstance(operand, String):
            codes = bytes(operand)
            yield from (high << 8 | low for high, low in zip(codes[::2], codes[1::2], strict=True))
        elif isinstance(operand, Array):
            yield from _glyphs(list(operand))


def _twice(spots: Sequence[_Spot]) -> Iterator[_Spot]:
    """Of neighbours that say the same letter with the same sign at different heights, the one that is off the line."""
    on = Counter(spot.height for spot in spots)
    for one, other in pairwise(spots):
        same = one.words == other.words and one.height != other.height
        if same and len(one.words) > 1 and any(map(combining, one.words)):
            sign = min(one, other, key=lambda spot: on[spot.height])
            yield from [sign] if sign.alone else []


def _silenced(instructions: Sequence[Any], silent: set[int]) -> Iterator[Any]:
    nothing = ContentStreamInstruction([Name.Span, Dictionary(ActualText=String(""))], Operator("BDC"))
    for at, instruction in enumerate(instructions):
        if at not in silent:
            yield instruction
        elif str(instruction.operator) == "BDC":
            yield nothing
        else:
            yield from (nothing, instruction, ContentStreamInstruction([], Operator("EMC")))
