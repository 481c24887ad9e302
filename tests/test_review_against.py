"""`tosgen review --against`: what a pull request changes, by hand, by the GitHub action, and by pre-commit's hooks."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from browser import missing
from command_line import REPOSITORY, SOUND, edit, files, tosgen
from generate_workspace import lay

CASES = Path(__file__).parent / "cases" / "review"
NAMES = sorted(path.name for path in CASES.iterdir())
ACTION = yaml.safe_load((REPOSITORY / ".github/actions/review/action.yml").read_text("utf-8"))
HOOKS = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
ON = ("--on", "2031-03-01")
LONGEST = 65_536


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Ana", "-c", "user.email=ana@bench.example", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def committed(folder: Path, message: str) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def made(folder: Path, name: str) -> str:
    """A repository with the base committed, and the change in its work tree; the base's commit."""
    root, case = folder / "repository", CASES / name
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    (root / ".gitignore").write_text("outputs/\n", "utf-8")
    bench = root / "bench"
    if (case / "base" / ".new").is_file():
        commit = committed(root, "base")
        shutil.copytree(SOUND, bench)
        return commit
    shutil.copytree(SOUND, bench)
    for layer in ("base", "change"):
        if (case / layer).is_dir():
            lay(bench, case / layer)
        commit = committed(root, layer) if layer == "base" else commit
    return commit


@pytest.mark.parametrize("name", NAMES)
def test_golden(tmp_path: Path, bless: bool, name: str) -> None:
    commit = made(tmp_path, name)
    bench, expected = tmp_path / "repository" / "bench", CASES / name / "expected.md"
    before = files(bench)
    ran = tosgen(bench, "review", "--against", commit, *ON)
    assert (ran.code, ran.err) == (0, "")
    assert files(bench) == before
    text = ran.out.replace(commit, "BASE").replace(str(tmp_path), "")
    if bless:
        expected.write_text(text, "utf-8")
    assert text == expected.read_text("utf-8")


def test_a_comment_never_grows_too_long(tmp_path: Path) -> None:
    commit = made(tmp_path, "nothing_that_is_read_changes")
    bench = tmp_path / "repository" / "bench"
    clause = bench / "clauses" / "QZ" / "repairs" / "promise.md"
    words = "\n\n".join(f"Sentence {n} of a clause that is long, and says {'little ' * 30}." for n in range(400))
    with clause.open("a", encoding="utf-8") as file:
        file.write(f"\n{words}\n")
    edit(bench / "tosgen.yaml", "languages: [en, zh_Hans]", "languages: [en]")
    ran = tosgen(bench, "review", "--against", commit, *ON)
    assert ran.code == 0, ran.err
    assert 1000 < len(ran.out) <= LONGEST
    assert "not shown here" in ran.out
    assert "| house-rules/home | material |" in ran.out
    ran = tosgen(bench, "review", "--against", commit, *ON, "--format", "json")
    (document,) = ran.json["documents"]
    assert "Sentence 399" in document["redlines"]["en"]["changes"][0]["after"]


def test_nothing_in_a_text_calls_anybody_or_becomes_markup(tmp_path: Path) -> None:
    commit = made(tmp_path, "a_fact_changes_and_users_must_be_told")
    out = tosgen(tmp_path / "repository" / "bench", "review", "--against", commit, *ON).out
    assert "octocat" in out
    assert not re.search(r"@octocat|(?<!\\)<b>", out)


@pytest.mark.parametrize("revision", ["nope", "--output=x", "HEAD:bench", "", "-", "HEAD..HEAD"])
def test_what_is_no_commit_is_refused(tmp_path: Path, revision: str) -> None:
    made(tmp_path, "nothing_that_is_read_changes")
    ran = tosgen(tmp_path / "repository" / "bench", "review", f"--against={revision}")
    assert (ran.code, "error[bad-revision]" in ran.err) == (2, True)


def test_without_git_there_is_nothing_to_compare_with(bench: Path) -> None:
    ran = tosgen(bench, "review", "--against", "HEAD")
    assert (ran.code, "error[no-checkout]" in ran.err) == (2, True)


def test_links_and_hooks_of_a_repository_lead_nowhere(tmp_path: Path) -> None:
    commit = made(tmp_path, "a_fact_changes_and_users_must_be_told")
    bench = tmp_path / "repository" / "bench"
    (tmp_path / "secret.yaml").write_text("secret: 1\n", "utf-8")
    git(bench, "stash", "-q")
    (bench / "facts" / "link.csv").symlink_to(tmp_path / "secret.yaml")
    mark = tmp_path / "ran"
    (bench / ".gitattributes").write_text("* filter=evil diff=evil\n", "utf-8")
    base = committed(tmp_path / "repository", "links")
    (bench / "facts" / "link.csv").unlink()
    for name in ("filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv", "core.fsmonitor"):
        git(bench, "config", name, f"touch {mark}")
    edit(bench / "tosgen.yaml", "bench.reply: 3 days", "bench.reply: 6 days")
    ran = tosgen(bench, "review", "--against", base, *ON)
    assert ran.code == 0, ran.err
    assert "~~3~~**6** days" in ran.out
    assert commit != base
    assert not mark.exists()


