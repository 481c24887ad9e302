"""`tosgen compare`."""

from __future__ import annotations

from pathlib import Path

import click

from tosgen.cli import options
from tosgen.cli.redlines import render
from tosgen.cli.workspace import refuse

_LIMIT = 8 << 20


@click.command()
@click.argument("old", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("new", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@options.formats("terminal", "md", "json")
@options.output
def compare(old: Path, new: Path, form: str, output: str | None) -> None:
    """Redline of any two files (Markdown or text)."""
    from tosgen.redline.files import compare_files

    suffixes = (old.suffix.lower() or ".txt", new.suffix.lower() or ".txt")
    render(compare_files(_read(old), _read(new), from_=str(old), to=str(new), suffixes=suffixes), form, output)


def _read(path: Path) -> str:
    if path.suffix.lower() not in {".md", ".markdown", ".txt", ""}:
        raise refuse("bad-value", f"'{path.suffix}' files cannot be compared", str(path), "give .md or .txt files")
    with path.open("rb") as file:
        raw = file.read(_LIMIT + 1)
    if len(raw) > _LIMIT:
        raise refuse("too-large", f"the file is larger than {_LIMIT >> 20} MiB", str(path), "compare it in parts")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise refuse("encoding", "the file is not UTF-8", str(path), "save it as UTF-8") from None
