"""`tosgen generate`."""

from __future__ import annotations

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
                "causes": [{"kind": c.kind, "name": c.name, "before": c.before, "after": c.after} for c in o.causes],
                "changed": o.changed,
            }
            for o in outcomes
        ],
    }


def _rows(outcomes: list[Outcome], dry_run: bool) -> str:
    rows = [
        (
            f"{o.version.document}/{o.version.market}",
            f"v{o.version.version}" if o.changed else f"v{o.version.version} =",
            o.version.kind if o.changed else "unchanged",
            "; ".join(dict.fromkeys(f"{c.kind} {c.name}".strip() for c in o.causes)),
        )
        for o in outcomes
    ]
    new = sum(o.changed for o in outcomes)
    tail = f"{new} new, {len(outcomes) - new} unchanged" + (" (dry run: nothing was written)" if dry_run else "")
    return table(rows, ("document", "version", "kind", "causes")) + f"\n{tail}"
