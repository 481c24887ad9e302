"""Where results go: the screen, or a file that appears whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from tosgen.cli.speech import SPEECH, apart, speak, speak_line
from tosgen.errors import Refused
from tosgen.saying import say


def write(text: str, output: str | None) -> None:
    """Text to stdout, or to a file by way of a rename; said in the reader's language. Refused where no file can be."""
    if not output or output == "-":
        text = speak_line(text)
        click.echo(text, nl=not text.endswith("\n"))
        return
    _place(_whole(text), Path(output))


def write_bytes(content: bytes, output: str | None, form: str) -> None:
    """A file that is no text, in the same way. Refused where it would go to a terminal."""
    if output and output != "-":
        _place(content, Path(output))
    elif sys.stdout.isatty():
        hint = say("name a file: -o FILE.{form}", form=form)
        raise Refused.one("binary", say("{form} is no text for a terminal", form=form), "stdout", hint)
    else:
        click.echo(content, nl=False)


def write_all(files: Iterable[tuple[str, str | bytes]], folder: Path) -> None:
    """Named files into a folder, once all of them are made: if one cannot be, none appears."""
    waiting: list[Path] = []
    try:
        for name, content in files:
            waiting.append(folder / f".{name}.tmp")
            waiting[-1].write_bytes(content if isinstance(content, bytes) else _whole(content))
        targets = [folder / temporary.name[1 : -len(".tmp")] for temporary in waiting]
        for target in targets:
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
        for temporary, target in zip(waiting, targets, strict=True):
            temporary.replace(target)
    finally:
        for temporary in waiting:
            temporary.unlink(missing_ok=True)


def _whole(text: str) -> bytes:
    """A text as a file has it, said in the reader's language."""
    said = speak(text)
    return (said if said.endswith("\n") else f"{said}\n").encode("utf-8", "backslashreplace")


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

    lines: Sequence[Sequence[str]] = (headings, *rows)
    if SPEECH.foreign:
        lines = [[apart(speak_line(cell)) for cell in line] for line in lines]
    return "\n".join(columns(lines))


def wants_color() -> bool:
    """Colour only on a terminal, never with NO_COLOR."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
