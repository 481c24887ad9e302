"""`tosgen show`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from tosgen.cli import options
from tosgen.cli.days import today_in
from tosgen.cli.desk import Desk
from tosgen.cli.forms import FORMS, Asked, made
from tosgen.cli.refs import Ref
from tosgen.cli.workspace import ledger_in, refuse
from tosgen.cli.write import write, write_all, write_bytes
from tosgen.saying import say


@click.command()
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
@options.formats(*FORMS)
@click.option(
    "-o", "output", type=click.Path(), metavar="FILE|DIR",
    help="Write to FILE instead; into a folder that exists: one file for each text.",
)  # fmt: skip
@options.service
@options.on
@click.option(
    "--for", "users", type=click.Choice(("new", "existing")), default="new", show_default=True,
    help="Whose: with @in-force or a date, what new users are offered, or what existing users have.",
)  # fmt: skip
@click.option("--fragment", is_flag=True, help="Of html: no page of its own, but an article for one that you have.")
@click.option(
    "--level", type=click.IntRange(1, 3), default=1, show_default=True, help="Of a fragment: the level of its heading."
)
@click.pass_obj
def show(
    folder: Path, refs: tuple[str, ...], form: str, output: str | None, service: str | None, on: date | None,
    users: str, fragment: bool, level: int,
) -> None:  # fmt: skip
    """Print a text: DOCUMENT/MARKET[/LOCALE][@VERSION]; @in-force, or a date for what is in force that day.

    Several texts go into a folder, all of them or none.

    Existing users have the version that reached them by a notice, or the one from before; what they are asked to agree
    to is told beside it.
    """
    if form != "html" and fragment:
        raise refuse("usage", say("only html comes as a fragment"), "--fragment", say("add --format html"))
    into = Path(output) if output and Path(output).is_dir() else None
    if len(refs) > 1 and into is None:
        hint = say("name a folder that exists: -o DIR")
        raise refuse("usage", say("several texts need a folder"), "-o", hint)
    asked = [replace(Ref.parse(ref), existing=users == "existing") for ref in refs]
    ledger = ledger_in(folder, service)
    desk = Desk.of(folder, ledger, [ref.dated(lambda: today_in(folder, on)) for ref in asked])
    texts = [Asked(desk, text, fragment, level) for text in desk.texts]
    if into:
        write_all(zip([_name(each, form) for each in texts], made(texts, form), strict=True), into)
        return
    (found,) = made(texts, form)
    if isinstance(found, bytes):
        write_bytes(found, output, form)
    else:
        write(found, output)


def _name(asked: Asked, form: str) -> str:
    version = asked.text.version
    return f"{version.document}.{version.market}.v{version.version}.{asked.text.locale}.{form}"
