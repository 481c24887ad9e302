"""`tosgen due`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.run import Run
from tosgen.cli.speech import speak
from tosgen.cli.workspace import examples
from tosgen.cli.write import table, write, write_json
from tosgen.saying import SEMICOLON, joined, say, say_in

if TYPE_CHECKING:
    from tosgen.model.audit import Due


@click.command()
@click.option("--example", type=click.Choice(examples()), help="Take the profile of a packaged example.")
@click.option("--until", type=options.Day("--until"), metavar="DATE", help="What is due by then; by --on if left out.")
@options.on
@options.formats("text", "json", "ics")
@options.output
@click.pass_obj
def due(folder: Path, example: str | None, until: date | None, on: date | None, form: str, output: str | None) -> None:
    """What is due: clauses, documents, audits, training, facts, law and findings. `ics` holds all that is ahead."""
    from tosgen.audit.due import due as found_due
    from tosgen.pipeline.due import standing

    work = Run.at(folder, example, on)
    items = work.items()
    ledger = work.workspace.ledger(work.service.name)
    found = found_due(standing(work.inputs([]), ledger, work.evidence().dispositions, items))
    if form == "ics":
        from tosgen.formats import calendar

        write(
            calendar.write(work.service.name, [each for each in found if until is None or each.on <= until], speak),
            output,
        )
        return
    by = until or work.day
    told = [each for each in found if each.on <= by]
    if form == "json":
        rows = [{"what": d.what, "name": d.name, "on": d.on.isoformat(), "reason": d.reason} for d in told]
        write_json({"schema": "tosgen.due/1", "service": work.service.name, "on": by.isoformat(), "due": rows}, output)
        return
    ahead = [each for each in found if each.on > by]
    write(_lines(told, by, ahead), output)


def _lines(told: list[Due], by: date, ahead: list[Due]) -> str:
    from tosgen.model.words import word

    heads = (
        say_in("heading: the day", "on"), say_in("heading", "what"), say_in("heading", "name"),
        say_in("heading", "reason"),
    )  # fmt: skip
    lines = table([(str(d.on), word("due", d.what), d.name, d.reason) for d in told], heads)
    counted = say("{number} due by {day}", number=len(told), day=by)
    if not ahead:
        return joined("\n", [lines, counted])
    first = ahead[0]
    following = say("next on {day}: {what} {name}", day=first.on, what=word("due", first.what), name=first.name)
    return joined("\n", [lines, joined(SEMICOLON, [counted, following])])
