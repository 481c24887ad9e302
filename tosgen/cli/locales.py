"""`tosgen locales`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.findings import report
from tosgen.cli.speech import tell
from tosgen.cli.workspace import PROFILE, Workspace, library_in, library_root, refuse, shown
from tosgen.cli.write import table, write, write_json
from tosgen.saying import listed, say, say_in

if TYPE_CHECKING:
    from tosgen.catalog.messages import Message
    from tosgen.catalog.update import Counts
    from tosgen.errors import Finding
    from tosgen.model.library import Library

CLAUSES, INTERFACE = DOMAINS = ("clauses", "tosgen")


_which = click.option(
    "--domain", type=click.Choice(DOMAINS), default=CLAUSES, show_default=True, help="Which of the two."
)
_only = click.option("--domain", type=click.Choice(DOMAINS), help="Only that one of the two.")


@click.group()
def locales() -> None:
    """Keep the catalogs: what is to be translated, and whether it is.

    There are two domains: `clauses` holds the legal text, `tosgen` what the command line and its reports say.
    """


@locales.command()
@_which
@options.output
@click.pass_obj
def extract(folder: Path, domain: str, output: str | None) -> None:
    """Print everything there is to translate, as a gettext template (POT)."""
    from tosgen.catalog import said
    from tosgen.catalog.extract import everything, template

    library = library_in(folder)
    write(template(everything(library) if domain == CLAUSES else said.everything(library), domain), output)


@locales.command()
@click.argument("tags", nargs=-1, required=True, metavar="LOCALE...")
@_only
@click.pass_obj
def update(folder: Path, tags: tuple[str, ...], domain: str | None) -> None:
    """Bring catalogs up to date: new blocks come in empty, moved ones marked stale with their old source.

    A workspace's catalogs hold what the library's do not.
    """
    library = _library(folder)
    for tag in tags:
        _known_locale(tag)
        for each in (domain,) if domain else _kept(folder, tag):
            _updated(folder, library, tag, each)


def _library(folder: Path) -> Library:
    """The library that the folder is composed from; its places are in the languages of the workspace's markets too."""
    from dataclasses import replace

    library = library_in(folder)
    if not (folder / PROFILE).is_file():
        return library
    tree = library.jurisdictions
    languages = dict(tree.languages)
    for market in Workspace.at(folder).service(library).markets.values():
        for place in market.jurisdictions:
            languages[place] = tuple(dict.fromkeys((*languages.get(place, ()), *market.languages)))
    return replace(library, jurisdictions=replace(tree, languages=languages))


def _kept(folder: Path, tag: str) -> tuple[str, ...]:
    """Both domains; a workspace need not translate its own questions, and keeps a catalog of them if it does."""
    from tosgen.catalog.po import locale_path

    if not (folder / PROFILE).is_file() or locale_path(folder / "locales", tag, domain=INTERFACE).is_file():
        return DOMAINS
    return (CLAUSES,)


def _updated(folder: Path, library: Library, tag: str, domain: str) -> None:
    from tosgen.catalog.po import locale_path
    from tosgen.catalog.update import updated

    path = locale_path(folder / "locales", tag, domain=domain)
    text, counts = updated(path, shown(path), tag, _wanted(folder, library, tag, domain), domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    write(text, str(path))
    told = say(
        "{path}: {current} current, {stale} stale, {missing} missing",
        path=path, current=counts.current, stale=counts.stale, missing=counts.missing,
    )  # fmt: skip
    tell(told, err=False)


def _wanted(folder: Path, library: Library, tag: str, domain: str) -> list[Message]:
    """What the folder's catalog is to hold: in a workspace, what the library's own does not."""
    from tosgen.catalog import said
    from tosgen.catalog.po import load
    from tosgen.catalog.update import messages

    workspace = (folder / PROFILE).is_file()
    if domain == CLAUSES:
        shipped = load(tag, [library_root() / "locales"], shown).entries if workspace else {}
        return [m for m in messages(library, tag) if (m.context, m.id) not in shipped]
    keys = {(m.context, m.id) for m in said.everything(_shipped())} if workspace else frozenset()
    return [m for m in said.everything(library) if (m.context, m.id) not in keys]


def _shipped() -> Library:
    from tosgen.sources.library import load_library

    return load_library(library_root() / "clauses", None, version="", commit="")[0]


def _known_locale(tag: str) -> None:
    from tosgen.catalog.po import canonical

    if not canonical(tag):
        message, hint = say("'{tag}' is not a canonical CLDR tag", tag=tag), say("write it as in zh_Hans")
        raise refuse("unknown-locale", message, "command line", hint)


@locales.command()
@_only
@options.formats("text", "json")
@click.argument("tags", nargs=-1, metavar="[LOCALE]...")
@click.pass_obj
def check(folder: Path, tags: tuple[str, ...], domain: str | None, form: str) -> None:
    """Whether every block is translated, current, and says what its source says; exit 1 where not."""
    from tosgen.errors import Refused

    findings: list[Finding] = []
    workspace, library = Workspace(folder, folder / PROFILE), _library(folder)
    for tag in _chosen(workspace, tags):
        for each in (domain,) if domain else _kept(folder, tag):
            try:
                findings.extend(_faults(workspace, library, tag, each))
            except Refused as refused:
                findings.extend(refused.findings)
    report(findings, "tosgen.locales-check/1", form)


def _faults(workspace: Workspace, library: Library, tag: str, domain: str) -> list[Finding]:
    from tosgen.catalog.po import load
    from tosgen.lint import catalogs

    if domain == CLAUSES:
        return catalogs.check(workspace.translators([tag])[tag], library, workspace.kept_locales)
    catalog = load(tag, workspace.locale_folders()[-1:], shown, INTERFACE)
    return catalogs.interface(catalog, _wanted(workspace.root, library, tag, INTERFACE), workspace.kept_locales)


@locales.command()
@_which
@click.option("--by", type=click.Choice(("locale", "jurisdiction", "document")), default="locale", show_default=True)
@options.formats("text", "json")
@click.pass_obj
def stats(folder: Path, domain: str, by: str, form: str) -> None:
    """How many blocks of each catalog are current, stale and missing; by jurisdiction or document of their clauses."""
    from tosgen.catalog.stats import counted

    workspace, library = Workspace(folder, folder / PROFILE), _library(folder)
    found: dict[str, Mapping[str, Counts]] = {}
    for tag in workspace.locales():
        if domain == CLAUSES:
            found[tag] = counted(library, workspace.translators([tag])[tag], by)
        else:
            found[tag] = _interface(workspace, library, tag)
    by = by if domain == CLAUSES else "locale"
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
    write(table(rows, (say("locale"), _PARTS[by], *_COUNTS)), None)


_PARTS = {"locale": "", "jurisdiction": say("jurisdiction"), "document": say("document")}
_COUNTS = (
    say_in("translations", "current"), say_in("translations", "stale"), say_in("translations", "missing"),
)  # fmt: skip


def _interface(workspace: Workspace, library: Library, tag: str) -> Mapping[str, Counts]:
    from tosgen.catalog.po import load
    from tosgen.catalog.stats import tallied

    catalog = load(tag, workspace.locale_folders()[-1:], shown, INTERFACE)
    return {"": tallied(catalog, _wanted(workspace.root, library, tag, INTERFACE))}


def _chosen(workspace: Workspace, tags: tuple[str, ...]) -> list[str]:
    there = workspace.locales()
    for tag in tags:
        if tag not in there:
            hint = say("there are {names}", names=listed(there))
            raise refuse("unknown-locale", say("there is no catalog for '{tag}'", tag=tag), "command line", hint)
    return list(tags) or there
