"""`tosgen locales`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.workspace import PROFILE, Workspace, library_root, refuse
from tosgen.cli.write import table, write, write_json

if TYPE_CHECKING:
    from tosgen.catalog.translate import Translator
    from tosgen.model.library import Library


@click.group()
def locales() -> None:
    """Keep the catalogs: what is to be translated, and whether it is."""


@locales.command()
@click.argument("tags", nargs=-1, required=True, metavar="LOCALE...")
@click.pass_obj
def update(folder: Path, tags: tuple[str, ...]) -> None:
    """Bring catalogs up to date: new blocks come in empty, moved ones marked stale with their old source."""
    from tosgen.catalog.po import locale_path
    from tosgen.catalog.update import messages, updated
    from tosgen.sources.library import load_library

    library, _ = load_library(_clauses(folder), None, version="", commit="")
    for tag in tags:
        path = locale_path(folder / "locales", tag)
        text, counts = updated(path, tag, messages(library, tag))
        path.parent.mkdir(parents=True, exist_ok=True)
        write(text, str(path))
        click.echo(f"{path}: {counts.current} current, {counts.stale} stale, {counts.missing} missing")


def _clauses(folder: Path) -> Path:
    own = folder / "clauses"
    return own if (own / "jurisdictions.yaml").is_file() else library_root() / "clauses"


@locales.command()
@options.formats("text", "json")
@click.argument("tags", nargs=-1, metavar="[LOCALE]...")
@click.pass_obj
def check(folder: Path, tags: tuple[str, ...], form: str) -> None:
    """Whether every block is translated, current, and says what its source says; exit 1 where not."""
    from tosgen.lint import catalogs

    library, translators = _catalogs(folder, tags)
    findings = [f for translator in translators for f in catalogs.check(translator, library)]
    if form == "json":
        write_json({"schema": "tosgen.locales-check/1", "findings": [finding.as_dict() for finding in findings]})
    else:
        for finding in findings:
            click.echo(str(finding))
        click.echo(f"{len(findings)} findings" if findings else "no findings", err=True)
    if findings:
        sys.exit(1)


@locales.command()
@options.formats("text", "json")
@click.pass_obj
def stats(folder: Path, form: str) -> None:
    """How many blocks of each catalog are current, stale and missing."""
    from tosgen.catalog.update import messages

    library, translators = _catalogs(folder, ())
    counts = {}
    for translator in translators:
        wanted = {(m.context, m.id) for m in messages(library, translator.locale)}
        missing = [key for key in wanted if key not in translator.catalog.entries]
        stale = sum(key[0] in translator.catalog.stale for key in missing)
        counts[translator.locale] = {
            "current": len(wanted) - len(missing),
            "stale": stale,
            "missing": len(missing) - stale,
        }
    if form == "json":
        write_json({"schema": "tosgen.locales-stats/1", "locales": counts})
    else:
        rows = [(tag, *(str(n) for n in count.values())) for tag, count in counts.items()]
        write(table(rows, ("locale", "current", "stale", "missing")), None)


def _catalogs(folder: Path, tags: tuple[str, ...]) -> tuple[Library, list[Translator]]:
    from tosgen.sources.library import load_library

    workspace = Workspace(folder, folder / PROFILE)
    library, _ = load_library(_clauses(folder), workspace.overlay, version="", commit="")
    there = sorted({p.name for root in workspace.locale_folders() for p in root.iterdir() if p.is_dir()})
    for tag in tags:
        if tag not in there:
            hint = f"there are {', '.join(there)}"
            raise refuse("unknown-locale", f"there is no catalog for '{tag}'", "command line", hint)
    return library, list(workspace.translators(tags or there).values())
