"""`tosgen publish`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tosgen.cli import deciding, options
from tosgen.cli.days import now_in
from tosgen.cli.run import Run
from tosgen.cli.workspace import examples


@click.command()
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
@click.option(
    "--effective", type=options.Day("--effective"), required=True, metavar="DATE", help="The first day that it holds."
)
@click.option("--example", type=click.Choice(examples()), help="Take the profile of a packaged example.")
@deciding.author
@deciding.key
@options.on
@options.formats("text", "json")
@click.pass_obj
def publish(
    folder: Path, refs: tuple[str, ...], effective: date, example: str | None, author: str | None, key: Path | None,
    on: date | None, form: str,
) -> None:  # fmt: skip
    """Publish versions from a day on: they supersede what is in force then.

    Each is composed again for that day, and refused (`not-recorded`) if library and profile give another text; and if
    it was compared with another version than the one in force until then.
    """
    from dataclasses import replace

    from tosgen.cli.refs import limited
    from tosgen.pipeline.publish import publish as run
    from tosgen.review.state import overtaken

    work = Run.at(folder, example, on)
    ledger = work.workspace.ledger(work.service.name)
    versions = [deciding.version_of(ledger, ref, work.day) for ref in dict.fromkeys(refs)]
    limited(work.service, tuple(f"{v.document}/{v.market}" for v in versions))
    chosen = [(work.service.markets[v.market], v) for v in versions]
    inputs = replace(work.inputs([(market, v.document) for market, v in chosen]), day=effective)
    decided = run(
        inputs,
        ledger,
        chosen,
        deciding.acting(folder, author, key),
        today=work.day,
        at=now_in(work.workspace.profile.parent),
    )
    deciding.tell(decided, work.day, form)
    for subject in decided.decision.subjects:
        for number in overtaken(decided.past.of(subject.folder), subject.version):
            said = f"{subject.folder}@{number} was to take effect later, and never will: generate it again"
            click.echo(said, err=True)
