"""Golden folders: each holds faulty files, laid over a small sound workspace, and what a command says of them.

`commands.txt` holds the commands, one a line (`generate` if there is none); `{library}` in `expected.txt` stands for
the folder of the shipped library.
"""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest
from command_line import REPOSITORY, SOUND, files, tosgen

BAD = sorted((SOUND.parent / "bad-run").iterdir())
NOT_INPUT = shutil.ignore_patterns("expected.txt", "commands.txt")


def spoiled(case: Path, folder: Path) -> Path:
    """The sound workspace with a case's files laid over it."""
    for layer in (SOUND, case):
        shutil.copytree(layer, folder, dirs_exist_ok=True, ignore=NOT_INPUT)
    return folder


def told(folder: Path, command: str) -> str:
    ran = tosgen(folder, *shlex.split(command))
    assert "Traceback" not in ran.err
    out = ran.out if command.startswith(("lint", "locales", "generate")) else ""
    text = f"$ tosgen {command}\n{out}{ran.err}exit {ran.code}\n"
    return text.replace(str(REPOSITORY), "{library}")


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_bad_input_is_told_and_nothing_is_recorded(case: Path, tmp_path: Path, bless: bool) -> None:
    folder = spoiled(case, tmp_path / "work")
    before = files(tmp_path)
    listing = case / "commands.txt"
    commands = listing.read_text("utf-8").splitlines() if listing.exists() else ["generate"]
    made = "\n".join(told(folder, command) for command in commands)
    expected = case / "expected.txt"
    if bless:
        expected.write_text(made, "utf-8", newline="")
    assert made == expected.read_text("utf-8")
    assert files(tmp_path) == before


def test_bad_input_leaves_a_ledger_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    shutil.copytree(SOUND, folder)
    assert tosgen(folder, "generate").code == 0
    tip = (folder / "outputs/bench/.git/refs/heads/main").read_bytes()
    profile = folder / "tosgen.yaml"
    profile.write_text(profile.read_text("utf-8").replace("  bench.reply: 3 days\n", ""), "utf-8")
    assert tosgen(folder, "generate").code == 2
    assert (folder / "outputs/bench/.git/refs/heads/main").read_bytes() == tip
    assert not list((folder / "outputs/bench").glob("**/*.tmp"))


def test_the_small_workspace_is_sound(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    shutil.copytree(SOUND, folder)
    assert tosgen(folder, "generate", "--dry-run").code == 0
    assert (tosgen(folder, "lint").code, tosgen(folder, "locales", "check").code) == (0, 0)
