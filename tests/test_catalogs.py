"""Catalogs: what is refused before it is used, what a translation must keep, and that what is shipped is whole."""

from __future__ import annotations

from pathlib import Path

import pytest
import shipped
from generate_workspace import LIBRARY, library, translators
from hypothesis import given, settings
from hypothesis import strategies as st

from tosgen.catalog import parity
from tosgen.catalog.messages import of_clause
from tosgen.catalog.po import Catalog, load, locale_path
from tosgen.catalog.translate import Translator
from tosgen.errors import Refused
from tosgen.lint import catalogs, templates
from tosgen.model.library import Clause
from tosgen.text.markdown import parser

HEADER = {
    "Language": "de",
    "Content-Type": "text/plain; charset=UTF-8",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
ENTRY = 'msgctxt "a/b/c"\nmsgid "One."\nmsgstr "Eins."\n'


def _catalog(folder: Path, body: str = ENTRY, raw: bytes | None = None, **header: str) -> Catalog:
    lines = {**HEADER, **{key.replace("_", "-"): value for key, value in header.items()}}
    head = "".join(f'"{key}: {value}\\n"\n' for key, value in lines.items())
    path = locale_path(folder, "de")
    path.parent.mkdir(parents=True)
    path.write_bytes(raw if raw is not None else f'msgid ""\nmsgstr ""\n{head}\n{body}'.encode())
    return load("de", [folder], lambda _: "de.po")


FAULTS = [
    (
        "charset",
        {"Content_Type": "text/plain; charset=UTF-7"},
        ENTRY,
        "error[encoding] the header declares charset UTF-7",
    ),
    ("latin-1", {"Content_Type": "text/plain; charset=ISO-8859-1"}, ENTRY, "declares charset ISO-8859-1"),
    (
        "plural",
        {"Plural_Forms": "nplurals=1; plural=0;"},
        ENTRY,
        "error[parity] Plural-Forms is not CLDR's for de; write",
    ),
    ("code", {"Plural_Forms": "nplurals=2; plural=__import__('os');"}, ENTRY, "Plural-Forms is not CLDR's for de"),
    ("language", {"Language": "nl"}, ENTRY, "error[parity] the header says Language: nl; write Language: de"),
    ("twice", {}, f"{ENTRY}\n{ENTRY}", "error[duplicate-key] 'One.' of a/b/c stands twice (first on line 7)"),
    ("bidi", {}, ENTRY.replace("Eins", "Ei\u202ens"), "error[encoding] U+202E RIGHT-TO-LEFT OVERRIDE in a translation"),
    ("control", {}, ENTRY.replace("Eins", "Ei\x07ns"), "error[encoding] U+0007 control in a translation"),
    ("mark", {}, ENTRY.replace("Eins", "Ei\ue000ns"), "error[encoding] U+E000"),
    ("separator", {}, ENTRY.replace("Eins", "Ei\u2028ns"), "de.po:9: error[encoding] U+2028 LINE SEPARATOR"),
    ("syntax", {}, "msgctxt nonsense\n", "error[syntax] not a PO file"),
]


@pytest.mark.parametrize(("header", "body", "message"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_faulty_catalogs_are_refused(tmp_path: Path, header: dict[str, str], body: str, message: str) -> None:
    with pytest.raises(Refused) as refused:
        _catalog(tmp_path, body, **header)
    assert message in str(refused.value)
    assert str(refused.value).startswith("de.po")


def test_a_catalog_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"de.po:2: error\[encoding\] the catalog is not UTF-8"):
        _catalog(tmp_path, raw=b'msgid ""\nmsgstr "\xff"\n')


@pytest.mark.parametrize("tag", ["xx", "de-DE", "DE", "zh_hans", "klingon", "../de"])
def test_a_folder_whose_name_is_no_canonical_tag_is_refused(tmp_path: Path, tag: str) -> None:
    with pytest.raises(Refused, match="unknown-locale"):
        load(tag, [tmp_path], str)


BLOCK = Clause(**{  # type: ignore[arg-type]
    **{name: getattr(shipped.library().clauses[0], name) for name in Clause.__dataclass_fields__},
    "path": "a/b/c", "title": "One.", "body": "One.", "verbatim": False, "language": "en", "omit": "",
})  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("", "error[untranslated] de: a/b/c: 'One.' cannot be used, it has no translation"),
        ('msgctxt "a/b/c"\nmsgid "One."\nmsgstr ""\n', "error[untranslated] de: a/b/c: 'One.'"),
        (ENTRY.replace("a/b/c", "x/y/z"), "error[untranslated] de: a/b/c: 'One.'"),
        (f'#, fuzzy\n#| msgctxt "a/b/c"\n#| msgid "Won."\n{ENTRY}', "error[stale-translation] de: a/b/c: 'One.'"),
        (ENTRY.replace("Eins.", "Eins 1."), "error[parity] de: a/b/c: 'One.': figures differ: none missing, 1 added"),
    ],
)
def test_a_block_without_a_sound_translation_is_refused(tmp_path: Path, entry: str, message: str) -> None:
    _, findings = Translator("de", _catalog(tmp_path, entry)).clause(BLOCK)
    assert [message in str(finding) for finding in findings] == [True] * len(findings) != []


