"""`tosgen due`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tosgen.cli import options
from tosgen.cli.run import Run
from tosgen.cli.workspace import examples
from tosgen.cli.write import table, write, write_json


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

        write(calendar.write(work.service.name, [each for each in found if until is None or each.on <= until]), output)
        return
    by = until or work.day
    told = [each for each in found if each.on <= by]
    if form == "json":
        rows = [{"what": d.what, "name": d.name, "on": d.on.isoformat(), "reason": d.reason} for d in told]
        write_json({"schema": "tosgen.due/1", "service": work.service.name, "on": by.isoformat(), "due": rows}, output)
        return
    ahead = [each for each in found if each.on > by]
    following = f"; next on {ahead[0].on}: {ahead[0].what} {ahead[0].name}" if ahead else ""
    lines = table([(str(d.on), d.what, d.name, d.reason) for d in told], ("on", "what", "name", "reason"))
    write(f"{lines}\n{len(told)} due by {by}{following}", output)
