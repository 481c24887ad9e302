"""`tosgen forecast`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tosgen.cli import options
from tosgen.cli.run import Run
from tosgen.cli.speech import speak, told
from tosgen.cli.workspace import examples
from tosgen.cli.write import write, write_json
from tosgen.saying import joined, listed, say

if TYPE_CHECKING:
    from tosgen.model.audit import Coming
    from tosgen.pipeline.forecast import Day, Effect, Forecast


@click.command()
@click.argument("refs", nargs=-1, metavar="[REF]...")
@click.option("--example", type=click.Choice(examples()), help="Take the profile of a packaged example.")
@click.option("--until", type=options.Day("--until"), metavar="DATE", help="The last day to look at.")
@options.on
@options.formats("text", "md", "json")
@options.output
@click.pass_obj
def forecast(
    folder: Path, refs: tuple[str, ...], example: str | None, until: date | None, on: date | None, form: str,
    output: str | None,
) -> None:  # fmt: skip
    """What coming law will change: every dated change ahead, and the redline that it will cause.

    What is enacted without a date stands apart. `md` holds the redlines in full.
    """
    from tosgen.pipeline.forecast import forecast as run

    work = Run.at(folder, example, on)
    items = work.items(refs)
    found = run(work.inputs(items), items, until)
    if form == "json":
        write_json(_data(found), output)
    else:
        write(joined("\n", _lines(found, form == "md")), output)


def _lines(found: Forecast, whole: bool) -> Iterator[str]:
    head = say("# {service}: what changes after {day}") if whole else say("{service}, after {day}")
    yield head.of(service=found.service, day=found.on)
    for day in found.days:
        yield from ("", f"## {day.on}" if whole else str(day.on))
        yield from (_coming(each) for each in day.coming)
        for effect in day.effects:
            yield from _effect(effect, whole)
    if found.announced:
        yield from ("", say("## Announced, without a date") if whole else say("announced, without a date"))
        yield from (_coming(each) for each in found.announced)
    if not found.days and not found.announced:
        yield say("nothing in the register or the library changes")


def _coming(each: Coming) -> str:
    from tosgen.model.words import word

    row = each.requirement
    documents = listed(each.documents) if each.documents else say("no document of theirs")
    return say(
        "- {id} {begins} ({place} {provision}; {markets}: {documents}): {text}",
        id=row.id, begins=word("turn", each.change), place=row.jurisdiction, provision=row.provision,
        markets=listed(each.markets), documents=documents, text=row.text,
    )  # fmt: skip


def _effect(effect: Effect, whole: bool) -> Iterator[str]:
    from tosgen.formats import redline_markdown
    from tosgen.formats.redline_summary import summary

    name = f"{effect.document}/{effect.market}"
    if effect.redline is None:
        yield say("- {name} cannot be composed on that day:", name=name)
        yield from (f"  {told(finding)}" for finding in effect.findings)
    elif whole:
        yield from ("", redline_markdown.render(effect.redline, speak=speak).rstrip())
    else:
        yield say("- {name}: {summary}", name=name, summary=summary(effect.redline))


def _data(found: Forecast) -> dict[str, Any]:
    return {
        "schema": "tosgen.forecast/1",
        "service": found.service,
        "on": found.on.isoformat(),
        "until": found.until.isoformat() if found.until else None,
        "changes": [_day(day) for day in found.days],
        "announced": [_row(each) for each in found.announced],
    }


def _day(day: Day) -> dict[str, Any]:
    return {
        "on": day.on.isoformat(),
        "requirements": [each.requirement.id for each in day.coming],
        "documents": list(day.documents),
        "markets": list(day.markets),
        "details": [_row(each) for each in day.coming],
        "redlines": [_redline(effect) for effect in day.effects],
    }


def _row(each: Coming) -> dict[str, Any]:
    row = each.requirement
    return {
        "id": row.id,
        "change": each.change,
        "jurisdiction": row.jurisdiction,
        "provision": row.provision,
        "requirement": row.text,
        "markets": list(each.markets),
        "documents": list(each.documents),
    }


def _redline(effect: Effect) -> dict[str, Any]:
    from tosgen.formats import redline_json

    data = redline_json.as_dict(effect.redline) if effect.redline else {"changes": []}
    return {
        "document": effect.document,
        "market": effect.market,
        "changes": data["changes"],
        "findings": [finding.as_dict() for finding in effect.findings],
    }
