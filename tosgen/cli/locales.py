"""`tosgen locales`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.findings import report
from tosgen.cli.workspace import PROFILE, Workspace, library_in, library_root, refuse, shown
from tosgen.cli.write import table, write, write_json

if TYPE_CHECKING:
    from tosgen.errors import Finding


@click.group()
def locales() -> None:
    """Keep the catalogs: what is to be translated, and whether it is."""


@locales.command()
@options.output
@click.pass_obj
def extract(folder: Path, output: str | None) -> None:
    """Print everything there is to translate, as a gettext template (POT)."""
    from tosgen.catalog.extract import everything, template

    write(template(everything(library_in(folder))), output)


@locales.command()
@click.argument("tags", nargs=-1, required=True, metavar="LOCALE...")
@click.pass_obj
def update(folder: Path, tags: tuple[str, ...]) -> None:
    """Bring catalogs up to date: new blocks come in empty, moved ones marked stale with their old source.

    A workspace's catalogs hold what the library's do not.
    """
    from tosgen.catalog.po import load, locale_path
    from tosgen.catalog.update import messages, updated

    library = library_in(folder)
    for tag in tags:
        _known_locale(tag)
        path = locale_path(folder / "locales", tag)
        shipped = load(tag, [library_root() / "locales"], shown).entries if (folder / PROFILE).is_file() else {}
        wanted = [m for m in messages(library, tag) if (m.context, m.id) not in shipped]
        text, counts = updated(path, shown(path), tag, wanted)
        path.parent.mkdir(parents=True, exist_ok=True)
        write(text, str(path))
        click.echo(f"{path}: {counts.current} current, {counts.stale} stale, {counts.missing} missing")


def _known_locale(tag: str) -> None:
    from tosgen.catalog.po import canonical

    if not canonical(tag):
        raise refuse("unknown-locale", f"'{tag}' is not a canonical CLDR tag", "command line", "write it as in zh_Hans")


@locales.command()
@options.formats("text", "json")
@click.argument("tags", nargs=-1, metavar="[LOCALE]...")
@click.pass_obj
def check(folder: Path, tags: tuple[str, ...], form: str) -> None:
    """Whether every block is translated, current, and says what its source says; exit 1 where not."""
    from tosgen.errors import Refused
    from tosgen.lint import catalogs

    findings: list[Finding] = []
    workspace, library = Workspace(folder, folder / PROFILE), library_in(folder)
    for tag in _wanted(workspace, tags):
        try:
            findings.extend(catalogs.check(workspace.translators([tag])[tag], library, workspace.kept_locales))
        except Refused as refused:
            findings.extend(refused.findings)
    report(findings, "tosgen.locales-check/1", form)


@locales.command()
@click.option("--by", type=click.Choice(("locale", "jurisdiction", "document")), default="locale", show_default=True)
@options.formats("text", "json")
@click.pass_obj
def stats(folder: Path, by: str, form: str) -> None:
    """How many blocks of each catalog are current, stale and missing; by jurisdiction or document of their clauses."""
    from tosgen.catalog.stats import counted

    workspace, library = Workspace(folder, folder / PROFILE), library_in(folder)
    found = {tag: counted(library, each, by) for tag, each in workspace.translators(workspace.locales()).items()}
    if form == "json":
        parts = {tag: {part: asdict(counts) for part, counts in parts.items()} for tag, parts in found.items()}
        whole = {tag: parts[tag][""] if by == "locale" else parts[tag] for tag in parts}
        write_json({"schema": "tosgen.locales-stats/1", "by": by, "locales": whole})
        return
    rows = [
        (tag, part, str(c.current), str(c.stale), str(c.missing))
        for tag, parts in found.items()
        for part, c in parts.items()
    ]
    write(table(rows, ("locale", by if by != "locale" else "", "current", "stale", "missing")), None)


def _wanted(workspace: Workspace, tags: tuple[str, ...]) -> list[str]:
    there = workspace.locales()
    for tag in tags:
        if tag not in there:
            hint = f"there are {', '.join(there)}"
            raise refuse("unknown-locale", f"there is no catalog for '{tag}'", "command line", hint)
    return list(tags) or there
