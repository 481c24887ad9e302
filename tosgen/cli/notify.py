"""`tosgen notify`."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from pathlib import Path

import click

from tosgen.cli import deciding, options
from tosgen.cli.days import today_in
from tosgen.cli.workspace import refuse
from tosgen.model.effect import CHANNELS
from tosgen.saying import say


@click.command()
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
@click.option("--day", type=options.Day("--day"), required=True, metavar="DATE", help="The day on which it was sent.")
@click.option("--channel", type=click.Choice(tuple(CHANNELS)), required=True, help="How it reached them.")
@click.option("--count", type=int, required=True, metavar="N", help="To how many users; no address is kept.")
@click.option(
    "--file", "files", type=click.Path(path_type=Path), multiple=True, metavar="NOTICE",
    help="A text that was sent, one for each language; the ledger holds its SHA-256.",
)  # fmt: skip
@click.option("--digest", "digests", multiple=True, metavar="SHA256", help="The SHA-256 of a text that was sent.")
@click.option(
    "--existing", type=options.Day("--existing"), metavar="DATE",
    help="The first day for existing users that the notice names.",
)  # fmt: skip
@deciding.shared
@click.pass_obj
def notify(
    folder: Path, refs: tuple[str, ...], day: date, channel: str, count: int, files: tuple[Path, ...],
    digests: tuple[str, ...], existing: date | None, key: Path | None, author: str | None, on: date | None,
    service: str | None, form: str,
) -> None:  # fmt: skip
    """Record that existing users were told of versions: periods of notice are counted from that day.

    It holds for these very versions. What was sent stays with you; so do the addresses.
    """
    from tosgen.model.effect import Sending

    today = today_in(folder, on)
    if day > today:
        what = say("{day} is still to come: today is {today}", day=day, today=today)
        raise refuse("bad-date", what, "--day", say("record it once it was sent"))
    if count < 0:
        raise refuse("bad-value", say("{count} is no number of people who were told", count=count), "--count", "")
    sent = Sending(
        day.isoformat(), channel, count, _digests(files, digests), existing.isoformat() if existing else None
    )
    deciding.run(
        folder, "notify", refs, key=key, author=author, on=on, service=service, form=form, sent=sent
    )  # fmt: skip


def _digests(files: tuple[Path, ...], given: tuple[str, ...]) -> tuple[str, ...]:
    """Of what was sent, in order. Refused: `bad-value`, `missing-file`, `digest` where file and digest differ."""
    for digest in given:
        if not re.fullmatch("[0-9a-f]{64}", digest):
            hint = say("`sha256sum NOTICE` prints it")
            raise refuse("bad-value", say("'{digest}' is no SHA-256", digest=digest[:70]), "--digest", hint)
    found = {path: _digest(path) for path in files}
    if not found and not given:
        hint = say("`tosgen notice` writes the text; name what was sent with --file or --digest")
        raise refuse("bad-value", say("it does not say what was sent"), "--file", hint)
    if found and given and {*found.values()} != {*given}:
        other = next(iter(sorted(str(path) for path, digest in found.items() if digest not in given)), str(files[0]))
        raise refuse(
            "digest", say("its SHA-256 is not the one that is named"), other, say("name the text that was sent")
        )
    return tuple(sorted({*found.values(), *given}))


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        hint = say("name the text that was sent")
        raise refuse("missing-file", say("it cannot be read"), str(path), hint) from error
