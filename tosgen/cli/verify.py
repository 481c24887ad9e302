"""`tosgen verify`."""

from __future__ import annotations

import math
import re
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.speech import speak, tell, told
from tosgen.cli.workspace import ledger_in, refuse
from tosgen.cli.write import write, write_json
from tosgen.saying import SEMICOLON, joined, say, say_n

if TYPE_CHECKING:
    from tosgen.ledger import Ledger
    from tosgen.model.library import Library
    from tosgen.pipeline.recompose import Recomposed
    from tosgen.review.verify import Verified

PATIENCE = 15.0
"""Seconds for composing again, unless all is asked for."""


@click.command()
@click.option("--head", metavar="COMMIT", help="A commit that the history must hold: the `head` of an earlier run.")
@click.option(
    "--recompose/--no-recompose", default=None,
    help="Compose versions again whose library and profile are at hand; else as many as some seconds allow.",
)  # fmt: skip
@options.service
@options.formats("text", "json")
@click.pass_obj
def verify(folder: Path, head: str | None, recompose: bool | None, service: str | None, form: str) -> None:
    """Is the ledger whole: every object, text, signature and rule from the first commit on.

    Exit 1 if not. Whoever holds the whole repository can rewrite it: keep the `head` that this prints somewhere else.
    """
    from tosgen.review.verify import verify as run

    if head is not None and not re.fullmatch("[0-9a-fA-F]{7,40}", head):
        raise refuse(
            "bad-value",
            say("{head} is no commit id", head=repr(head[:50])),
            "--head",
            say("give at least 7 digits of it"),
        )
    ledger = ledger_in(folder, service)
    found = run(ledger, head, lambda: _library(folder))
    wanted = recompose is not False and not found.findings
    again = _recomposed(folder, ledger, everything=bool(recompose)) if wanted else None
    if again:
        found = replace(found, findings=again.findings)
    if form == "json":
        write_json({
            "schema": "tosgen.verify/1", "ok": not found.findings, "versions": found.versions,
            "decisions": found.decisions, "signatures": found.signatures, "signers": found.signers,
            "head": found.head, "findings": [finding.as_dict() for finding in found.findings],
            "notes": [note.as_dict() for note in found.notes],
            "recomposed":
                {"same": again.same, "out_of_reach": again.out_of_reach, "left": again.left} if again else None,
        })  # fmt: skip
    else:
        for note in found.notes:
            click.echo(told(note), err=True)
        write("\n".join([*map(told, found.findings), speak(_counted(found))]), None)
        if again and again.same:
            tell(say_n("composed again, {n} version has the same bytes", "composed again, {n} versions have the same"
                       " bytes", n=again.same))  # fmt: skip
        if again and again.left:
            tell(say_n("{n} version was not composed again for want of time: --recompose does it",
                       "{n} versions were not composed again for want of time: --recompose does it",
                       n=again.left))  # fmt: skip
    if found.findings:
        sys.exit(1)


def _recomposed(folder: Path, ledger: Ledger, *, everything: bool) -> Recomposed | None:
    """What composing again gives, if library and profile can be read and anything recorded is of this tosgen."""
    from tosgen import __version__
    from tosgen.cli.run import Run
    from tosgen.cli.workspace import PROFILE, examples
    from tosgen.errors import Refused
    from tosgen.pipeline.recompose import recompose, within_reach

    example = ledger.path.name if ledger.path.name in examples() and not (folder / PROFILE).is_file() else None
    if not any(within_reach(version, __version__) for version in ledger.versions(ledger.entries())):
        return None
    until = math.inf if everything else time.monotonic() + PATIENCE
    try:
        work = Run.at(folder, example, None)
        return recompose(work.inputs(work.items()), ledger, lambda: time.monotonic() > until)
    except Refused:
        return None


def _library(folder: Path) -> Library | None:
    """The library at hand, if it can be read."""
    from tosgen.cli.workspace import library_in
    from tosgen.errors import Refused

    try:
        return library_in(folder)
    except Refused:
        return None


def _counted(found: Verified) -> str:
    held = say(
        "{versions}, {decisions}, {signatures}",
        versions=say_n("{n} versions", "{n} versions", n=found.versions),
        decisions=say_n("{n} decisions", "{n} decisions", n=found.decisions),
        signatures=say_n("{n} signatures", "{n} signatures", n=found.signatures),
    )
    whole = say("{held}: whole up to {head}", held=held, head=found.head)
    wrong = say("{held}: {findings}", held=held, findings=say_n("{n} findings", "{n} findings", n=len(found.findings)))
    plain = say("no signers: decisions are claims, and nothing proves who made them")
    return joined(SEMICOLON, [wrong if found.findings else whole, *([] if found.signers else [plain])])
