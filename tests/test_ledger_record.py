"""What is recorded reads back, and nothing else gets in."""

from __future__ import annotations

import json
import os
import subprocess
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from ledger_drafts import ANA, NOON, draft, git, record, whole

from tosgen.errors import Refused, Unavailable
from tosgen.ledger import Author, Change, Ledger, author_of, commit_of, message

ENGLISH, GERMAN = "# Terms\n\nWe sell shoes.\n", "# Bedingungen\n\nWir verkaufen Schuhe.\n"


def test_a_version_reads_back_as_it_was_recorded(tmp_path: Path) -> None:
    given = draft(1, {"en": ENGLISH, "de": GERMAN})
    (commit,) = record(tmp_path / "shop", given)
    ledger = Ledger(tmp_path / "shop")
    assert ledger.version("terms", "DE", 1) == given.version
    assert ledger.text("terms", "DE", 1, "de") == GERMAN
    assert ledger.latest() == {("terms", "DE"): given.version}
    (entry,) = ledger.entries()
    assert (entry.commit, entry.parent, entry.locales) == (commit, "", ("de", "en"))
    assert (entry.recorded, entry.author, entry.subject) == (NOON, "Ana Ruiz <ana@example.test>", "a test")
    whole(tmp_path / "shop")


def test_the_files_are_there_to_be_read(tmp_path: Path) -> None:
    record(tmp_path, draft(1, {"en": ENGLISH}, inputs={"clauses/EU/core/law@2026-08-02.md": b"a\r\nb\0"}))
    assert (tmp_path / "terms/DE/en.md").read_text("utf-8") == ENGLISH
    assert (tmp_path / "inputs/clauses/EU/core/law@2026-08-02.md").read_bytes() == b"a\r\nb\0"
    data = (tmp_path / "terms/DE/version.json").read_text("utf-8")
    assert data == json.dumps(json.loads(data), ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    assert "Größe & Söhne" in data


def test_a_locale_that_a_version_drops_is_gone_from_the_folder_only(tmp_path: Path) -> None:
    record(tmp_path, draft(1, {"en": ENGLISH, "de": GERMAN}))
    record(tmp_path, draft(2, {"en": ENGLISH}))
    assert not (tmp_path / "terms/DE/de.md").exists()
    assert Ledger(tmp_path).text("terms", "DE", 1, "de") == GERMAN
    with pytest.raises(Refused, match="no-text"):
        Ledger(tmp_path).text("terms", "DE", 2, "de")
    whole(tmp_path)


def test_one_commit_for_each_draft_in_the_given_order(tmp_path: Path) -> None:
    heard: list[int] = []
    drafts = [draft(1, {"en": ENGLISH}, market=market) for market in ("FR", "DE")] + [draft(2, {"en": "x\n"})]
    with Ledger(tmp_path).session() as writer:
        commits = writer.record(drafts, ANA, NOON, heard.append)
    assert heard == [1, 2, 3]
    assert git(tmp_path, "log", "--reverse", "--format=%H %s").splitlines() == [
        f"{commits[0]} terms/FR v1: a test",
        f"{commits[1]} terms/DE v1: a test",
        f"{commits[2]} terms/DE v2: a test",
    ]
    assert [(e.market, e.version) for e in Ledger(tmp_path).entries(market="DE")] == [("DE", 1), ("DE", 2)]
    whole(tmp_path)


def test_reads_within_a_session_see_what_it_recorded(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    with ledger.session() as writer:
        assert ledger.latest() == {}
        writer.record([draft(1, {"en": ENGLISH})], ANA, NOON)
        assert ledger.latest()["terms", "DE"].version == 1
        writer.record([draft(2, {"en": GERMAN})], ANA, NOON)
    assert [text["en"] for _, text in ledger.texts(ledger.entries())] == [ENGLISH, GERMAN]
    whole(tmp_path)


def test_many_drafts_go_into_a_pack(tmp_path: Path) -> None:
    record(tmp_path, *(draft(1, {"en": f"{n}\n"}, document=f"terms-{n}") for n in range(60)))
    assert len(Ledger(tmp_path).latest()) == 60
    assert len(list((tmp_path / ".git/objects/pack").glob("*.pack"))) == 1
    whole(tmp_path)


def test_the_same_drafts_give_the_same_commits_anywhere(tmp_path: Path) -> None:
    assert record(tmp_path / "a", draft(1, {"en": ENGLISH})) == record(tmp_path / "b", draft(1, {"en": ENGLISH}))


def test_the_date_keeps_its_zone(tmp_path: Path) -> None:
    at = datetime(2026, 11, 21, 12, tzinfo=timezone(-timedelta(hours=3, minutes=30)))
    with Ledger(tmp_path).session() as writer:
        writer.record([draft(1, {"en": ENGLISH})], ANA, at)
    assert Ledger(tmp_path).entries()[0].recorded.isoformat() == at.isoformat()


def test_a_ledger_that_is_not_there_is_empty(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "none")
    assert (ledger.entries(), ledger.latest(), ledger.paths(), ledger.read(["a"])) == ((), {}, (), {})
    assert not ledger.path.exists()
    with pytest.raises(Refused, match="no-version"):
        ledger.version("terms", "DE", 1)


def test_no_drafts_no_commit(tmp_path: Path) -> None:
    assert record(tmp_path) == ()
    assert Ledger(tmp_path).entries() == ()


def test_decisions_are_commits_that_no_version_list_shows(tmp_path: Path) -> None:
    record(tmp_path, draft(1, {"en": ENGLISH}))
    decided = Change(
        message("terms/DE v1 approved", {"Tosgen-Decision": "approve"}), {"terms/DE/decisions/1.json": b"{}"}
    )
    with Ledger(tmp_path).session() as writer:
        (commit,) = writer.append([decided], ANA, NOON)
    ledger = Ledger(tmp_path)
    assert len(ledger.entries()) == 1
    assert ledger.read(["terms/DE/decisions/1.json", "nothing"]) == {"terms/DE/decisions/1.json": b"{}"}
    assert "terms/DE/decisions/1.json" in ledger.paths(commit)
    record(tmp_path, draft(2, {"en": GERMAN}))
    assert "terms/DE/decisions/1.json" in ledger.paths()
    whole(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "..",
        ".git",
        "a/b",
        "",
        "-x",
        "a b",
        "CON",
        "nul.txt",
        "aux",
        "com7.x",
        "a..\\b",
        "a\nb",
        "é",
        "x" * 65,
        "git~1",
        "a:b",
    ],
)
def test_a_name_that_is_unsafe_somewhere_is_refused(tmp_path: Path, name: str) -> None:
    as_market = draft(1, {"en": ENGLISH}, market=name)
    as_locale = draft(1, {name: ENGLISH})
    as_input = draft(1, {"en": ENGLISH}, inputs={f"x/{name}/..": b""})
    for bad in (as_market, as_locale, as_input):
        with pytest.raises(Refused, match="name") as refused:
            record(tmp_path, draft(1, {"en": ENGLISH}, market="FR"), bad)
        assert {finding.code for finding in refused.value.findings} == {"name"}
    assert Ledger(tmp_path).entries() == ()


def test_names_that_differ_in_case_only_are_refused(tmp_path: Path) -> None:
    record(tmp_path, draft(1, {"en": ENGLISH}))
    with pytest.raises(Refused, match="differ only in case"):
        record(tmp_path, draft(1, {"en": ENGLISH}, market="de"))
    with pytest.raises(Refused, match="both a file and a folder"):
        record(tmp_path, draft(2, {"en": ENGLISH}, inputs={"a": b"", "a/b": b""}))
    with pytest.raises(Refused, match="no document can be called"):
        record(tmp_path, draft(1, {"en": ENGLISH}, document="inputs"))


def test_a_draft_that_contradicts_itself_or_the_ledger_is_a_bug_of_the_caller(tmp_path: Path) -> None:
    right = draft(1, {"en": ENGLISH})
    with pytest.raises(ValueError, match="texts"):
        record(tmp_path, type(right)(right.version, {"en": GERMAN}, {}, ""))
    with pytest.raises(ValueError, match="follow"):
        record(tmp_path, right, right)
    with pytest.raises(ValueError, match="zone"), Ledger(tmp_path).session() as writer:
        writer.record([right], ANA, datetime(2026, 1, 1))
    assert Ledger(tmp_path).entries() == ()


def test_a_summary_cannot_forge_a_trailer_or_move_the_cursor(tmp_path: Path) -> None:
    record(tmp_path, draft(1, {"en": ENGLISH}, subject="x\n\nTosgen-Version: 9\x1b[2J\u202e"))
    assert [entry.version for entry in Ledger(tmp_path).entries()] == [1]
    assert git(tmp_path, "log", "--format=%s") == "terms/DE v1: x Tosgen-Version: 9 [2J\n"


@pytest.mark.parametrize("author", [Author("", "a@b"), Author("A\nB", "a@b"), Author("A", "a>b"), Author("A", " ")])
def test_an_author_that_git_would_cut_is_refused(tmp_path: Path, author: Author) -> None:
    with pytest.raises(Refused, match="author"), Ledger(tmp_path).session() as writer:
        writer.record([draft(1, {"en": ENGLISH})], author, NOON)


def forge(path: Path, spec: str, content: bytes) -> None:
    """Put other content under the id of a loose object: git itself reads it without complaint."""
    id = git(path, "rev-parse", spec).strip()
    file = path / ".git/objects" / id[:2] / id[2:]
    file.chmod(0o644)
    file.write_bytes(zlib.compress(b"blob %d\0%s" % (len(content), content)))
    assert git(path, "cat-file", "blob", id).encode() == content


@pytest.mark.parametrize("name", ["en.md", "version.json"])
def test_a_forged_object_is_found_when_it_is_read(tmp_path: Path, name: str) -> None:
    record(tmp_path, draft(1, {"en": ENGLISH}))
    original = (tmp_path / "terms/DE" / name).read_bytes()
    forge(tmp_path, f"main:terms/DE/{name}", original.replace(b"e", b"a"))
    with pytest.raises(Unavailable) as error:
        Ledger(tmp_path).text("terms", "DE", 1, "en")
    assert [finding.code for finding in error.value.findings] == ["corrupt"]


def test_a_damaged_object_is_found_when_it_is_read(tmp_path: Path) -> None:
    record(tmp_path, draft(1, {"en": ENGLISH}))
    id = git(tmp_path, "rev-parse", "main:terms/DE/en.md").strip()
    file = tmp_path / ".git/objects" / id[:2] / id[2:]
    file.chmod(0o644)
    file.write_bytes(b"\0" * file.stat().st_size)
    with pytest.raises(Unavailable, match="corrupt"):
        Ledger(tmp_path).text("terms", "DE", 1, "en")


def test_a_text_committed_by_hand_is_not_the_recorded_one(tmp_path: Path) -> None:
    record(tmp_path, draft(1, {"en": ENGLISH}))
    (tmp_path / "terms/DE/en.md").write_text(GERMAN, "utf-8")
    trailers = git(tmp_path, "log", "-1", "--format=%B")
    git(tmp_path, "commit", "-qam", trailers)
    with pytest.raises(Unavailable, match="SHA-256"):
        Ledger(tmp_path).text("terms", "DE", 1, "en")


def test_a_replacement_is_not_believed(tmp_path: Path) -> None:
    record(tmp_path, draft(1, {"en": ENGLISH}))
    other = subprocess.run(
        ["git", "-C", tmp_path, "hash-object", "-w", "--stdin"], input=b"x", capture_output=True, check=True
    ).stdout.decode()
    git(tmp_path, "replace", git(tmp_path, "rev-parse", "main:terms/DE/en.md").strip(), other.strip())
    assert Ledger(tmp_path).text("terms", "DE", 1, "en") == ENGLISH


def test_a_ledger_inside_another_repository_leaves_that_one_alone(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    record(tmp_path / "outputs/shop", draft(1, {"en": ENGLISH}))
    assert git(tmp_path, "rev-parse", "--verify", "-q", "HEAD", status=1) == ""
    (tmp_path / "outputs/odd").mkdir()
    (tmp_path / "outputs/odd/.git").write_text("gitdir: ../../.git\n")
    with pytest.raises(Refused, match="not-a-ledger"):
        record(tmp_path / "outputs/odd", draft(1, {"en": ENGLISH}))


def test_the_author_is_whom_git_is_configured_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config"
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.fspath(config))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    assert author_of(tmp_path) is None
    config.write_text("[user]\n\tname = Ana Ruiz\n\temail = ana@example.test\n")
    assert author_of(tmp_path / "not/there/yet") == ANA


def test_the_commit_of_a_checkout_that_holds_the_folder(tmp_path: Path) -> None:
    (tmp_path / "clauses").mkdir()
    (tmp_path / "unrelated").mkdir()
    (tmp_path / "clauses/a.md").write_text("a")
    assert commit_of(tmp_path / "clauses") == ""
    git(tmp_path, "init", "-q")
    assert commit_of(tmp_path / "clauses") == ""
    git(tmp_path, "add", "clauses")
    git(tmp_path, "commit", "-qm", "a")
    assert commit_of(tmp_path / "clauses") == git(tmp_path, "rev-parse", "HEAD").strip()
    assert commit_of(tmp_path / "unrelated") == commit_of(tmp_path / "none") == ""
