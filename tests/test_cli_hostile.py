"""Whatever is in the files: no traceback, no hang, nothing wrong or blank recorded, nothing written elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from command_line import SOUND, edit, files, tosgen

from tosgen.text.direction import isolated

PO = "locales/zh_Hans/LC_MESSAGES/clauses.po"
PROMISE = "clauses/QZ/repairs/promise.md"
HOUSE = "clauses/QZ/core/house.md"
FRONT = "---\ntitle: What we promise\ndocuments: [house-rules]\nslot: repairs\n---\n"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one version recorded, to be copied."""
    folder = tmp_path_factory.mktemp("first") / "bench"
    shutil.copytree(SOUND, folder)
    assert tosgen(folder, "generate").code == 0
    return folder


@pytest.fixture
def recorded(first: Path, tmp_path: Path) -> Path:
    """A workspace with one version recorded."""
    shutil.copytree(first, tmp_path / "bench")
    return tmp_path / "bench"


def english(bench: Path) -> None:
    """Clauses can be changed without a translation."""
    edit(bench / "tosgen.yaml", "languages: [en, zh_Hans]", "languages: [en]")


def git(bench: Path, *arguments: str, feed: bytes = b"") -> str:
    who = ["-c", "user.name=Mallory", "-c", "user.email=m@evil.example"]
    command = ["git", "-C", str(bench / "outputs/bench"), *who, *arguments]
    return subprocess.run(command, input=feed, capture_output=True, check=True).stdout.decode()


def refused(bench: Path, *command: str, code: int = 2) -> str:
    """What a refusal says; nothing was written."""
    before = files(bench.parent)
    ran = tosgen(bench, *(command or ("generate",)))
    assert (ran.code, ran.out) == (code, "")
    assert files(bench.parent) == before
    return ran.err


