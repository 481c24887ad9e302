"""`tosgen generate`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import deciding, options
from tosgen.cli.people import author_named
from tosgen.cli.progress import progress_bar
from tosgen.cli.run import Run
from tosgen.cli.workspace import examples
from tosgen.cli.write import table, write, write_json
from tosgen.formats.run_summary import of_run
from tosgen.model.words import word
from tosgen.saying import SEMICOLON, Said, joined, say, say_in, say_n

if TYPE_CHECKING:
    from tosgen.pipeline import Outcome


@click.command()
@click.argument("refs", nargs=-1, metavar="[REF]...")
@click.option("--example", type=click.Choice(examples()), help="Take the profile of a packaged example.")
@click.option("--dry-run", is_flag=True, help="Stop before anything is written.")
@click.option("--as", "author", metavar='"NAME <EMAIL>"', help="Who records; else git's configured user, else tosgen.")
@deciding.key
@options.on
@options.formats("text", "json")
@click.pass_obj
def generate(
    folder: Path,
    refs: tuple[str, ...],
    example: str | None,
    dry_run: bool,
    author: str | None,
    key: Path | None,
    on: date | None,
    form: str,
) -> None:
    """Compose the documents of every market and record what is new; all of it or nothing.

    REF (MARKET or DOCUMENT/MARKET) limits the run to some documents.
    """
    from tosgen.ledger.signatures import key_of
    from tosgen.pipeline import generate as run

    work = Run.at(folder, example, on)
    items = work.items(refs)
    with progress_bar() as progress:
        outcomes = run(
            work.inputs(items), work.workspace.ledger(work.service.name), items,
            author=author_named(author, folder), at=datetime.now(UTC), key=key_of(key, folder), dry_run=dry_run,
            progress=progress,
        )  # fmt: skip
    if form == "json":
        write_json(_report(outcomes))
    else:
        write(_rows(outcomes, dry_run), None)


def _report(outcomes: list[Outcome]) -> dict[str, object]:
    return {
        "schema": "tosgen.generate/1",
        "documents": [
            {
                "document": o.version.document,
                "market": o.version.market,
                "version": o.version.version,
                "kind": o.version.kind,
                "causes": [asdict(cause) for cause in o.causes],
                "changed": o.changed,
                "kind_reasons": [asdict(reason) for reason in o.version.kind_reasons] if o.changed else [],
                "summary": o.version.summary if o.changed else "",
            }
            for o in outcomes
        ],
        "summary": str(of_run([(o.version.kind if o.changed else "", o.causes) for o in outcomes])),
    }


def _why(outcomes: list[Outcome]) -> Iterator[Said]:
    """Of each document that changed: what, and what makes it count as what it counts."""
    for outcome in outcomes:
        version, reasons = outcome.version, outcome.version.kind_reasons
        if not outcome.changed or version.base is None or not reasons:
            continue
        because = [reasons[0].because]
        if len(reasons) > 1:
            because.append(say_n("{n} more reason", "{n} more reasons", n=len(reasons) - 1))
        yield say(
            "{document}/{market} v{version}: {summary}; {kind}, because {reasons}",
            document=version.document, market=version.market, version=version.version, summary=version.summary,
            kind=word("kind", version.kind), reasons=joined(SEMICOLON, because),
        )  # fmt: skip


def _rows(outcomes: list[Outcome], dry_run: bool) -> str:
    from tosgen.formats.cause_words import named

    rows = [
        (
            f"{o.version.document}/{o.version.market}",
            f"v{o.version.version}" if o.changed else f"v{o.version.version} =",
            word("kind", o.version.kind) if o.changed else say("unchanged"),
            joined(SEMICOLON, dict.fromkeys(named(cause) for cause in o.causes)),
        )
        for o in outcomes
    ]
    new = sum(o.changed for o in outcomes)
    told = say("{new} new, {old} unchanged", new=new, old=len(outcomes) - new)
    tail = say("{counts} (dry run: nothing was written)", counts=told) if dry_run else told
    summary = of_run([(o.version.kind if o.changed else "", o.causes) for o in outcomes])
    follows = any(o.changed and o.version.base for o in outcomes)
    heads = (say("document"), say("version"), say_in("heading", "kind"), say("causes"))
    return joined("\n", [table(rows, heads), *_why(outcomes), tail, *([summary] if follows else [])])
