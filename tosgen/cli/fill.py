"""`tosgen fill`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.refs import Ref, find, limited
from tosgen.cli.run import Run
from tosgen.cli.workspace import examples, refuse
from tosgen.cli.write import write
from tosgen.saying import say

if TYPE_CHECKING:
    from tosgen.model.document import Document


@click.command()
@click.argument("ref")
@click.option("--facts", type=click.Path(path_type=Path), required=True, metavar="FILE", help="Facts of the case.")
@click.option("--section", "sections", multiple=True, metavar="SLOT", help="Only this section, without headings.")
@click.option("--example", type=click.Choice(examples()), help="Take the profile of a packaged example.")
@options.on
@options.formats("md", "txt", "html")
@options.output
@click.pass_obj
def fill(
    folder: Path, ref: str, facts: Path, sections: tuple[str, ...], example: str | None, on: date | None, form: str,
    output: str | None,
) -> None:  # fmt: skip
    """Complete a letter or notice with the facts of one case: DOCUMENT/MARKET[/LOCALE].

    What has blanks is refused. Nothing of it goes into the ledger: who wrote and who was written to stays with you.
    """
    from tosgen.pipeline.fill import filled
    from tosgen.sources.case import load_case

    work = Run.at(folder, example, on)
    wanted = Ref.parse(ref)
    limited(work.service, (ref,))
    market = work.service.markets[wanted.market]
    locale = wanted.locale or market.authoritative
    if locale not in market.languages:
        raise refuse(
            "unknown-locale",
            say("{market} has no '{locale}'", market=market.name, locale=locale),
            ref,
            say("it has {names}", names=", ".join(market.languages)),
        )
    inputs = work.inputs([(market, wanted.document)])
    if wanted.at != "latest" or work.workspace.ledger(work.service.name).entries(wanted.document, market.name):
        _as_recorded(work, wanted, locale)
    case = load_case(facts, work.library)
    _written(filled(inputs, market, wanted.document, locale, case, sections=sections), form, bool(sections), output)


def _as_recorded(work: Run, ref: Ref, locale: str) -> None:
    """Refused (`not-recorded`) if the form composed now is not the recorded one: people act on what was reviewed."""
    from tosgen.pipeline.fill import blank

    ledger = work.workspace.ledger(work.service.name)
    version = find(ledger, ref.dated(lambda: work.day))
    market = work.service.markets[ref.market]
    now = blank(work.inputs([(market, ref.document)]), market, ref.document, locale)
    if now != ledger.text(ref.document, ref.market, version.version, locale):
        message = say("version {version} is not what the library and the profile give now", version=version.version)
        raise refuse("not-recorded", message, ref.text, say("run `tosgen generate`, and have the new version reviewed"))


def _written(document: Document, form: str, bare: bool, output: str | None) -> None:
    from tosgen.formats import html, letter, markdown, text

    whole = {"md": markdown.write, "txt": text.write, "html": html.write}
    write(letter.write(document, form) if bare else whole[form](document), output)
