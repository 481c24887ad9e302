"""A language made by machine shows every string that escaped translation: in documents, and on the command line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pseudo_words
import pytest
import shipped
from command_line import SOUND, edit, tosgen

from tosgen.catalog import extract, pseudo
from tosgen.catalog.translate import Translator
from tosgen.cli.main import COMMANDS
from tosgen.compose.document import compose
from tosgen.model.document import Document, Text
from tosgen.model.service import Service
from tosgen.model.values import Localized, Row
from tosgen.pipeline.inputs import documents_of, wanted
from tosgen.resolve import resolve
from tosgen.sources.service import load_service

FACT = "¤"
FIELDS_THAT_CLDR_PRINTS = {"country", "email", "website"}


@cache
def translator() -> Translator:
    return Translator(pseudo.LOCALE, pseudo.catalog(extract.everything(shipped.library())))


def _without_words(value: Any) -> Any:
    """A fact whose own words are a sign; what CLDR prints stays."""
    match value:
        case Localized():
            return Localized({pseudo.LOCALE: FACT})
        case Row():
            return replace(value, cells={name: _without_words(cell) for name, cell in value.cells.items()})
        case tuple():
            return tuple(map(_without_words, value))
        case _:
            return FACT if type(value) is str else value


def _service(example: Path) -> Service:
    service = load_service(example / "tosgen.yaml", shipped.library())
    facts = {
        name: replace(
            fact,
            value=_without_words(fact.value),
            by_market={market: _without_words(value) for market, value in fact.by_market.items()},
            by_document={document: _without_words(value) for document, value in fact.by_document.items()},
        )
        for name, fact in service.facts.items()
    }
    entities = {
        key: replace(entity, fields={n: v if n in FIELDS_THAT_CLDR_PRINTS else FACT for n, v in entity.fields.items()})
        for key, entity in service.entities.items()
    }
    return replace(service, facts=facts, entities=entities)


def _texts(document: Document, official: set[str]) -> Iterator[Text]:
    yield from (document.title, document.notice)
    for supplement in document.supplements:
        yield supplement.title
        yield from (section.title for section in supplement.sections)
    for passage in document.passages():
        if passage.id not in official:
            yield from (passage.title, passage.body)


@pytest.mark.parametrize("name", ["helpdesk", "bazaar"])
def test_no_english_escapes_into_a_document(name: str) -> None:
    library, service = shipped.library(), _service(next(e for e in shipped.EXAMPLES if e.name == name))
    official = {clause.id for clause in library.clauses if clause.verbatim}
    seen = 0
    for market, document in wanted(service):
        resolution = resolve(library, service, market, document, shipped.DAY)
        composed = compose(library, service, resolution, translator(), documents_of(service, market))
        for text in _texts(composed.document, official):
            where = f"{document}/{market.name}: {text.skeleton[:80]}"
            assert not pseudo_words.words(re.sub(r"\]\([^)]*\)", "", text.skeleton)), where
            for filling in text.fillings:
                if not filling.href:
                    assert not pseudo_words.words(pseudo_words.printed(filling.text)), f"{where}: {filling.text}"
            seen += bool(text.skeleton)
    assert seen > 1000


def test_a_string_that_no_catalog_holds_would_be_seen() -> None:
    assert pseudo_words.words("⟪Ţħíš⟫ and that") == ["and", "that"]
    assert pseudo_words.words("⟪Ţħéé ‹terms-of-service/DE› ⟪óóƒ ‹some words›⟫⟫ a/b w.yaml error[x]") == []
    assert pseudo_words.prose("⟪Ţħéé ‹terms-of-service/DE› ⟪óóƒ ‹some words›⟫⟫") == ["some words"]
    clause = shipped.library().clauses[0]
    gone = {key: entry for key, entry in translator().catalog.entries.items() if key[0] != clause.path}
    bare = Translator(pseudo.LOCALE, replace(translator().catalog, entries=gone))
    assert {finding.code for finding in bare.clause(clause)[1]} == {"untranslated"}


@pytest.mark.parametrize("tag", ["en_XA", "en-XA"])
def test_nobody_publishes_in_it(bench: Path, tag: str) -> None:
    profile = bench / "tosgen.yaml"
    text = profile.read_text("utf-8")
    changed = re.sub(r"languages: \[[^]]*\]", f"languages: [{tag}]", text, count=1)
    assert changed != text
    profile.write_text(changed, "utf-8")
    ran = tosgen(bench, "generate")
    assert (ran.code, "is not a language" in ran.err) == (2, True)


def test_it_is_made_for_everything_that_keeps_the_gate() -> None:
    assert not [f for clause in shipped.library().clauses if not clause.omit for f in translator().clause(clause)[1]]


ME = ("--as", "Ana Ruiz <ana@bench.example>")
SUCCESS: dict[str, list[str]] = {
    "init": ["init", "new", "--example", "studio", "--yes"],
    "generate": ["generate", *ME],
    "log": ["log"],
    "show": ["show", "house-rules/home", "-o", "shown.md"],
    "diff": ["diff", "house-rules/home/en@2"],
    "compare": ["compare", "old.md", "new.md"],
    "review": ["review", "-o", "review"],
    "approve": ["approve", "house-rules/home@2", *ME],
    "reject": ["reject", "house-rules/home@1", "--reason", "no", *ME],
    "publish": ["publish", "house-rules/home@2", "--effective", "2031-01-01", "--on", "2031-01-01", *ME],
    "withdraw": ["withdraw", "house-rules/home@2", "--reason", "no", "--on", "2031-02-01", *ME],
    "notice": [
        "-C",
        "told",
        "notice",
        "house-rules/home@2",
        "--effective",
        "2031-06-01",
        "--text-url",
        "https://x.example",
        "-o",
        "notice.md",
    ],
    "notify": [
        "-C",
        "told",
        "notify",
        "house-rules/home@2",
        "--day",
        "2031-01-02",
        "--channel",
        "post",
        "--count",
        "3",
        "--digest",
        "0" * 64,
        "--on",
        "2031-01-02",
        *ME,
    ],
    "signers": ["signers", "list"],
    "verify": ["verify"],
    "evidence": ["evidence", "house-rules/home@1", "-o", "evidence.zip"],
    "audit": ["audit"],
    "readings": ["readings", "todo", "QZ"],
    "forecast": ["forecast"],
    "due": ["due", "--until", "2036-01-01"],
    "record": ["record", "training", "--scope", "everybody", "--count", "3", *ME],
    "fill": ["fill", "house-rules/home/en", "--facts", "case.yaml", "-o", "filled.md"],
    "site": ["-C", "told", "site", "build", "--on", "2031-01-01"],
    "export": ["export", "--for", "hugo", "--on", "2031-01-15", "exported"],
    "fleet": ["fleet", "status", "."],
    "lint": ["lint"],
    "locales": ["locales", "stats"],
    "schema": ["schema", "--help"],
}
"""Command -> what it does in a workspace that holds a version, and then two; run in this order."""
FAILURE: dict[str, list[list[str]]] = {
    "init": [["init"], ["init", "--yes"], ["init", "x", "--example", "none"]],
    "generate": [["generate", "nix"], ["generate", "x/home"], ["generate", "--on", "1"], ["generate", "--as", "x"]],
    "log": [["log", "nix"], ["log", "house-rules/away"], ["log", "--service", "none"]],
    "show": [["show"], ["show", "house-rules/home/de"], ["show", "house-rules/home@in-force"]],
    "diff": [["diff", "x/y"], ["diff", "a/b", "c/d", "e/f"], ["diff", "--format", "x", "a/b"], ["diff", "--nothing"]],
    "compare": [["compare", "none.md", "new.md"], ["compare", "new.md", "tosgen.yaml"]],
    "review": [["review", "--against", "HEAD"], ["review", "nix"], ["review", "--serve", "-o", "x"]],
    "approve": [["approve", "house-rules/home/en"], ["approve", "house-rules/home@9"]],
    "reject": [["reject", "house-rules/home"], ["reject", "house-rules/home@1", "--reason", " "]],
    "publish": [["publish", "house-rules/home@1", "--effective", "2001-01-01"], ["publish", "x", "--effective", "x"]],
    "withdraw": [["withdraw", "house-rules/home@1", "--reason", "x", *ME]],
    "notice": [["notice", "nix"]],
    "notify": [["notify", "nix"]],
    "signers": [
        ["signers", "revoke", "x@y.example"],
        ["signers", "add", "x@y.example", "none.pub", "--role", "author"],
    ],
    "verify": [["verify", "--head", "x"], ["verify", "--head", "0000000"]],
    "evidence": [["evidence", "house-rules/home@9", "-o", "evidence.zip"], ["evidence", "house-rules/home@1"]],
    "audit": [["audit", "nix"]],
    "readings": [["readings", "add", "none.json", "--as", "x"]],
    "forecast": [["forecast", "--until", "x"]],
    "due": [["due", "--format", "none"]],
    "record": [
        ["record", "training", "--scope", "Ms Ruiz", "--count", "-1"],
        ["record", "audit", "--scope", "x", "--count", "1", "--closes", "y"],
    ],
    "fill": [["fill", "house-rules/home", "--facts", "none.yaml"], ["fill", "house-rules/home/fr", "--facts", "x"]],
    "site": [
        ["site", "build", "--formats", "odt"],
        ["site", "build", "--brand", "x"],
        ["site", "build", "--on", "2001-01-01", "--service", "none"],
        ["-C", "told", "site", "build", "-o", "."],
    ],
    "export": [
        ["export", "--for", "x", "y"],
        ["export", "--for", "hugo", "nix/home", "y"],
        ["export", "--for", "hugo", "a/b@1", "y"],
    ],
    "fleet": [["fleet", "status", "none.csv"], ["fleet", "status"]],
    "lint": [["lint", "x"]],
    "locales": [["locales", "check", "xx"], ["locales", "update", "de-DE"], ["locales", "nothing"]],
    "schema": [["schema", "none"], ["schema"]],
}
NAMES = {"tosgen", "python", "pytest", "bench", "home", "en", "zh", "Hans", "Ana", "Ruiz", "command", "line"}
"""What stands in lines without being words of ours: names, and the place of a finding on the command line."""
USAGE = re.compile(r"(?m)^⟪[^⟫]*:⟫ (?:.*\n)+?(?=\n|⟪|\Z)")
COLUMN = re.compile(r"(?m)^  (?:-.*|\w+ *)$|^ {3,}[\w|]+[]}] *$")
"""Usage, and the left column of options and commands: the same in every language."""
LEGAL = re.compile(r"(?m)^ {4}.*$|^(?:\d[\d.]*  )?\S.*  \([\w/-]+\)  |^\S+(?: →|:)|^## .*$")
"""What a redline prints of the texts themselves: their words, indented; their titles; what is compared."""
SAYS_LEGAL_TEXT = {"diff", "compare", "forecast"}
COMMANDS_AND_SYSTEM = re.compile(r"tosgen -C |No such file or directory")
"""Values that are commands, or what the system says."""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose ledger holds a version, and whose profile gives another."""
    folder = tmp_path_factory.mktemp("pseudo") / "bench"
    shutil.copytree(SOUND, folder)
    assert tosgen(folder, "generate", *ME).code == 0
    edit(folder / "tosgen.yaml", "bench.reply: 3 days", "bench.reply: 5 days")
    (folder / "old.md").write_text("# A {#a}\n\nOne.\n", "utf-8")
    (folder / "new.md").write_text("# A {#a}\n\nTwo.\n", "utf-8")
    (folder / "case.yaml").write_text("{}\n", "utf-8")
    told = folder / "told"
    shutil.copytree(SOUND, told)
    edit(told / "tosgen.yaml", "facts:\n", "facts:\n  service.name: Bench\n")
    assert tosgen(told, "generate", *ME).code == 0
    from_2030 = ("--effective", "2030-01-01", "--on", "2030-01-01")
    assert tosgen(told, "publish", "house-rules/home", *from_2030, *ME).code == 0
    edit(told / "tosgen.yaml", "bench.reply: 3 days", "bench.reply: 5 days")
    assert tosgen(told, "generate", "--on", "2031-01-01", *ME).code == 0
    return folder


