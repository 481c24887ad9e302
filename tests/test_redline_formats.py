"""What a reader sees: marks that survive Markdown, a terminal that no text can steer, plain text without markup."""

from __future__ import annotations

import re
import unicodedata

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tosgen.formats import redline_markdown, redline_terminal
from tosgen.formats.redline_summary import body, folded, visible
from tosgen.redline.model import Change, Redline, Span
from tosgen.text.plain import plain

CHARACTERS = st.sampled_from("ab1 \n.,;*_~`[]()<>&|#!+-=\\“”。，我é€\u00a0\u2068\u202e\x1b")
SPANS = st.lists(
    st.tuples(st.sampled_from(["delete", "insert"]), st.text(CHARACTERS, min_size=1, max_size=8)), max_size=4
)
SIGNS = str.maketrans("", "", "␣¶\u2060")
ATTACKS = [
    "\x1b[2J",
    "\x1b]0;title\x07",
    "\x1b[8mhidden",
    "\x9b31m",
    "a\rb",
    "a\bb",
    "\x1b]52;c;eA==\x07",
    "\x1b[6n",
    "a\u202eb",
    "\u200b",
]


def change(*spans: Span, title: str = "Title") -> Change:
    before = "".join(span.text for span in spans if span.op != "insert")
    after = "".join(span.text for span in spans if span.op != "delete")
    return Change("core/law", "", title, ("reworded",), (), before, after, "1.1", "1.1", spans)


def redline(*changes: Change) -> Redline:
    return Redline("old", "new", changes, 0)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("color", [True, False])
def test_no_text_steers_a_terminal(attack: str, color: bool) -> None:
    made = redline_terminal.render(
        redline(change(Span("equal", attack), Span("insert", f"x{attack}y"), title=attack)), color=color, width=60
    )
    bare = re.sub(r"\x1b\[[0-9;]*m", "", made) if color else made
    assert not [c for c in bare if c != "\n" and unicodedata.category(c) in {"Cc", "Cf"}]
    screen = pyte.Screen(200, 40)
    pyte.Stream(screen).feed(made.replace("\n", "\r\n"))
    assert [line.rstrip() for line in screen.display[: len(bare.splitlines())]] == bare.splitlines()


def test_colour_never_stands_alone() -> None:
    spans = (Span("delete", "old"), Span("insert", "new"), Span("equal", " words"))
    made = redline_terminal.render(redline(change(*spans)), color=True, width=80)
    assert "\x1b[31;9m[-old-]\x1b[0m\x1b[32;4m{+new+}\x1b[0m words" in made


@given(
    st.lists(st.sampled_from(["word", "longer-word", "我们答复", "\n", "\n\n", " "]), max_size=60), st.integers(24, 60)
)
def test_lines_fit_the_terminal(pieces: list[str], width: int) -> None:
    made = redline_terminal.render(redline(change(Span("insert", " ".join(pieces)))), color=False, width=width)
    shown = [line for line in made.split("\n") if line.startswith("    ")]
    assert all(sum(2 if ord(c) > 0x2E80 else 1 for c in line) <= width for line in shown)


def test_visible_writes_what_cannot_be_seen() -> None:
    assert visible("a\u200db\ufe0f\\u{41}\tc\n") == "a\\u{200D}b\\u{FE0F}\\u{5C}u{41}\tc\n"


@given(SPANS, st.text(CHARACTERS, max_size=6), st.text(CHARACTERS, max_size=6))
@settings(max_examples=200, deadline=None)
def test_marks_survive_markdown(marked: list[tuple[str, str]], before: str, after: str) -> None:
    between = [Span("equal", before)]
    for op, text in marked:
        between += [Span("delete" if op == "delete" else "insert", text), Span("equal", "x")]
    spans = [*between, Span("equal", after)]
    made = redline_markdown.render(redline(change(*(span for span in spans if span.text))))
    seen = {"s": "", "strong": ""}
    for token in MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).parse(made):
        if token.type == "inline" and not made.startswith(token.content):
            _collect(token.children or [], seen)
    if "### " in made:
        assert seen["s"] == _bare([span.text for span in spans if span.op == "delete"])
        assert seen["strong"] == _bare([span.text for span in spans if span.op == "insert"])


def _collect(children: list[Token], seen: dict[str, str]) -> None:
    inside: list[str] = []
    for child in children:
        assert child.type not in {"link_open", "image", "html_inline", "code_inline", "em_open"}
        if child.nesting == 1:
            inside.append(child.tag)
        elif child.nesting == -1:
            inside.remove(child.tag)
        elif inside:
            seen[inside[-1]] += "".join(child.content.translate(SIGNS).split())


def _bare(texts: list[str]) -> str:
    """Without spaces: outer ones stand outside the marks, and a stretch of nothing else is shown by signs."""
    return "".join("".join(visible(text).split()) for text in texts)


def test_unchanged_stretches_are_folded_to_whole_words() -> None:
    long = "one two three four five six seven eight nine ten"
    spans = (Span("equal", long), Span("delete", "x"), Span("equal", long), Span("insert", "y"), Span("equal", long))
    assert [span.text for span in folded(spans, 24)] == [
        "… nine ten",
        "x",
        "one two … nine ten",
        "y",
        "one two …",
    ]
    assert folded(spans, 100) == spans


def test_a_title_that_stands_in_the_header_is_not_repeated() -> None:
    assert body(change(Span("equal", "Title\n\nA "), Span("insert", "b"))) == (Span("equal", "A "), Span("insert", "b"))
    assert body(change(Span("insert", "Title\n\nAll new"))) == (Span("insert", "All new"),)
    assert body(change(Span("equal", "Title"), Span("insert", " two"), title="Title two"))[0].text == "Title"
    assert body(change(Span("equal", "Title\n\nSame"))) == ()


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("One.\nTwo *em* **strong** `code`.", "One. Two em strong code."),
        ("您好，\n世界。\nHello\n世界", "您好，世界。Hello 世界"),
        ("안녕\n세계", "안녕 세계"),
        ("- one\n- two\n  more\n\n3. three\n4. four", "- one\n- two more\n\n3. three\n4. four"),
        ("- one\n  - in\n\n  para", "- one\n  - in\n  para"),
        ("| a | b |\n|---|---|\n| c \\| d | **e** |", "a | b\nc | d | e"),
        (
            "[4.2](#core--law) [site](https://a.example/x) <https://b.example>",
            "4.2 site <https://a.example/x> https://b.example",
        ),
        ("[a@b.example](mailto:a@b.example) [us](mailto:a@b.example)", "a@b.example us <mailto:a@b.example>"),
        ("# Title {#title}\n\nText", "Title\n\nText"),
        ("\\*not em\\* &lt;b&gt; 1\\. x", "*not em* <b> 1. x"),
        ("**您好，**\n*世界*", "您好，世界"),
        ("a\\\nb", "a\nb"),
        ("", ""),
    ],
)
def test_plain(markdown: str, expected: str) -> None:
    assert plain(markdown) == expected
