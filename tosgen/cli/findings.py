"""What a check found, told as text or JSON."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from tosgen.cli.write import write_json

if TYPE_CHECKING:
    from tosgen.errors import Finding


def report(findings: Sequence[Finding], schema: str, form: str) -> None:
    """Print the findings, as an object of that schema if `form` is json; exit 1 if there are any."""
    if form == "json":
        write_json({"schema": schema, "findings": [finding.as_dict() for finding in findings]})
    else:
        for finding in findings:
            click.echo(str(finding))
        click.echo(_counted(len(findings)), err=True)
    if findings:
        sys.exit(1)


def _counted(number: int) -> str:
    if number == 1:
        return "1 finding"
    return f"{number} findings" if number else "no findings"
