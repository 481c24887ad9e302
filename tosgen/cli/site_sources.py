"""The sources that a preview is made from: read again as far as they changed; and what tells that they did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tosgen import __version__
from tosgen.catalog.po import load
from tosgen.catalog.translate import Translator
from tosgen.cli.days import today_in
from tosgen.cli.workspace import PROFILE, Workspace, example_folder, library_root, shown, today
from tosgen.errors import TosgenError
from tosgen.model.service import Service
from tosgen.pipeline.inputs import Inputs
from tosgen.pipeline.preview import Sources
from tosgen.sources.memory import Memory
from tosgen.sources.service import load_with_files
from tosgen.sources.stamps import Stamp, stamps

State = tuple[date, Mapping[str, Stamp]]


@dataclass
class Watched:
    """A workspace, or an example, whose files may change at any time; the day too, unless it is given."""

    folder: Path
    example: str | None
    on: date | None
    memory: Memory = field(default_factory=Memory)
    _translators: dict[str, tuple[Mapping[str, Stamp], Translator]] = field(default_factory=dict)
    _zone: str = ""
    _files: set[Path] = field(default_factory=set)
    """What the profile names beside itself, and where the last faults were."""

    def state(self) -> State:
        """Where this differs from what it was, the sources may differ."""
        root, here = library_root(), example_folder(self.example) if self.example else self.folder
        trees = dict.fromkeys([root / "clauses", root / "locales", here / "clauses", here / "locales"])
        return self._day(), stamps(trees, {here / PROFILE, *self._files})

    def since(self, state: State) -> State:
        """A state with the files that have come to be watched since."""
        return state[0], {**stamps((), self._files), **state[1]}

    def read(self) -> Sources:
        """Everything that composing depends on, as it is now. Raises Refused with every fault."""
        try:
            return self._read()
        except TosgenError as error:
            self._files.update(Path(finding.place.path) for finding in error.findings)
            raise

    def _read(self) -> Sources:
        workspace = Workspace.at(self.folder, self.example)
        self.memory.turn()
        library, warnings = workspace.library(self.memory)
        service, files = load_with_files(workspace.profile, library)
        beside = workspace.profile.parent
        self._zone = service.timezone
        self._files.update(beside / name for name in files)
        catalogs = self._catalogs(workspace, service)
        inputs = Inputs(library, service, catalogs, self._day(), __version__, beside, library_root() / "clauses")
        return Sources(inputs, warnings)

    def _day(self) -> date:
        return self.on or (today(self._zone) if self._zone else today_in(self.folder))

    def _catalogs(self, workspace: Workspace, service: Service) -> Mapping[str, Translator]:
        """The profile's languages; a catalog whose files are as they were is the same object."""
        folders = workspace.locale_folders()
        locales = dict.fromkeys(locale for market in service.markets.values() for locale in market.languages)
        return {locale: self._translator(locale, folders) for locale in locales}

    def _translator(self, locale: str, folders: Sequence[Path]) -> Translator:
        now = stamps(folder / locale for folder in folders)
        known = self._translators.get(locale)
        if known is None or known[0] != now:
            known = self._translators[locale] = now, Translator(locale, load(locale, folders, shown))
        return known[1]
