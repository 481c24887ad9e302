"""A progress bar for what takes longer than a moment."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from tosgen.cli.speech import speak
from tosgen.saying import say

_PATIENCE = 1.0
"""Seconds before a progress bar appears."""


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr once the run takes longer than a moment."""
    began, shown = time.monotonic(), [False]

    def tell(done: int, total: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - began > _PATIENCE:
            shown[0] = True
            bar = "#" * (30 * done // total)
            counted = say("[{bar}] {done}/{total} documents", bar=f"{bar:<30}", done=done, total=total)
            click.echo(f"\r{speak(counted)}", err=True, nl=False)

    yield tell
    if shown[0]:
        click.echo("", err=True)
