"""Texts and pages laid out once with gaps are filled as each would be written alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tosgen.formats import html
from tosgen.model.document import Document, Filling, Passage, Section, Supplement, Text
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


@given(st.lists(texts(), max_size=4), fillings, fillings)
def test_a_layout_is_filled_as_each_text_is_written(some: list[Text], name: Filling, mail: Filling) -> None:
    layout, new = Layout.of(("", text) for text in some), {"name": name, "mail": mail}
    expected = [markdown(text.answered(new.__getitem__)) for text in some]
    assert layout.filled([new[key] for _, key in layout.numbers]) == expected


TABLE = Text(f"| {mark(0)} | x |\n| --- | ---: |\n| a | {mark(1)} |", (Filling("y"), Filling("z")), ((1, "mail"),))


@given(st.lists(st.tuples(texts(), st.one_of(texts(), st.just(TABLE))), max_size=3), fillings, fillings)
def test_a_page_is_filled_as_it_is_written(clauses: list[tuple[Text, Text]], name: Filling, mail: Filling) -> None:
    def give(supplement: str, key: str) -> Filling:
        return {"name": name, "mail": mail}[key]

    passages = [
        Passage(f"core/{at}", "", f"core--{at}", f"1.{at}", Text(*_in_a_line(title)), body)
        for at, (title, body) in enumerate(clauses)
    ]
    section = Section("core", "", "core", "1", Text("Core"), tuple(passages))
    document = Document("terms", "DE", "en", "ltr", Text("Terms"), (Supplement("", "", Text(""), (section,)),))
    form = html.Form.of(document)
    if form is None:
        assert any(title.slots and "|" in body.skeleton for title, body in clauses)
        return
    assert form.filled([give(*answer) for answer in form.answers]) == html.write(document.answered(give)).encode()


def _in_a_line(text: Text) -> tuple[str, tuple[Filling, ...], tuple[tuple[int, str], ...]]:
    """A title: one line of words."""
    return "About " + text.skeleton.replace("\n", " "), text.fillings, text.slots


def test_an_answer_is_one_for_each_supplement() -> None:
    open_ = Text(mark(0), (Filling("x"),), ((0, "name"),))
    layout = Layout.of([("", open_), ("CN", open_), ("", open_)])
    assert layout.numbers == {("", "name"): 0, ("CN", "name"): 1}
    assert layout.filled([Filling("a"), Filling("*b")]) == ["a", "\\*b", "a"]
