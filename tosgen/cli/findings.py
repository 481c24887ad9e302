"""What a check found, told as text or JSON."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from tosgen.cli.speech import tell, told
from tosgen.cli.write import write_json
from tosgen.saying import say, say_n

if TYPE_CHECKING:
    from tosgen.errors import Finding


def report(findings: Sequence[Finding], schema: str, form: str, notes: Sequence[Finding] = ()) -> None:
    """Print the findings, as an object of that schema if `form` is json; exit 1 if there are any.

    Notes are told beside them and are none.
    """
    if form == "json":
        more = {"notes": [note.as_dict() for note in notes]} if notes else {}
        write_json({"schema": schema, "findings": [finding.as_dict() for finding in findings], **more})
    else:
        for note in notes if not findings else ():
            click.echo(told(note), err=True)
        for finding in findings:
            click.echo(told(finding))
        tell(_counted(len(findings)))
    if findings:
        sys.exit(1)


def _counted(number: int) -> str:
    return say_n("{n} finding", "{n} findings", n=number) if number else say("no findings")
