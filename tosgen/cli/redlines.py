"""A redline on its way out, in the form that was asked for."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tosgen.cli.write import wants_color, write

if TYPE_CHECKING:
    from tosgen.redline.model import Redline


def render(redline: Redline, form: str, output: str | None) -> None:
    """Write the redline as terminal text, Markdown or JSON."""
    if form == "json":
        from tosgen.formats import redline_json

        write(redline_json.render(redline), output)
    elif form == "md":
        from tosgen.formats import redline_markdown

        write(redline_markdown.render(redline), output)
    else:
        from tosgen.formats import redline_terminal

        color = wants_color() and not output
        write(redline_terminal.render(redline, color=color, width=shutil.get_terminal_size((100, 24)).columns), output)
