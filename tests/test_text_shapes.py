"""Texts read block by block, and by shape without a parser, read as the parser has them when it sees all of them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tosgen.text import parsed, shapes
from tosgen.text.plain import Run, runs, runs_of

ROOT = Path(__file__).parents[1]
CLAUSES = sorted((ROOT / "clauses").rglob("*.md"))
PIECES = (
    "We answer. ", "in 14 days ", "4.2 ", "1. ", "- ", "* ", "2) ", "\n", "\n\n", "\n\n\n", "\n- a", "\n\n- b",
    "\n\n1. c", "\n   d", "\n\n    e", "\n\n  f", "[4.2](#core--law)", "[us](https://a.example/x)",
    "![x](#y)", "[+49 30](tel:+4930)", "[https://a.example](https://a.example)", "[a@b.example](mailto:a@b.example)",
    "!", "**bold**", "**Bold:**", "**a\nb.**", "**", "*", "*it*", "***", "---", "===", "`x`", "```", "~~~", "> q",
    "\\[day\\]", "\\*", "\\", "&amp;", "<", "[x]: #y", "[x]", "]", "(", ")", "_", "#", "# h",
    "& ", "*Law* ", "(*Law*)", "a*b*c", "**see [4.2](#core--law) now** ", "**[4.2](#core--law)**", "**a\\_b**",
    "- **a\n  b.** ", "**\\***", "\n| a\\_b | c & d | *e* |\n|---|---|---|\n", "\\|", "\\\\", "[x](https://a.example/B_c)",
    "\n| a | **b** |\n|---|:--:|\n| [c](#d) | |", "\n| a |\n|---|\n", "|",
    "我们。", "答复\n您", "“", " ", " \n", "a \n", "  \n", "\t", "\x00", "\r\n", "\u2028",
)  # fmt: skip


def whole(text: str) -> tuple[Run, ...]:
    """As the parser has it, which sees all of the text."""
    return runs_of(parsed.whole(text)) if text.strip() else ()


def bodies() -> Iterator[str]:
    """What stands below the headers of all clauses that are shipped, Jinja's tags left out, its answers as a word."""
    for path in CLAUSES:
        body = path.read_text("utf-8").split("\n---\n", 1)[1]
        yield re.sub(r"\{\{.*?\}\}", "Example", re.sub(r"\{%.*?%\}\n?", "", body))


def test_every_clause_reads_as_parsed() -> None:
    assert len(CLAUSES) > 500
    assert not [body for body in bodies() if runs(body) != whole(body)]


def test_nearly_every_clause_needs_no_parser() -> None:
    read = [shapes.read(body.strip()) is not None for body in bodies()]
    assert sum(read) > 0.99 * len(read)


def _dropped(chance: random.Random, text: str) -> str:
    blocks = text.split("\n\n")
    del blocks[chance.randrange(len(blocks))]
    return "\n\n".join(blocks)


def _moved(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
    return "\n".join(lines)


def _put_in(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(PIECES) + text[at:]


def _cut_out(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + chance.randrange(1, 20) :]


@pytest.mark.parametrize("change", [_dropped, _moved, _put_in, _cut_out])
def test_every_clause_reads_as_parsed_once_it_was_changed(change: Callable[[random.Random, str], str]) -> None:
    chance = random.Random(change.__name__)
    for body in bodies():
        text = body
        for _ in range(chance.randrange(1, 4)):
            text = change(chance, text)
        assert runs(text) == whole(text), text


def test_any_pieces_read_as_parsed() -> None:
    chance = random.Random(7)
    for _ in range(6_000):
        text = "".join(chance.choices(PIECES, k=chance.randrange(1, 14)))
        assert runs(text) == whole(text), text
