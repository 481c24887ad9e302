"""`tosgen generate`."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen import __version__
from tosgen.cli import options
from tosgen.cli.refs import Ref
from tosgen.cli.workspace import Workspace, examples, refuse, today
from tosgen.cli.write import table, write, write_json

if TYPE_CHECKING:
    from tosgen.ledger import Author
    from tosgen.model.service import Service
    from tosgen.pipeline import Outcome

_PERSON = re.compile(r"(?P<name>[^<>\s][^<>]*?) *<(?P<email>[^<>\s@]+@[^<>\s@]+)>")
_PATIENCE = 1.0
"""Seconds before a progress bar appears."""


@click.command()
@click.argument("refs", nargs=-1, metavar="[REF]...")
@click.option("--example", type=click.Choice(examples()), help="Take the profile of a packaged example.")
@click.option("--dry-run", is_flag=True, help="Stop before anything is written.")
@click.option("--as", "author", metavar='"NAME <EMAIL>"', help="Who records; else git's configured user, else tosgen.")
@options.on
@options.formats("text", "json")
@click.pass_obj
def generate(
    folder: Path,
    refs: tuple[str, ...],
    example: str | None,
    dry_run: bool,
    author: str | None,
    on: date | None,
    form: str,
) -> None:
    """Compose the documents of every market and record what is new; all of it or nothing.

    REF (DOCUMENT/MARKET) limits the run to some documents.
    """
    from tosgen.pipeline import Inputs, wanted
    from tosgen.pipeline import generate as run

    workspace = Workspace.at(folder, example)
    library, warnings = workspace.library()
    service = workspace.service(library)
    items = wanted(service, _limited(service, refs))
    translators = workspace.translators(tag for market, _ in items for tag in market.languages)
    day = on or today(service.timezone)
    inputs = Inputs(library, service, translators, day, __version__, workspace.profile.parent)
    for warning in warnings:
        click.echo(str(warning), err=True)
    with _progress() as progress:
        outcomes = run(
            inputs, workspace.ledger(service.name), items,
            author=_author(author, folder), at=datetime.now(UTC), dry_run=dry_run, progress=progress,
        )  # fmt: skip
    if form == "json":
        write_json(_report(outcomes))
    else:
        write(_rows(outcomes, dry_run), None)


def _limited(service: Service, refs: tuple[str, ...]) -> list[tuple[str, str]]:
    found = []
    for text in refs:
        ref = Ref.parse(text)
        if ref.market not in service.markets:
            hint = f"the profile has {', '.join(service.markets)}"
            raise refuse("unknown-market", f"there is no market '{ref.market}'", text, hint)
        there = service.markets[ref.market].documents or service.documents
        if ref.document not in there:
            hint = f"the market has {', '.join(there)}"
            raise refuse("unknown-document", f"{ref.market} has no document '{ref.document}'", text, hint)
        found.append((ref.document, ref.market))
    return found


def _author(given: str | None, folder: Path) -> Author:
    from tosgen.ledger import Author, author_of

    if given:
        named = _PERSON.fullmatch(given)
        if not named or not given.isprintable():
            raise refuse("bad-value", f"{given!r} names nobody", "--as", 'write --as "Name <name@example.org>"')
        return Author(named["name"], named["email"])
    return author_of(folder) or Author("tosgen", "tosgen@localhost")


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr once the run takes longer than a moment."""
    began, shown = time.monotonic(), [False]

    def tell(done: int, total: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - began > _PATIENCE:
            shown[0] = True
            bar = "#" * (30 * done // total)
            click.echo(f"\r[{bar:<30}] {done}/{total} documents", err=True, nl=False)

    yield tell
    if shown[0]:
        click.echo("", err=True)


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
