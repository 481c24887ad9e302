"""What tosgen says to people: in their language, whole, its values kept apart; in English where there is no other."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import get_args

import click
import polib
import pytest
import shipped
from command_line import REPOSITORY, edit, tosgen

from tosgen.catalog import parity, said
from tosgen.catalog.extract import extract
from tosgen.catalog.interface import Voice, voice
from tosgen.catalog.po import Catalog, Entry, plural_index
from tosgen.catalog.update import updated
from tosgen.cli import clicks
from tosgen.cli.main import COMMANDS, LazyGroup, group
from tosgen.cli.speech import spoken
from tosgen.errors import Finding, Place, Refused
from tosgen.formats.columns import width
from tosgen.lint import catalogs
from tosgen.model.audit import RECORD_KINDS, Status
from tosgen.model.decision import ROLES, STATES
from tosgen.model.effect import MECHANISMS
from tosgen.model.words import WORDS as WORDS_OF_DATA
from tosgen.review.state import State
from tosgen.saying import Said, joined, listed, names, say, say_in, say_n

PACKAGE = REPOSITORY / "tosgen"
WORDS = {
    ("", "no clause '{name}'"): ("keine Klausel „{name}“",),
    ("", "{n} clause"): ("{n} Klausel", "{n} Klauseln"),
    ("kind of a version", "material"): ("wesentlich",),
    ("between the items of a list", ", "): (" und ",),
    ("", "{message}; {hint}"): ("{message} – {hint}",),
}


def german(**more: bool) -> Voice:
    return Voice(Catalog("de", "de.po", {key: Entry(forms, Place("de.po")) for key, forms in WORDS.items()}), **more)


def write(folder: Path, locale: str, translations: dict[tuple[str, str], str | list[str]]) -> Path:
    """A catalog of the interface in a folder's `locales/`."""
    path = folder / "locales" / locale / "LC_MESSAGES" / "tosgen.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    wanted = [m for m in messages() if (m.context, m.id) in translations]
    path.write_text(updated(path, path.name, locale, wanted, "tosgen")[0], "utf-8")
    catalog = polib.pofile(str(path), wrapwidth=0)
    for entry in catalog:
        text = translations[entry.msgctxt or "", entry.msgid]
        if isinstance(text, list):
            entry.msgstr_plural = dict(enumerate(text))
        else:
            entry.msgstr = text
    catalog.save()
    return path


@cache
def messages() -> list[said.Message]:
    return said.everything(shipped.library())


def test_words_are_said_with_their_values_and_what_is_data_stays() -> None:
    speak = german()
    assert speak(say("no clause '{name}'", name="core/law")) == "keine Klausel „core/law“"
    assert [speak(say_n("{n} clause", "{n} clauses", n=n)) for n in (0, 1, 2)] == [
        "0 Klauseln", "1 Klausel", "2 Klauseln",
    ]  # fmt: skip
    assert speak(say_in("kind of a version", "material")) == "wesentlich"
    assert speak("no clause '{name}'") == "no clause '{name}'"
    finding = Finding("x", say("no clause '{name}'", name="a"), Place("f"), say("do {it}", it=say("{n} clause", n=1)))
    assert speak(finding.text) == "keine Klausel „a“ – do 1 Klausel"
    assert str(finding) == "f: error[x] no clause 'a'; do 1 clause"
    assert speak(listed(["a", say("no clause '{name}'", name="b")])) == "a und keine Klausel „b“"
    assert speak(joined("\n", [say("other"), "text"])) == "other\ntext"


def test_a_value_is_never_read_as_a_template() -> None:
    assert german()(say("no clause '{name}'", name="{n} {name}")) == "keine Klausel „{n} {name}“"
    hostile = Voice(Catalog("de", "", {("", "a {b}"): Entry(("{b.__class__} {b!r} {0} {c}",), Place(""))}))
    assert hostile(say("a {b}", b="x")) == "{b.__class__} {b!r} {0} {c}"


def test_what_is_published_never_mixes_languages() -> None:
    assert german()(say("unheard of")) == "unheard of"
    with pytest.raises(Refused, match=r"locales/de/LC_MESSAGES/tosgen.po: error\[untranslated\] de: 'unheard of' has"):
        german(complete=True)(say("{n} clause", n=say("unheard of")))
    english = Voice(Catalog("en", "en.po"), complete=True)
    assert english(say_n("{n} clause", "{n} clauses", n=2)) == "2 clauses"


