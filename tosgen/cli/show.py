"""`tosgen show`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from tosgen.cli import options
from tosgen.cli.days import today_in
from tosgen.cli.forms import FORMS, Asked
from tosgen.cli.refs import Ref, text
from tosgen.cli.workspace import ledger_in, refuse
from tosgen.cli.write import write, write_bytes
from tosgen.saying import say


@click.command()
@click.argument("ref")
@options.formats(*FORMS)
@options.output
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
    folder: Path, ref: str, form: str, output: str | None, service: str | None, on: date | None, users: str,
    fragment: bool, level: int,
) -> None:  # fmt: skip
    """Print a text: DOCUMENT/MARKET[/LOCALE][@VERSION]; @in-force, or a date for what is in force that day.

    Existing users have the version that reached them by a notice, or the one from before; what they are asked to agree
    to is told beside it.
    """
    if form != "html" and fragment:
        raise refuse("usage", say("only html comes as a fragment"), "--fragment", say("add --format html"))
    ledger, wanted = ledger_in(folder, service), Ref.parse(ref).dated(lambda: today_in(folder, on))
    found = text(ledger, replace(wanted, existing=users == "existing"))
    made = FORMS[form](Asked(folder, ledger, found, fragment, level))
    if isinstance(made, bytes):
        write_bytes(made, output, form)
    else:
        write(made, output)
