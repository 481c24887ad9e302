"""`tosgen site`: the group of its commands."""

from __future__ import annotations

import click

from tosgen.cli.site_build import build
from tosgen.cli.site_serve import serve


@click.group()
def site() -> None:
    """What the ledger has published, as a static site."""


site.add_command(build)
site.add_command(serve)
