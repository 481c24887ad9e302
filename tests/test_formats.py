"""Every format of recorded texts: the same words and anchors, read back with tools that are not ours."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import html5lib
import pytest
from command_line import files, tosgen
from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree
from read_pdf import text
from recorded_texts import TEXTS, Shelf, anchors, letters, words

from tosgen.cli.forms import FORMS

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
TARGET = re.compile(r" ?<(?:https?|mailto|tel):[^>]*>")


def _page(path: Path) -> Any:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(path.read_text("utf-8"))


def _of_html(path: Path) -> tuple[str, list[str]]:
    page = _page(path)
    (main,) = page.iter("main")
    header = main.find("header")
    header.remove(next(div for div in header.iter("div") if div.get("class") == "record"))
    return "".join(main.itertext()), [each.get("id") for each in main.iter() if each.get("id")]


def _of_txt(path: Path) -> tuple[str, list[str]]:
    title, first, *rest = path.read_text("utf-8").split("\n\n")
    return TARGET.sub("", "\n\n".join([title, *(rest if "\n" in first else rest[1:])])), []  # notice, then rows


def _of_json(path: Path) -> tuple[str, list[str]]:
    data = json.loads(path.read_text("utf-8"))
    found, names = [data["title"]], [data["anchor"]]
    supplement = ""
    titles = {each["jurisdiction"]: each for each in data["supplements"]}
    for section in data["sections"]:
        if section["supplement"] != supplement:
            supplement = section["supplement"]
            found.append(titles[supplement]["title"])
            names.append(titles[supplement]["anchor"])
        found += [section["number"], section["title"]]
        names.append(section["anchor"])
        for clause in section["clauses"]:
            found += [clause["number"], clause["title"], TARGET.sub("", clause["text"])]
            names.append(clause["anchor"])
    return " ".join(found), [name for name in names if name]


def _of_akn(path: Path) -> tuple[str, list[str]]:
    root = etree.parse(path).getroot()
    title, body = next(root.iter(f"{AKN}docTitle")), next(root.iter(f"{AKN}mainBody"))
    names = [each.get("eId") for each in body.iter() if "_" not in each.get("eId", "_")]
    return f"{''.join(title.itertext())} {' '.join(body.itertext())}", names


READERS: dict[str, tuple[Callable[[Path], tuple[str, list[str]]], bool]] = {
    "html": (_of_html, False), "txt": (_of_txt, True), "json": (_of_json, True), "akn": (_of_akn, False),
}  # fmt: skip
"""Format -> what reads words and anchors back, and whether items of lists bear their numbers. PDF is for test_pdf."""


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize(("name", "ref"), TEXTS)
def test_the_words_and_anchors_are_those_of_the_recorded_text(shelf: Shelf, name: str, ref: str, form: str) -> None:
    read, numbered = READERS[form]
    recorded = shelf.markdown(name, ref)
    text, names = read(shelf.file(name, ref, form))
    assert letters(text) == words(recorded, numbered=numbered)
    expected = anchors(recorded)
    if form == "akn" or (form != "txt" and expected.count(expected[0]) > 1):
        expected = expected[1:]  # the title's: Akoma Ntoso names no title, and an id is given once
    assert form == "txt" or names == expected


def test_markdown_is_what_the_ledger_holds(shelf: Shelf) -> None:
    ref = "privacy-notice/AE/ar"
    assert shelf.show("helpdesk", ref, "md").out == shelf.markdown("helpdesk", ref)


@pytest.mark.parametrize(("name", "ref"), TEXTS)
def test_json_keeps_to_its_schema(shelf: Shelf, name: str, ref: str) -> None:
    schema = tosgen(shelf.root, "schema", "document").json
    Draft202012Validator.check_schema(schema)
    data = json.loads(shelf.file(name, ref, "json").read_text("utf-8"))
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(data)
    assert set(schema["properties"]) == set(data)


def test_json_says_where_a_clause_is_from_and_why_it_changed(shelf: Shelf) -> None:
    data = json.loads(shelf.file("bench", "house-rules/home/en", "json").read_text("utf-8"))
    clauses = {clause["clause"]: clause for section in data["sections"] for clause in section["clauses"]}
    assert clauses["core/house"]["satisfies"] == {"qz-1": "runs the workshop"}
    assert (clauses["core/house"]["jurisdiction"], clauses["core/house"]["source"]) == ("QZ", "QZ/core/house")
    assert [name for name, clause in clauses.items() if clause["conspicuous"]] == ["repairs/limits"]
    told = (data["outcome"], data["effective"], data["until"], data["successor"], data["sha256"][:4])
    digest = data["sha256"][:4]
    assert told == ("published", "2099-01-01", None, None, digest)


@pytest.mark.parametrize(("name", "ref"), TEXTS)
def test_akoma_ntoso_is_valid(shelf: Shelf, name: str, ref: str, akoma: etree.XMLSchema) -> None:
    tree = etree.parse(shelf.file(name, ref, "akn"))
    akoma.assertValid(tree)
    ids = {each.get("eId") for each in tree.iter() if each.get("eId")}
    refs = [each.get("href") for each in tree.iter(f"{AKN}ref")]
    assert len(refs) == shelf.markdown(name, ref).count("](#")
    assert {target.removeprefix("#") for target in refs} <= ids


@pytest.fixture(scope="module")
def akoma() -> etree.XMLSchema:
    """OASIS' own schema."""
    return etree.XMLSchema(etree.parse(Path(__file__).parent / "akn" / "akomantoso30.xsd"))


