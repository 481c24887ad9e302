"""What pages are made of beside the ledger: the profile's settings of a site, and the languages that it speaks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tosgen.cli.workspace import PROFILE, Workspace, library_root, shown

if TYPE_CHECKING:
    from tosgen.ledger import Ledger
    from tosgen.model.library import Library
    from tosgen.model.service import Site
    from tosgen.site.published import Shelf
    from tosgen.site.tongue import Tongue, Tongues


def settings(folder: Path, ledger: Ledger, library: Library) -> Site:
    """The profile's, if it is the profile of this ledger."""
    from tosgen.model.service import Site

    if not (folder / PROFILE).is_file():
        return Site()
    service = Workspace.at(folder).service(library)
    return service.site if service.name == ledger.path.name else Site()


def tongues(folder: Path, library: Library, shelves: Iterable[Shelf]) -> Tongues:
    """Every language that something is published in."""
    locales = {locale for shelf in shelves for edition in shelf.editions for locale in edition.texts}
    return {each: _tongue(folder, library, each) for each in sorted(locales)}


def _tongue(folder: Path, library: Library, locale: str) -> Tongue:
    """A language's words, all of them: what is published must not mix languages."""
    from tosgen.catalog.interface import voice
    from tosgen.catalog.po import load
    from tosgen.catalog.translate import Translator
    from tosgen.compose.printing import Printer
    from tosgen.site.tongue import WORLD, Tongue

    folders = list(dict.fromkeys([library_root() / "locales", folder / "locales"]))
    translator = Translator(locale, load(locale, folders, shown))
    printer = Printer(translator, library.jurisdictions, WORLD)
    return Tongue(locale, voice(locale, folders, shown, complete=True), printer)
