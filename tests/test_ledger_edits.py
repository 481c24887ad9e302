"""The work tree is derived: edits by hand are refused and kept, the user's own git is welcome."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from ledger_drafts import ANA, NOON, child, draft, git, record, whole

from tosgen.errors import Refused
from tosgen.ledger import Ledger
from tosgen.ledger.lock import git_alive


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    record(tmp_path / "shop", draft(1, {"en": "one\n", "de": "eins\n"}))
    return tmp_path / "shop"


def refused(shop: Path, number: int = 2) -> list[str]:
    with pytest.raises(Refused) as error:
        record(shop, draft(number, {"en": "two\n", "de": "zwei\n"}))
    assert {finding.code for finding in error.value.findings} == {"hand-edit"}
    return [Path(finding.place.path).relative_to(shop).as_posix() for finding in error.value.findings]


def test_hand_edits_are_all_named_and_kept(shop: Path) -> None:
    (shop / "terms/DE/en.md").write_text("mine\n")
    (shop / "terms/DE/de.md").unlink()
    os.utime(shop / "terms/DE/version.json")
    assert refused(shop) == ["terms/DE/de.md", "terms/DE/en.md"]
    assert (shop / "terms/DE/en.md").read_text() == "mine\n"
    git(shop, "checkout", "HEAD", "--", "terms")
    record(shop, draft(2, {"en": "two\n"}))
    whole(shop)


def test_a_folder_where_a_text_was_is_refused(shop: Path) -> None:
    (shop / "terms/DE/en.md").unlink()
    (shop / "terms/DE/en.md").mkdir()
    assert refused(shop) == ["terms/DE/en.md"]


def test_where_a_session_left_main_edits_are_found_without_another(shop: Path) -> None:
    ledger, text = Ledger(shop), shop / "terms/DE/en.md"
    left = ledger.tip
    ledger.settle(left)
    text.write_text("mine\n")
    with pytest.raises(Refused, match="is not what was recorded"):
        ledger.settle(left)
    git(shop, "commit", "-qam", "mine")
    with pytest.raises(Refused, match="edited by hand and committed"):
        ledger.settle(left)
    git(shop, "reset", "-q", "--hard", left)
    (shop / ".git/tosgen/journal.json").write_text("{}")
    ledger.settle(left)
    assert not (shop / ".git/tosgen/journal.json").exists()


def test_an_edit_that_keeps_size_and_time_is_found(shop: Path) -> None:
    file = shop / "terms/DE/en.md"
    before = file.stat()
    file.write_text("0ne\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert refused(shop) == ["terms/DE/en.md"]


def test_an_edit_during_the_session_is_found_before_anything_is_recorded(shop: Path) -> None:
    with Ledger(shop).session() as writer:
        (shop / "terms/DE/en.md").write_text("mine\n")
        with pytest.raises(Refused, match="hand-edit"):
            writer.record([draft(2, {"en": "two\n"})], ANA, NOON)
    assert (shop / "terms/DE/en.md").read_text() == "mine\n"
    assert len(Ledger(shop).entries()) == 1
    assert not (shop / ".git/tosgen/journal.json").exists()


def test_an_edit_that_was_staged_is_an_edit_all_the_same(shop: Path) -> None:
    (shop / "terms/DE/en.md").write_text("mine\n")
    git(shop, "add", ".")
    assert refused(shop) == ["terms/DE/en.md"]
    assert (shop / "terms/DE/en.md").read_text() == "mine\n"


def test_a_link_is_never_followed(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (shop / "terms/FR").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused, match="hand-edit"):
        record(shop, draft(1, {"en": "x\n"}, market="FR"))
    assert list((tmp_path / "elsewhere").iterdir()) == []
    (shop / "terms/FR").unlink()
    (shop / "terms").rename(tmp_path / "moved")
    (shop / "terms").symlink_to(tmp_path / "moved")
    assert len(refused(shop)) == 3


def test_files_of_the_user_beside_ours_are_kept(shop: Path) -> None:
    for name in ("README.md", "terms/DE/notes.txt", ".editorconfig"):
        (shop / name).write_text("mine\n")
    git(shop, "add", "terms/DE/notes.txt")
    record(shop, draft(2, {"en": "two\n"}))
    assert (shop / "terms/DE/notes.txt").read_text() == "mine\n"
    assert git(shop, "status", "--porcelain") == "?? .editorconfig\n?? README.md\n?? terms/DE/notes.txt\n"


def test_a_file_of_the_user_where_a_text_belongs_is_refused_and_kept(shop: Path) -> None:
    (shop / "terms/DE/fr.md").write_text("mine\n")
    with pytest.raises(Refused, match="hand-edit"):
        record(shop, draft(2, {"fr": "deux\n"}))
    assert (shop / "terms/DE/fr.md").read_text() == "mine\n"
    (shop / "terms/DE/fr.md").write_text("deux\n")
    record(shop, draft(2, {"fr": "deux\n"}))
    whole(shop)


def test_a_commit_of_the_user_is_kept(shop: Path) -> None:
    (shop / "README.md").write_text("mine\n")
    git(shop, "add", ".")
    git(shop, "commit", "-qm", "readme")
    (shop / "README.md").write_text("changed\n")
    record(shop, draft(2, {"en": "two\n"}))
    assert git(shop, "status", "--porcelain") == " M README.md\n"
    assert [entry.version for entry in Ledger(shop).entries()] == [1, 2]


def test_another_branch_is_refused(shop: Path) -> None:
    git(shop, "checkout", "-q", "-b", "other")
    with pytest.raises(Refused, match="branch"):
        record(shop, draft(2, {"en": "two\n"}))


def test_garbage_collection_by_the_user_changes_nothing(shop: Path) -> None:
    git(shop, "gc", "-q", "--prune=now")
    git(shop, "pack-refs", "--all")
    assert Ledger(shop).text("terms", "DE", 1, "en") == "one\n"
    record(shop, draft(2, {"en": "two\n"}))
    assert Ledger(shop).text("terms", "DE", 2, "en") == "two\n"
    whole(shop)


def test_a_clone_is_a_ledger(shop: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "shop", "copy")
    record(tmp_path / "copy", draft(2, {"en": "two\n"}))
    assert [entry.version for entry in Ledger(tmp_path / "copy").entries()] == [1, 2]
    assert git(tmp_path / "copy", "status", "--porcelain") == ""


@pytest.mark.parametrize("name", ["index.lock", "HEAD.lock", "packed-refs.lock", "refs/heads/main.lock"])
def test_a_lock_that_a_dead_git_left_is_removed(shop: Path, name: str) -> None:
    (shop / ".git" / name).touch()
    record(shop, draft(2, {"en": "two\n"}))
    whole(shop)
    assert not (shop / ".git" / name).exists()


def test_an_index_that_is_damaged_or_gone_is_made_again(shop: Path) -> None:
    (shop / ".git/index").write_bytes(b"DIRC\0\0\0\2\0\0\0\x05xx")
    record(shop, draft(2, {"en": "two\n"}))
    whole(shop)
    (shop / ".git/index").unlink()
    record(shop, draft(3, {"en": "three\n"}))
    whole(shop)


def test_the_index_is_left_to_a_git_that_is_alive(shop: Path) -> None:
    (shop / "README.md").write_text("mine\n")
    git(shop, "add", ".")
    code = "git(Path(sys.argv[1]), 'commit', '-a')"
    user = child(code, shop, env={"GIT_EDITOR": "sleep 600 #"})
    try:
        while not (shop / ".git/index.lock").exists():
            time.sleep(0.01)
        record(shop, draft(2, {"en": "two\n"}))
        assert (shop / ".git/index.lock").exists()
        assert (shop / "terms/DE/en.md").read_text() == "two\n"
    finally:
        os.killpg(user.pid, 9)
        user.communicate()
        while git_alive(shop):
            time.sleep(0.01)
    record(shop)
    (shop / "README.md").unlink()
    whole(shop)


def committed(shop: Path, *paths: str) -> str:
    """The user commits what they did by hand; the short id."""
    git(shop, "commit", "-qam", "hand")
    assert refused(shop) == sorted(paths)
    return git(shop, "rev-parse", "--short", "HEAD").strip()


def test_an_edit_that_was_committed_is_named_and_kept_until_it_is_reverted(shop: Path) -> None:
    (shop / "terms/DE/en.md").write_text("mine\n")
    (shop / "terms/DE/de.md").unlink()
    commit = committed(shop, "terms/DE/de.md", "terms/DE/en.md")
    with pytest.raises(Refused) as error:
        record(shop)
    for finding in error.value.findings:
        assert f"committed ({commit})" in finding.message
        assert f"git -C {shop} revert {commit}" in finding.hint
    assert (shop / "terms/DE/en.md").read_text() == "mine\n"
    git(shop, "revert", "--no-edit", commit)
    record(shop, draft(2, {"en": "two\n"}))
    record(shop, draft(3, {"en": "three\n"}))
    assert [entry.version for entry in Ledger(shop).entries()] == [1, 2, 3]
    whole(shop)


def test_an_edit_that_was_committed_can_be_put_back_from_the_version(shop: Path) -> None:
    recorded = Ledger(shop).entries()[0].commit
    for text in ("mine\n", "mine again\n"):
        (shop / "terms/DE/en.md").write_text(text)
        committed(shop, "terms/DE/en.md")
    git(shop, "checkout", recorded, "--", "terms/DE/en.md")
    git(shop, "commit", "-qm", "back")
    record(shop, draft(2, {"en": "two\n"}))
    whole(shop)


@pytest.mark.parametrize("content", [b"{", b"[]\n", b"\xff", None])
def test_a_record_that_was_edited_and_committed_is_named(shop: Path, content: bytes | None) -> None:
    file = shop / "terms/DE/version.json"
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    commit = committed(shop, "terms/DE/version.json")
    git(shop, "revert", "--no-edit", commit)
    record(shop, draft(2, {"en": "two\n"}))
    whole(shop)


def test_a_version_that_the_user_reverted_is_named(shop: Path) -> None:
    (second,) = record(shop, draft(2, {"en": "two\n"}))
    git(shop, "revert", "--no-edit", second)
    assert refused(shop, 3) == ["terms/DE/version.json", "terms/DE/en.md"]
