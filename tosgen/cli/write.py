"""Where results go: the screen, or a file that appears whole or not at all."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from tosgen.cli.speech import apart, speak, speak_line
from tosgen.errors import Refused
from tosgen.saying import say


def write(text: str, output: str | None) -> None:
    """Text to stdout, or to a file by way of a rename; said in the reader's language. Refused where no file can be."""
    if not output or output == "-":
        text = speak_line(text)
        click.echo(text, nl=not text.endswith("\n"))
        return
    text = speak(text)
    whole = text if text.endswith("\n") else f"{text}\n"
    _place(whole.encode("utf-8", "backslashreplace"), Path(output))


def write_bytes(content: bytes, output: str | None, form: str) -> None:
    """A file that is no text, in the same way. Refused where it would go to a terminal."""
    if output and output != "-":
        _place(content, Path(output))
    elif sys.stdout.isatty():
        hint = say("name a file: -o FILE.{form}", form=form)
        raise Refused.one("binary", say("{form} is no text for a terminal", form=form), "stdout", hint)
    else:
        click.echo(content, nl=False)


def _place(content: bytes, path: Path) -> None:
    """The file appears whole, or what was there stays; nothing is left beside it."""
    if not path.parent.is_dir():
        message = say("there is no folder '{parent}' to write to", parent=path.parent)
        raise Refused.one("missing-file", message, str(path), say("make it first, or name another file"))
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def write_json(data: Any, output: str | None = None) -> None:
    """One JSON object."""
    write(json.dumps(data, ensure_ascii=False, indent=2), output)


def table(rows: Sequence[tuple[str, ...]], headings: tuple[str, ...]) -> str:
    """Columns padded to their widest cell, each cell said in the reader's language."""
    from tosgen.formats.columns import columns

    return "\n".join(columns([[apart(speak_line(cell)) for cell in row] for row in (headings, *rows)]))


def wants_color() -> bool:
    """Colour only on a terminal, never with NO_COLOR."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
