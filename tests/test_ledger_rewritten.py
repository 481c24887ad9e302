"""A history that the user's git made another: told by `tosgen verify`, and nothing is recorded on it."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from command_line import tosgen
from ledger_drafts import codes, draft, git, record, three

from tosgen.errors import Refused
from tosgen.ledger import Ledger

DAY = ("--on", "2026-12-01")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return three(tmp_path / "shop")


def refusal(shop: Path) -> set[str]:
    """The codes with which a version 3 is refused; a dry run refuses alike, and nothing moves."""
    before = git(shop, "rev-parse", "main")
    found = []
    for task in (lambda: Ledger(shop).check(), lambda: record(shop, draft(3, {"en": "three\n"}))):
        with pytest.raises(Refused) as error:
            task()
        found.append({finding.code for finding in error.value.findings})
        assert all(finding.hint for finding in error.value.findings)
    assert git(shop, "rev-parse", "main") == before
    assert found[0] == found[1]
    return found[0]


def test_an_amended_message_is_refused_until_the_commit_is_taken_back(shop: Path) -> None:
    git(shop, "commit", "-q", "--amend", "-m", "mine")
    assert refusal(shop) == codes(shop) - {"tag"} == {"foreign"}
    with pytest.raises(Refused) as error:
        Ledger(shop).check()
    (finding,) = error.value.findings
    git(shop, *shlex.split(str(finding.hint).split("`")[1])[3:])
    record(shop, draft(2, {"en": "two\n"}))
    assert codes(shop) == set()


def test_the_first_version_amended_is_refused(tmp_path: Path) -> None:
    record(tmp_path / "shop", draft(1, {"en": "one\n"}))
    git(tmp_path / "shop", "commit", "-q", "--amend", "-m", "mine")
    assert refusal(tmp_path / "shop") == {"foreign"}


def test_trailers_that_were_lost_in_part_are_refused(shop: Path) -> None:
    message = git(shop, "log", "-1", "--format=%B").replace("Tosgen-Locales", "Locales")
    git(shop, "commit", "-q", "--amend", "-m", message)
    assert refusal(shop) == {"foreign"}
    assert "foreign" in codes(shop)


@pytest.mark.parametrize("text", ["two\n", "mine\n"])
def test_a_commit_of_tosgen_that_somebody_else_made_again_is_refused(shop: Path, text: str) -> None:
    (shop / "terms/DE/en.md").write_text(text)
    git(shop, "commit", "-qa", "--amend", "--no-edit")
    assert refusal(shop) == {"foreign"}
    assert "foreign" in codes(shop)


def test_a_version_dropped_by_a_rebase_is_refused(shop: Path) -> None:
    git(shop, "rebase", "-q", "--onto", "main~2", "main~1", "main")
    assert refusal(shop) == {"foreign"}
    assert "foreign" in codes(shop)


def test_a_revert_is_an_edit_and_taken_up_again_a_version_out_of_turn(shop: Path) -> None:
    two = git(shop, "rev-parse", "main").strip()
    git(shop, "revert", "--no-edit", "HEAD")
    assert refusal(shop) == {"hand-edit"}
    assert "foreign" in codes(shop)
    git(shop, "cherry-pick", two)
    assert refusal(shop) == {"sequence"}
    assert "sequence" in codes(shop)


def test_a_version_dropped_from_the_middle_is_missed(shop: Path) -> None:
    record(shop, draft(3, {"en": "three\n"}))
    three = git(shop, "rev-parse", "main").strip()
    git(shop, "reset", "-q", "--hard", "HEAD~2")
    git(shop, "cherry-pick", "-X", "theirs", three)
    assert refusal(shop) == {"sequence"}
    assert "sequence" in codes(shop)


def test_a_merge_of_two_versions_of_one_number_is_refused(shop: Path) -> None:
    git(shop, "branch", "side")
    git(shop, "reset", "-q", "--hard", "HEAD~1")
    record(shop, draft(2, {"en": "too\n"}))
    git(shop, "merge", "-q", "-X", "ours", "-m", "merged", "side")
    assert refusal(shop) == {"sequence"}
    assert {"history", "foreign"} <= codes(shop)


def test_a_merge_is_refused_though_it_brings_no_version(shop: Path) -> None:
    git(shop, "checkout", "-q", "-b", "side", "main~1")
    (shop / "README.md").write_text("mine\n")
    git(shop, "add", "README.md")
    git(shop, "commit", "-qm", "mine")
    git(shop, "checkout", "-q", "main")
    git(shop, "merge", "-q", "-m", "merged", "side")
    assert refusal(shop) == {"foreign"}
    assert {"history", "foreign"} <= codes(shop)


def test_a_commit_that_changes_nothing_of_ours_is_told_and_kept(shop: Path) -> None:
    git(shop, "commit", "-q", "--allow-empty", "-m", "mine")
    record(shop, draft(3, {"en": "three\n"}))
    assert codes(shop) == {"foreign"}


def test_a_history_cut_back_is_recorded_again(shop: Path) -> None:
    git(shop, "reset", "-q", "--hard", "HEAD~1")
    assert codes(shop) == {"tag"}  # that of the version that is no more
    record(shop, draft(2, {"en": "two\n"}))
    assert codes(shop) == set()


def test_an_amended_message_ends_a_run_before_anything_is_written(tmp_path: Path) -> None:
    assert tosgen(tmp_path, "init", "studio", "--example", "studio", "--yes").code == 0
    folder = tmp_path / "studio"
    assert tosgen(folder, "generate", *DAY).code == 0
    ledger = folder / "outputs/studio"
    git(ledger, "commit", "-q", "--amend", "-m", "mine")
    tip = git(ledger, "rev-parse", "main")
    for command in (("generate", *DAY), ("generate", "--dry-run", *DAY)):
        ran = tosgen(folder, *command)
        assert (ran.code, ran.err.count("error[foreign]"), "reset --hard" in ran.err) == (2, 1, True)
    assert "error[foreign]" in tosgen(folder, "verify").out
    assert git(ledger, "rev-parse", "main") == tip
    git(ledger, "reset", "-q", "--hard", "HEAD~1")
    assert tosgen(folder, "generate", *DAY).out.splitlines()[-1] == "1 new, 29 unchanged"
    assert tosgen(folder, "verify").code == 0
