"""Texts laid out once with gaps are filled as each would be written alone."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tosgen.model.document import Filling, Text
from tosgen.text.escape import markdown
from tosgen.text.gaps import Layout
from tosgen.text.marks import mark

WORDS = (
    "",
    "We sell ",
    "- ",
    "1. ",
    "12",
    "[at](",
    "mailto:",
    "[",
    "](https://x.example)",
    ") ",
    "\n",
    "| ",
    "&",
    "!",
    "<",
)
FACTS = ("Kontor", "*b*", "1. FC", "- x", "a|b", "&amp;", "wow!", "", "2) ", "#", "https://x.example/ä")
fillings = st.builds(Filling, st.sampled_from(FACTS), st.sampled_from(("", "", "https://y.example", "#core--law")))


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """A text in which some of the facts are answers."""
    facts = draw(st.lists(fillings, max_size=4))
    words = [draw(st.sampled_from(WORDS)) + mark(at) + draw(st.sampled_from(WORDS)) for at in range(len(facts))]
    slots = [(at, name) for at in range(len(facts)) if (name := draw(st.sampled_from(("", "name", "mail"))))]
    return Text(draw(st.sampled_from(WORDS)) + "".join(words), tuple(facts), tuple(slots))


def answered(text: Text, answers: dict[str, Filling]) -> Text:
    facts = list(text.fillings)
    for at, name in text.slots:
        facts[at] = answers[name]
    return replace(text, fillings=tuple(facts))


@given(st.lists(texts(), max_size=4), fillings, fillings)
def test_a_layout_is_filled_as_each_text_is_written(some: list[Text], name: Filling, mail: Filling) -> None:
    layout = Layout.of(("", text) for text in some)
    others = [answered(text, {"name": name, "mail": mail}) for text in some]
    assert layout.filled(layout.answers(others)) == [markdown(text) for text in others]


def test_an_answer_is_one_for_each_supplement() -> None:
    open_ = Text(mark(0), (Filling("x"),), ((0, "name"),))
    layout = Layout.of([("", open_), ("CN", open_), ("", open_)])
    assert layout.numbers == {("", "name"): 0, ("CN", "name"): 1}
    assert layout.filled([Filling("a"), Filling("*b")]) == ["a", "\\*b", "a"]
