"""The boundary: help, lazy imports, streams, exit codes, readers that go away."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import REPOSITORY, SOUND, tosgen

from tosgen.cli.main import COMMANDS

HEAVY = ("pydantic", "babel", "git", "jinja2", "markdown_it", "polib", "sqlite3", "yaml")


def spawn(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """`tosgen ARGUMENTS` in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), **variables}
    command = [sys.executable, "-c", "from tosgen.cli.main import main; main()", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("main") / "bench"
    shutil.copytree(SOUND, folder)
    assert tosgen(folder, "generate").code == 0
    return folder


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS), ["locales", "update"], ["locales", "check"]])
def test_every_command_has_help(tmp_path: Path, command: list[str]) -> None:
    for flag in ("--help", "-h"):
        ran = tosgen(tmp_path, *command, flag)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("Usage: ")
        assert not list(tmp_path.iterdir())


def test_help_lists_every_command(tmp_path: Path) -> None:
    out = tosgen(tmp_path, "--help").out
    assert all(f"  {name}" in out and text in out for name, text in COMMANDS.items())


def loaded(folder: Path, *arguments: str) -> set[str]:
    """Which of what is heavy a command loads."""
    code = (
        "import sys, json, atexit; from tosgen.cli.main import main;"
        "atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr)); main()"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, env=environment, capture_output=True, check=True
    )
    return {*HEAVY} & {*json.loads(ran.stderr)}


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    assert loaded(tmp_path, "--help") == set()


def test_reading_a_ledger_imports_nothing_heavy(bench: Path) -> None:
    assert loaded(bench, "show", "house-rules/home") == set()
    assert loaded(bench, "diff", "house-rules/home") <= {"markdown_it"}  # where its parts have markup


def test_a_run_with_nothing_to_do_composes_nothing_and_leaves_gitpython_alone(bench: Path) -> None:
    assert loaded(bench, "generate") <= {"yaml"}  # which finds the name of the service


def test_a_profile_that_is_broken_further_down_still_names_its_ledger(bench: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bench"
    shutil.copytree(bench, folder)
    profile = folder / "tosgen.yaml"
    for text, code in (("# x\n\nservice: bench\n{", 0), ("facts: {}\nservice: other\n", 2), ("service: other\n", 2)):
        profile.write_text(text, "utf-8")
        assert tosgen(folder, "show", "house-rules/home").code == code


def test_version(tmp_path: Path) -> None:
    from tosgen import __version__

    assert tosgen(tmp_path, "--version").out.strip().endswith(__version__)


def test_unknown_commands_and_options(tmp_path: Path) -> None:
    ran = tosgen(tmp_path, "generat")
    assert (ran.code, ran.out, "Did you mean 'generate'?" in ran.err) == (2, "", True)
    assert tosgen(tmp_path, "--nothing").code == 2
    assert tosgen(tmp_path, "show").code == 2
    assert tosgen(tmp_path, "locales", "updat").code == 2
    assert tosgen(tmp_path, "-C").code == 2


def test_results_go_to_stdout_and_the_rest_to_stderr(bench: Path) -> None:
    ran = spawn(bench, "show", "house-rules/home")
    assert (ran.returncode, ran.stderr) == (0, b"")
    ran = spawn(bench, "show", "house-rules/away")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.startswith(b"house-rules/away: error[unknown-ref]")


@pytest.mark.parametrize("arguments", [["show", "house-rules/home"], ["schema", "service"], ["--help"], ["lint"]])
def test_a_reader_that_goes_away_is_no_fault(bench: Path, arguments: list[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", "from tosgen.cli.main import main; main()", *arguments]
    with subprocess.Popen(
        command, cwd=bench, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        errors = process.stderr.read()
        assert (process.wait(), re.sub(rb"no findings\n|.*note\[unadopted\].*\n", b"", errors)) == (0, b"")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
def test_texts_are_printed_in_utf_8_whatever_the_locale(bench: Path, encoding: str) -> None:
    ran = spawn(bench, "show", "house-rules/home/zh_Hans", PYTHONIOENCODING=encoding, LC_ALL="C")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout == (bench / "outputs/bench/house-rules/home/zh_Hans.md").read_bytes()


def test_without_git_nothing_is_recorded(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path / "bench")
    for variables in ({}, {"GIT_PYTHON_REFRESH": "quiet"}):
        ran = spawn(tmp_path / "bench", "generate", PATH="/nowhere", **variables)
        assert (ran.returncode, ran.stdout) == (3, b"")
        assert b"git: error[git-missing] git cannot be run; install git 2.39 or later" in ran.stderr
        assert not (tmp_path / "bench/outputs").exists()


def test_no_color(bench: Path) -> None:
    ran = spawn(bench, "diff", "house-rules/home", NO_COLOR="1")
    assert (ran.returncode, b"\x1b" in ran.stdout) == (0, False)


def test_a_disk_that_is_full(bench: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with Path("/dev/full").open("wb") as full:
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        command = [sys.executable, "-c", "from tosgen.cli.main import main; main()", "show", "house-rules/home"]
        ran = subprocess.run(
            command, cwd=bench, env=environment, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert b"Traceback" not in ran.stderr
    assert (ran.returncode, b"error[environment]" in ran.stderr) == (3, True)
