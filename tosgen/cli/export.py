"""`tosgen export`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.days import today_in
from tosgen.cli.published import settings, tongues
from tosgen.cli.refs import Ref
from tosgen.cli.speech import tell
from tosgen.cli.workspace import ledger_in, library_in, refuse, shown
from tosgen.cli.write import write, write_json
from tosgen.saying import say

if TYPE_CHECKING:
    from tosgen.ledger import Ledger
    from tosgen.site.config import Config

NAMES = ("hugo", "jekyll", "mkdocs", "eleventy", "astro", "docusaurus")


@click.command()
@click.argument("refs", nargs=-1, metavar="[REF]...")
@click.argument("target", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--for", "generator", type=click.Choice(NAMES), required=True, help="The site generator.")
@click.option("--include", type=click.Choice(("upcoming",)), help="What is not in force yet, too.")
@options.service
@options.on
@options.formats("text", "json")
@click.pass_obj
def export(
    folder: Path, refs: tuple[str, ...], target: Path, generator: str, include: str | None, service: str | None,
    on: date | None, form: str,
) -> None:  # fmt: skip
    """Write what is in force into the folder of a site generator, and past versions beside it.

    REF is DOCUMENT/MARKET; all that is public if left out. Files that the last export wrote and that are no longer
    wanted are removed; files of others are never touched.
    """
    from tosgen.site.exports.generators import content
    from tosgen.site.folder import place

    ledger, day = ledger_in(folder, service), today_in(folder, on)
    config = _config(folder, ledger, [_whole(ref) for ref in refs], day)
    files = content(generator, config, upcoming=include == "upcoming")
    placed = place(target, files, f"export-{ledger.path.name}")
    if form == "json":
        summary = {"generator": generator, "folder": str(target), "on": day.isoformat(), **asdict(placed)}
        write_json({"schema": "tosgen.export/1", **summary})
        return
    for path in placed.kept:
        tell(say("{path} was changed by hand, and stays", path=path))
    counts = {"written": len(placed.written), "unchanged": len(placed.unchanged), "removed": len(placed.removed)}
    write(say("{folder}: {written} written, {unchanged} unchanged, {removed} removed", folder=target, **counts), None)


def _whole(text: str) -> tuple[str, str]:
    """Document and market of a ref; Refused where it names a language or a version."""
    ref = Ref.parse(text)
    if ref.locale or "@" in text:
        what = say("an export has every language and version of '{name}'", name=f"{ref.document}/{ref.market}")
        raise refuse("bad-ref", what, text, say("write DOCUMENT/MARKET, as in terms-of-service/DE"))
    return ref.document, ref.market


def _config(folder: Path, ledger: Ledger, asked: Sequence[tuple[str, str]], day: date) -> Config:
    """What is to be exported. Refused: `not-public`, `not-published`."""
    from tosgen.site import readers
    from tosgen.site.config import Config
    from tosgen.site.published import shelves

    library = library_in(folder)
    site = settings(folder, ledger, library)
    found = shelves(ledger, readers.shown(ledger, library, site), day)
    if asked:
        readers.asked(asked, library, site, found)
        found = tuple(shelf for shelf in found if (shelf.document, shelf.market) in asked)
    found = readers.published(found, shown(ledger.path))
    return Config(site, ledger.path.name, day, found, tongues(folder, library, found))
