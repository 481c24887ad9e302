"""The shapes that most texts have - paragraphs, flat lists and tables of words, links, bold and italics - read at once.

What is not surely of such a shape is left to a parser; `tests/test_text_shapes.py` holds both readings to each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Literal

from tosgen.text.run import SOFT, Run, flowing, linked, spaced

PLAIN = r"[^\\`*_\[\]<&\x00\r\n|]"
"""A character that a line shows as it stands."""
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_FIRST = r"[^\s#>+\-\d~=:|\\`*_\[\]<&\x00]"
"""A character that, first in a line, begins nothing but words."""
_PROSE = rf"(?:{_FIRST}|\d++(?![.)](?:\s|\Z))){PLAIN}*+(?<!\s)"
"""A line of words and nothing else."""
_ESCAPED = r"\\[!-/:-@\[-`{-~]"
_WORDS = rf"{PLAIN}*+(?:(?:{_ESCAPED}|&(?=\ )){PLAIN}*+)*+"
_TARGET = r"(?:#[A-Za-z0-9-]++|https://[a-z0-9][a-z0-9.-]*+(?:/[A-Za-z0-9_./-]*+)?|mailto:[A-Za-z0-9][A-Za-z0-9.@-]*+)"
_LINK = rf"(?<!!)\[{PLAIN}++\]\({_TARGET}\)"
_OPEN = r"(?:(?<!\*)\*\*(?=[^\W_])|(?<![^ \n])\*\*(?=[^\s*]))"
_CLOSE = r"(?:(?<=[^\W_])\*\*(?!\*)|(?<!\s)\*\*(?=[ \n]|\Z))"
_INNER = rf"{PLAIN}|\\[!-)+-/:-@\[\]-`{{-~]|{_LINK}"
"""What bold is made of: no asterisk, escaped or not."""
_BOLD = rf"{_OPEN}(?:{_INNER})+?{_CLOSE}"
_ITALIC = rf"(?<![*\\])\*(?=[^\W_]){PLAIN}+?(?<=[^\W_])\*(?!\*)"
SPAN = re.compile(r"\\.|\[([^\]]*)\]\(([^)]*)\)|\*\*([^*]*)\*\*|\*([^*]*)\*")
"""The same, once it is known that a text holds nothing else."""
_CELL = rf"{PLAIN}*+(?:(?:\\[!-/:-@\[\]-`{{}}~]|&(?=\ )){PLAIN}*+)*+"
CELL = f"{_CELL}(?:(?:{_LINK}|{_BOLD}|{_ITALIC}){_CELL})*+"
_BEGIN = rf"(?:{_FIRST}|\d++(?![.)](?:\s|\Z))|(?=\[|\*\*|\*[^\W_]|\\))"
"""How a line begins that begins nothing but words."""


def _line(bold: str) -> str:
    """A line of words, links, bold and italics, whole."""
    return rf"{_BEGIN}{_WORDS}(?:(?:{_LINK}|{bold}|{_ITALIC}){_WORDS})*+(?<!\s)(?=\n|\Z)"


def _lines(indent: str) -> str:
    """The same, or several, for bold that goes on in the next."""
    return _line(rf"{_OPEN}(?:{_INNER}|(?<!\s)\n{indent}(?={_FIRST}))+?{_CLOSE}")


LINE = _line(_BOLD)
_LINE, _ITEM = _lines(""), _lines(r"\ *+")
_FURTHER = rf"(?:\n\ *+{_ITEM})*+"
_NUMBER = re.compile(r"(?:\A|\n)(\d{1,9})\. ")
_INDENT = re.compile(r"\n +")
_TRAILING = re.compile(r"(?<=\S) (?=\n|\Z)")
"""One space at the end of a line means nothing; two are a line break."""
_ROW = rf"(?:\|{CELL})++(?<=\|)"
Shape = Literal["paragraph", "bullets", "numbers", "table"]
_SHAPES: dict[Shape, str] = {
    "paragraph": rf"{_LINE}(?:\n{_LINE})*+",
    "bullets": rf"-\ {_ITEM}{_FURTHER}(?:\n-\ {_ITEM}{_FURTHER})*+",
    "numbers": rf"\d{{1,9}}\.\ {_ITEM}{_FURTHER}(?:\n\d{{1,9}}\.\ {_ITEM}{_FURTHER})*+",
    "table": rf"{_ROW}\n(?:\|\ ?:?-{{3,}}:?\ ?)++\|(?:\n{_ROW})*+",
}


def prose(markdown: str) -> str | None:
    """The text of paragraphs that hold nothing but words; None of any other."""
    if not _prose().fullmatch(markdown):
        return None
    return "\n\n".join([flowing(paragraph) for paragraph in markdown.split("\n\n")])


@cache
def _prose() -> re.Pattern[str]:
    return re.compile(rf"{_PROSE}(?:\n\n?{_PROSE})*+")


def read(markdown: str) -> tuple[Run, ...] | None:
    """The text as runs, neighbours not yet merged; None where it takes a parser to tell."""
    if " \n" in markdown or markdown.endswith(" "):
        markdown = _TRAILING.sub("", markdown)
    if words := prose(markdown):
        return (Run(words),)
    out: list[Run] = []
    listed = False
    for paragraph in markdown.split("\n\n"):
        if not (block := paragraph.strip("\n")):
            continue
        shape = _shape(block)
        if shape is None or (listed and shape != "paragraph"):
            return None  # a list may go on behind a blank line
        listed = shape in {"bullets", "numbers"}
        out += [Run("\n\n"), *_READERS[shape](block)] if out else _READERS[shape](block)
    return tuple(out)


def _shape(block: str) -> Shape | None:
    first = block[:1]
    words: Shape = "numbers" if _NUMBER.match(block) else "paragraph"
    shape: Shape = "bullets" if first == "-" else "table" if first == "|" else words
    if not _pattern(shape).fullmatch(block):
        return None
    return None if shape == "table" and len({line.count("|") for line in block.split("\n")}) > 1 else shape


@cache
def _pattern(shape: Shape) -> re.Pattern[str]:
    """Compiled when a text asks for it: it takes as long as reading a few texts."""
    return re.compile(_SHAPES[shape])


def marked(block: str) -> bool:
    """Whether it is more than words; a search for one character each is faster than a pattern of all."""
    return "[" in block or "*" in block or "\\" in block


def _paragraph(block: str) -> list[Run]:
    return [*spaced(_pieces(block))] if marked(block) else [Run(flowing(block))]


def _bullets(block: str) -> Iterator[Run]:
    items = _INDENT.sub("\n", block)[2:].split("\n- ")
    if not marked(block):
        alone = len(items) == block.count("\n") + 1
        yield Run(block if alone else "- " + "\n- ".join([flowing(item) for item in items]))
        return
    for index, item in enumerate(items):
        yield Run("\n- " if index else "- ")
        yield from _paragraph(item)


def _numbers(block: str) -> Iterator[Run]:
    _, first, *items = _NUMBER.split(_INDENT.sub("\n", block))
    for index, item in enumerate(items[::2]):
        yield Run(f"\n{int(first) + index}. " if index else f"{int(first)}. ")
        yield from _paragraph(item)


def _table(block: str) -> Iterator[Run]:
    head, _, *body = block.split("\n")
    for index, row in enumerate([head, *body]):
        yield Run("\n" if index else "")
        cells = [cell.strip() for cell in row.split("|")[1:-1]]
        if not marked(row):
            yield Run(" | ".join(cells))
            continue
        for column, cell in enumerate(cells):
            yield Run(" | " if column else "")
            yield from spaced(_pieces(cell))


def _pieces(text: str, style: str = "") -> Iterator[Run]:
    """Words, links, bold, italics and soft breaks, one after the other."""
    at = 0
    for found in SPAN.finditer(text):
        label, target, bold, italic = found.groups()
        if label or bold or italic:
            yield from _words(text[at : found.start()], style)
            if label:
                yield linked(label, target, style)
            else:
                yield from _pieces(bold, "bold") if bold else _words(italic, "italic")
            at = found.end()
    yield from _words(text[at:], style)


def _words(text: str, style: str) -> Iterator[Run]:
    for index, line in enumerate((ESCAPE.sub(r"\1", text) if "\\" in text else text).split("\n")):
        if index:
            yield Run(SOFT)
        if line:
            yield Run(line, "", style)


_READERS: dict[Shape, Callable[[str], Iterable[Run]]] = {
    "paragraph": _paragraph, "bullets": _bullets, "numbers": _numbers, "table": _table,
}  # fmt: skip