def test_arabic_has_six_forms_and_keeps_latin_values_apart() -> None:
    forms = tuple(f"{{n}} {at}" for at in range(6))
    entries = {("", "{n} clause"): Entry(forms, Place("")), ("", "no {name}"): Entry(("لا {name}",), Place(""))}
    speak = Voice(Catalog("ar", "", entries))
    said_ = [speak(say_n("{n} clause", "{n} clauses", n=n)) for n in (0, 1, 2, 3, 11, 100)]
    assert said_ == ["0 0", "1 1", "2 2", "3 3", "11 5", "100 4"]
    assert speak(say("{n} clause", n=3)) == "3 1"  # said elsewhere without a plural: the form for one
    assert plural_index("ar", 102) == 4
    assert speak(say("no {name}", name="a/b")) == "لا a/b"
    assert speak.line(say("no {name}", name="a/b")) == "لا \u2068a/b\u2069"
    assert speak.line(say("no {name}", name="شركة")) == "لا شركة"
    assert speak.line(say("no {name}", name=say("no {name}", name=3))) == "لا لا 3"


@pytest.mark.parametrize(
    ("surroundings", "tags"),
    [
        ({}, []),
        ({"LANG": "de_DE.UTF-8"}, ["de_DE", "de"]),
        ({"LANG": "de", "LC_MESSAGES": "fr"}, ["fr"]),
        ({"LANG": "de", "LC_MESSAGES": "fr", "LC_ALL": "es_MX@x"}, ["es_MX", "es"]),
        ({"LANG": "de", "LANGUAGE": "pt:ar:en:fr"}, ["pt", "ar"]),
        ({"LANG": "C", "LANGUAGE": "de"}, []),
        ({"LANG": "C.UTF-8", "LANGUAGE": "de"}, ["de"]),
        ({"LANGUAGE": "de", "LC_ALL": "POSIX"}, []),
        ({"LANG": "en_GB.UTF-8"}, []),
        ({"LANG": "zh_CN.UTF-8"}, ["zh_Hans", "zh_CN", "zh"]),
        ({"LANG": "zh_TW"}, ["zh_TW", "zh"]),
        ({"LANG": "../../etc/passwd"}, []),
        ({"LANG": "", "LC_ALL": "", "LANGUAGE": ""}, []),
    ],
)
def test_the_language_is_the_first_of_gettexts_variables(surroundings: dict[str, str], tags: list[str]) -> None:
    assert spoken(surroundings) == tags


@pytest.mark.parametrize("variables", [{"LANG": "C"}, {"LANG": "en_IE.UTF-8"}, {"LANG": "C", "LANGUAGE": "de"}])
def test_english_loads_no_catalog(tmp_path: Path, variables: dict[str, str]) -> None:
    code = (
        "import sys, json, atexit; from tosgen.cli.main import main;"
        "atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr)); main()"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), **variables}
    ran = subprocess.run(
        [sys.executable, "-c", code, "--help"], cwd=tmp_path, env=environment, capture_output=True, check=True
    )
    heavy = {"babel", "polib", "tosgen.catalog", "tosgen.catalog.interface", "yaml"}
    assert not heavy & {*json.loads(ran.stderr)}
    assert b"Show this message and exit." in ran.stdout


def test_a_workspace_has_the_last_word_and_a_catalog_that_is_broken_leaves_english(
    bench: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "de")
    path = write(bench, "de", {("", "there is no market '{market}'"): "den Markt „{market}“ gibt es nicht"})
    assert "bad-ref" in tosgen(bench, "generate", "x").err
    assert "den Markt „x“ gibt es nicht" in tosgen(bench, "generate", "house-rules/x").err
    assert tosgen(bench.parent, "-C", bench.name, "generate", "house-rules/x").err.count("gibt es nicht") == 1
    edit(path, '"Language: de', '"Language: nl')
    ran = tosgen(bench, "generate", "house-rules/x")
    assert (ran.code, "there is no market 'x'" in ran.err, "the header says Language: nl" in ran.err) == (2, True, True)


