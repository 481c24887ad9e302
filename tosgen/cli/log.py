"""`tosgen log`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.days import today_in
from tosgen.cli.refs import Ref, find
from tosgen.cli.speech import tell
from tosgen.cli.workspace import ledger_in
from tosgen.cli.write import table, write, write_json
from tosgen.saying import COMMA, joined, say, say_in

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
    """List the versions of one document (DOCUMENT/MARKET), or of all, and where each stands for whom.

    Signatures are checked by `tosgen verify`, and wherever something follows from a decision.
    """
    ledger, day = ledger_in(folder, service), today_in(folder, on)
    wanted = Ref.parse(ref) if ref else None
    if wanted:
        find(ledger, wanted.dated(lambda: day))
    entries = ledger.entries(wanted.document, wanted.market) if wanted else ledger.entries()
    standings, kinds = _standing(ledger, entries, day)
    listed = list(zip(entries, standings, strict=True))
    if form == "json":
        reasons = (version.kind_reasons for version in ledger.versions(entries))
        found = zip(listed, kinds, reasons, strict=True)
        versions = [{**_data(*each), "kind": kind, "kind_reasons": list(map(asdict, why))} for each, kind, why in found]
        write_json({"schema": "tosgen.log/1", "versions": versions})
        return
    from tosgen.model.words import word

    rows = [
        (_name(e), word("kind", kind), word("state", s.state), str(s.effective or ""),
         str(s.existing or ""), joined(COMMA, (word("users", each) for each in s.holds)),
         f"{e.recorded:%Y-%m-%d %H:%M}", e.commit[:10], " ".join(e.locales), e.author)
        for (e, s), kind in zip(listed, kinds, strict=True)
    ]  # fmt: skip
    heads = (
        say_in("heading", "ref"), say_in("heading", "kind"), say_in("heading", "state"), say_in("heading", "effective"),
        say_in("heading", "existing users"), say_in("heading: for whom", "holds for"),
        say_in("heading", "recorded"), say_in("heading", "commit"), say_in("heading", "languages"),
        say_in("heading: who", "by"),
    )  # fmt: skip
    write(table(rows, heads), None)


def _standing(ledger: Ledger, entries: Sequence[Entry], day: date) -> tuple[list[Standing], list[str]]:
    """Where each version stands, and what its change counts as."""
    from tosgen.review.replay import doubtful, replay
    from tosgen.review.state import standing
    from tosgen.review.weigh import kind_of

    found = replay(ledger)
    if doubtful(found):
        tell(say("tosgen: a decision in this ledger does not hold; `tosgen verify` says which"))
    needed = found.past.signers.approvals
    kinds = [kind_of(found.past.of(e.folder), e.version, e.kind) for e in entries]
    return [standing(found.past.of(e.folder), e.version, day, needed) for e in entries], kinds


def _data(entry: Entry, standing: Standing) -> dict[str, object]:
    return {
        "ref": _name(entry),
        "document": entry.document,
        "market": entry.market,
        "version": entry.version,
        "weighed": entry.kind,
        "recorded": entry.recorded.isoformat(),
        "effective": standing.effective.isoformat() if standing.effective else None,
        "existing": standing.existing.isoformat() if standing.existing else None,
        "mechanism": standing.mechanism,
        "state": standing.state,
        "holds_for": list(standing.holds),
        "commit": entry.commit,
        "locales": list(entry.locales),
    }


def _name(entry: Entry) -> str:
    return f"{entry.document}/{entry.market}@{entry.version}"