PARITY = [
    ("{{ service.name }} runs.", "{{ service.name }} läuft.", "{{ service.nmae }} läuft.", "'service.name' is missing"),
    ("{{ a }} {{ a }}", "{{ a }} {{ a }}", "{{ a }}", "'a' is missing"),
    (
        'See {{ ref("core/law") }}.',
        'Siehe {{ ref("core/law") }}.',
        'Siehe {{ ref("core/about") }}.',
        "'core/about' is not",
    ),
    ('A {{ term("x") }}.', 'Ein {{ term("x", case="dative") }}.', 'Ein {{ term("y") }}.', "'y' is not in the source"),
    ("Text.", "Wort.", "{% if x %}", "block tags and comments have no place"),
    ("Text.", "Wort.", "Wort. {# note #}", "block tags and comments have no place"),
    ("{{ a }}", "{{ a }}", "{{ a|upper }}", "filter 'upper' is not one of"),
    ("{{ a }}", "{{ a }}", "{{ a.b() }}", "can be called"),
    (
        "[x](https://a.example)",
        "[y](https://a.example)",
        "[y](https://b.example)",
        "the link to https://b.example differs",
    ),
    ("[x](https://a.example)", "[y](https://a.example)", "[y](javascript:x)", "a link may not point to javascript:x"),
    ("Within 14 days.", "Binnen 14 Tagen.", "Binnen 10 Tagen.", "figures differ: 14 missing, 10 added"),
    ("Art. 6 and 7", "7 und Art. 6", "Art. 6", "figures differ: 7 missing, none added"),
    ("| a | b |", "| c | d |", "| c |", "table cells differ"),
    ("a **b** c", "d **e** f", "d e f", "bold, emphasis or links are not read as in the source"),
    ("a *b* c", "d *e* f", "d **e** f", "bold, emphasis or links are not read as in the source"),
    ("**a:** b", "**c:** d", "**c：**d", "bold, emphasis or links are not read as in the source"),
    ("a < b", "c < d", "<b>c</b>", "HTML has no place in a text"),
    ("a", "b", "- b", "one block became another kind of block"),
    ("a", "b", "# b", "one block became another kind of block"),
    ("Text.", "Wort.", "Wort, https://b.example.", "the link to https://b.example differs"),
    (
        "See https://a.example.",
        "见https://a.example。",
        "见https://b.example。",
        "the link to https://b.example differs",
    ),
    ("2 weeks", "2 Wochen", "2½ Wochen", "figures differ: none missing, ½ added"),
    ("a b", "c d", "`c` d", "bold, emphasis or links are not read as in the source"),
    ("a", "b", "---", "one block became another kind of block"),
    ("a", "b", "===", "one block became another kind of block"),
    ("a", "b", "    b", "one block became another kind of block"),
    ("a", "b", "[b]: c", "one block became another kind of block"),
    ("a", "b", "b\nc", "one block became another kind of block"),
]


@pytest.mark.parametrize(("source", "good", "bad", "message"), PARITY)
def test_a_translation_keeps_what_its_source_has(source: str, good: str, bad: str, message: str) -> None:
    assert list(parity.check(source, good)) == []
    assert any(message in found for found in parity.check(source, bad))


def test_every_parity_rule_has_a_pair_that_fails_it_alone_or_with_others() -> None:
    failed = {rule for source, _, bad, _ in PARITY for rule in parity.RULES if list(rule(source, bad))}
    assert failed == {*parity.RULES}


STARTS = "☐ |(¿„“«»'\"!?&$%§;@^.,/{}])™…—中ع0１½-+=#:~_*`[<\\ \t\u00a0"


def test_a_line_is_of_the_kind_that_a_reader_of_markdown_takes_it_for() -> None:
    words = ("word", "word: **so**", " word", "\tword", "* word", "*word*", ")", ". word", "--", "==", "word |", "]: x")
    for text in [first + second + rest for first in STARTS for second in ("", *STARTS) for rest in words]:
        kinds = [token.type for token in parser().parse(text) if token.nesting >= 0]
        assert parity._kinds(text) == kinds, text


def test_the_library_of_the_tests_has_no_finding() -> None:
    lib = library(LIBRARY)
    findings = [f for clause in lib.clauses for f in templates.check(clause, lib)]
    findings += [f for t in translators(LIBRARY, "de", "zh_Hans").values() for f in catalogs.check(t, lib, "")]
    assert [str(finding) for finding in findings] == []


def test_the_shipped_library_has_no_finding() -> None:
    lib = shipped.library()
    findings = [*templates.unused_terms(lib), *(f for clause in lib.clauses for f in templates.check(clause, lib))]
    assert [str(finding) for finding in findings] == []


@pytest.mark.parametrize("locale", shipped.LOCALES)
def test_the_shipped_catalogs_have_no_finding(locale: str) -> None:
    findings = catalogs.check(shipped.translator(locale), shipped.library(), "")
    assert [str(finding) for finding in findings] == []


def _units(locale: str) -> list[tuple[Clause, str]]:
    entries = shipped.translator(locale).catalog.entries
    pairs = [(c, m) for c in shipped.library().clauses for m in of_clause(c)]
    return [(clause, m.id) for clause, m in pairs if (m.context, m.id) in entries]


def test_what_is_kept_behind_a_comment_is_told(tmp_path: Path) -> None:
    old = "".join(f"#~ {line}\n" for line in ENTRY.splitlines())
    catalog = _catalog(tmp_path, old)
    found = [f for f in catalogs.check(Translator("de", catalog), library(LIBRARY), "") if f.code == "obsolete"]
    assert [f.message for f in found] == ["de: a/b/c: nothing asks for 'One.'"]


@pytest.mark.parametrize("locale", shipped.LOCALES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_source_that_moves_on_leaves_its_translation_behind(locale: str, data: st.DataObject) -> None:
    clause, block = data.draw(st.sampled_from(_units(locale)))
    at = data.draw(st.integers(0, len(block) - 1))
    edited = block[:at] + ("y" if block[at] == "x" else "x") + block[at + 1 :]
    found = shipped.translator(locale).phrase(clause.path, edited, clause.place)
    assert [f.code for f in found.findings] in (["untranslated"], ["stale-translation"])
