"""`tosgen audit`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen import __version__
from tosgen.cli import options
from tosgen.cli.progress import progress_bar
from tosgen.cli.run import Run
from tosgen.cli.speech import SPEECH, speak
from tosgen.cli.workspace import examples
from tosgen.cli.write import write, write_json

if TYPE_CHECKING:
    from tosgen.model.audit import Audit


@click.command()
@click.argument("refs", nargs=-1, metavar="[REF]...")
@click.option("--example", type=click.Choice(examples()), help="Take the profile of a packaged example.")
@click.option("--all", "everything", is_flag=True, help="Tell what is covered, too.")
@options.on
@options.formats("text", "json", "sarif", "md", "html")
@options.output
@click.pass_obj
def audit(
    folder: Path,
    refs: tuple[str, ...],
    example: str | None,
    everything: bool,
    on: date | None,
    form: str,
    output: str | None,
) -> None:
    """Hold the documents against the register: what applies, and which words answer it; as drafted, and as in force.

    Exit 1 on a gap, a violation, or a row that nobody has made sure of. REF (MARKET or DOCUMENT/MARKET) limits what
    is told.
    """
    from tosgen.pipeline.audit import audit as run

    work = Run.at(folder, example, on)
    items = work.items(refs)
    with progress_bar() as progress:
        ledger = work.workspace.ledger(work.service.name)
        found = run(work.inputs(items), work.evidence(), items, progress, ledger)
    _write(found, form, output, everything)
    if found.failing:
        sys.exit(1)


def _write(audit: Audit, form: str, output: str | None, everything: bool) -> None:
    from tosgen.formats import audit_data, audit_html, audit_sarif, audit_text

    if form == "json":
        write_json(audit_data.write(audit), output)
    elif form == "sarif":
        write_json(audit_sarif.write(audit, __version__), output)
    elif form == "html":
        direction = "rtl" if SPEECH.right_to_left else "ltr"
        write(audit_html.write(audit, speak, lang=SPEECH.lang, direction=direction), output)
    else:
        written = audit_text.markdown if form == "md" else audit_text.write
        write(written(audit, everything=everything, speak=speak), output)
