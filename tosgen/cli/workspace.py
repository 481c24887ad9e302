"""The folder that a command works in: its profile, the library under it, the catalogs, the ledger."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tosgen import __version__
from tosgen.errors import Finding, Place, Refused
from tosgen.saying import say

if TYPE_CHECKING:
    from tosgen.catalog.translate import Translator
    from tosgen.ledger import Ledger
    from tosgen.model.library import Library
    from tosgen.model.service import Service
    from tosgen.sources.memory import Memory

PROFILE = "tosgen.yaml"


def library_root() -> Path:
    """The folder that holds `clauses/` and `locales/`: inside an installed package, beside it in a checkout."""
    package = Path(__file__).parent.parent
    return package / "library" if (package / "library" / "clauses").is_dir() else package.parent


def examples() -> tuple[str, ...]:
    """The names of the packaged examples."""
    folder = Path(__file__).parent.parent / "examples"
    return tuple(sorted(p.name for p in folder.iterdir() if (p / PROFILE).is_file()))


def example_folder(name: str) -> Path:
    """Where an example's profile lies."""
    return Path(__file__).parent.parent / "examples" / name


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with a profile; `root` is where its outputs go."""

    root: Path
    profile: Path

    @classmethod
    def at(cls, folder: Path, example: str | None = None) -> Workspace:
        """The workspace in `folder`, or an example that writes its outputs there."""
        if example:
            return cls(folder, example_folder(example) / PROFILE)
        if not (folder / PROFILE).is_file():
            hint = say("run `tosgen init`, name the folder with -C, or take --example helpdesk")
            raise Refused.one("no-profile", say("there is no tosgen.yaml here"), shown(folder / PROFILE), hint)
        return cls(folder, folder / PROFILE)

    @property
    def overlay(self) -> Path | None:
        """The workspace's own clauses, unless the workspace is the library itself."""
        folder = self.profile.parent / "clauses"
        return folder if folder.is_dir() and folder.resolve() != (library_root() / "clauses").resolve() else None

    def library(self, memory: Memory | None = None) -> tuple[Library, tuple[Finding, ...]]:
        """The library with the overlay; warnings beside it. With a memory only what changed is parsed again.

        What is read again and again is for looking at, and says of no commit that it is from there.
        """
        from tosgen.sources.library import load_library

        root = library_root() / "clauses"
        commit = "" if memory else built_from()
        library, warnings = load_library(root, self.overlay, version=__version__, commit=commit, memory=memory)
        if not any(warning.code == "base-moved" for warning in warnings):
            return library, warnings
        from tosgen.pipeline.moved import in_words

        return library, in_words(warnings, library, root)

    def service(self, library: Library) -> Service:
        """The profile, checked against the library."""
        from tosgen.sources.service import load_service

        return load_service(self.profile, library)

    def translators(self, locales: Iterable[str]) -> Mapping[str, Translator]:
        """The catalogs of these languages, the overlay's entries over the library's."""
        from tosgen.catalog.po import load
        from tosgen.catalog.translate import Translator

        folders = self.locale_folders()
        return {locale: Translator(locale, load(locale, folders, shown)) for locale in dict.fromkeys(locales)}

    @property
    def kept_locales(self) -> str | None:
        """The catalogs that whoever works here keeps, as findings show them: the workspace's, else the library's."""
        folders = self.locale_folders()
        return shown(folders[-1]) if len(folders) > 1 or self.overlay is None else None

    def locale_folders(self) -> list[Path]:
        """The library's `locales/`, then the workspace's own."""
        folders = [library_root() / "locales"]
        own = self.profile.parent / "locales"
        return [*folders, own] if own.is_dir() and own.resolve() != folders[0].resolve() else folders

    def locales(self) -> list[str]:
        """The languages that the workspace keeps catalogs of, else those of the library."""
        there = self.locale_folders()[-1].iterdir()
        return sorted(path.name for path in there if path.is_dir() and not path.name.startswith((".", "_")))

    def ledger(self, service: str) -> Ledger:
        """The ledger of a service; Refused (`outside-workspace`) where it would lie elsewhere."""
        from tosgen.ledger import Ledger

        outputs = self.root / "outputs"
        for folder in (outputs, outputs / service):
            if folder.is_symlink():
                hint = say("put a folder in its place, or work with -C where the outputs are to be")
                raise Refused.one(
                    "outside-workspace", say("outputs are not written through a link"), shown(folder), hint
                )
        return Ledger(outputs / service)


def library_in(folder: Path) -> Library:
    """What a workspace's profile is composed from; else the library that the folder is, or the shipped one."""
    from tosgen.sources.library import load_library

    if (folder / PROFILE).is_file():
        return Workspace.at(folder).library()[0]
    own = folder / "clauses"
    root = own if (own / "jurisdictions.yaml").is_file() else library_root() / "clauses"
    return load_library(root, None, version="", commit="")[0]


def ledger_in(folder: Path, name: str | None) -> Ledger:
    """The ledger to read: the one named, the profile's, or the only one there is."""
    from tosgen.ledger import Ledger

    found = sorted(p.name for p in (folder / "outputs").glob("*") if _begun(p))
    name = name or _named_by_profile(folder, found)
    if name is None or name not in found:
        what = say("there is no ledger '{name}'", name=name) if name else say("it is not clear which ledger is meant")
        hint = (
            say("name one with --service: {found}", found=", ".join(found))
            if found
            else say("run `tosgen generate` first")
        )
        raise Refused.one("no-ledger", what, shown(folder / "outputs"), hint)
    return Ledger(folder / "outputs" / name)


def _begun(ledger: Path) -> bool:
    """Whether a folder is a ledger, or was one before it was damaged."""
    return os.path.lexists(ledger / ".git") or any(ledger.glob("*/*/version.json"))


def _named_by_profile(folder: Path, found: list[str]) -> str | None:
    """The service that the profile names; where it names none, or is broken, the only one that has a ledger."""
    only = found[0] if len(found) == 1 else None
    path = folder / PROFILE
    if not path.is_file() or (only and _begins_with(path, only)):
        return only
    from tosgen.sources.names import SEGMENT
    from tosgen.sources.yaml import load_yaml

    try:
        data = load_yaml(path)
    except Refused:
        if only is None:
            raise
        return only
    name = data.get("service") if isinstance(data, dict) else None
    return name if isinstance(name, str) and re.fullmatch(SEGMENT, name) else only


def _begins_with(path: Path, service: str) -> bool:
    """Whether a profile begins by naming a service: reading the rest takes longer than to show a text."""
    try:
        with path.open("rb") as lines:
            first = next((line for line in map(bytes.strip, lines) if line and not line.startswith(b"#")), b"")
    except OSError:
        return False
    return first == f"service: {service}".encode()


def today(timezone: str) -> date:
    """Today in the profile's time zone: the one place where the clock is asked for a day."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(timezone)).date()


def built_from() -> str:
    """The commit that the library was built from, or that the checkout is at."""
    try:
        from tosgen._build import COMMIT  # type: ignore[import-not-found]
    except ImportError:
        from tosgen.ledger import commit_of

        return commit_of(library_root())
    return str(COMMIT)


def shown(path: Path) -> str:
    """A path as the user would type it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, RuntimeError):  # elsewhere, or a link that goes in a circle
        return str(path)


def refuse(code: str, message: str, where: str, hint: str) -> Refused:
    """A refusal for something on the command line."""
    return Refused([Finding(code, message, Place(where), hint)])
