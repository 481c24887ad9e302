"""`tosgen site serve`."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import click

from tosgen.cli import options
from tosgen.cli.workspace import Workspace, examples
from tosgen.saying import say


@click.command()
@options.port
@click.option("--no-open", is_flag=True, help="Do not open it in the browser.")
@click.option("--example", type=click.Choice(examples()), help="Take the profile of a packaged example.")
@options.on
@click.pass_obj
def serve(folder: Path, port: int, no_open: bool, example: str | None, on: date | None) -> None:
    """Show on 127.0.0.1 what `tosgen generate` would make now, in every language, and follow what is saved.

    Nothing is recorded. Clauses, catalogs, vocabularies and the profile are read again when they change; what is wrong
    with them stands on the page, above the text as it last came out.
    """
    from tosgen.cli.serving import listening, until_stopped
    from tosgen.cli.site_preview import PreviewServer, Stand
    from tosgen.cli.site_sources import Watched

    Workspace.at(folder, example)
    server = listening(lambda port: PreviewServer(Stand(Watched(folder, example, on)), port), port)
    server.stand.look()
    threading.Thread(target=server.stand.follow, daemon=True).start()
    try:
        until_stopped(server, say("Open this address; Ctrl-C ends it."), shown=not no_open)
    finally:
        server.stand.stop()
