"""`tosgen init`."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tosgen.cli.workspace import PROFILE, example_folder, examples, library_root, refuse, shown

if TYPE_CHECKING:
    from tosgen.interview import Question

ANSWERS = ".tosgen-init.json"
_IGNORE = f"outputs/\n{ANSWERS}\n"


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
            "exists", "there is a profile here already", shown(place / PROFILE), "edit it, or name another folder"
        )
    if yes and not example:
        raise refuse("bad-value", "--yes needs an example to take", "--yes", f"add --example {examples()[0]}")
    place.mkdir(parents=True, exist_ok=True)
    if example:
        if not yes:
            click.confirm(f"Copy the example '{example}' into {place}?", default=True, abort=True)
        shutil.copytree(example_folder(example), place, dirs_exist_ok=True)
    else:
        _interview(place)
    if not (place / ".gitignore").exists():
        (place / ".gitignore").write_text(_IGNORE, "utf-8")
    click.echo(f"{place / PROFILE} is ready. Next: tosgen -C {place} generate")


def _interview(place: Path) -> None:
    from tosgen.interview import next_question, profile
    from tosgen.sources.library import load_library
    from tosgen.sources.service import load_service

    library, _ = load_library(library_root() / "clauses", None, version="", commit="")
    kept = place / ANSWERS
    answers: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    if answers:
        click.echo(f"Going on after {len(answers)} answers.", err=True)
    day = datetime.now(UTC).date()
    while question := next_question(library, answers, day):
        answers[question.key] = _ask(question)
        kept.write_text(json.dumps(answers, ensure_ascii=False, indent=1), "utf-8")
    draft = place / f".{PROFILE}.draft"
    draft.write_text(profile(library, answers), "utf-8")
    load_service(draft, library)
    draft.replace(place / PROFILE)
    kept.unlink()


def _ask(question: Question) -> Any:
    """Ask until the answer fits."""
    while True:
        given = _prompted(question)
        wrong = _fault(question, given)
        if wrong is None:
            return given
        click.echo(f"  {wrong}", err=True)


def _prompted(question: Question) -> Any:
    if question.kind == "yes-no":
        return click.confirm(question.text, default=False)
    options = f" ({', '.join(question.options)})" if question.options else ""
    extra = " (Enter to skip)" if question.optional else ""
    text = click.prompt(
        f"{question.text}{options}{extra}", default="" if question.optional else None, show_default=False
    )
    if question.kind in {"many", "keys"}:
        return text.replace(",", " ").split()
    return text.strip()


def _fault(question: Question, given: Any) -> str | None:
    """What is wrong with an answer, as the profile's reader would say it; None if it fits."""
    from difflib import get_close_matches

    if question.optional and given in ("", []):
        return None
    if question.options:
        for word in given if isinstance(given, list) else [given]:
            if word not in question.options:
                near = get_close_matches(word, question.options, 1)
                return f"'{word}' is not one of them" + (f"; did you mean '{near[0]}'?" if near else "")
        return None if given else "choose at least one"
    return _unfit(question, given) if isinstance(given, str) else None


def _unfit(question: Question, given: str) -> str | None:
    from tosgen.sources import values
    from tosgen.sources.faults import Unfit

    try:
        if question.fact and question.fact.kind not in {"localized", "countries", "languages", "table"}:
            raw: object = int(given) if question.fact.kind == "integer" and given.isdigit() else given
            values.parse(question.fact, raw)
        else:
            values.line(given)
    except Unfit as unfit:
        return str(unfit)
    return None
