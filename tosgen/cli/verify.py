"""`tosgen verify`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from tosgen.cli import options
from tosgen.cli.workspace import ledger_in, refuse
from tosgen.cli.write import write, write_json


@click.command()
@click.option("--head", metavar="COMMIT", help="A commit that the history must hold: the `head` of an earlier run.")
@options.service
@options.formats("text", "json")
@click.pass_obj
def verify(folder: Path, head: str | None, service: str | None, form: str) -> None:
    """Is the ledger whole: every object, text, signature and rule from the first commit on.

    Exit 1 if not. Whoever holds the whole repository can rewrite it: keep the `head` that this prints somewhere else.
    """
    from tosgen.review.verify import verify as run

    if head is not None and not re.fullmatch("[0-9a-fA-F]{7,40}", head):
        raise refuse("bad-value", f"{head[:50]!r} is no commit id", "--head", "give at least 7 digits of it")
    found = run(ledger_in(folder, service), head)
    if form == "json":
        write_json({
            "schema": "tosgen.verify/1", "ok": not found.findings, "versions": found.versions,
            "decisions": found.decisions, "signatures": found.signatures, "signers": found.signers,
            "head": found.head, "findings": [finding.as_dict() for finding in found.findings],
        })  # fmt: skip
    else:
        counted = f"{found.versions} versions, {found.decisions} decisions, {found.signatures} signatures"
        plain = "" if found.signers else "; no signers: decisions are claims, and nothing proves who made them"
        ending = f"{len(found.findings)} findings" if found.findings else f"whole up to {found.head}"
        write("\n".join([*map(str, found.findings), f"{counted}: {ending}{plain}"]), None)
    if found.findings:
        sys.exit(1)