def test_in_the_library_itself_an_example_is_composed(tmp_path: Path) -> None:
    root = tmp_path / "library"
    root.mkdir()
    for name in ("clauses", "locales", "tosgen/examples/studio"):
        shutil.copytree(REPOSITORY / name, root / name, symlinks=True)
    git(root, "init", "-q")
    base = committed(root, "base")
    profile = root / "tosgen/examples/studio/tosgen.yaml"
    text = profile.read_text("utf-8")
    changed = re.sub(r"(complaints\.answer_within: (?:\{value: )?)\d+ (\w+)", r"\g<1>9 days", text, count=1)
    assert changed != text
    profile.write_text(changed, "utf-8")
    ran = tosgen(root, "review", "--against", base, "--format", "json", "--example", "studio")
    assert ran.code == 0, ran.err
    assert {cause["name"] for document in ran.json["documents"] for cause in document["causes"]} == {
        "complaints.answer_within"
    }
    assert not (root / "outputs").exists()


# The action, run as a runner runs it.


def shell_steps() -> list[dict[str, Any]]:
    return list(ACTION["runs"]["steps"])


def test_no_input_is_written_into_a_script() -> None:
    for step in shell_steps():
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]


class Runner:
    """What a runner does with a composite action: expressions, conditions, files of the environment."""

    def __init__(self, folder: Path, checkout: Path, inputs: Mapping[str, str], number: str = "7") -> None:
        self.folder, self.checkout = folder, checkout
        self.outputs: dict[str, dict[str, str]] = {}
        defaults = {name: str(given.get("default", "")) for name, given in ACTION["inputs"].items()}
        self.values = {f"inputs.{name}": value for name, value in {**defaults, **inputs}.items()}
        self.values |= {
            "github.action_path": str(REPOSITORY / ".github/actions/review"), "github.repository": "bench/texts",
            "github.event.pull_request.number": number,
        }  # fmt: skip
        self.ran: list[str] = []
        folder.mkdir()

    def value(self, name: str) -> str:
        if name.startswith("steps."):
            _, id, _, output = name.split(".")
            return self.outputs.get(id, {}).get(output, "")
        return self.values[name]

    def holds(self, condition: str) -> bool:
        parts = [part.strip() for part in condition.split("&&") if part.strip() != "always()"]
        return all(self._one(part) for part in parts)

    def _one(self, part: str) -> bool:
        found = re.fullmatch(r"([\w.]+) (==|!=) '(.*)'", part)
        if not found:
            return bool(self.value(part))
        same = self.value(found[1]) == found[3]
        return same if found[2] == "==" else not same

    def run(self) -> int:
        for step in shell_steps():
            if "if" in step and not self.holds(step["if"]):
                continue
            self.ran.append(step["name"])
            output = self.folder / f"output-{len(self.ran)}"
            output.touch()
            given = {
                k: re.sub(r"\$\{\{ ([\w.]+) \}\}", lambda m: self.value(m[1]), str(v)) for k, v in step["env"].items()
            }
            environment = {
                "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", "HOME": str(self.folder), "LANG": "C.UTF-8",
                "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
                "RUNNER_TEMP": str(self.folder), "GIT_CONFIG_GLOBAL": "/dev/null", **given,
            }  # fmt: skip
            script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
            done = subprocess.run(
                script, cwd=self.checkout, env=environment, capture_output=True, text=True, check=False
            )
            self.outputs[step.get("id", step["name"])] = dict(
                line.split("=", 1) for line in output.read_text("utf-8").splitlines()
            )
            self.said = done.stdout + done.stderr
            if done.returncode:
                return done.returncode
        return 0


def runner(tmp_path: Path, checkout: Path, **inputs: str) -> Runner:
    """A runner on which installing tosgen gives this one, and `gh` writes down what it is asked."""
    made = Runner(tmp_path / "runner", checkout, inputs)
    binaries = tmp_path / "runner" / "bin"
    binaries.mkdir()
    fake = {
        "python3": f'[[ "$1 $2" == "-m venv" ]] || exit 9\nmkdir -p "$3/bin"\n'
        f'printf \'#!/bin/sh\\necho "$@" >>"{tmp_path}/pip"\\n\' >"$3/bin/pip"\n'
        f'printf \'#!/bin/sh\\nexec "{sys.executable}" -m tosgen.cli.main "$@"\\n\' >"$3/bin/tosgen"\n'
        'chmod +x "$3/bin/pip" "$3/bin/tosgen"\n',
        "gh": f'echo "$GH_TOKEN $*" >>"{tmp_path}/gh"\n',
    }
    for name, script in fake.items():
        (binaries / name).write_text(f"#!/bin/bash\n{script}", "utf-8")
        (binaries / name).chmod(0o755)
    return made