@pytest.mark.parametrize(
    ("name", "ref", "work", "expression", "binding"),
    [
        ("helpdesk", "terms-of-service/DE/de", "/akn/de/doc/terms-of-service/helpdesk/", "/deu@", "true"),
        ("helpdesk", "privacy-notice/CN/zh_Hans", "/akn/cn/doc/privacy-notice/helpdesk/", "/zho-Hans@", "true"),
        ("helpdesk", "dispute-resolution/worldwide/en", "/akn/xx/doc/dispute-resolution/", "/eng@", "true"),
        (
            "bench",
            "house-rules/home/ja",
            "/akn/qz/doc/house-rules/bench/2099-01-01/home",
            "/jpn@2099-01-01!v1",
            "false",
        ),
    ],
)
def test_akoma_ntoso_names_work_and_expression(  # noqa: PLR0917
    shelf: Shelf, name: str, ref: str, work: str, expression: str, binding: str
) -> None:
    root = etree.parse(shelf.file(name, ref, "akn")).getroot()
    of = {level: root.find(f".//{AKN}{level}") for level in ("FRBRWork", "FRBRExpression", "FRBRManifestation")}
    uris = {level: found.find(f"{AKN}FRBRuri").get("value") for level, found in of.items() if found is not None}
    assert uris["FRBRWork"].startswith(work)
    assert uris["FRBRExpression"].startswith(f"{uris['FRBRWork']}{expression}")
    assert uris["FRBRManifestation"] == f"{uris['FRBRExpression']}.akn"
    assert root.find(f".//{AKN}FRBRExpression/{AKN}FRBRauthoritative").get("value") == binding
    assert (root.find(f".//{AKN}FRBRtranslation") is None) == (binding == "true")


def test_akoma_ntoso_tells_the_life_of_a_document(shelf: Shelf) -> None:
    root = etree.parse(shelf.file("bench", "house-rules/home/en", "akn")).getroot()
    events = [(e.get("type"), e.get("date"), e.get("refersTo")) for e in root.iter(f"{AKN}eventRef")]
    assert events == [("generation", "2099-01-01", "#ref_composed"), ("amendment", "2099-01-01", "#ref_effective")]


def test_what_must_stand_out_does(shelf: Shelf) -> None:
    ref = "house-rules/home/en"
    page = _page(shelf.file("bench", ref, "html"))
    (section,) = [each for each in page.iter("section") if each.get("class") == "conspicuous"]
    assert section.get("id") == "repairs--limits"
    body = [each for each in section.iter() if each.tag in {"p", "li", "th", "td"}]
    assert body
    assert all(each.find("strong") is not None for each in body)
    root = etree.parse(shelf.file("bench", ref, "akn")).getroot()
    (clause,) = [each for each in root.iter(f"{AKN}clause") if each.get("class") == "conspicuous"]
    assert clause.get("eId") == "repairs--limits"