def _escaped(text: str, data: str = "") -> list[str]:
    """Lines with words of English outside brackets; values that are sentences of English, and do not stand in data."""
    text = USAGE.sub("", text)
    rest = COLUMN.sub("", pseudo_words.taken_apart(text)[0])
    bare = [line for line in rest.splitlines() if {*pseudo_words.words(line)} - NAMES]
    return bare + [v for v in pseudo_words.prose(text) if v not in data and not COMMANDS_AND_SYSTEM.search(v)]


def _data(folder: Path) -> str:
    """What the register and the ledger's records say, in the language that they are kept in."""
    kept = [*folder.glob("clauses/register/*.yaml"), *folder.glob("outputs/*/*/*/version.json")]
    return "\n".join(path.read_text("utf-8") for path in kept)


def test_every_command_has_a_success_and_a_failure_here() -> None:
    assert {*COMMANDS} == {*SUCCESS} == {*FAILURE}


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS), ["signers", "add"], ["locales", "check"]])
def test_every_help_is_translated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    monkeypatch.setenv("LANGUAGE", "en_XA")
    ran = tosgen(tmp_path, *command, "--help")
    assert (ran.code, ran.err, ran.out.startswith("⟪")) == (0, "", True)
    assert _escaped(ran.out) == []


def test_every_line_of_every_command_is_translated(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en_XA")
    codes = {}
    for name in COMMANDS:
        for arguments in [SUCCESS.get(name, [name]), *FAILURE.get(name, [])]:
            ran = tosgen(held, *arguments)
            codes[" ".join(arguments)] = ran.code
            out = LEGAL.sub("", ran.out) if name in SAYS_LEGAL_TEXT else ran.out
            data = _data(held)
            assert (_escaped(out, data), _escaped(ran.err, data)) == ([], []), arguments
            assert "⟪" in ran.out + ran.err or "-o" in arguments, arguments
    failed = [arguments for name in FAILURE for arguments in FAILURE[name] if not codes[" ".join(arguments)]]
    assert failed == []
    assert [name for name in SUCCESS if codes[" ".join(SUCCESS[name])]] == []
