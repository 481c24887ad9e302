"""`tosgen lint`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.findings import report
from tosgen.cli.run import Run
from tosgen.cli.workspace import PROFILE, Workspace, shown, today
from tosgen.errors import Place

if TYPE_CHECKING:
    from tosgen.errors import Finding
    from tosgen.model.library import Library


@click.command()
@options.formats("text", "json")
@click.pass_obj
def lint(folder: Path, form: str) -> None:
    """Find faults in library, profile, documents and catalogs; exit 1 where there are any.

    How many clauses no lawyer has adopted yet is told beside them.
    """
    found, notes = _findings(folder)
    findings = sorted(dict.fromkeys(found), key=lambda f: (f.place, f.code, f.message))
    report(findings, "tosgen.lint/1", form, notes)


def _findings(folder: Path) -> tuple[list[Finding], list[Finding]]:
    """What is wrong, and what is to be known."""
    from tosgen.errors import Refused
    from tosgen.lint import catalogs, templates

    workspace = Workspace.at(folder) if (folder / PROFILE).is_file() else Workspace(folder, folder / PROFILE)
    try:
        library, warnings = workspace.library()
    except Refused as refused:
        return list(refused.findings), []
    findings = [*warnings, *templates.definitions(library), *templates.unused_terms(library)]
    for clause in library.clauses:
        findings.extend(templates.check(clause, library))
    for tag in workspace.locales():
        try:
            findings.extend(catalogs.check(workspace.translators([tag])[tag], library, workspace.kept_locales))
        except Refused as refused:
            findings.extend(refused.findings)
    if not workspace.profile.is_file():
        return findings, []
    try:
        found, notes = _documents(workspace, library)
    except Refused as refused:
        return [*findings, *refused.findings], []
    return [*findings, *found], notes


def _documents(workspace: Workspace, library: Library) -> tuple[list[Finding], list[Finding]]:
    """What is wrong with the profile's decisions and with what the documents say; who has adopted their clauses."""
    from tosgen.lint import adopted
    from tosgen.pipeline.draft import drafts
    from tosgen.pipeline.generate import refusals

    service = workspace.service(library)
    run = Run(workspace, library, service, today(service.timezone))
    adoptions, items = run.evidence().adoptions, run.items()
    inputs = run.inputs(items)
    made = drafts(inputs, items)
    clauses = {c.path: c for drafted in made for scope in drafted.resolution.scopes for c in scope.clauses}
    notes = adopted.notes(list(clauses.values()), adoptions, Place(shown(workspace.profile)))
    return [finding for drafted in made for finding in refusals(inputs, drafted)], notes
