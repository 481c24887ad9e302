"""Texts of words, links and bold give the same HTML by their shape as from the parser."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest

from tosgen.text import shaped
from tosgen.text.markdown import parser
from tosgen.text.marks import mark

ROOT = Path(__file__).parents[1]
PIECES = (
    "We answer. ", "in 14 days ", "4.2 ", "1. ", "7. ", "- ", "\n", "\n\n", "\n\n\n", "\n- a", "\n\n- b", "\n\n1. c",
    "\n   d", "\n\n    e", "\n  - f", "* ", "2) ", "+ ", "---", "===", ": ", "|", "a | b", "| a | b |\n|---|---|\n",
    "\n\n| a |\n|---|", "\n| c |", "\n|:-:|\n", "> q", "# h", "**", "*", "_", "`", "~~~", "\\", "&amp;", "&", "<b>",
    '"', ">", "!", "[", "](#x)", "[x]: #y", "(", "我们。", "答复\n您", "“", " ", "  \n", "\t", "\x00", "\r\n", "\x0b",
    "\u2028", "\u3000", "\u00a0", mark(0), mark(12), f"\n{mark(3)}", f"{mark(4)}\n", f"- {mark(5)}\n", "\ue000",
    "\ue001", "[us](#core--us)", "[a@b.example](mailto:a@b.example) ", "[x](https://a.example/x)", "**bold** ", "**b**",
    " **Fee.** ", "\\.", "\\*", "\\", f"[{mark(1)}](#x)", f"**{mark(2)}** ", "![i](#x)", "[](#x)", "****",
    "& ", "*Law* ", "(*Law*)", "a*b*c", f"*{mark(6)}* ", "**see [4.2](#core--law) now** ", "**[a](#b)**", "**a\\_b**",
    "\n| a\\_b | c & d | *e* |\n|---|---|---|\n", "\\|", "\\\\", "[x](https://a.example/B_c)",
)  # fmt: skip


def parsed(text: str) -> str:
    """As the parser's renderer has it."""
    return str(parser().render(text))


@cache
def bodies() -> tuple[str, ...]:
    """What stands below the headers of all clauses that are shipped, Jinja's tags left out, its answers as marks."""
    found = [path.read_text("utf-8").split("\n---\n", 1)[1] for path in sorted((ROOT / "clauses").rglob("*.md"))]
    return tuple(map(marked, found))


def translations() -> Iterator[str]:
    for path in sorted((ROOT / "locales").rglob("clauses.po")):
        for entry in polib.pofile(str(path)):
            yield from map(marked, [entry.msgid, entry.msgstr])


def marked(text: str) -> str:
    """Each answer as a mark."""
    numbers = iter(range(len(text)))
    return re.sub(r"\{\{.*?\}\}", lambda _: mark(next(numbers)), re.sub(r"\{%.*?%\}\n?", "", text))


def same(text: str) -> bool:
    return shaped.html(text) in {None, parsed(text)}


def test_every_clause_and_translation_reads_as_parsed() -> None:
    assert not [text for text in (*bodies(), *translations()) if not same(text)]


def test_most_clauses_need_no_parser() -> None:
    read = [shaped.html(body) is not None for body in bodies()]
    assert len(read) > 500
    assert sum(read) > 0.85 * len(read)


@pytest.mark.parametrize("seed", range(4))
def test_every_clause_reads_as_parsed_once_something_was_put_in(seed: int) -> None:
    chance = random.Random(seed)
    for body in bodies():
        at = chance.randrange(len(body) + 1)
        text = body[:at] + chance.choice(PIECES) + body[at + chance.choice((0, 0, 1, 9)) :]
        assert same(text), text


def test_any_pieces_read_as_parsed() -> None:
    chance = random.Random(7)
    for _ in range(10_000):
        text = "".join(chance.choices(PIECES, k=chance.randrange(1, 9)))
        assert same(text), text
