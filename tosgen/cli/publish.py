"""`tosgen publish`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tosgen.cli import deciding, options, remarks
from tosgen.cli.days import now_in
from tosgen.cli.run import Run
from tosgen.cli.speech import tell
from tosgen.cli.workspace import examples
from tosgen.model.effect import MECHANISMS, Mechanism
from tosgen.saying import say


@click.command()
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
@click.option(
    "--effective", type=options.Day("--effective"), metavar="DATE",
    help="The first day for new users; of a version that they have already, it stays as it was.",
)  # fmt: skip
@click.option(
    "--existing", type=options.DayOrNever("--existing"), metavar="DATE|never",
    help="The first day for existing users; else the first lawful one, or none if they were not told.",
)  # fmt: skip
@click.option("--mechanism", type=click.Choice(MECHANISMS), help="How it comes to hold for existing users.")
@deciding.kind
@click.option(
    "--reason", metavar="TEXT",
    help="Why it changes for them, or counts as less; the ledger holds only its SHA-256.",
)  # fmt: skip
@click.option("--example", type=click.Choice(examples()), help="Take the profile of a packaged example.")
@remarks.comment
@deciding.author
@deciding.key
@options.on
@options.formats("text", "json")
@click.pass_obj
def publish(
    folder: Path, refs: tuple[str, ...], effective: date | None, existing: date | str | None,
    mechanism: Mechanism | None, kind: str | None, reason: str | None, example: str | None, author: str | None,
    key: Path | None, on: date | None, form: str, comments: tuple[str, ...],
) -> None:  # fmt: skip
    """Publish versions from a day on: they supersede what is in force then.

    Each is composed again for that day, and refused (`not-recorded`) if library and profile give another text; and if
    it was compared with another version than the one in force until then. Existing users get it if the law of the place
    lets them, counted from the notice that `tosgen notify` recorded; else they keep the text that they have.
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
    first = effective or deciding.first_day_of(ledger, versions)
    inputs = replace(work.inputs([(market, v.document) for market, v in chosen]), day=first)
    decided = run(
        inputs,
        ledger,
        chosen,
        deciding.acting(folder, author, key),
        today=work.day,
        at=now_in(work.workspace.profile.parent),
        wish=deciding.wish_of(existing, mechanism),
        reason=deciding.reason_of(reason) if reason is not None else None,
        kind=kind,
        comments=remarks.of(comments, versions),
    )
    deciding.tell(decided, work.day, form)
    for subject in decided.decision.subjects:
        for number in overtaken(decided.past.of(subject.folder), subject.version):
            ref = f"{subject.folder}@{number}"
            tell(say("{ref} was to take effect later, and never will: generate it again", ref=ref))
