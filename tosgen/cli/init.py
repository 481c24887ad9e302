"""`tosgen init`."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tosgen.cli.answers import fault
from tosgen.cli.speech import speak, tell
from tosgen.cli.workspace import PROFILE, example_folder, examples, library_root, refuse, shown
from tosgen.cli.write import write_json
from tosgen.errors import Finding, Place, Refused
from tosgen.saying import listed, say, say_n

if TYPE_CHECKING:
    from tosgen.interview import Question

ANSWERS = ".tosgen-init.json"
_BESIDE = {
    ".gitignore": f"outputs/\n{ANSWERS}\n",
    ".gitattributes": """\
*.md text eol=lf diff=markdown linguist-generated=false
*.po text eol=lf linguist-generated=false
*.yaml text eol=lf
*.csv text eol=lf
*.docx binary
*.pdf binary
""",
}
"""What git is told in a workspace, where nothing of the user's is in the way."""


@click.command()
@click.argument("target", required=False, type=click.Path(path_type=Path, file_okay=False), metavar="[DIR]")
@click.option("--example", type=click.Choice(examples()), help="Take a packaged example instead of asking.")
@click.option("--yes", is_flag=True, help="Ask nothing; goes with --example.")
@click.pass_obj
def init(folder: Path, target: Path | None, example: str | None, yes: bool) -> None:
    """Make a workspace in DIR: answer questions, or take an example.

    Every answer is kept at once: stopped anywhere, init goes on from there the next time.
    """
    place = folder / target if target else folder
    if (place / PROFILE).exists():
        raise refuse(
            "exists",
            say("there is a profile here already"),
            shown(place / PROFILE),
            say("edit it, or name another folder"),
        )
    if yes and not example:
        raise refuse(
            "bad-value",
            say("--yes needs an example to take"),
            "--yes",
            say("add {option}", option=f"--example {examples()[0]}"),
        )
    place.mkdir(parents=True, exist_ok=True)
    if example:
        if not yes:
            click.confirm(
                speak(say("Copy the example '{example}' into {place}?", example=example, place=place)),
                default=True,
                abort=True,
            )
        _copy(example_folder(example), place)
    else:
        _interview(place)
    for name, content in _BESIDE.items():
        if not (place / name).exists():
            (place / name).write_text(content, "utf-8")
    ready = say("{profile} is ready. Next: {command}", profile=place / PROFILE, command=f"tosgen -C {place} generate")
    tell(ready, err=False)


def _copy(example: Path, place: Path) -> None:
    there = [place / path.relative_to(example) for path in sorted(example.rglob("*")) if path.is_file()]
    found = [Finding("exists", say("this file would be overwritten"), Place(shown(p))) for p in there if p.exists()]
    if found:
        raise Refused(found)
    shutil.copytree(example, place, dirs_exist_ok=True)


def _interview(place: Path) -> None:
    from tosgen.interview import next_question, profile
    from tosgen.sources.library import load_library
    from tosgen.sources.service import load_service

    library, _ = load_library(library_root() / "clauses", None, version="", commit="")
    kept = place / ANSWERS
    given, answers = _given(kept), dict[str, Any]()
    if given:
        tell(say_n("Going on after {n} answers.", "Going on after {n} answers.", n=len(given)))
    day = datetime.now(UTC).date()
    while question := next_question(library, answers, day):
        if question.key in given and fault(question, given[question.key]) is None:
            answers[question.key] = given[question.key]
        else:
            answers[question.key] = _ask(question)
            write_json({**given, **answers}, str(kept))
    draft = place / f".{PROFILE}.draft"
    draft.write_text(profile(library, answers), "utf-8")
    load_service(draft, library)
    draft.replace(place / PROFILE)
    kept.unlink(missing_ok=True)


def _given(kept: Path) -> dict[str, Any]:
    """The answers of an interview that was broken off."""
    if not kept.is_file():
        return {}
    try:
        answers = json.loads(kept.read_text("utf-8"))
    except (ValueError, RecursionError):
        answers = None
    if not isinstance(answers, dict):
        raise refuse(
            "syntax", say("these answers cannot be read"), shown(kept), say("delete the file and answer again")
        )
    return answers


def _ask(question: Question) -> Any:
    """Ask until the answer fits."""
    while True:
        given = _prompted(question)
        wrong = fault(question, given)
        if wrong is None:
            return given
        click.echo(f"  {speak(wrong)}", err=True)


_PROMPTS = {
    (True, False): say("{question} ({options})"),
    (False, True): say("{question} (Enter to skip)"),
    (True, True): say("{question} ({options}) (Enter to skip)"),
}
"""By whether there are options, and whether the question may be skipped."""


def _prompted(question: Question) -> Any:
    if question.kind == "yes-no":
        return click.confirm(speak(question.text), default=False)
    template = _PROMPTS.get((bool(question.options), question.optional))
    asked = template.of(question=question.text, options=listed(question.options)) if template else question.text
    said = speak(asked)
    suffix = " " if said.endswith(("?", "؟", "？")) else ": "
    text = click.prompt(said, default="" if question.optional else None, show_default=False, prompt_suffix=suffix)
    if question.kind in {"many", "keys"}:
        return text.replace(",", " ").split()
    return text.strip()
