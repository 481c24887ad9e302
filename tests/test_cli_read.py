"""`tosgen show`, `diff` and `compare`: what is recorded, and what differs."""

from __future__ import annotations

import shutil
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from command_line import SOUND, tosgen

YARD = "  yard: {jurisdictions: [QZ], audience: business, entity: bench, languages: [en, zh_Hans], authoritative: en}\n"
CLAUSES = ["core/house", "repairs/promise", "core/definitions"]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with two versions for one market and one for another."""
    folder = tmp_path_factory.mktemp("read") / "bench"
    shutil.copytree(SOUND, folder)
    profile = folder / "tosgen.yaml"
    profile.write_text(profile.read_text("utf-8").replace("facts:\n", f"{YARD}facts:\n"), "utf-8")
    assert tosgen(folder, "generate").code == 0
    profile.write_text(profile.read_text("utf-8").replace("3 days", "5 days"), "utf-8")
    assert tosgen(folder, "generate", "house-rules/home").code == 0
    return folder


class Page(HTMLParser):
    """What a page holds, and whether its tags close."""

    VOID = frozenset({"meta", "link", "br", "hr", "img", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.root: dict[str, str | None] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.root = given
        self.ids += [str(given["id"])] if "id" in given else []
        self.links += [str(given["href"])] if tag == "a" else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_newest_text_in_the_authoritative_language(bench: Path) -> None:
    ran = tosgen(bench, "show", "house-rules/home")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (bench / "outputs/bench/house-rules/home/en.md").read_text("utf-8")
    assert "We answer within 5 days" in ran.out
    for same in ("@latest", "/en", "/en@2", "@v2", "/en@latest"):
        assert tosgen(bench, "show", f"house-rules/home{same}").out == ran.out


def test_an_older_version_and_another_language(bench: Path) -> None:
    assert "within 3 days" in tosgen(bench, "show", "house-rules/home@1").out
    assert "3天" in tosgen(bench, "show", "house-rules/home/zh_Hans@1").out


@pytest.mark.parametrize("locale", ["en", "zh_Hans"])
def test_a_page_is_whole(bench: Path, locale: str) -> None:
    ran = tosgen(bench, "show", f"house-rules/home/{locale}", "--format", "html")
    page = Page(ran.out)
    assert ran.out.lower().startswith("<!doctype html>")
    assert (page.open, page.root["lang"], page.root["dir"]) == ([], locale.replace("_", "-"), "ltr")
    assert len(set(page.ids)) == len(page.ids)
    anchors = [link[1:] for link in page.links if link.startswith("#")]
    assert "core--house" in anchors
    assert set(anchors) <= set(page.ids)
    ElementTree.fromstring(ran.out.split("<main", 1)[1].join(["<main", ""]).split("</main>")[0] + "</main>")


def test_text_and_json(bench: Path) -> None:
    text = tosgen(bench, "show", "house-rules/home", "--format", "txt").out
    assert "1.1 Who runs the house" in text
    assert not {"{#", "**", "]("} & {text[i : i + 2] for i in range(len(text))}
    data = tosgen(bench, "show", "house-rules/home", "--format", "json").json
    assert (data["schema"], data["locale"], data["direction"], data["version"]) == ("tosgen.document/1", "en", "ltr", 2)
    clauses = [clause for section in data["sections"] for clause in section["clauses"]]
    assert [clause["clause"] for clause in clauses] == CLAUSES


def test_a_text_goes_to_a_file(bench: Path, tmp_path: Path) -> None:
    target = tmp_path / "rules.html"
    ran = tosgen(bench, "show", "house-rules/home", "--format", "html", "-o", str(target))
    assert (ran.code, ran.out, [p.name for p in tmp_path.iterdir()]) == (0, "", ["rules.html"])
    assert target.read_text("utf-8") == tosgen(bench, "show", "house-rules/home", "--format", "html").out
    lost = tosgen(bench, "show", "house-rules/home", "-o", str(tmp_path / "gone" / "x.md"))
    assert lost.code == 2
    assert lost.err.startswith(f"{tmp_path}/gone/x.md: error[missing-file] there is no folder '{tmp_path}/gone'")
    assert ".tmp" not in lost.err
    assert tosgen(bench, "show", "house-rules/home", "-o", "-").out


@pytest.mark.parametrize("form", ["md", "docx", "pdf"])
def test_texts_go_into_a_folder_as_each_would_alone(bench: Path, tmp_path: Path, form: str) -> None:
    refs = ["house-rules/home", "house-rules/home/zh_Hans@1", "house-rules/yard/zh_Hans", "house-rules/home/en@2"]
    (tmp_path / "many").mkdir()
    ran = tosgen(bench, "show", *refs, "--format", form, "-o", str(tmp_path / "many"))
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    names = ["house-rules.home.v1.zh_Hans", "house-rules.home.v2.en", "house-rules.yard.v1.zh_Hans"]
    assert sorted(path.name for path in (tmp_path / "many").iterdir()) == [f"{name}.{form}" for name in names]
    for ref, at in (("house-rules/home", 1), ("house-rules/home/zh_Hans@1", 0), ("house-rules/yard/zh_Hans", 2)):
        alone = tmp_path / f"alone.{form}"
        assert tosgen(bench, "show", ref, "--format", form, "-o", str(alone)).code == 0
        assert alone.read_bytes() == (tmp_path / "many" / f"{names[at]}.{form}").read_bytes()


def test_several_texts_all_appear_or_none(bench: Path, tmp_path: Path) -> None:
    bad = ["house-rules/home@9", "house-rules/hom", "house-rules/yard@in-force"]
    ran = tosgen(bench, "show", "house-rules/home", *bad, "-o", str(tmp_path))
    assert (ran.code, list(tmp_path.iterdir())) == (2, [])
    assert [line.partition(" ")[2].partition("]")[0] for line in ran.err.splitlines()] == [
        "error[unknown-ref", "error[unknown-ref", "error[not-in-force",
    ]  # fmt: skip
    spoken = tosgen(bench, "show", "house-rules/home", "house-rules/home/de", "-o", str(tmp_path))
    assert (spoken.code, "error[unknown-locale]" in spoken.err, list(tmp_path.iterdir())) == (2, True, [])
    for where in ([], ["-o", "-"], ["-o", str(tmp_path / "gone")]):
        told = tosgen(bench, "show", "house-rules/home", "house-rules/yard", *where)
        assert (told.code, told.out) == (2, "")
        assert "several texts need a folder; name a folder that exists: -o DIR" in told.err
    taken = tmp_path / "house-rules.yard.v1.en.md"
    taken.mkdir()
    assert tosgen(bench, "show", "house-rules/home", "house-rules/yard", "-o", str(tmp_path)).code != 0
    assert [path.name for path in tmp_path.iterdir()] == [taken.name]


@pytest.mark.parametrize(
    ("ref", "told"),
    [
        ("house-rules", "error[bad-ref]"),
        ("house-rules/", "error[bad-ref]"),
        ("../house-rules/home", "error[bad-ref]"),
        ("house-rules/home/en/x", "error[bad-ref]"),
        ("house-rules/home@", "error[bad-ref]"),
        ("house-rules/home@²", "error[bad-ref]"),
        ("house-rules/home@1@2", "error[bad-ref]"),
        ("", "error[bad-ref]"),
        ("house-rules/home\n", "error[bad-ref]"),
        ("x" * 100_000, "error[bad-ref]"),
        ("house-rule/home", "did you mean 'house-rules/home'?"),
        ("house-rules/hom", "did you mean 'house-rules/home'?"),
        ("Z/z", "error[bad-ref]"),
        ("z/z", "there are: house-rules/home, house-rules/yard"),
        ("house-rules/home@3", "error[unknown-ref] there is no version '3'; the versions are 1, 2"),
        ("house-rules/home@0", "error[unknown-ref]"),
        ("house-rules/home@-1", "error[unknown-ref]"),
        ("house-rules/home@newest", "error[unknown-ref]"),
        ("house-rules/home@" + "9" * 5000, "error[unknown-ref]"),
        ("house-rules/home/de", "error[unknown-locale] version 2 has no text in 'de'; it has en, zh_Hans"),
        ("house-rules/home/es_419", "error[unknown-locale]"),
        ("house-rules/home@in-force", "error[not-in-force]"),
        ("house-rules/home@2026-12-01", "error[not-in-force]"),
        ("house-rules/home@2026-02-30", "error[bad-date]"),
    ],
)
def test_a_ref_that_names_nothing(bench: Path, ref: str, told: str) -> None:
    for command in ("show", "diff"):
        ran = tosgen(bench, command, "--", ref)
        assert (ran.code, ran.out) == (2, "")
        assert told in ran.err
        assert len(ran.err) < 2_000 or ref.count("9") > 1_000


def test_one_ref_is_compared_with_its_base(bench: Path) -> None:
    ran = tosgen(bench, "diff", "house-rules/home", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    data = ran.json
    assert (data["from"], data["to"]) == ("house-rules/home/en@1", "house-rules/home/en@2")
    (change,) = data["changes"]
    assert (change["clause"], change["change"]) == ("repairs/promise", ["reworded"])
    assert [(c["kind"], c["name"], c["before"], c["after"]) for c in change["causes"]] == [
        ("fact", "bench.reply", "3 days", "5 days")
    ]
    assert ("3 days" in change["before"], "5 days" in change["after"]) == (True, True)


def test_a_first_version_is_all_new(bench: Path) -> None:
    data = tosgen(bench, "diff", "house-rules/home@1", "--format", "json").json
    assert {tuple(change["change"]) for change in data["changes"]} == {("added",)}
    assert [c["clause"] for c in data["changes"] if "/" in c["clause"]] == CLAUSES


def test_two_versions_both_ways(bench: Path) -> None:
    forth = tosgen(bench, "diff", "house-rules/home@1", "house-rules/home@2", "--format", "json").json["changes"]
    back = tosgen(bench, "diff", "house-rules/home@2", "house-rules/home@1", "--format", "json").json["changes"]
    assert [(c["before"], c["after"]) for c in forth] == [(c["after"], c["before"]) for c in back]
    same = tosgen(bench, "diff", "house-rules/home@2", "house-rules/home@2", "--format", "json").json["changes"]
    assert same == []


def test_languages_and_markets_are_compared(bench: Path) -> None:
    languages = tosgen(bench, "diff", "house-rules/home/en", "house-rules/home/zh_Hans", "--format", "json")
    assert (languages.json["relation"], languages.json["changes"], languages.json["unchanged"]) == ("languages", [], 3)
    markets = tosgen(bench, "diff", "house-rules/yard", "house-rules/home", "--format", "json")
    assert [c["clause"] for c in markets.json["changes"]] == ["repairs/promise"]


def test_a_redline_in_every_form(bench: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    terminal = tosgen(bench, "diff", "house-rules/home")
    assert (terminal.code, "\x1b" in terminal.out) == (0, False)
    assert "bench.reply" in terminal.out
    markdown = tosgen(bench, "diff", "house-rules/home", "--format", "md").out
    assert ("3 days" in markdown or "3" in markdown, "\x1b" in markdown) == (True, False)
    target = tmp_path / "redline.md"
    assert tosgen(bench, "diff", "house-rules/home", "--format", "md", "-o", str(target)).out == ""
    assert target.read_text("utf-8") == markdown
    assert tosgen(bench, "diff", "house-rules/home", "--format", "pdf").code == 2


OLD = "# Rules\n\n## 1. Doors\n\nShut the doors at ten.\n\n## 2. Tools\n\nPut tools back.\n"
NEW = OLD.replace("at ten", "at nine")


def test_any_two_files_are_compared(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text(OLD)
    (tmp_path / "new.md").write_text(NEW)
    data = tosgen(tmp_path, "compare", "old.md", "new.md", "--format", "json").json
    assert (data["from"], data["to"], len(data["changes"])) == ("old.md", "new.md", 1)
    text = tosgen(tmp_path, "compare", "old.md", "new.md")
    assert (text.code, text.err, "nine" in text.out) == (0, "", True)
    (tmp_path / "old.txt").write_text("Shut the doors.\n\nPut tools back.\n")
    (tmp_path / "new").write_text("Shut all the doors.\n\nPut tools back.\n")
    assert tosgen(tmp_path, "compare", "old.txt", "new", "--format", "json").json["changes"]
    assert tosgen(tmp_path, "compare", "old.md", "old.md", "--format", "json").json["changes"] == []


@pytest.mark.parametrize(
    ("name", "content", "code", "told"),
    [
        ("new.odt", b"PK", 2, "error[bad-value] '.odt' files cannot be compared"),
        ("new.md", b"caf\xe9", 2, "error[encoding]"),
        ("gone.md", None, 2, "does not exist"),
        ("new.md", b"", 0, ""),
        ("new.md", b"\xef\xbb\xbf# Rules\r\n\r\nWords.\r\n", 0, ""),
        ("new.txt", b"\x00\x1b[31mred\x1b]0;title\x07\n", 0, ""),
        ("new.md", b"> " * 5_000 + b"deep\n", 0, ""),
        ("new.md", b"*" * 20_000, 0, ""),
        ("new.md", b"[" * 20_000, 0, ""),
        ("new.md", b"|a|b\n|-|-\n" + b"|x" * 5_000, 0, ""),
    ],
)
def test_files_that_are_odd(tmp_path: Path, name: str, content: bytes | None, code: int, told: str) -> None:
    (tmp_path / "old.md").write_text(OLD)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ran = tosgen(tmp_path, "compare", "old.md", name)
    assert ran.code == code
    assert told in ran.err
    assert "\x1b" not in ran.out


def test_a_file_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text(OLD)
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    ran = tosgen(tmp_path, "compare", "old.md", "zero.txt")
    assert (ran.code, "error[too-large]" in ran.err) == (2, True)


@pytest.mark.parametrize("profile", ["service: [", "- bench\n", "service: Bench Workshop\n", "service: 5\n"])
def test_the_only_ledger_is_read_beside_a_broken_profile(bench: Path, tmp_path: Path, profile: str) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(bench, folder)
    (folder / "tosgen.yaml").write_text(profile, "utf-8")
    for command in (["log"], ["show", "house-rules/home"], ["diff", "house-rules/home"]):
        assert tosgen(folder, *command) == tosgen(bench, *command)


def test_two_ledgers_beside_a_broken_profile_are_told_apart_by_name(bench: Path, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(bench, folder)
    shutil.copytree(folder / "outputs/bench", folder / "outputs/other")
    (folder / "tosgen.yaml").write_text("service: [", "utf-8")
    assert "tosgen.yaml:2:1: error[syntax]" in tosgen(folder, "log").err
    assert tosgen(folder, "log", "--service", "bench").code == 0