class Text(HTMLParser):
    """The words of a page and the tags that hold them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words, self.tags = "", set[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "**Bold** _it_ `code` [link](javascript:alert(1)) ![i](x) # 1. - > |",
        "{{ 7 * 7 }} {% if x %} {# note #} {{",
        "&lt;b&gt; &amp; &#x202e; \\\\ \\* ~~x~~ ^ $x$ \\(y\\)",
        "https://evil.example www.evil.example a@evil.example",
        "1. One",
        "- Two",
        "# Three",
        "=====",
        "| a | b |",
        "*" * 200,
        "[" * 200 + "](x)" * 200,
        "{#core--house} {.x} :::",
        "<!-- --> <![CDATA[ ]]> <?php ?>",
        "日本\u00a0株式会社\u3000。“x”",
        "שלום עולם \u200f(x)\u200e",
        "é" + "\u0301" * 50,
        "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "..",
        "-" * 9_000,
    ],
)
def test_markup_in_a_fact_is_shown_literally(bench: Path, name: str) -> None:
    edit(bench / "tosgen.yaml", "name: Bench Workshop Limited", f"name: {json.dumps(name, ensure_ascii=False)}")
    edit(bench / "tosgen.yaml", "bench.reply:", f"bench.motto: {json.dumps(name, ensure_ascii=False)}\n  bench.reply:")
    edit(bench / "tosgen.yaml", "{en: be kind and tidy,", f"{{en: {json.dumps(name, ensure_ascii=False)},")
    ran = tosgen(bench, "generate")
    assert (ran.code, ran.err) == (0, "")
    import unicodedata

    literal = isolated(unicodedata.normalize("NFC", name), right_to_left=False)
    page = Text(tosgen(bench, "show", "house-rules/home", "--format", "html").out)
    flat = " ".join(page.words.split())
    assert f"{' '.join(literal.split())} runs the workshop on 2 floors." in flat
    assert not {"script", "img", "strong", "em", "code", "table"} - {"strong"} & page.tags
    data = tosgen(bench, "show", "house-rules/home", "--format", "json").json
    texts = [clause["text"] for section in data["sections"] for clause in section["clauses"]]
    assert any(f"{literal} runs the workshop" in text for text in texts)


@pytest.mark.parametrize("size", [10_001, 1_000_000, 2_000_000])
def test_a_name_can_be_too_long(bench: Path, size: int) -> None:
    edit(bench / "tosgen.yaml", "Bench Workshop Limited", "B" * size)
    err = refused(bench)
    assert "error[too-long]" in err or "error[too-large]" in err
    assert len(err) < 1_000


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bad-value"),
        (b"[" * 100_000, "too-large"),
        (b"a: " * 50_000, "syntax"),
        (b"{" * 5_000 + b"}" * 5_000, "error"),
        (b"- " * 50_000, "too-large"),
        (b"a: &a [*a]\n", "forbidden-syntax"),
        (b"a: &a [1,1]\nb: &b [*a,*a]\nc: [*b,*b]\n", "forbidden-syntax"),
        (b"!!python/object/apply:os.system ['true']", "forbidden-syntax"),
        (b"--- a\n--- b\n", "syntax"),
        (b"\x00", "encoding"),
        (b"\xff\xfes\x00", "encoding"),
        (b"%YAML 9.9\n---\nx: 1\n", "error"),
        (b"? [a]\n: b\n", "bad-value"),
        (b"service: " + b"9" * 100_000, "error"),
        (b"service: 1e999999999\n", "error"),
        (b"a" * 1_100_000, "too-large"),
        (b"x: y\n" * 60_000, "error"),
        ("\n".join(f"k{n}: 1" for n in range(3_000)).encode(), "unknown-key"),
    ],
)
def test_a_profile_of_any_bytes(bench: Path, content: bytes, code: str) -> None:
    (bench / "tosgen.yaml").write_bytes(content)
    assert code in refused(bench)
    assert tosgen(bench, "log").code == 2


def test_links_that_go_in_circles(bench: Path) -> None:
    (bench / "facts/loop.csv").symlink_to("loop.csv")
    edit(bench / "tosgen.yaml", "facts/tools.csv", "facts/loop.csv")
    assert "facts/loop.csv" in refused(bench)
    (bench / "facts/loop.csv").unlink()
    (bench / "facts/loop.csv").symlink_to("/etc/hostname")
    assert "error[outside-workspace]" in refused(bench)
    (bench / "clauses/QZ/loop").symlink_to("loop")
    assert "clauses/QZ/loop" in refused(bench)


@pytest.mark.parametrize("path", ["clauses", "locales", "tosgen.yaml"])
def test_a_link_to_itself_stands_for_a_folder_or_file(bench: Path, path: str) -> None:
    target = bench / path
    if target.is_dir():
        shutil.rmtree(target)
    else:
        target.unlink()
    target.symlink_to(target.name)
    refused(bench)
    assert tosgen(bench, "lint").code in {0, 1}


def test_a_fifo_is_not_waited_for(bench: Path) -> None:
    for path in ("facts/tools.csv", PO, PROMISE):
        (bench / path).unlink()
        os.mkfifo(bench / path)
    ran = tosgen(bench, "generate")
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize(
    "make", [Path.touch, lambda p: p.symlink_to(p.parent.parent / "elsewhere"), lambda p: p.symlink_to(p.name)]
)
def test_outputs_is_no_folder_of_ours(bench: Path, make: Callable[[Path], None]) -> None:
    elsewhere = bench.parent / "elsewhere"
    elsewhere.mkdir()
    make(bench / "outputs")
    ran = tosgen(bench, "generate")
    assert (ran.code in {2, 3}, ran.out) == (True, "")
    assert not list(elsewhere.iterdir())
    assert tosgen(bench, "generate", "--dry-run").code in {0, 2, 3}


def test_a_ledger_that_leads_elsewhere(bench: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (bench / "outputs").mkdir()
    (bench / "outputs/bench").symlink_to(tmp_path / "elsewhere")
    ran = tosgen(bench, "generate")
    assert (ran.code in {2, 3}, list((tmp_path / "elsewhere").iterdir())) == (True, [])


def test_a_ledger_whose_folders_lead_elsewhere(recorded: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    shutil.rmtree(recorded / "outputs/bench/house-rules")
    (recorded / "outputs/bench/house-rules").symlink_to(tmp_path / "elsewhere")
    edit(recorded / "tosgen.yaml", "3 days", "4 days")
    ran = tosgen(recorded, "generate")
    assert (ran.code in {2, 3}, list((tmp_path / "elsewhere").iterdir())) == (True, [])


DAMAGE: list[Callable[[Path], object]] = [
    lambda git: (git / "HEAD").write_text("nonsense"),
    lambda git: (git / "HEAD").unlink(),
    lambda git: (git / "refs/heads/main").write_text("0" * 40),
    lambda git: (git / "refs/heads/main").write_text("f" * 40),
    lambda git: (git / "refs/heads/main").write_bytes(b"\xff\xfe"),
    lambda git: (git / "refs/heads/main").write_text("ref: refs/heads/main"),
    lambda git: (git / "config").write_text("[core\n"),
    lambda git: (git / "config").write_text("[core]\nrepositoryformatversion = 9\n"),
    lambda git: (git / "index").write_bytes(b"DIRC\xff\xff\xff\xff"),
    lambda git: shutil.rmtree(git / "objects"),
    lambda git: [shutil.rmtree(p) for p in (git / "objects").iterdir()],
    lambda git: [p.write_bytes(b"x") for p in (git / "objects").rglob("*") if p.is_file() and not p.chmod(0o644)],
    lambda git: (git / "tosgen").exists() and (git / "tosgen/journal.json").write_text("{"),
    lambda git: (git / "tosgen").exists() and (git / "tosgen/journal").write_text("{"),
    lambda git: [shutil.rmtree(git), git.write_text("gitdir: /tmp")],
    lambda git: [shutil.rmtree(git), git.symlink_to("/")],
    lambda git: (git / "packed-refs").write_text("\xff nonsense", "latin-1"),
    lambda git: (git / "objects/info/alternates").write_text("/nowhere\n") if (git / "objects/info").is_dir() else 0,
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_ledger_is_told(recorded: Path, damage: Callable[[Path], object]) -> None:
    damage(recorded / "outputs/bench/.git")
    for command in (["log"], ["show", "house-rules/home"], ["diff", "house-rules/home"], ["generate"]):
        ran = tosgen(recorded, *command)
        assert ran.code in {0, 2, 3}
        assert (ran.code == 0) == (ran.err == "")
        assert ran.err == "" or "error[" in ran.err


VERSIONS: list[Callable[[dict[str, object]], object]] = [
    lambda v: [],
    lambda v: None,
    lambda v: "text",
    lambda v: 5,
    lambda v: {**v, "clauses": [1, 2]},
    lambda v: {**v, "clauses": None},
    lambda v: {**v, "clauses": 7},
    lambda v: {**v, "terms": []},
    lambda v: {**v, "texts": []},
    lambda v: {**v, "texts": {"en": 5}},
    lambda v: {**v, "other_causes": []},
    lambda v: {**v, "outline": [1]},
    lambda v: {**v, "schema": "tosgen.version/99"},
    lambda v: {k: w for k, w in v.items() if k != "texts"},
    lambda v: {**v, "extra": 1},
    lambda v: {**v, "generated_for": "soon"},
    lambda v: {**v, "generated_for": 5},
    lambda v: {**v, "base": 1},
    lambda v: {**v, "base": 99},
    lambda v: {**v, "base": "x"},
    lambda v: {**v, "authoritative": "tlh"},
    lambda v: {**v, "conspicuous": 5},
    lambda v: {**v, "facts": 5},
    lambda v: {**v, "features": 5},
]


@pytest.mark.parametrize("change", VERSIONS)
def test_a_forged_version_is_told(recorded: Path, change: Callable[[dict[str, object]], object]) -> None:
    """A commit that git finds in order, with our trailers, around a record that is not ours."""
    path = recorded / "outputs/bench/house-rules/home/version.json"
    path.write_text(json.dumps(change(json.loads(path.read_text("utf-8")))), "utf-8")
    git(recorded, "commit", "-q", "--amend", "-a", "--no-edit")
    edit(recorded / "tosgen.yaml", "3 days", "4 days")
    for command in (["log"], ["show", "house-rules/home"], ["diff", "house-rules/home"], ["generate"]):
        ran = tosgen(recorded, *command)
        assert ran.code in {0, 2, 3}
        assert ran.err == "" or "error[" in ran.err


@pytest.mark.parametrize(
    "message",
    [
        "x",
        "x\n\nTosgen-Document: ../../x\nTosgen-Market: ..\nTosgen-Version: 1\nTosgen-Kind: x\nTosgen-Locales: en\n",
        "x\n\nTosgen-Document: house-rules\nTosgen-Market: home\nTosgen-Version: ²\nTosgen-Kind: x\nTosgen-Locales: en",
        "x\n\nTosgen-Document: house-rules\nTosgen-Market: home\nTosgen-Version: -5\nTosgen-Kind:\nTosgen-Locales:\n",
        "x\n\nTosgen-Document:\nTosgen-Market:\nTosgen-Version:\nTosgen-Kind:\nTosgen-Locales:\nTosgen-Text:\n",
        "x\n\nTosgen-Version: " + "9" * 5_000,
    ],
)
def test_commits_of_others_are_read_with_care(recorded: Path, message: str) -> None:
    git(recorded, "commit", "-q", "--allow-empty", "-F", "-", feed=message.encode())
    for command in (["log"], ["show", "house-rules/home"], ["diff", "house-rules/home"], ["generate"]):
        ran = tosgen(recorded, *command)
        assert ran.code in {0, 2, 3}
        assert ran.err == "" or "error[" in ran.err


def test_a_hand_edit_is_named_and_kept(recorded: Path) -> None:
    edited = recorded / "outputs/bench/house-rules/home/en.md"
    edited.write_text("mine\n")
    edit(recorded / "tosgen.yaml", "3 days", "4 days")
    ran = tosgen(recorded, "generate")
    assert (ran.code, "error[hand-edit]" in ran.err, edited.read_text()) == (2, True, "mine\n")
    assert "within 3 days" in tosgen(recorded, "show", "house-rules/home").out


@pytest.mark.parametrize(
    "body",
    [
        "Words.\n\n" * 20_000,
        "- " * 100_000 + "x",
        "*" * 250_000,
        "**a** " * 40_000,
        "[" * 250_000,
        "`" * 250_000,
        "| a |\n|---|\n" + "| b |\n" * 30_000,
        "{{ bench.reply }} " * 2_000,
        "{% if bench.motto %}\n{% endif %}\n" * 5_000 + "\nx",
        "第" * 80_000,
        "x" * 300_000,
        "{{ " * 80_000,
        "{{ a" + ".a" * 100_000 + " }}",
        "{{ a" + "|duration" * 25_000 + " }}",
        "{{ " + "(" * 100_000 + " }}",
        "{{ " + "not " * 60_000 + "a }}",
        "{{ " + "-" * 200_000 + "1 }}",
        "{{ " + "[" * 100_000 + "]" * 100_000 + " }}",
        "{% if a %}\n" * 20_000,
    ],
    ids=lambda body: f"{body[:12].strip()!r}*{len(body)}",
)
def test_a_clause_body_of_the_largest_size(bench: Path, body: str) -> None:
    english(bench)
    (bench / PROMISE).write_text(f"{FRONT}{body}\n", "utf-8")
    ran = tosgen(bench, "generate", "--dry-run")
    assert ran.code in {0, 2}
    assert len(ran.err) < 500_000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"/etc/hostname",
        b"\xff",
        b'msgid "',
        b"x" * 1_000_000,
        b'msgid ""\nmsgstr "Content-Type: text/plain; charset=rot13\\n"\n',
        b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=nonsense\\n"\n',
        b'msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n"Plural-Forms: nplurals=999999999; plural=n;\\n"\n',
        b'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=1; plural=exec(\'1\');\\n"\n',
        b'msgid "a"\nmsgid_plural "b"\nmsgstr[999999999999] "c"\n',
        b'msgid "a"\nmsgid_plural "b"\nmsgstr[x] "c"\n',
        b'msgid "a"\nmsgstr "\\x"\n',
        b'#~ msgid "old"\n#~ msgstr "older"\n',
    ],
)
def test_a_catalog_of_any_bytes(bench: Path, content: bytes) -> None:
    (bench / PO).write_bytes(content)
    assert "error[" in refused(bench)
    assert tosgen(bench, "locales", "update", "zh_Hans").code in {0, 2}


@pytest.mark.parametrize("content", [b"", b"\xde\x12\x04\x95", b"\xde\x12\x04\x95" + b"\xff" * 24, b"x" * 100])
def test_a_compiled_catalog_of_any_bytes(bench: Path, content: bytes) -> None:
    (bench / PO).unlink()
    (bench / PO).with_suffix(".mo").write_bytes(content)
    assert "error[" in refused(bench)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "key\n",
        "key,name.en\n",
        "\n\n\n",
        'key,name.en,name.zh_Hans\nsaw,"x\n',
        'key,name.en,name.zh_Hans\nsaw,"a"b,c\n',
        "key,name.en,name.zh_Hans\n../saw,a,b\n",
        "key,name.en,name.zh_Hans\nsaw,=cmd|' /C calc'!A0,b\n",
        "key;name.en;name.zh_Hans\nsaw;a;b\n",
        "key,name.en,name.zh_Hans\r\nsaw,a,b\r\n",
        "key,name.en,name.zh_Hans\rsaw,a,b\r",
        "\ufeffkey,name.en,name.zh_Hans\nsaw,a,b\n",
        "key,name.en,name.zh_Hans,name.xx\nsaw,a,b,c\n",
        "key,name.en,name.zh_Hans\nsaw,a,b,c,d\n",
        'key,name.en,name.zh_Hans\nsaw,"two\nlines",b\n',
        "key,name.en,name.zh_Hans\nsaw," + "a" * 200_000 + ",b\n",
        "key,name.en,name.zh_Hans\n" + "saw,a,b\n" * 20_000,
        "key,name.en,name.zh_Hans\nsaw,\t,b\n",
        "key,key,name.en\nsaw,saw,a\n",
        ",".join(["key"] * 10_000),
    ],
)
def test_a_table_of_any_shape(bench: Path, content: str) -> None:
    (bench / "facts/tools.csv").write_text(content, "utf-8", newline="")
    ran = tosgen(bench, "generate")
    assert ran.code in {0, 2}
    assert (ran.code == 0) == (ran.err == "")
    if ran.code == 0:
        assert "- \n" not in tosgen(bench, "show", "house-rules/home").out


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("clauses/documents/house-rules.yaml", "title: Repairs", "title: '{{ company.name }}'"),
        ("clauses/documents/house-rules.yaml", "title: Repairs", "title: '# *Repairs* <b>'"),
        ("clauses/jurisdictions.yaml", "Quilland", "'{{ x }} <b>*'"),
        (HOUSE, "title: Who runs the house", "title: '# 1. *Who* <b>runs</b> {#x} it'"),
        (HOUSE, "title: Who runs the house", "title: '{% if bench.motto %}x{% endif %}'"),
        (HOUSE, "title: Who runs the house", "title: '{{ bench.motto }}'"),
        (HOUSE, "title: Who runs the house", "title: '{% for t in tools %}'"),
        ("clauses/terms.yaml", "term: guest", "term: '{{ x }}'"),
        ("clauses/terms.yaml", "term: guest", "term: '**'"),
    ],
)
def test_titles_and_terms_of_any_kind(bench: Path, path: str, old: str, new: str) -> None:
    english(bench)
    edit(bench / path, old, new)
    ran = tosgen(bench, "generate")
    assert ran.code in {0, 2}
    if ran.code == 0:
        out = tosgen(bench, "show", "house-rules/home").out
        assert "{{" not in out.replace("\\{\\{", "")
        page = Text(tosgen(bench, "show", "house-rules/home", "--format", "html").out)
        assert not {"b", "script"} & page.tags


def test_a_file_name_that_is_not_utf_8(bench: Path) -> None:
    (bench / os.fsdecode(b"clauses/QZ/repairs/b\xffd.md")).write_text(FRONT + "Words.\n")
    err = refused(bench)
    assert "error[bad-name]" in err
    assert tosgen(bench, "lint", "--format", "json").code == 1
    odd = bench / os.fsdecode(b"b\xffd.md")
    odd.write_text("# A\n\nWords.\n")
    assert tosgen(bench, "compare", str(odd), str(odd), "--format", "json").code == 0
    assert tosgen(bench, "compare", str(odd), str(odd), "-o", "out.md", "--format", "md").code == 0
