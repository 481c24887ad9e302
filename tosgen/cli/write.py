"""Where results go: the screen, or a file that appears whole or not at all."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from tosgen.errors import Refused


def write(text: str, output: str | None) -> None:
    """Text to stdout, or to a file by way of a rename. Raises Refused where no file can be."""
    if not output or output == "-":
        click.echo(text, nl=not text.endswith("\n"))
        return
    path = Path(output)
    if not path.parent.is_dir():
        message = f"there is no folder '{path.parent}' to write to"
        raise Refused.one("missing-file", message, output, "make it first, or name another file")
    temporary = path.with_name(f".{path.name}.tmp")
    whole = text if text.endswith("\n") else f"{text}\n"
    temporary.write_text(whole, "utf-8", errors="backslashreplace", newline="")
    temporary.replace(path)


def write_json(data: Any, output: str | None = None) -> None:
    """One JSON object."""
    write(json.dumps(data, ensure_ascii=False, indent=2), output)


def table(rows: Sequence[tuple[str, ...]], headings: tuple[str, ...]) -> str:
    """Columns padded to their widest cell."""
    widths = [max(len(row[at]) for row in [headings, *rows]) for at in range(len(headings))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [headings, *rows]
    ]
    return "\n".join(lines)


def wants_color() -> bool:
    """Colour only on a terminal, never with NO_COLOR."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
