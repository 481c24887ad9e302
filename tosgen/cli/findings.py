"""What a check found, told as text or JSON."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from tosgen.cli.write import write_json

if TYPE_CHECKING:
    from tosgen.errors import Finding


def report(findings: Sequence[Finding], schema: str, form: str, notes: Sequence[Finding] = ()) -> None:
    """Print the findings, as an object of that schema if `form` is json; exit 1 if there are any.

    Notes are told beside them and are none.
    """
    if form == "json":
        told = {"notes": [note.as_dict() for note in notes]} if notes else {}
        write_json({"schema": schema, "findings": [finding.as_dict() for finding in findings], **told})
    else:
        for note in notes if not findings else ():
            click.echo(str(note), err=True)
        for finding in findings:
            click.echo(str(finding))
        click.echo(_counted(len(findings)), err=True)
    if findings:
        sys.exit(1)


def _counted(number: int) -> str:
    if number == 1:
        return "1 finding"
    return f"{number} findings" if number else "no findings"