def test_json_is_english_whatever_the_reader_speaks(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {name: tosgen(bench, *name.split(), "--format", "json") for name in ("generate", "log", "audit", "lint")}
    monkeypatch.setenv("LANGUAGE", "en_XA")
    assert "⟪" in tosgen(bench, "log").out
    for name in ("log", "audit", "lint"):
        after = tosgen(bench, *name.split(), "--format", "json")
        assert (after.code, after.out) == (before[name].code, before[name].out)
    assert "⟪" not in tosgen(bench, "generate", "--format", "json").out


def test_clicks_own_words_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "ar", {
        ("", "Usage:"): "الاستخدام:",
        ("", "Options"): "الخيارات",
        ("", "Missing option"): "خيار ناقص",
        ("", "Error: {message}"): "خطأ: {message}",
        ("", "Try '{command} {option}' for help."): "جرّب '{command} {option}' للمساعدة.",
        ("", "Why; the ledger holds only its SHA-256."): "السبب",
    })  # fmt: skip
    monkeypatch.setenv("LANG", "ar_EG.UTF-8")
    out = tosgen(tmp_path, "reject", "--help").out
    assert out.startswith("الاستخدام: ")
    assert "الخيارات:" in out
    assert "السبب" in out
    err = tosgen(tmp_path, "reject", "x/y").err
    assert "\u2068python" in err or "\u2068tosgen" in err or "\u2068__main__" in err
    assert "خطأ: \u2068خيار ناقص '--reason'.\u2069" in err
    monkeypatch.setenv("LANG", "C")
    assert tosgen(tmp_path, "reject", "--help").out.startswith("Usage: ")


def test_a_help_counts_columns_and_breaks_chinese_where_it_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = "把版本从某一天起发布，" * 9
    write(
        tmp_path,
        "zh_Hans",
        {("", "Reject versions: they are never published, and nothing is compared with them."): long},
    )
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "60")
    shown = tosgen(tmp_path, "reject", "--help").out.splitlines()
    lines = [line for line in shown if "某一" in line or "发布，" in line]
    assert len(lines) == 4
    assert max(map(width, lines)) <= 60
    assert not [line for line in lines if line.strip().startswith("，")]


