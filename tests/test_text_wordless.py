"""A template without its words says the same once it has them back: those shipped, and what chance makes of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

import pytest
from jinja2 import ChainableUndefined, Environment, TemplateError
from shipped import ROOT

from tosgen.catalog.po import parsed
from tosgen.text import template
from tosgen.text.wordless import apart, together

_PARTS = (
    "Text", " ", "\n", "\n\n", "  ", "\u3000", "\t", "- item", "你好。", "{", "}", "%}", "}}", "{#", "#}", "\r\n",
    "\x0e0\x0f",
    "{{ a }}", "{{- a -}}", "{{+ a }}", '{{ "}}" }}', "{{ 'x{' }}", '{{ ref("a/b") }}', "{{ a.b | duration }}",
    "{% if a %}", "{%- if a -%}", "{%+ if b %}", "{% elif b %}", "{% else %}", "{% endif %}", "{% endif -%}",
    "{% for x in rows %}", "{% endfor %}", "{% raw %}", "{% endraw %}", "{{ x }}", "{{ loop.index }}",
)  # fmt: skip


@cache
def _environment() -> Environment:
    environment = Environment(undefined=ChainableUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters = {"duration": str, "listing": str}
    environment.globals.clear()
    return environment


def _printed(source: str, names: dict[str, object]) -> str:
    try:
        return _environment().from_string(source).render(names)
    except (TemplateError, TypeError) as error:
        return f"refused: {type(error).__name__}"


def _without_its_words(source: str, names: dict[str, object]) -> str:
    bare, words = apart(source)
    return together(_printed(bare, names), words)


def _read_whole(source: str) -> template.Reading:
    return template._read(source) if "{" in source else template.Reading((), ())


def _answers(chance: random.Random) -> dict[str, object]:
    def ask(name: str, **_: object) -> str:
        return f"[{name}]"

    rows = chance.choice([(), ("1",), ("1", "2", "3")])
    return {
        "a": chance.choice(["", "A", {"b": "B"}]), "b": chance.choice([0, 1]), "rows": rows,
        "ref": ask, "has": lambda name: True, "term": ask, "feature": lambda name: True, "document": ask,
    }  # fmt: skip


def _shipped() -> Iterator[str]:
    for path in sorted((ROOT / "clauses").rglob("*.md")):
        yield path.read_text("utf-8").split("\n---\n", 1)[-1]
    for path in sorted((ROOT / "locales").glob("*/LC_MESSAGES/clauses.po")):
        yield from (entry.msgstr for entry in parsed(path, path.name) if "{" in entry.msgstr)


@pytest.fixture(scope="module")
def shipped() -> list[str]:
    found = list(dict.fromkeys(_shipped()))
    assert len(found) > 3000
    return found


def test_every_shipped_template_prints_and_reads_the_same(shipped: list[str]) -> None:
    chance = random.Random("shipped")
    for source in shipped:
        assert template.read(source) == _read_whole(source), source
        answers = _answers(chance)
        assert _without_its_words(source, answers) == _printed(source, answers), source


@pytest.mark.parametrize("seed", range(20))
def test_so_does_what_chance_puts_together(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(250):
        source = "".join(chance.choice(_PARTS) for _ in range(chance.randint(1, 12)))
        answers = _answers(chance)
        assert _without_its_words(source, answers) == _printed(source, answers), repr(source)
        assert template.read(source) == (template._read(source) if "{" in source else template.Reading((), ())), repr(
            source
        )


@pytest.mark.parametrize("seed", range(5))
def test_and_what_a_slip_makes_of_a_clause(shipped: list[str], seed: int) -> None:
    chance = random.Random(f"slip {seed}")
    for source in chance.sample(shipped, 150):
        at = chance.randrange(len(source))
        slipped = source[:at] + chance.choice(["", "{", "}", "%", '"', "\n", "{{"]) + source[at + 1 :]
        assert template.read(slipped) == (template._read(slipped) if "{" in slipped else template.Reading((), ())), (
            repr(slipped)
        )


def test_languages_of_a_clause_share_one_template() -> None:
    german, french = "Schreiben Sie an {{ contact.email }}.", "Écrivez à {{ contact.email }}."
    assert apart(german)[0] == apart(french)[0]
    assert [apart(german)[1], apart(french)[1]] == [("Schreiben Sie an", "."), ("Écrivez à", ".")]
    assert apart("{{ a }} b {{ c }}")[0] != apart("{{ a }} b {{ d }}")[0]
