"""`tosgen compare`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.days import today_in
from tosgen.cli.redlines import FORMS, Sides, render, render_docx
from tosgen.cli.speech import told
from tosgen.cli.workspace import refuse
from tosgen.saying import say

if TYPE_CHECKING:
    from tosgen.redline.blocks import Part
    from tosgen.redline.model import Relation

_LIMIT, _WORD_LIMIT = 8 << 20, 32 << 20
_PAGES = (".html", ".htm", ".xhtml")
_WORD = (".docx",)
_KINDS = (".md", ".markdown", ".txt", "", *_PAGES, *_WORD)


@click.command()
@click.argument("old", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("new", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@options.formats(*FORMS)
@options.output
@options.on
@click.pass_obj
def compare(folder: Path, old: Path, new: Path, form: str, output: str | None, on: date | None) -> None:
    """Redline of any two files (Markdown, text, HTML or Word).

    As docx, its tracked changes bear the day: today, or the one named.
    """
    from tosgen.redline.align import compare_parts
    from tosgen.redline.files import renamed

    (before, first), (after, second) = _opened(old), _opened(new)
    apart = bool(first and second) and _base(first) != _base(second)
    relation: Relation = "languages" if apart else "versions"
    after = renamed(before, after)
    sides = Sides((str(old), str(new)), (first, second))
    if form == "docx":
        render_docx(before, after, output, replace(sides, when=str(today_in(folder, on))), worded=not apart)
        return
    redline = compare_parts(before, after, from_=str(old), to=str(new), relation=relation)
    render(redline, form, output, sides)


def _base(language: str) -> str:
    """`de` for `de-AT`: what differs by place only can be compared word for word."""
    return language.replace("_", "-").partition("-")[0].lower()


def _opened(path: Path) -> tuple[tuple[Part, ...], str]:
    """The parts of a file, and the language that it says it is in; Refused where it cannot be read as what it is."""
    from tosgen.redline.files import parts_of

    suffix = path.suffix.lower()
    if suffix not in _KINDS:
        what = say("'{suffix}' files cannot be compared", suffix=path.suffix)
        raise refuse("bad-value", what, str(path), say("give .md, .txt, .html or .docx files"))
    if suffix in _WORD:
        return _word(path)
    text = _text(path)
    if suffix not in _PAGES:
        return parts_of(text, suffix or ".txt"), ""
    from tosgen.text.page import read

    return parts_of(text, suffix), read(text).language


def _word(path: Path) -> tuple[tuple[Part, ...], str]:
    from tosgen.redline.blocks import parse
    from tosgen.redline.from_docx import read

    found = read(_bytes(path, _WORD_LIMIT), str(path))
    for note in found.notes:
        click.echo(told(note), err=True)
    return parse(found.markdown), found.language


def _text(path: Path) -> str:
    try:
        return _bytes(path, _LIMIT).decode("utf-8")
    except UnicodeDecodeError:
        raise refuse("encoding", say("the file is not UTF-8"), str(path), say("save it as UTF-8")) from None


def _bytes(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        raw = file.read(limit + 1)
    if len(raw) > limit:
        what = say("the file is larger than {size} MiB", size=limit >> 20)
        raise refuse("too-large", what, str(path), say("compare it in parts"))
    return raw
