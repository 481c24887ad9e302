"""Stretches of plain text: how they look, what they point at, how neighbours join."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tosgen.text.characters import WIDE, joins_without_space
from tosgen.text.direction import ISOLATE, POP

SOFT = "\x00"
"""A soft break, until its neighbours are known; the parser lets no NUL through."""
_ORDER = ("bold", "italic", "code", "quoted")


class Run(NamedTuple):
    """A stretch of plain text; `reference` is the anchor that it points at, where it is a link inside the document.

    `style` is how it stands out: `bold`, `italic`, `code`, `quoted`, joined by `+` in this order.
    """

    text: str
    reference: str = ""
    style: str = ""


def styled(style: str, more: str) -> str:
    """A style with another one."""
    if not more:
        return style
    held = {*style.split("+"), more}
    return "+".join(name for name in _ORDER if name in held)


def linked(text: str, target: str, style: str) -> Run:
    """A link: one inside the document keeps its target, a foreign one shows it where its words do not."""
    if target.startswith("#"):
        return Run(text, target[1:], style)
    shown = text.strip(ISOLATE + POP)
    if not target or target in {shown, f"mailto:{shown}", f"tel:{shown.replace(' ', '')}"}:
        return Run(text, style=style)
    from tosgen.text import parsed  # noqa: PLC0415  # words without markup need no parser

    address = parsed.normal(shown)
    if target in {address, f"mailto:{address}"}:
        return Run(text, style=style)
    return Run(f"{text} <{target}>" if text else f"<{target}>", style=style)


def flowing(paragraph: str) -> str:
    """A paragraph of nothing but words, on one line."""
    if "\n" not in paragraph:
        return paragraph
    text, *lines = paragraph.split("\n")
    if paragraph.isascii() or max(text[-1:], *[line[-1:] for line in lines]) < WIDE:
        return paragraph.replace("\n", " ")
    for line in lines:
        text += line if joins_without_space(text[-1], line[0]) else f" {line}"
    return text


def spaced(pieces: Iterable[Run]) -> Iterator[Run]:
    """Runs of inline content. A soft break waits until the text on its other side is known."""
    last, waiting = Run(""), False
    for run in pieces:
        if run.text == SOFT:
            waiting = True
        elif run.text:
            if waiting and last.text and not last.text.endswith("\n"):
                between = "" if joins_without_space(last.text[-1], run.text[0]) else " "
                yield Run(between, style=run.style if run.style == last.style else "")
            yield run
            last, waiting = run, False


def merged(parts: Sequence[Run]) -> Iterator[Run]:
    """Neighbours of one style as one run; what is nothing but space stands in the style before it."""
    if not any(run.reference or run.style for run in parts):
        text = "".join([run.text for run in parts])
        if text:
            yield Run(text)
        return
    text, style = "", ""
    for run in parts:
        if run.reference:
            if text:
                yield Run(text, style=style)
            yield run
            text, style = "", ""
        elif not text or run.style == style or run.text.isspace() or not run.text:
            style = style if text else run.style
            text += run.text
        else:
            yield Run(text, style=style)
            text, style = run.text, run.style
    if text:
        yield Run(text, style=style)
