"""The Jinja that clauses may use: what a template names, and what is refused before anything could run."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from generate_workspace import LIBRARY, inputs, lay, library

from tosgen.errors import Refused
from tosgen.lint import templates
from tosgen.model.library import Library
from tosgen.pipeline.draft import drafts
from tosgen.pipeline.inputs import wanted
from tosgen.text import prints, template
from tosgen.text.blocks import split
from tosgen.text.template import read

ROOT = Path(__file__).parents[1]

HOSTILE = [
    "{{ service.__class__ }}",
    "{{ service.name.__class__.__mro__ }}",
    "{{ service._look }}",
    "{{ service['__class__'] }}",
    "{{ service.name['upper'] }}",
    "{{ service.name.upper() }}",
    "{{ service.name|upper }}",
    "{{ service.name|safe }}",
    "{{ service.name|attr('__class__') }}",
    "{{ service.name|map('attr')|list }}",
    "{{ ''|attr('__class__') }}",
    "{{ ''.__class__.__base__.__subclasses__() }}",
    "{{ [].append(1) }}",
    "{{ {'a': 1} }}",
    "{{ service.name[0:1] }}",
    "{{ recipients[0] }}",
    "{{ 'x' * 999999999 }}",
    "{{ 2 ** 999999999 }}",
    "{{ 1 / 0 }}",
    "{{ -1 }}",
    "{{ 'a' ~ service.name }}",
    "{{ '%s' % service.name }}",
    "{{ 'a' if service.name else 'b' }}",
    "{{ service.name is defined }}",
    "{{ service() }}",
    "{{ range(99999999) }}",
    "{{ lipsum() }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ namespace(a=1) }}",
    "{{ self.__init__ }}",
    "{{ ref(service.name) }}",
    "{{ ref('core/about', service.name) }}",
    "{{ ref(*recipients) }}",
    "{{ term('service', **service) }}",
    "{{ term('service', form=service.name) }}",
    "{{ term('service', style='x') }}",
    "{{ complaints.answer_within|duration(case=service.name) }}",
    "{{ _noted }}",
    "{{ _noted.setup }}",
    "{{ config }}",
    "{{ loop }}",
    "{{ service.unknown }}",
    "{% set x = 1 %}",
    "{% import 'x' as y %}",
    "{% from 'x' import y %}",
    "{% include '/etc/passwd' %}",
    "{% extends 'x' %}",
    "{% block x %}\nx\n{% endblock %}",
    "{% macro x() %}\nx\n{% endmacro %}",
    "{% call x() %}\nx\n{% endcall %}",
    "{% filter upper %}\nx\n{% endfilter %}",
    "{% with x = 1 %}\nx\n{% endwith %}",
    "{% autoescape false %}\nx\n{% endautoescape %}",
    "{% raw %}\n{{ x }}\n{% endraw %}",
    "{% do x %}",
    "{% for a in recipients recursive %}\nx\n{% endfor %}",
    "{% for a, b in recipients %}\nx\n{% endfor %}",
    "{% for service.name in recipients %}\nx\n{% endfor %}",
    "{% for a in range(9) %}\nx\n{% endfor %}",
    "{% if feature('goods') %}\n" * 5 + "x\n" + "{% endif %}\n" * 5,
    "{% if x",
    "{{ service.name",
    "{{ }}",
    "{% endif %}",
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "{{ not " * 1 + "not " * 5000 + "feature('goods') }}",
    "{{ 1" + "0" * 10000 + " }}",
]


@pytest.fixture(scope="module")
def lib() -> Library:
    return library(LIBRARY)


@pytest.mark.parametrize("payload", HOSTILE, ids=lambda payload: payload[:40].replace("\n", " "))
def test_hostile_templates_are_findings(lib: Library, payload: str) -> None:
    clause = replace(lib.clauses[0], body=payload)
    codes = {finding.code for finding in templates.check(clause, lib)}
    assert codes & {"forbidden-syntax", "syntax", "undefined"}


def test_no_hostile_template_is_rendered(tmp_path: Path) -> None:
    lay(tmp_path, LIBRARY)
    for at, payload in enumerate(HOSTILE):
        front = "---\ntitle: T\ndocuments: [terms-of-service]\nslot: service\n---\n"
        (tmp_path / "clauses/global/core" / f"hostile-{at:02}.md").write_text(f"{front}{payload}\n", "utf-8")
    given = inputs(tmp_path, date(2026, 11, 21))
    with pytest.raises(Refused) as refused:
        drafts(given, wanted(given.service))
    named = {finding.place.path.rsplit("/", 1)[-1] for finding in refused.value.findings}
    assert named == {f"hostile-{at:02}.md" for at in range(len(HOSTILE))}


def test_a_template_tells_what_it_names() -> None:
    reading = read(
        '{{ service.name }} {{ ref("core/law") }}\n'
        '{% if has("core/about") and feature("goods") %}\n{{ term("account", form="plural") }}\n{% endif %}\n'
        "{% for row in recipients %}\n{{ row.name }} {{ complaints.answer_within|duration }}\n{% endfor %}"
    )
    assert not reading.faults
    assert reading.names("name") == ("service.name", "recipients", "recipients[].name", "complaints.answer_within")
    assert (reading.names("clause"), reading.names("test")) == (("core/law",), ("core/about",))
    assert (reading.names("feature"), reading.names("term")) == (("goods",), ("account",))
    assert [use.line for use in reading.uses if use.kind == "term"] == [3]


TAGS = (
    "{{ a.b }}", "{{a.b}}", "{{ a }}", "{{ not.b }}", "{{ isa.not }}", "{{ a.b | listing }}", '{{ a.b|listing("or") }}',
    '{{ a.b | duration(case="dative") }}', '{{ term("x y") }}', '{{ term("x", form="a", case="b") }}', "{{ ref }}",
    '{{ term("x", case="a", form="b") }}', '{{ ref("a/b") }}', '{{ ref("a", form="b") }}', '{{ feature("x") }}',
    '{{ document("x") }}', "{{ term.x }}", "{{ a._b }}", "{{ none.x }}", "{{ 1 }}", "{{ a\n.b }}", "{{- a.b -}}",
    "{% if a.b %}", "{% endif %}", "{#x#}", "{{{ a.b }}}", "{{ a.b }} }}", "{{ a|upper }}", "\n", "\r\n",
    "{", "}}", "x",
)  # fmt: skip


def test_what_only_prints_is_read_as_the_parser_reads_it() -> None:
    blocks = {b.text for path in (ROOT / "clauses").rglob("*.md") for b in split(path.read_text("utf-8"))}
    chance = random.Random(1)
    mixed = ["".join(chance.choices(TAGS, k=chance.randrange(1, 5))) for _ in range(20_000)]
    for some in (sorted(blocks), mixed):
        found = [(source, prints.read(source)) for source in some]
        plain = [(source, tags) for source, tags in found if tags is not None]
        assert len(plain) > len(some) / 5
        assert not [source for source, tags in plain if template._printing(tags) != template._parsed(source)]
