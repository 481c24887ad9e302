"""Words as every Markdown and every template language shows them: what one of them would read is a reference."""

from __future__ import annotations

import re

_ALWAYS = r"[\\`*_{}\[\]<>&|~\"'$^@#]"
_RUNS = r"-(?=-)|(?<=-)-|\.(?=\.)|(?<=\.)\.|=(?==)|(?<==)=|\+(?=[+-])|(?<=\+)\+"
_LABELS = r"\((?=(?:c|r|p|tm)\))"
"""What smart punctuation takes for ©, ® and ™, and law for an item."""
_NAMES = r":(?=\S)"
"""Emoji, directives, addresses."""
_FRACTIONS = r"(?<=[\w+=])/"
_READ = re.compile("|".join((_ALWAYS, _RUNS, _LABELS, _NAMES, _FRACTIONS)), re.IGNORECASE)
_FIRST = re.compile(r"([-+:=!%])|(\d{1,9})([.)])")
_BRACES = re.compile("[{}]")


def words(text: str) -> str:
    """Text that stays as it is, wherever it stands in a line.

    >>> words("{{ x }} isn't 3(c)"), words("Marks & Co: a - b")
    ('&#123;&#123; x &#125;&#125; isn&#39;t 3&#40;c)', 'Marks &#38; Co: a - b')
    """
    return _READ.sub(_referred, text)


def first(written: str) -> str:
    """The same where it begins a line, an item or a cell, and could begin a block.

    >>> first("1. of May"), first("- no item")
    ('1&#46; of May', '&#45; no item')
    """
    found = _FIRST.match(written)
    if not found:
        return written
    at = found.start(3) if found[2] else 0
    return f"{written[:at]}{reference(written[at])}{written[at + 1 :]}"


def unread(markup: str) -> str:
    """HTML in which no template language finds anything of its own."""
    return _BRACES.sub(_referred, markup)


def _referred(found: re.Match[str]) -> str:
    return reference(found[0])


def reference(character: str) -> str:
    """The character as a number."""
    return f"&#{ord(character)};"