def test_the_header_says_what_the_record_says(shelf: Shelf) -> None:
    draft = shelf.file("helpdesk", "terms-of-service/DE/de", "txt").read_text("utf-8")
    assert draft.split("\n\n")[1:3] == [
        "Entwurf: Diese Fassung wurde nicht veröffentlicht.",
        "Dienst: Kestrel Desk\nFassung: 1",
    ]
    public = shelf.file("bench", "house-rules/home/en", "txt").read_text("utf-8")
    assert public.split("\n\n")[1] == "Service: bench\nVersion: 1\nIn force: from 1 January 2099"


def test_the_colon_stands_as_the_language_prints_it(shelf: Shelf) -> None:
    french, chinese = "dispute-resolution/FR/fr", "privacy-notice/CN/zh_Hans"
    assert "\nVersion\u00a0: 1\n" in shelf.file("helpdesk", french, "txt").read_text("utf-8")
    assert "版本：1\n" in shelf.file("helpdesk", chinese, "txt").read_text("utf-8")
    head = ZipFile(shelf.file("helpdesk", french, "docx")).read("word/header1.xml").decode()
    assert "Version\u00a0: 1" in head
    assert re.search("Version[ \u00a0]: 1\n", text(shelf.file("helpdesk", french, "pdf")))


def _program(root: Path, target: Path) -> str:
    refs = [("helpdesk", "privacy-notice/AE/ar"), ("bench", "house-rules/home/ja")]
    calls = [[str(root / n), r, f, str(target / f"{n}.{f}")] for n, r in refs for f in FORMS]
    return f"""
from tosgen.cli.main import group
for folder, ref, form, path in {calls!r}:
    group(["-C", folder, "show", ref, "--format", form, "-o", path], standalone_mode=False)
"""


def test_the_same_bytes_wherever_and_however(shelf: Shelf, tmp_path: Path) -> None:
    """Another time zone, language, umask, folder, seed of hashes; another process each time."""
    ways = [
        ({"TZ": "Pacific/Kiritimati", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1"}, "umask 077", tmp_path),
        ({"TZ": "America/Los_Angeles", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "2"}, "umask 000", Path("/")),
    ]
    made = []
    for at, (environment, umask, folder) in enumerate(ways):
        target = tmp_path / str(at)
        target.mkdir()
        command = ["sh", "-c", f'{umask} && exec "$0" -c "$1"', sys.executable, _program(shelf.root, target)]
        path = str(Path(__file__).parent.parent)
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, **environment, "PYTHONPATH": path}, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        made.append(files(target))
    assert len(made[0]) == 2 * len(FORMS)
    assert made[0] == made[1]


def test_nothing_is_left_half_written(shelf: Shelf, tmp_path: Path) -> None:
    before = tmp_path / "terms.pdf"
    before.write_bytes(b"older")
    ran = shelf.show("bench", "house-rules/home/xx", "pdf", "-o", str(before))
    assert (ran.code, ran.out) == (2, "")
    assert "unknown-locale" in ran.err
    ran = shelf.show("bench", "house-rules/home", "pdf", "-o", str(tmp_path / "gone" / "x.pdf"))
    assert (ran.code, "missing-file" in ran.err) == (2, True)
    assert files(tmp_path) == {"terms.pdf": b"older"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("house-rules/home", "--format", "doc"), "Invalid value for '--format'"),
        (("house-rules/home", "--format", "txt", "--fragment"), "error[usage] only html comes as a fragment"),
        (("house-rules/home", "--format", "html", "--fragment", "--level", "4"), "Invalid value for '--level'"),
        (("house-rules/home@in-force", "--format", "pdf", "--on", "2098-12-31"), "error[not-in-force]"),
        (("house-rules/home@2", "--format", "akn"), "error[unknown-ref]"),
    ],
)
def test_one_clear_error(shelf: Shelf, arguments: tuple[str, ...], told: str) -> None:
    ran = tosgen(shelf.root / "bench", "show", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_bytes_are_not_for_a_terminal(shelf: Shelf) -> None:
    leader, follower = os.openpty()
    command = [sys.executable, "-m", "tosgen.cli.main", "show", "house-rules/home", "--format", "pdf"]
    done = subprocess.run(
        command, cwd=shelf.root / "bench", stdout=follower, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(follower)
    os.set_blocking(leader, False)
    with pytest.raises(OSError, match=r"."):
        os.read(leader, 1)
    os.close(leader)
    assert done.returncode == 2
    assert done.stderr == "stdout: error[binary] pdf is no text for a terminal; name a file: -o FILE.pdf\n"