def test_tables_stay_aligned_where_lines_run_from_right_to_left(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(bench, "ar", {
        ("", "document"): "الوثيقة",
        ("", "version"): "الإصدار",
        ("heading", "kind"): "النوع",
        ("kind of a version", "initial"): "أولي",
        ("", "there is no market '{market}'"): "لا يوجد سوق '{market}'",
    })  # fmt: skip
    monkeypatch.setenv("LANGUAGE", "ar")
    head, row, *_ = tosgen(bench, "generate").out.splitlines()
    assert [cell.strip("\u2068\u2069") for cell in head.split()[:3]] == ["الوثيقة", "الإصدار", "النوع"]
    assert width(head[: head.index("\u2068النوع")]) == width(row[: row.index("\u2068أولي")])
    assert re.sub("\u2068[^\u2069]*\u2069", "", head).strip() == ""
    refused = tosgen(bench, "generate", "house-rules/x").err.splitlines()[0]
    assert refused.startswith("house-rules/x: error[unknown-market] \u2068لا يوجد سوق '\u2068x\u2069'")
    assert refused.endswith("\u2069")
    assert "\u2068" not in (bench / "outputs/bench/house-rules/home/en.md").read_text("utf-8")
    page = tosgen(bench, "audit", "--format", "html").out
    assert '<html lang="ar" dir="rtl">' in page
    assert "\u2068" not in page


def test_init_asks_in_the_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = {key: "Frage?" for m in messages() if (key := (m.context, m.id))[0].startswith("features/")}
    write(tmp_path, "de", {**questions, ("", "Which documents?"): "Welche Texte?"})
    monkeypatch.setenv("LANGUAGE", "de")
    ran = tosgen(tmp_path, "init", answers="shop\nEurope/Berlin\nterms-of-service\nDE\nconsumer\nde\n")
    assert "Welche Texte? (accessibility-statement, " in ran.out
    assert "Frage? [y/N]" in ran.out


def _of_click() -> Iterator[str]:
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
                yield from (a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


def test_click_still_says_these_words() -> None:
    there = {*_of_click()} | {"required"}
    assert {word.template for word in clicks.WORDS} <= there
    assert {word.plural for word in clicks.WORDS if word.plural} <= there


def test_everything_that_a_help_shows_is_extracted() -> None:
    known = {message.id for message in messages() if not message.context}
    shown = [*COMMANDS.values(), *clicks.messages(group)]
    context = click.Context(group)
    for name in COMMANDS:
        command = LazyGroup.get_command(group, context, name)
        assert command is not None
        shown += clicks.messages(command)
    assert not {*shown} - known


DYNAMIC = {
    "tosgen/cli/clicks.py", "tosgen/cli/main.py", "tosgen/formats/redline_parts.py", "tosgen/saying.py",
    "tosgen/sources/vocabulary.py",
}  # fmt: skip
"""Where words are said that stand elsewhere: helps, and the questions of the vocabularies."""


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if isinstance(node, ast.Call) and name in {"say", "say_n", "say_in"}:
                yield path.relative_to(REPOSITORY).as_posix(), node


def test_templates_are_literals_and_their_names_are_those_of_the_call() -> None:
    for path, call in _calls():
        where = f"{path}:{call.lineno}"
        function = call.func.id if isinstance(call.func, ast.Name) else ""
        literal = 1 if function == "say" else 2
        texts = [a.value for a in call.args[:literal] if isinstance(a, ast.Constant)]
        if len(texts) < literal:
            assert path in DYNAMIC, f"{where}: a template is a literal"
            continue
        template = " ".join(texts[1:] if function == "say_in" else texts)
        given = {keyword.arg for keyword in call.keywords if keyword.arg}
        starred = any(keyword.arg is None for keyword in call.keywords)
        named = {*names(template)} - {"n"}
        if given and path != "tosgen/cli/clicks.py":
            assert not re.search(r"\{\w+[!:.\[]", template), f"{where}: plain names only"
        if given - {"n"} and not starred:
            assert named == given - {"n"}, where


def test_a_message_has_one_plural_and_its_own_file() -> None:
    found = messages()
    assert len({(m.context, m.id) for m in found}) == len(found)
    assert all((REPOSITORY / path).is_file() for m in found for path in m.occurrences)
    assert {m.id for m in found if m.context == "features/subscriptions"}
    assert {m.id for m in found if m.context == "facts/support.channels.hours"}


@pytest.mark.parametrize(
    ("group_", "values"),
    [
        ("status", get_args(Status)),
        ("state", [*get_args(State), *STATES.values()]),
        ("role", ROLES),
        ("mechanism", MECHANISMS),
        ("due", RECORD_KINDS),
    ],
)
def test_every_word_that_data_holds_can_be_said(group_: str, values: Sequence[str]) -> None:
    assert {*values} <= WORDS_OF_DATA[group_].keys()


PARITY = [
    ("no {a}", "", "kein {a}", []),
    ("no {a}", "", "keiner", ["'{a}' is missing"]),
    ("no {a}", "", "kein {a} {b}", ["'{b}' is not in the source"]),
    ("{n} clause", "{n} clauses", "eine Klausel", []),
    ("{n} of {a}", "{n} of {a}", "eine", ["'{a}' is missing"]),
    ("option {a}", "options {b}", "Optionen {b}", []),
    ("option {a}", "options {b}", "Option {c}", ["'{c}' is not in the source"]),
    ("no {a!r}", "", "kein {a}", ["'{a!r}' is missing", "'{a}' is not in the source"]),
    ("write {n} here", "", "schreibe {n}", []),
]


@pytest.mark.parametrize(("one", "many", "form", "wrong"), PARITY)
def test_a_translation_has_the_names_of_its_source(one: str, many: str, form: str, wrong: list[str]) -> None:
    assert [str(each) for each in parity.fields(one, many, form)] == wrong


def test_catalogs_of_the_interface_are_kept_like_those_of_the_clauses(tmp_path: Path) -> None:
    root = tmp_path / "library"
    root.mkdir()
    for name in ("clauses", "locales"):
        (root / name).symlink_to(REPOSITORY / name)
    pot = tosgen(root, "locales", "extract", "--domain", "tosgen").out
    assert '"X-Domain: tosgen\\n"' in pot
    assert 'msgctxt "facts/support.channels.hours"\nmsgid "When is it staffed?"' in pot
    assert '#: tosgen/errors.py\n#, python-brace-format\nmsgid "{message}; {hint}"' in pot
    (root / "locales").unlink()
    wrote = tosgen(root, "locales", "update", "nl", "--domain", "tosgen").out
    path = root / "locales" / "nl" / "LC_MESSAGES" / "tosgen.po"
    assert re.fullmatch(rf"locales/nl/LC_MESSAGES/tosgen.po: 0 current, 0 stale, {len(messages())} missing\n", wrote)
    before = path.read_text("utf-8")
    edit(path, 'msgid "there is no market \'{market}\'"\nmsgstr ""', 'msgid "there is no market"\nmsgstr "geen {x}"')
    edit(path, 'msgid "no findings"\nmsgstr ""', 'msgid "no findings"\nmsgstr "geen {x}"')
    found = tosgen(root, "locales", "check", "nl", "--domain", "tosgen", "--format", "json").json["findings"]
    assert "nl: 'there is no market '{market}'' has no translation" in [finding["message"] for finding in found]
    told = {finding["code"]: finding["message"] for finding in found if finding["code"] != "untranslated"}
    assert told["parity"] == "nl: 'no findings': '{x}' is not in the source"
    assert told["obsolete"] == "nl: nothing asks for 'there is no market'"
    tosgen(root, "locales", "update", "nl", "--domain", "tosgen")
    fuzzy = '#, fuzzy, python-brace-format\n#| msgid "there is no market"\nmsgid "there is no market \'{market}\'"\n'
    assert fuzzy in path.read_text("utf-8")
    path.unlink()
    tosgen(root, "locales", "update", "nl", "--domain", "tosgen")
    assert path.read_text("utf-8") == before
    stats = tosgen(root, "locales", "stats", "--domain", "tosgen", "--format", "json").json["locales"]
    assert stats == {"nl": {"current": 0, "stale": 0, "missing": len(messages())}}


def test_babels_extractor_reads_python_too(tmp_path: Path) -> None:
    source = tmp_path / "x.py"
    source.write_text("""say("a {b}", b=1)\nsay_n("{n} x", "{n} xs", n=2)\nsay_in("c", "d")\nother("e")\n""", "utf-8")
    with source.open("rb") as file:
        found = list(extract(file, (), (), {}))
    assert found == [
        (1, "gettext", ("a {b}",), []),
        (2, "ngettext", ("{n} x", "{n} xs"), []),
        (3, "pgettext", ("c", "d"), []),
    ]


def test_a_workspace_keeps_only_the_questions_that_it_added(bench: Path) -> None:
    assert "tosgen.po" not in tosgen(bench, "locales", "update", "zh_Hans").out
    assert tosgen(bench, "locales", "check", "zh_Hans").code == 0
    out = tosgen(bench, "locales", "update", "zh_Hans", "--domain", "tosgen").out
    count = int(re.findall("[0-9]+", out)[-1])
    assert 0 < count < 40
    assert f"0 current, 0 stale, {count} missing" in tosgen(bench, "locales", "update", "zh_Hans").out
    findings = tosgen(bench, "locales", "check", "zh_Hans").out
    assert "zh_Hans: 'How many floors has the workshop?' has no translation" in findings


def test_a_catalog_of_the_interface_is_read_compiled_too(tmp_path: Path) -> None:
    path = write(tmp_path, "de", {("", "no findings"): "keine Funde", ("", "{n} finding"): ["{n} Fund", "{n} Funde"]})
    polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    path.unlink()
    speak = voice("de", [tmp_path / "locales"])
    assert speak(say("no findings")) == "keine Funde"
    assert speak(say_n("{n} finding", "{n} findings", n=3)) == "3 Funde"


def test_said_survives_what_is_done_to_texts() -> None:
    words = say("no clause '{name}'", name=say("{n} clause", n=1))
    cleaned = words.each(str.upper)
    assert (cleaned, type(cleaned), german()(cleaned)) == ("no clause '1 clause'", Said, "keine Klausel „1 Klausel“")
    assert catalogs.interface(german().catalog, [], None) == []
