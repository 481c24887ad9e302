"""`tosgen record`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.people import author_named
from tosgen.cli.speech import tell
from tosgen.cli.workspace import Workspace, refuse, shown, today
from tosgen.saying import say

if TYPE_CHECKING:
    from tosgen.model.audit import RecordKind

KINDS = ("audit", "training", "bias-test", "assessment")


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--scope", required=True, metavar="TEXT", help="What it covered.")
@click.option("--count", type=int, required=True, help="How many texts, people, cases or activities.")
@click.option(
    "--finding",
    "findings",
    multiple=True,
    metavar='"WHAT; ROLE; DATE"',
    help="What is wanting; who; by when.",
)
@click.option("--closes", multiple=True, metavar="NAME", help="An earlier finding that is mended, as `due` names it.")
@click.option(
    "--evidence", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="Only its SHA-256 is recorded."
)
@click.option("--next", "following", type=options.Day("--next"), metavar="DATE", help="When the next one is due.")
@click.option("--as", "author", metavar='"NAME <EMAIL>"', help="Who records; else git's configured user, else tosgen.")
@options.on
@click.pass_obj
def record(
    folder: Path, kind: RecordKind, scope: str, count: int, findings: tuple[str, ...], closes: tuple[str, ...],
    evidence: tuple[Path, ...], following: date | None, author: str | None, on: date | None,
) -> None:  # fmt: skip
    """Add to the audit trail: an audit, a training, a bias test or an assessment.

    It goes into the ledger, which is never rewritten: no names of staff or users, and of evidence only its digest.
    """
    from tosgen.audit import records
    from tosgen.ledger import Change, canonical, message
    from tosgen.model.audit import Record
    from tosgen.pipeline.due import records as recorded

    workspace = Workspace.at(folder)
    service = workspace.service(workspace.library()[0])
    ledger, day = workspace.ledger(service.name), on or today(service.timezone)
    digests = tuple(_digest(path) for path in evidence)
    given = [_finding(text) for text in findings]
    with ledger.session() as writer:
        earlier = recorded(ledger)
        name = records.named(kind, day, earlier)
        found = records.shortfalls(name, given)
        made = Record(name, kind, day, scope, count, found, closes, digests, following)
        records.check(made, earlier)
        files = {f"{records.FOLDER}/{name}.json": canonical(records.as_dict(made))}
        subject = message(f"record {name}: {scope}", {"Tosgen-Record": name})
        writer.append([Change(subject, files)], author_named(author, folder), datetime.now(UTC))
    tell(say("{name}: recorded in {folder}", name=name, folder=shown(ledger.path)), err=False)


def _finding(text: str) -> tuple[str, str, date]:
    parts = [part.strip() for part in text.rsplit(";", 2)]
    if len(parts) != 3 or not all(parts):
        hint = say('write --finding "what is wanting; head-of-support; 2027-03-01"')
        raise refuse("bad-value", say("{text} does not say what, who and by when", text=repr(text)), "--finding", hint)
    return parts[0], parts[1], options.day(parts[2], "--finding")


def _digest(path: Path) -> str:
    from hashlib import file_digest

    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise refuse(
            "missing-file", say("it cannot be read: {error}", error=error.strerror), shown(path), say("name a file")
        ) from None
