"""What a ledger has for people who read it with git: a tag for each version, and attributes that keep its bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_drafts import ANA, NOON, draft, git, record, tags, versions, whole

from tosgen.ledger import Change, Ledger, attributes, message
from tosgen.review.verify import verify


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    record(tmp_path / "shop", draft(1, {"en": "one\n"}), draft(1, {"en": "un\n"}, market="FR"))
    return tmp_path / "shop"


def codes(shop: Path) -> set[str]:
    return {finding.code for finding in verify(Ledger(shop)).findings}


def test_every_version_has_a_tag(shop: Path) -> None:
    assert set(tags(shop)) == {"terms/DE/v1", "terms/FR/v1"}
    record(shop, draft(2, {"en": "two\n"}))
    assert tags(shop) == versions(shop)
    assert git(shop, "show", "terms/DE/v2:terms/DE/en.md") == "two\n"
    assert codes(shop) == set()


def test_tags_that_are_missing_come_back_with_the_next_record(shop: Path) -> None:
    for name in tags(shop):
        git(shop, "tag", "-d", name)
    assert codes(shop) == set()
    record(shop, draft(2, {"en": "two\n"}))
    assert tags(shop) == versions(shop)


def test_tags_of_the_users_own_are_kept_and_stop_nothing(shop: Path) -> None:
    for name in tags(shop):
        git(shop, "tag", "-d", name)
    git(shop, "tag", "terms/DE")
    git(shop, "tag", "terms/FR/v1/approved")
    git(shop, "tag", "v1.0")
    git(shop, "tag", "-a", "-m", "mine", "terms/IE/v1")
    record(shop, draft(2, {"en": "two\n"}))
    assert set(tags(shop)) == {"terms/DE", "terms/FR/v1/approved", "v1.0", "terms/IE/v1"}
    assert codes(shop) == set()
    git(shop, "tag", "-d", "terms/DE")
    record(shop, draft(3, {"en": "three\n"}))
    assert {"terms/DE/v1", "terms/DE/v2", "terms/DE/v3"} < set(tags(shop))


def test_an_annotated_tag_of_the_same_commit_is_as_good(shop: Path) -> None:
    git(shop, "tag", "-f", "-a", "-m", "mine", "terms/DE/v1", "terms/DE/v1")
    assert codes(shop) == set()
    record(shop, draft(2, {"en": "two\n"}))
    assert git(shop, "cat-file", "-t", "refs/tags/terms/DE/v1") == "tag\n"


def test_a_lock_that_a_dead_git_left_on_a_tag(shop: Path) -> None:
    (shop / ".git/refs/tags/terms/DE/v2.lock").touch()
    record(shop, draft(2, {"en": "two\n"}))
    whole(shop)


def test_a_name_that_no_ref_can_have_stops_nothing(shop: Path) -> None:
    record(shop, draft(1, {"en": "x\n"}, market="a..b"), draft(1, {"en": "x\n"}, market="c.lock"))
    assert set(tags(shop)) == {"terms/DE/v1", "terms/FR/v1"}
    assert codes(shop) == set()


def test_tags_are_written_nowhere_else(shop: Path, tmp_path: Path) -> None:
    for name in tags(shop):
        git(shop, "tag", "-d", name)
    (shop / ".git/refs/tags").rename(tmp_path / "elsewhere")
    (shop / ".git/refs/tags").symlink_to(tmp_path / "elsewhere")
    record(shop, draft(2, {"en": "two\n"}))
    assert not [path for path in (tmp_path / "elsewhere").rglob("*") if path.is_file()]


# Attributes.


def test_a_clone_keeps_the_bytes_whatever_git_is_told(tmp_path: Path) -> None:
    record(tmp_path / "shop", draft(1, {"en": "one\r\ntwo $Id$\n"}))
    git(tmp_path, "-c", "core.autocrlf=true", "clone", "-q", "shop", "copy/shop")
    git(tmp_path / "copy/shop", "config", "core.autocrlf", "true")
    assert (tmp_path / "copy/shop/terms/DE/en.md").read_bytes() == b"one\r\ntwo $Id$\n"
    assert (tmp_path / "copy/shop/.gitattributes").read_bytes() == attributes.CONTENT
    record(tmp_path / "copy/shop", draft(2, {"en": "two\n"}))
    assert git(tmp_path / "copy/shop", "status", "--porcelain") == ""
    assert git(tmp_path / "copy/shop", "check-attr", "diff", "terms/DE/en.md").endswith("diff: markdown\n")
    assert {finding.code for finding in verify(Ledger(tmp_path / "copy/shop")).findings} == set()


def test_attributes_are_the_users_to_change(shop: Path) -> None:
    (shop / ".gitattributes").write_text("*.md -diff\n")
    record(shop, draft(2, {"en": "two\n"}))
    assert (shop / ".gitattributes").read_text() == "*.md -diff\n"
    (shop / ".gitattributes").unlink()
    record(shop, draft(3, {"en": "three\n"}))
    assert not (shop / ".gitattributes").exists()
    assert codes(shop) == set()


def test_a_ledger_from_before_gets_them_with_the_next_record(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / ".gitattributes").write_text("mine\n")  # in the way: nothing is added
    record(shop, draft(1, {"en": "one\n"}))
    assert ".gitattributes" not in Ledger(shop).paths()
    assert (shop / ".gitattributes").read_text() == "mine\n"
    assert codes(shop) == set()
    (shop / ".gitattributes").unlink()
    record(shop, draft(2, {"en": "two\n"}))
    assert (shop / ".gitattributes").read_bytes() == attributes.CONTENT
    assert codes(shop) == set()
    whole(shop)


def test_attributes_of_another_make_are_a_stray_file(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / ".gitattributes").write_text("* filter=f\n")
    record(shop, draft(1, {"en": "one\n"}))
    git(shop, "add", ".gitattributes")
    git(shop, "commit", "-q", "-m", message("x", {"Tosgen-Record": "x"}))
    assert codes(shop) == {"stray"}


def test_a_commit_of_any_kind_may_bring_them(tmp_path: Path) -> None:
    with Ledger(tmp_path / "shop").session() as writer:
        given = Change(message("record x", {"Tosgen-Record": "x"}), {"records/x.json": "{}\n"})
        writer.append([given], ANA, NOON)
    assert codes(tmp_path / "shop") == set()
    assert set(Ledger(tmp_path / "shop").paths()) == {".gitattributes", "records/x.json"}
