"""Words without markup are read without a parser: they read as the parser has them."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from tosgen.redline.tokens import tokens
from tosgen.text import parsed, plain
from tosgen.text.plain import Run, runs, runs_of, title

WORDS = (
    "We",
    "answer",
    "in 14",
    "días",
    "。",
    "我们",
    ".",
    "!",
    "“",
    "…",
    "²",
    "ع",
    "ก",
    "~",
    ">",
    ":",
    "(c)",
    "{b}",
    "=",
    "-",
    "+",
    "9)",
)
SPACE = (" ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u2028", "\x0b", "\x85", "\x1c", "")
MARKUP = (
    "*",
    "_",
    "`",
    "[x](#y)",
    "[",
    "]",
    "<",
    "&amp;",
    "&",
    "|",
    "\\",
    "#",
    "# h",
    "- x",
    "1. y",
    "---",
    "===",
    "\x00",
    "\r",
)


def texts(*pieces: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces), min_size=1, max_size=12).map("".join)


@given(texts(*WORDS, *SPACE) | texts(*WORDS, *SPACE, *MARKUP))
@example("\x85\n\nWe")  # space to Python, a character to the parser
def test_a_text_reads_as_parsed(text: str) -> None:
    assert runs(text) == runs_of(parsed.whole(text))


@given(texts(*WORDS, *SPACE) | texts(*WORDS, *SPACE, *MARKUP))
def test_a_title_reads_as_parsed(text: str) -> None:
    shown = "".join(run.text for run in plain._inline(parsed.line(text).children))
    assert title(text) == " ".join(shown.split())


@given(texts(*WORDS, *SPACE, *MARKUP))
def test_words_are_the_same_beside_han(text: str) -> None:
    alone, beside = ([token.core for token in tokens([Run(each)]) if token.core] for each in (text, f"{text}\n字"))
    assert [*alone, "字"] == beside