def test_the_action_reviews_a_pull_request(tmp_path: Path) -> None:
    base = made(tmp_path, "a_fact_changes_and_users_must_be_told")
    root = tmp_path / "repository"
    committed(root, "change")
    found = runner(tmp_path, root, base=base, folder="bench", token="t0ken")
    assert found.run() == 0, found.said
    assert found.ran == [step["name"] for step in shell_steps()]
    summary = (tmp_path / "runner" / "summary.md").read_text("utf-8")
    assert summary.startswith("<!-- tosgen review -->\n## Review of bench against")
    assert "~~3~~**5** days" in summary
    comment = Path(found.outputs["review"]["file"]).read_text("utf-8")
    assert comment == summary
    assert len(comment) <= LONGEST
    asked = (tmp_path / "gh").read_text("utf-8")
    assert "t0ken api --method POST repos/bench/texts/issues/7/comments --field body=@" in asked
    assert (tmp_path / "pip").read_text("utf-8").split()[:2] == ["install", "--quiet"]


def test_the_action_has_nothing_to_say_of_other_changes(tmp_path: Path) -> None:
    base = made(tmp_path, "nothing_that_is_read_changes")
    committed(tmp_path / "repository", "change")
    found = runner(tmp_path, tmp_path / "repository", base=base, folder="bench", token="t0ken")
    assert found.run() == 0, found.said
    assert found.ran == ["Look whether legal texts are touched"]
    assert found.outputs["changed"]["changed"] == "false"
    assert not (tmp_path / "gh").exists()


def test_the_action_fails_where_texts_cannot_be_composed_and_says_why(tmp_path: Path) -> None:
    base = made(tmp_path, "nothing_that_is_read_changes")
    root = tmp_path / "repository"
    edit(root / "bench/tosgen.yaml", "  bench.reply: 3 days\n", "")
    committed(root, "change")
    found = runner(tmp_path, root, base=base, folder="bench")
    assert found.run() == 2
    assert "missing-fact" in (tmp_path / "runner" / "summary.md").read_text("utf-8")
    assert not (tmp_path / "gh").exists()


@pytest.mark.parametrize("base", ["", "--upload-pack=touch x", "$(touch x)", "a; touch x", "a\ntouch x"])
def test_the_action_takes_no_base_that_is_none(tmp_path: Path, base: str) -> None:
    made(tmp_path, "nothing_that_is_read_changes")
    found = runner(tmp_path, tmp_path / "repository", base=base, folder="bench")
    assert found.run() == 2
    assert not list(tmp_path.rglob("x"))


# The hooks, run by pre-commit itself.


def hooked(tmp_path: Path, name: str) -> Path:
    """A repository whose pre-commit has the hooks, with the tosgen under test on its path."""
    made(tmp_path, name)
    root = tmp_path / "repository"
    hooks = [{**hook, "language": "system", "args": ["-C", "bench"]} for hook in HOOKS]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (root / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
    git(root, "add", "-A")
    binaries = tmp_path / "bin"
    binaries.mkdir()
    (binaries / "tosgen").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tosgen.cli.main "$@"\n', "utf-8")
    (binaries / "tosgen").chmod(0o755)
    return root


def hook(root: Path, name: str) -> subprocess.CompletedProcess[str]:
    if find_spec("pre_commit") is None:
        missing("pre-commit", "pip install pre-commit")
    path = f"{root.parent / 'bin'}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PRE_COMMIT_HOME": str(root.parent / "cache"), "COLUMNS": "80"}
    command = [sys.executable, "-m", "pre_commit", "run", "--verbose", name]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def test_the_hook_shows_what_a_commit_changes(tmp_path: Path) -> None:
    root = hooked(tmp_path, "a_fact_changes_and_users_must_be_told")
    done = hook(root, "tosgen-review")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "fact bench.reply: 3 days → 5 days" in done.stdout
    assert "Workshop Act s 2 (qz-2): 10 days" in done.stdout


def test_the_hook_finds_faults_of_what_is_staged_and_of_nothing_else(tmp_path: Path) -> None:
    root = hooked(tmp_path, "an_english_clause_changes_and_its_translation_is_stale")
    done = hook(root, "tosgen-lint")
    assert done.returncode == 1
    assert "error[untranslated]" in done.stdout
    git(root, "restore", "--staged", "bench/clauses")
    edit(root / "bench/tosgen.yaml", "bench.reply: 3 days", "bench.reply: 4 days")
    git(root, "add", "bench/tosgen.yaml")
    done = hook(root, "tosgen-lint")
    assert done.returncode == 0, done.stdout + done.stderr
