"""What the README tells its readers to type is typed here, in a fresh clone."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def command(name: str) -> str:
    """The shell line under `<!-- NAME command -->`."""
    found = re.search(rf"<!-- {name} command -->\n```sh\n(.*?)\n```", README, re.DOTALL)
    assert found, f"README has no {name} command"
    return found[1]


def tour() -> list[tuple[str, list[str]]]:
    """Every `$ command` of the tour with the words that the README says it prints."""
    steps: list[tuple[str, list[str]]] = []
    for block in re.findall(r"<!-- tour -->\n```console\n(.*?)\n```", README, re.DOTALL):
        for line in block.split("\n"):
            if line.startswith("$ "):
                steps.append((line[2:], []))
            else:
                steps[-1][1].append(line)
    return steps


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clone") / "tosgen"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    return folder


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    hidden = {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden} | {"COLUMNS": "100"}
    shell = ["bash", "-euo", "pipefail", "-c", script]
    return subprocess.run(shell, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_first_command_and_the_tour_work_in_a_fresh_clone(clone: Path) -> None:
    done = run(command("main"), clone)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "123 new, 0 unchanged" in done.stdout
    assert (clone / "outputs/helpdesk/terms-of-service/DE/de.md").is_file()
    version = json.loads((clone / "outputs/helpdesk/terms-of-service/DE/version.json").read_text("utf-8"))
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=clone, capture_output=True, text=True, check=True).stdout
    assert version["inputs"]["library"]["commit"] == head.strip()
    steps = tour()
    marker = "=== step"
    script = "\n".join(f"echo '{marker}'\n{typed}" for typed, _ in steps)
    done = run(script, clone)
    assert done.returncode == 0, done.stdout + done.stderr
    printed = done.stdout.split(f"{marker}\n")[1:]
    for (typed, words), output in zip(steps, printed, strict=True):
        for word in words:
            assert word in output, f"$ {typed}\nprinted\n{output}\nnot\n{word}"


def test_ci_runs_the_test_command_word_for_word() -> None:
    (taken,) = re.findall(r"^eval \"\$\((.*)\)\"$", (ROOT / ".ci/run").read_text("utf-8"), re.MULTILINE)
    assert run(taken, ROOT).stdout.strip() == command("test")
    assert "pytest" in command("test")


def test_every_command_is_in_the_readme() -> None:
    from tosgen.cli.main import COMMANDS

    missing = [name for name in COMMANDS if f"`tosgen {name}" not in README]
    assert not missing


def test_the_picture_shows_what_the_tour_prints() -> None:
    picture = (ROOT / ".github/redline.svg").read_text("utf-8")
    said = [word for _, words in tour() for word in words if "answer_within:" in word]
    assert said
    assert all(word in picture for word in said)
