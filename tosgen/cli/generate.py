"""`tosgen generate`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import deciding, options
from tosgen.cli.people import author_named
from tosgen.cli.progress import progress_bar
from tosgen.cli.run import Run
from tosgen.cli.unchanged import Standing
from tosgen.cli.workspace import Workspace, examples
from tosgen.cli.write import table, write, write_json
from tosgen.formats.run_summary import of_run
from tosgen.model.words import word
from tosgen.saying import SEMICOLON, Said, joined, say, say_in, say_n

if TYPE_CHECKING:
    from tosgen.fleet.order import Order
    from tosgen.fleet.told import Line
    from tosgen.model.version import Cause, Version
    from tosgen.pipeline.generate import Outcome


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
    now = datetime.now(UTC)

    def order() -> Order:
        from tosgen.fleet.order import Order
        from tosgen.ledger.signatures import key_of

        return Order(now, author_named(author, folder), on, key_of(key, folder), dry_run)

    given = order() if author or key else None  # what is named is looked at first; git's word is for who records
    standing = Standing.of(Workspace.at(folder, example), refs)
    found = standing.known(on, now, dry_run=dry_run)
    rows = _run(folder, example, refs, given or order(), standing) if found is None else list(map(Row.known, found))
    if form == "json":
        write_json(_report(rows))
    else:
        write(_rows(rows, dry_run), None)


def _run(
    folder: Path, example: str | None, refs: tuple[str, ...], order: Order, standing: Standing
) -> list[Row]:  # fmt: skip
    from tosgen.pipeline.generate import lawful, record

    work = Run.at(folder, example, order.on)
    items = work.items(refs)
    inputs, ledger = work.inputs(items), work.workspace.ledger(work.service.name)
    parts = standing.parts(inputs, ledger, items)
    with progress_bar() as progress:
        made = lawful(inputs, parts.left(items), progress)
        done = record(inputs, ledger, made, author=order.author, at=order.now, key=order.key, dry_run=order.dry_run)
    if not order.dry_run and not work.warned:
        standing.keep(inputs, done, parts, work.files)
    rows = [*map(Row.known, parts.lines.values()), *map(Row.made, done.outcomes)]
    found = {f"{row.document}/{row.market}": row for row in rows}
    return [found[folder] for folder in parts.digests]


@dataclass(frozen=True, slots=True)
class Row:
    """One document in the report; `version`: its record, where this run made it."""

    document: str
    market: str
    number: int
    kind: str
    causes: tuple[Cause, ...] = ()
    version: Version | None = None

    @classmethod
    def made(cls, outcome: Outcome) -> Row:
        """What the run made of it."""
        version = outcome.version
        new = version if outcome.changed else None
        return cls(version.document, version.market, version.version, version.kind, outcome.causes, new)

    @classmethod
    def known(cls, line: Line) -> Row:
        """What the run before left."""
        return cls(line.document, line.market, line.version, line.kind)

    @property
    def change(self) -> tuple[str, tuple[Cause, ...]]:
        """The kind of its change ("" for none) and its causes, for a summary of the run."""
        return self.kind if self.version else "", self.causes


def _report(rows: list[Row]) -> dict[str, object]:
    return {
        "schema": "tosgen.generate/1",
        "documents": [
            {
                "document": row.document,
                "market": row.market,
                "version": row.number,
                "kind": row.kind,
                "causes": [asdict(cause) for cause in row.causes],
                "changed": row.version is not None,
                "kind_reasons": [asdict(reason) for reason in row.version.kind_reasons] if row.version else [],
                "summary": row.version.summary if row.version else "",
            }
            for row in rows
        ],
        "summary": str(of_run([row.change for row in rows])),
    }


def _why(rows: list[Row]) -> Iterator[Said]:
    """Of each document that changed: what, and what makes it count as what it counts."""
    for version in (row.version for row in rows if row.version):
        reasons = version.kind_reasons
        if version.base is None or not reasons:
            continue
        because = [reasons[0].because]
        if len(reasons) > 1:
            because.append(say_n("{n} more reason", "{n} more reasons", n=len(reasons) - 1))
        yield say(
            "{document}/{market} v{version}: {summary}; {kind}, because {reasons}",
            document=version.document, market=version.market, version=version.version, summary=version.summary,
            kind=word("kind", version.kind), reasons=joined(SEMICOLON, because),
        )  # fmt: skip


def _rows(rows: list[Row], dry_run: bool) -> str:
    from tosgen.formats.cause_words import named

    unchanged, nothing = say("unchanged"), joined(SEMICOLON, ())
    cells = [
        (
            f"{row.document}/{row.market}",
            f"v{row.number}" if row.version else f"v{row.number} =",
            word("kind", row.kind) if row.version else unchanged,
            joined(SEMICOLON, dict.fromkeys(map(named, row.causes))) if row.causes else nothing,
        )
        for row in rows
    ]
    new = sum(row.version is not None for row in rows)
    told = say("{new} new, {old} unchanged", new=new, old=len(rows) - new)
    tail = say("{counts} (dry run: nothing was written)", counts=told) if dry_run else told
    summary = of_run([row.change for row in rows])
    follows = any(row.version and row.version.base for row in rows)
    heads = (say("document"), say("version"), say_in("heading", "kind"), say("causes"))
    return joined("\n", [table(cells, heads), *_why(rows), tail, *([summary] if follows else [])])
