"""Which words are marked: exact on both sides, never inside a word, and in work that grows with the text."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tosgen.redline import words
from tosgen.redline.marked import marked as marked_up
from tosgen.redline.match import CELLS, Block, Effort, increasing, matches, merged
from tosgen.redline.model import Span
from tosgen.redline.sides import Words, in_words
from tosgen.redline.tokens import Token, sentence_bounds, sentence_starts, tokens
from tosgen.redline.words import compared, spans
from tosgen.text.plain import Run

ROOT = Path(__file__).parents[1]
SAMPLE = """the service may not end 14 days 1.5 § 4.2 user’s non-binding Größe für straße 我们 会 答复 安全。 かな
    한국어 خلال يومًا قانون ، नियम हैं । สัญญา é e\u0301 👩\u200d⚖️ a@b.example https://a.example/x?y=1 | - . , ; ( ) “ ”
    … \u2068"""
WORDS = st.sampled_from(SAMPLE.split())
GAPS = st.sampled_from(["", " ", " ", " ", "\n", "\n\n"])
TEXTS = st.lists(st.tuples(WORDS, GAPS), max_size=30).map(lambda pairs: "".join(word + gap for word, gap in pairs))


def marked(old: str, new: str) -> str:
    cues = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    return "".join(cues[span.op].format(span.text) for span in _spans(old, new))


def _spans(old: str, new: str) -> tuple[Span, ...]:
    return spans((Run(old),), (Run(new),))


def _side(found: tuple[Span, ...], other: str) -> list[str]:
    return [span.text for span in found if span.op != other]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("We answer in 14 days.", "We answer in 10 days.", "We answer in [-14-]{+10+} days."),
        (
            "This non-binding arbitration clause.",
            "This binding mediation clause.",
            "This [-non-binding arbitration-]{+binding mediation+} clause.",
        ),
        ("We do A. We do B.", "We do A. We do C. We do B.", "We do A. {+We do C. +}We do B."),
        ("You sell, and they pay.", "You sell. They pay.", "You sell[-, and they-]{+. They+} pay."),
        (
            "We do A.\n\nWe do B.\n\nWe do C.",
            "We do B.\n\nWe do A. We do C.",
            "{+We do B.\n\n+}We do A.[-\n\nWe do B.\n\n-]{+ +}We do C.",
        ),
        ("A b. C d.", "A b.\n\nC d.", "A b.[- -]{+\n\n+}C d."),
        (
            "我们会在十四天内答复您的投诉。",
            "我们会在十五天内答覆您的投诉。",
            "我们会在十[-四-]{+五+}天内答[-复-]{+覆+}您的投诉。",
        ),
        (
            "名为Kestrel Desk的产品，包括其网站。",
            "名为Kestrel Desk的产品 Desk的产品，包括其网站。",
            "名为Kestrel Desk的产品{+ Desk的产品+}，包括其网站。",
        ),
        ("14일 이내에 답변합니다.", "10일 이내에 답변합니다.", "[-14일-]{+10일+} 이내에 답변합니다."),
        ("نرد خلال 14 يومًا.", "نرد خلال 10 أيام.", "نرد خلال [-14 يومًا-]{+10 أيام+}."),
        ("a | b\nc | d\ne | f", "c | d\ne | f\na | b", "[-a | b\n-]c | d\ne | f{+\na | b+}"),
        ("", "All new.", "{+All new.+}"),
        ("Same.", "Same.", "Same."),
    ],
)
def test_marks_what_changed(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


def test_a_sentence_reworded_throughout_is_replaced_in_one_piece() -> None:
    old, new = "the cat in the course of business sat there then", "a dog at the end of each year stood"
    assert marked(old, new) == f"[-{old}-]{{+{new}+}}"


def test_a_reference_to_another_clause_is_marked_though_it_reads_the_same() -> None:
    found = spans((Run("See "), Run("4.2", "core--law"), Run(".")), (Run("See "), Run("4.2", "core--courts"), Run(".")))
    assert [(span.op, span.text) for span in found] == [
        ("equal", "See "),
        ("delete", "4.2"),
        ("insert", "4.2"),
        ("equal", "."),
    ]


@given(TEXTS, TEXTS)
@settings(max_examples=300, deadline=None)
def test_spans_are_exact_and_cut_no_word(old: str, new: str) -> None:
    found = _spans(old, new)
    assert "".join(_side(found, "insert")) == old
    assert "".join(_side(found, "delete")) == new
    assert all(span.text for span in found)
    assert all(a.op != b.op for a, b in pairwise(found))
    for side in (_side(found, "insert"), _side(found, "delete")):
        assert not [(a, b) for a, b in pairwise(side) if _inside_word(a[-1], b[0])]


STRETCHES = [
    "Desk的产品 ",
    "We pay. ",
    "We pay.\n",
    "You pay ",
    "14 days. ",
    "“So.” ",
    "\n",
    "\n\n",
    "(e.g. 4.2) ",
    "我们。",
]
SENTENCES = st.lists(st.sampled_from(STRETCHES))
ANCHORS = st.sampled_from(["", "", "", "core--law", "core--courts"])
RUNS = st.tuples(TEXTS | SENTENCES.map("".join), ANCHORS).map(lambda pair: Run(*pair))
SIDES = st.lists(RUNS, max_size=4)


@given(SIDES, SIDES, SIDES, SIDES)
@settings(max_examples=1000, deadline=None)
def test_what_both_sides_begin_and_end_with_changes_no_mark(
    head: list[Run], old: list[Run], new: list[Run], tail: list[Run]
) -> None:
    old, new = [*head, *old, *tail], [*head, *new, *tail]
    assert compared(old, new, Effort()) == _word_by_word(old, new)


def _shipped() -> list[str]:
    """Clauses in English and Chinese, without markup."""
    clauses = [path.read_text("utf-8").split("\n---\n", 1)[1] for path in sorted((ROOT / "clauses").rglob("*.md"))]
    chinese = polib.pofile(str(ROOT / "locales/zh_Hans/LC_MESSAGES/clauses.po"))
    bare = [re.sub(r"\{%.*?%\}|[{}*`\[\]|]", "", text) for text in (*clauses, *(entry.msgstr for entry in chinese))]
    return [text for text in bare if text.strip()]


def test_words_changed_in_neighbouring_sentences_are_marked_as_if_every_word_was_looked_at() -> None:
    chance = random.Random(7)
    for text in chance.sample(_shipped(), 1_500):
        new = text
        for _ in range(chance.randrange(1, 4)):
            found = chance.choice([*re.finditer(r"\w+", new), *re.finditer(r"\Z", new)])
            other = chance.choice(re.findall(r"\w+", text) or [""])
            put = chance.choice(
                ("", f"{found[0]} otherwise", "otherwise", other, f"{found[0]} {found[0]}", f"{other}, ")
            )
            new = new[: found.start()] + put + new[found.end() :]
        assert compared([Run(text)], [Run(new)], Effort()) == _word_by_word([Run(text)], [Run(new)]), (text, new)


def _word_by_word(old: list[Run], new: list[Run]) -> tuple[Span, ...]:
    """The spans with every word of both texts looked at."""
    if not any(run.text for run in old) or not any(run.text for run in new):
        return compared(old, new, Effort())
    a, b = in_words(*(_sentences(tokens(side)) for side in (old, new)))
    numbers: dict[tuple[int, ...], int] = {}
    ids = [[numbers.setdefault(tuple(s.sentence(at)), len(numbers)) for at in range(len(s.bounds) - 1)] for s in (a, b)]
    blocks: list[Block] = []
    i = j = 0
    for start, begin, length in [*matches(*ids), (len(ids[0]), len(ids[1]), 0)]:
        first, second = a.bounds[i], b.bounds[j]
        if i < start and j < begin:
            gap = in_words(_between(a, i, start), _between(b, j, begin))
            blocks += [(first + x, second + y, n) for x, y, n in words._words(*gap, Effort())]
        i, j = start + length, begin + length
        blocks.append((a.bounds[start], b.bounds[begin], a.bounds[i] - a.bounds[start]))
    return marked_up(a.tokens, b.tokens, merged(blocks))


def _sentences(found: list[Token]) -> list[list[Token]]:
    return [found[first:last] for first, last in pairwise([*sentence_starts(found), len(found)])] if found else []


def _between(side: Words, start: int, end: int) -> list[list[Token]]:
    return [side.tokens[first:last] for first, last in pairwise(side.bounds[start : end + 1])]


@given(TEXTS | SENTENCES.map("".join) | st.text(max_size=60))
@settings(max_examples=1000, deadline=None)
def test_sentences_are_those_that_their_words_make(text: str) -> None:
    found = _sentences(tokens([Run(text)]))
    expected = ["".join(token.core + token.space for token in sentence) for sentence in found]
    assert [text[first:last] for first, last in pairwise(sentence_bounds(text))] == expected


def _inside_word(before: str, after: str) -> bool:
    spaceless = any(0x0E00 <= ord(c) < 0x0E80 or 0x3000 <= ord(c) < 0xA000 for c in (before, after))
    return before.isalnum() and after.isalnum() and not spaceless


@given(st.text(max_size=60))
def test_tokens_join_to_the_text(text: str) -> None:
    assert "".join(token.core + token.space for token in tokens([Run(text)])) == text


@given(st.lists(st.integers(0, 5), max_size=40), st.lists(st.integers(0, 5), max_size=40))
def test_matches_are_common_and_in_order(a: list[int], b: list[int]) -> None:
    i = j = 0
    for start, begin, length in matches(a, b):
        assert start >= i
        assert begin >= j
        assert a[start : start + length] == b[begin : begin + length]
        i, j = start + length, begin + length


@given(st.lists(st.integers(0, 50), unique=True, max_size=20))
def test_increasing_finds_an_ascending_chain(values: list[int]) -> None:
    chain = [values[at] for at in increasing(values)]
    assert chain == sorted(chain)


def _steps(sentence: str, length: int, edits: int) -> tuple[int, int]:
    rng = random.Random(7)
    words = (sentence.split() * length)[:length]
    other = list(words)
    for _ in range(edits):
        other[rng.randrange(length)] = "EDITED"
        del other[rng.randrange(len(other))]
        other.insert(rng.randrange(len(other)), rng.choice(words))
    effort = Effort()
    found = compared([Run(" ".join(words))], [Run(" ".join(other))], effort)
    assert "".join(_side(found, "delete")) == " ".join(other)
    return effort.steps, sum(span.op != "equal" for span in found)


@pytest.mark.parametrize("sentence", ["la", "the service is provided as is and", "We answer within 14 days."])
@pytest.mark.parametrize("edits", [20, 300])
def test_work_on_repetitive_text_grows_with_its_length(sentence: str, edits: int) -> None:
    half, _ = _steps(sentence, 15_000, edits // 2)
    whole, marks = _steps(sentence, 30_000, edits)
    assert whole <= 2.6 * half
    assert whole <= 100 * 30_000
    assert marks <= 12 * edits


def test_two_long_texts_with_nothing_in_common_are_given_up_in_linear_work() -> None:
    effort = Effort()
    assert matches(list(range(30_000)), list(range(30_000, 60_000)), effort) == []
    assert CELLS < 30_000**2
    assert effort.steps <= 60 * 60_000
