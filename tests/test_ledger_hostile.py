"""No configuration, hook, attribute or variable runs a program, changes a byte or leads elsewhere."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from ledger_drafts import draft, git, record

from tosgen.errors import Refused, Unavailable
from tosgen.ledger import Ledger, commit_of

TEXT = "one\r\ntwo $Id$ ß\r\n"
HOOKS = ("reference-transaction", "pre-commit", "post-commit", "post-index-change", "pre-auto-gc", "post-checkout")


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A program that leaves a mark when it runs."""
    program = tmp_path / "canary"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sang'\ncat\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def silent(canary: Path) -> bool:
    return not (canary.parent / "sang").exists()


def settings(canary: Path) -> str:
    return f"""
[core]
    fsmonitor = {canary}
    pager = {canary}
    editor = {canary}
    sshCommand = {canary}
    alternateRefsCommand = {canary}
    autocrlf = true
    worktree = /
    hooksPath = {canary.parent}/hooks
[diff]
    external = {canary}
[diff "d"]
    textconv = {canary}
    command = {canary}
[filter "f"]
    clean = {canary}
    smudge = {canary}
    process = {canary}
    required = true
[gpg]
    program = {canary}
[gpg "ssh"]
    program = {canary}
[commit]
    gpgSign = true
[log]
    showSignature = true
[user]
    signingKey = x
[alias]
    fast-import = !{canary}
[gc]
    auto = 1
[extensions]
    partialClone = evil
[remote "evil"]
    url = ext::{canary}
    promisor = true
[protocol "ext"]
    allow = always
"""


def poison(repository: Path, canary: Path) -> None:
    for folder in (repository / ".git/hooks", canary.parent / "hooks"):
        folder.mkdir(exist_ok=True)
        for name in HOOKS:
            (folder / name).symlink_to(canary)
    (repository / ".git/config").open("a").write(settings(canary))
    for file in (repository / ".gitattributes", repository / ".git/info/attributes"):
        file.write_text("* filter=f diff=d ident text eol=crlf working-tree-encoding=UTF-16\n")


def test_nothing_in_the_repository_runs(tmp_path: Path, canary: Path) -> None:
    shop = tmp_path / "shop"
    record(shop, draft(1, {"en": TEXT}))
    poison(shop, canary)
    os.utime(shop / "terms/DE/en.md")
    record(shop, draft(2, {"en": TEXT + "x"}))
    ledger = Ledger(shop)
    assert (ledger.text("terms", "DE", 1, "en"), ledger.text("terms", "DE", 2, "en")) == (TEXT, TEXT + "x")
    assert len(ledger.latest()) == 1
    assert (shop / "terms/DE/en.md").read_bytes() == (TEXT + "x").encode()
    commit_of(shop / "terms")
    (shop / "terms/DE/en.md").write_text("mine\n")
    with pytest.raises(Refused, match="hand-edit"):
        record(shop, draft(3, {"en": TEXT}))
    assert silent(canary)


def test_a_missing_object_is_not_fetched(tmp_path: Path, canary: Path) -> None:
    shop = tmp_path / "shop"
    record(shop, draft(1, {"en": TEXT}))
    id = git(shop, "rev-parse", "main:terms/DE/en.md").strip()
    poison(shop, canary)
    (shop / ".git/objects" / id[:2] / id[2:]).unlink()
    with pytest.raises(Unavailable):
        Ledger(shop).text("terms", "DE", 1, "en")
    assert silent(canary)


def test_nothing_in_the_users_configuration_runs(tmp_path: Path, canary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config"
    config.write_text(settings(canary))
    (tmp_path / "template/hooks").mkdir(parents=True)
    (tmp_path / "template/hooks/reference-transaction").symlink_to(canary)
    config.open("a").write(f"[init]\n\ttemplateDir = {tmp_path}/template\n\tdefaultBranch = trunk\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for number in (1, 2):
        record(tmp_path / "shop", draft(number, {"en": f"{TEXT}{number}"}))
    assert Ledger(tmp_path / "shop").text("terms", "DE", 2, "en") == f"{TEXT}2"
    assert silent(canary)


def test_no_variable_leads_elsewhere(tmp_path: Path, canary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other"
    git(tmp_path, "init", "-q", "other")
    for name, value in {
        "GIT_DIR": other / ".git",
        "GIT_WORK_TREE": other,
        "GIT_INDEX_FILE": other / "index",
        "GIT_OBJECT_DIRECTORY": other / ".git/objects",
        "GIT_NAMESPACE": "elsewhere",
        "GIT_TRACE": other / "trace",
        "GIT_CONFIG_COUNT": 1,
        "GIT_CONFIG_KEY_0": "core.hooksPath",
        "GIT_CONFIG_VALUE_0": other,
        "GIT_AUTHOR_DATE": "1999-01-01T00:00:00Z",
        "GIT_TEST_FSYNC": 0,
        "GIT_PAGER": canary,
        "GIT_EXTERNAL_DIFF": canary,
        "GIT_ASKPASS": canary,
    }.items():
        monkeypatch.setenv(name, str(value))
    before = sorted(other.rglob("*"))
    shop = tmp_path / "shop"
    (commit,) = record(shop, draft(1, {"en": TEXT}))
    assert Ledger(shop).entries()[0].commit == commit
    assert [path for path in sorted(other.rglob("*")) if path not in before and path.name != "trace"] == []
    assert silent(canary)


def test_the_users_own_git_keeps_the_bytes(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    record(shop, draft(1, {"en": TEXT}))
    (shop / "terms/DE/en.md").unlink()
    git(shop, "-c", "core.autocrlf=true", "checkout", "HEAD", "--", ".")
    assert (shop / "terms/DE/en.md").read_bytes() == TEXT.encode()
