"""The layout of a help in any script: wide characters take two columns, what runs the other way keeps to its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from tosgen.formats.columns import wide, width
from tosgen.text.direction import ISOLATE, POP, isolated

_NO_START = frozenset("，。、；：？！）」』”’》")
"""What no line of Chinese begins with."""


class Layout(click.HelpFormatter):
    """Like click's own, but that it counts columns, not characters."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The usage line; its syntax runs from left to right in every language."""
        turned = prefix is not None and isolated(prefix, right_to_left=False) != prefix
        if turned:
            prog, args = f"{ISOLATE}{prog}", f"{args}{POP}"
        super().write_usage(prog, args, prefix)

    def write_text(self, text: str) -> None:
        """Paragraphs, wrapped."""
        indent = " " * self.current_indent
        parts = (wrapped(part, max(self.width - self.current_indent, 11)) for part in text.split("\n\n"))
        self.write("\n\n".join("\n".join(f"{indent}{line}" for line in lines) for lines in parts) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Two columns: names, and what is said of them."""
        rows = list(rows)
        first = min(max((width(name) for name, _ in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        room = max(self.width - self.current_indent - first - 2, 10)
        for name, text in rows:
            lines = [isolated(line, right_to_left=False) for line in wrapped(text, room)] if text else []
            fits = width(name) <= first - col_spacing
            head = name + " " * (first - width(name)) + lines.pop(0) if lines and fits else name
            self.write(f"{indent}{head}".rstrip() + "\n")
            for line in lines:
                self.write(f"{indent}{' ' * first}{line}\n")


class Context(click.Context):
    """click's context, with this layout."""

    formatter_class = Layout


def wrapped(text: str, room: int) -> list[str]:
    """The text in lines of at most `room` columns: broken at spaces, and beside wide characters.

    >>> wrapped("one two three", 7), wrapped("列出账本中的版本。", 8)
    (['one two', 'three'], ['列出账本', '中的版', '本。'])
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width(line.rstrip() + piece if piece.strip() else line) > room:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str) -> Iterator[str]:
    """What is not broken: a word, a wide character with the marks that follow it; spaces between them."""
    piece = ""
    for character in " ".join(text.split()):
        apart = character == " " or wide(character) or (piece and (wide(piece[-1]) or piece == " "))
        if piece and apart and character not in _NO_START:
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece
