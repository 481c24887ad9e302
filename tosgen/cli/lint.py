"""`tosgen lint`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.findings import report
from tosgen.cli.workspace import PROFILE, Workspace

if TYPE_CHECKING:
    from tosgen.errors import Finding
    from tosgen.model.library import Library


ADOPTED = "adopted.yaml"


@click.command()
@options.formats("text", "json")
@click.pass_obj
def lint(folder: Path, form: str) -> None:
    """Find faults in the library, the profile if there is one, and the catalogs; exit 1 where there are any."""
    findings = sorted(_findings(folder), key=lambda f: (f.place, f.code, f.message))
    report(findings, "tosgen.lint/1", form)


def _findings(folder: Path) -> list[Finding]:
    from tosgen.errors import Refused
    from tosgen.lint import catalogs, templates

    workspace = Workspace.at(folder) if (folder / PROFILE).is_file() else Workspace(folder, folder / PROFILE)
    try:
        library, warnings = workspace.library()
    except Refused as refused:
        return list(refused.findings)
    findings = [*warnings, *templates.definitions(library), *templates.unused_terms(library)]
    for clause in library.clauses:
        findings.extend(templates.check(clause, library))
    findings.extend(_profile(workspace, library))
    for tag in workspace.locales():
        try:
            findings.extend(catalogs.check(workspace.translators([tag])[tag], library, workspace.kept_locales))
        except Refused as refused:
            findings.extend(refused.findings)
    return list(dict.fromkeys(findings))


def _profile(workspace: Workspace, library: Library) -> list[Finding]:
    from tosgen.errors import Refused
    from tosgen.sources.adopted import load_adopted
    from tosgen.sources.service import load_service

    findings: list[Finding] = []
    for path, read in ((workspace.profile, load_service), (workspace.profile.with_name(ADOPTED), load_adopted)):
        if path.is_file():
            try:
                read(path, library)
            except Refused as refused:
                findings.extend(refused.findings)
    return findings
