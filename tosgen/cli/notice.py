"""`tosgen notice`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.refs import Ref, find, limited
from tosgen.cli.run import Run
from tosgen.cli.speech import tell, told
from tosgen.cli.workspace import examples, refuse
from tosgen.cli.write import write
from tosgen.model.effect import MECHANISMS, Mechanism
from tosgen.saying import say

if TYPE_CHECKING:
    from tosgen.model.document import Document
    from tosgen.pipeline.notice import Notice


@click.command()
@click.argument("ref")
@options.formats("md", "html", "txt", "eml")
@click.option("--locale", metavar="LOCALE", help="The language; else the authoritative one, or all into a folder.")
@click.option(
    "-o", "output", type=click.Path(path_type=Path), metavar="FILE|DIR",
    help="Write to FILE; into a folder that exists: one file for each language.",
)  # fmt: skip
@click.option("--effective", type=options.Day("--effective"), metavar="DATE", help="The first day for new users.")
@click.option(
    "--existing", type=options.Day("--existing"), metavar="DATE",
    help="The first day for existing users; else the one published, or the first lawful one if it is sent today.",
)  # fmt: skip
@click.option("--mechanism", type=click.Choice(MECHANISMS), help="How it is to come to hold for existing users.")
@click.option("--text-url", metavar="URL", default="", help="Where the new text stands; else service.url.")
@click.option("--redline-url", metavar="URL", default="", help="Where every change can be read.")
@click.option("--example", type=click.Choice(examples()), help="Take the profile of a packaged example.")
@options.on
@click.pass_obj
def notice(
    folder: Path, ref: str, form: str, locale: str | None, output: Path | None, effective: date | None,
    existing: date | None, mechanism: Mechanism | None, text_url: str, redline_url: str, example: str | None,
    on: date | None,
) -> None:  # fmt: skip
    """Write the notice to existing users of a version: DOCUMENT/MARKET[/LOCALE][@VERSION].

    It says what changes in substance and why, from when it holds for whom, and what users may do. Nothing of it is
    recorded: send it, then record the sending with `tosgen notify --file`. Where `tosgen publish` would refuse the day
    that it names for new users, a warning says why.
    """
    from tosgen.pipeline.foreseen import refusals
    from tosgen.pipeline.notice import Plan, composed, noticed
    from tosgen.review.effects import Wish

    work = Run.at(folder, example, on)
    asked = Ref.parse(ref)
    limited(work.service, (f"{asked.document}/{asked.market}",))
    market = work.service.markets[asked.market]
    wanted = locale or asked.locale
    if wanted and wanted not in market.languages:
        hint = say("it has {names}", names=", ".join(market.languages))
        what = say("{market} has no '{locale}'", market=market.name, locale=wanted)
        raise refuse("unknown-locale", what, ref, hint)
    ledger = work.workspace.ledger(work.service.name)
    version = find(ledger, replace(asked, locale="").dated(lambda: work.day))
    inputs = work.inputs([(market, version.document)])
    urls = _url(text_url, "--text-url"), _url(redline_url, "--redline-url")
    plan = Plan(effective, Wish(existing or "", mechanism), *urls)
    found = noticed(inputs, ledger, market, version, plan)
    _tell(found)
    for warning in refusals(inputs, ledger, found):
        click.echo(told(warning), err=True)
    folderwise = output is not None and output.is_dir()
    locales = [wanted] if wanted else list(market.languages) if folderwise else [market.authoritative]
    for each in locales:
        text = _written(composed(inputs, ledger, found, each), work, found, form)
        name = f"{version.document}.{market.name}.v{version.version}.{each}.{form}"
        write(text, str(output / name) if output and folderwise else str(output) if output else None)


def _written(document: Document, work: Run, found: Notice, form: str) -> str:
    from tosgen.formats import notice as formats

    if form == "eml":
        entities = work.service.entities
        sender = entities.get(found.market.entity) or next(iter(entities.values()))
        return formats.as_mail(
            document, name=sender.fields["name"], address=sender.fields["email"], on=work.day
        )  # fmt: skip
    return {"md": formats.as_markdown, "txt": formats.as_text, "html": formats.as_html}[form](document)


def _url(text: str, option: str) -> str:
    from tosgen.sources import values
    from tosgen.sources.faults import Unfit

    try:
        return values.url(text) if text else ""
    except Unfit as unfit:
        raise refuse(unfit.code, unfit.message, option, unfit.hint) from unfit


def _tell(found: Notice) -> None:
    """What the dates rest on."""
    effect = found.effect
    tell(say("existing users: from {day}", day=effect.existing))
    for duty in effect.duties:
        if duty.earliest:
            tell(say("{row}: not before {day} if it is sent on {sent}", row=duty.named, day=duty.earliest,
                     sent=duty.sent))  # fmt: skip
