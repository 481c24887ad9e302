"""`tosgen log`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.days import today_in
from tosgen.cli.refs import Ref, find
from tosgen.cli.workspace import ledger_in
from tosgen.cli.write import table, write, write_json

if TYPE_CHECKING:
    from tosgen.ledger import Entry, Ledger
    from tosgen.review.state import Standing


@click.command()
@click.argument("ref", required=False)
@options.service
@options.on
@options.formats("text", "json")
@click.pass_obj
def log(folder: Path, ref: str | None, service: str | None, on: date | None, form: str) -> None:
    """List the versions of one document (DOCUMENT/MARKET), or of all, and where each stands.

    Signatures are checked by `tosgen verify`, and wherever something follows from a decision.
    """
    ledger, day = ledger_in(folder, service), today_in(folder, on)
    wanted = Ref.parse(ref) if ref else None
    if wanted:
        find(ledger, wanted.dated(lambda: day))
    entries = ledger.entries(wanted.document, wanted.market) if wanted else ledger.entries()
    listed = list(zip(entries, _standing(ledger, entries, day), strict=True))
    if form == "json":
        write_json({"schema": "tosgen.log/1", "versions": [_data(*each) for each in listed]})
        return
    rows = [
        (_name(e), e.kind, s.state, str(s.effective or ""), f"{e.recorded:%Y-%m-%d %H:%M}", e.commit[:10],
         " ".join(e.locales), e.author)
        for e, s in listed
    ]  # fmt: skip
    heads = ("ref", "kind", "state", "effective", "recorded", "commit", "languages", "by")
    write(table(rows, heads), None)


def _standing(ledger: Ledger, entries: Sequence[Entry], day: date) -> list[Standing]:
    from tosgen.review.replay import doubtful, replay
    from tosgen.review.state import standing

    found = replay(ledger)
    if doubtful(found):
        click.echo("tosgen: a decision in this ledger does not hold; `tosgen verify` says which", err=True)
    needed = found.past.signers.approvals
    return [standing(found.past.of(e.folder), e.version, day, needed) for e in entries]


def _data(entry: Entry, standing: Standing) -> dict[str, object]:
    return {
        "ref": _name(entry),
        "document": entry.document,
        "market": entry.market,
        "version": entry.version,
        "kind": entry.kind,
        "recorded": entry.recorded.isoformat(),
        "effective": standing.effective.isoformat() if standing.effective else None,
        "state": standing.state,
        "commit": entry.commit,
        "locales": list(entry.locales),
    }


def _name(entry: Entry) -> str:
    return f"{entry.document}/{entry.market}@{entry.version}"
