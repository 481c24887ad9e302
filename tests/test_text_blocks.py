"""Blocks and sentences: how bodies are cut for translators and laid out for the ledger, with nothing lost."""

from __future__ import annotations

import re

import pytest
import shipped
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tosgen.model.document import Filling, Text
from tosgen.text import blocks
from tosgen.text.markdown import html
from tosgen.text.marks import mark
from tosgen.text.sentences import lines

_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")


def _filled(text: str, value: str) -> Text:
    """A template's block with a fact in every placeholder."""
    fillings: list[Filling] = []

    def put(_: re.Match[str]) -> str:
        fillings.append(Filling(value))
        return mark(len(fillings) - 1)

    return Text(_PLACEHOLDER.sub(put, text), tuple(fillings))


def _same_parse(text: Text, lead: str) -> bool:
    """Whether sentences on lines of their own read as the block in one line does."""
    split = ("\n" + " " * len(lead)).join(lines(text.skeleton))
    one, many = (html(Text(lead + skeleton, text.fillings)) for skeleton in (text.skeleton, split))
    return one.replace("\n", " ") == many.replace("\n", " ")


def test_splitting_sentences_leaves_the_parse_of_every_clause_unchanged() -> None:
    found = [b for c in shipped.library().clauses for b in blocks.split(c.body) if b.kind in {"paragraph", "item"}]
    assert [b.text for b in found if not _same_parse(_filled(b.text, "Harbour"), b.lead)] == []


@pytest.mark.parametrize("locale", shipped.LOCALES)
def test_splitting_sentences_leaves_the_parse_of_every_translation_unchanged(locale: str) -> None:
    texts = [form for entry in shipped.translator(locale).catalog.entries.values() for form in entry.forms]
    value = "港湾" if locale.startswith("zh") else "Hafen"
    odd = [t for t in texts for lead in ("", "- ") if "|" not in t and not _same_parse(_filled(t, value), lead)]
    assert odd == []


_PIECES = [
    "A",
    "a",
    "1",
    " ",
    ". ",
    "! ",
    "…",
    "。",
    "；",
    "中",
    "“",
    "”",
    "(",
    ")",
    "- ",
    "+ ",
    "# ",
    "> ",
    "1. ",
    "=",
]
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=12).map("".join)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(_TEXTS, _TEXTS, _TEXTS)
def test_splitting_sentences_leaves_the_parse_of_any_text_unchanged(before: str, bold: str, after: str) -> None:
    text = " ".join(f"A {before}**{bold}**{after}".split())
    assume("<strong>" in html(Text(text)))  # stars that read as stars are refused by parity
    assert _same_parse(Text(text), "- ")
    assert "".join(lines(text)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("See no. 3 below. Then 2. Go on.", ["See no. 3 below.", "Then 2.", "Go on."]),
        ("Nach Art. 6 Abs. 1 DSGVO. Danach.", ["Nach Art. 6 Abs. 1 DSGVO.", "Danach."]),
        ("Under Cal. Civ. Code § 1. Then.", ["Under Cal. Civ. Code § 1.", "Then."]),
        ("En EE. UU. (Ley). Después.", ["En EE. UU. (Ley).", "Después."]),
        ("هل لديك أسئلة؟ اكتب إلينا.", ["هل لديك أسئلة؟", "اكتب إلينا."]),
        ("Really? “Yes.” He said so!", ["Really?", "“Yes.”", "He said so!"]),
        ("甲。乙；丙！丁", ["甲。", "乙；", "丙！", "丁"]),
        ("甲。”乙", ["甲。”", "乙"]),
        ("Stop. - not a list. + nor this.", ["Stop. - not a list. + nor this."]),
        ("Stop. 1. Not a list.", ["Stop. 1.", "Not a list."]),
        ("甲。**乙**。丙。", ["甲。", "**乙**。", "丙。"]),
        ("甲。Harbour。1", ["甲。", "Harbour。", "1"]),
        ("甲。”Harbour", ["甲。”Harbour"]),
        ("", [""]),
    ],
)
def test_sentences_stand_on_lines_of_their_own(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


def test_every_clause_survives_being_cut_and_joined() -> None:
    for clause in shipped.library().clauses:
        cut = [b for b in blocks.split(clause.body) if b.kind != "tag"]
        joined = blocks.joined([(b.kind, b.lead, b.text) for b in cut])
        assert [(b.kind, b.lead, b.text) for b in blocks.split(joined)] == [(b.kind, b.lead, b.text) for b in cut]


_WORDS = st.text(st.sampled_from("ab 中."), min_size=1, max_size=8).map(str.strip).filter(bool)
_BLOCKS = st.lists(
    st.one_of(
        st.tuples(st.just("paragraph"), st.just(""), _WORDS),
        st.tuples(st.just("item"), st.sampled_from(["- ", "1. "]), _WORDS),
        st.tuples(st.just("row"), st.just(""), _WORDS.map(lambda words: f"| {words} |")),
    ),
    max_size=6,
)


@given(_BLOCKS)
def test_blocks_are_joined_and_cut_again(given_blocks: list[tuple[blocks.Kind, str, str]]) -> None:
    joined = blocks.joined(given_blocks)
    assert [(b.kind, b.lead, b.text) for b in blocks.split(joined)] == given_blocks
    assert blocks.arrange(joined.split("\n")) == given_blocks


def test_a_body_is_cut_into_what_translators_see() -> None:
    body = (
        "One\nline.\n\n{% if x %}\n- item one\n  goes on\n- {{ a }}\n{% endif %}\n| a | b |\n|:--|--:|\n| {{ c }} | d |"
        "\n\n**{{ e }}**: {{ f }}"
    )
    found = [(b.kind, b.text, b.translatable, b.line) for b in blocks.split(body)]
    assert found == [
        ("paragraph", "One line.", True, 1),
        ("tag", "{% if x %}", False, 4),
        ("item", "item one goes on", True, 5),
        ("item", "{{ a }}", False, 7),
        ("tag", "{% endif %}", False, 8),
        ("row", "| a | b |", True, 9),
        ("row", "|:--|--:|", False, 10),
        ("row", "| {{ c }} | d |", True, 11),
        ("paragraph", "**{{ e }}**: {{ f }}", True, 13),
    ]
