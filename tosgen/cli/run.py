"""What every command that composes begins with: the library, the profile, the day, and the documents meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen import __version__
from tosgen.cli.refs import limited
from tosgen.cli.speech import told
from tosgen.cli.workspace import Workspace, library_root, today

if TYPE_CHECKING:
    from tosgen.model.library import Library
    from tosgen.model.service import Market, Service
    from tosgen.pipeline.audit import Evidence
    from tosgen.pipeline.inputs import Inputs


@dataclass(frozen=True)
class Run:
    """A workspace with its library and profile read, on a day."""

    workspace: Workspace
    library: Library
    service: Service
    day: date
    files: Mapping[str, str] = field(default_factory=dict)
    """Name of each file that the profile was read from -> sha256."""
    warned: bool = False
    """Whether the library has something to say that every run repeats."""

    @classmethod
    def at(cls, folder: Path, example: str | None, on: date | None) -> Run:
        """Read library and profile; warnings go to stderr. Raises Refused with every fault."""
        from tosgen.sources.service import load_with_files

        workspace = Workspace.at(folder, example)
        library, warnings = workspace.library()
        for warning in warnings:
            click.echo(told(warning), err=True)
        service, files = load_with_files(workspace.profile, library)
        return cls(workspace, library, service, on or today(service.timezone), files, bool(warnings))

    def items(self, refs: tuple[str, ...] = ()) -> list[tuple[Market, str]]:
        """The documents of the profile, limited to `refs` if there are any."""
        from tosgen.pipeline.inputs import wanted

        return wanted(self.service, limited(self.service, refs))

    def inputs(self, items: list[tuple[Market, str]]) -> Inputs:
        """Everything that composing these documents depends on."""
        from tosgen.pipeline.inputs import Inputs

        translators = self.workspace.translators(tag for market, _ in items for tag in market.languages)
        return Inputs(
            self.library, self.service, translators, self.day, __version__, self.workspace.profile.parent,
            library_root() / "clauses",
        )  # fmt: skip

    def evidence(self) -> Evidence:
        """The readings of the library and the workspace, the workspace's dispositions and adoptions."""
        from tosgen.pipeline.audit import Evidence
        from tosgen.sources.adopted import load_adopted
        from tosgen.sources.dispositions import load_dispositions
        from tosgen.sources.readings import load_readings

        own = self.workspace.profile.with_name("dispositions.yaml")
        adopted = self.workspace.profile.with_name("adopted.yaml")
        return Evidence(
            load_readings(library_root() / "clauses", self.workspace.overlay, self.library),
            load_dispositions(own, self.library, self.service),
            load_adopted(adopted, self.library) if adopted.is_file() else {},
        )
