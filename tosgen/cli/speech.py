"""The language that the command line speaks: the first of LANGUAGE, LC_ALL, LC_MESSAGES and LANG that it knows.

English needs no catalog, and loads none.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.saying import Speak, english

if TYPE_CHECKING:
    from tosgen.errors import Finding

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
PSEUDO = "en_XA"
_PLAIN = frozenset({"C", "POSIX"})
_CHINESE = {"zh": "zh_Hans", "zh_CN": "zh_Hans", "zh_SG": "zh_Hans", "zh_MY": "zh_Hans"}


class Speech:
    """What is spoken, once it is known where: a workspace may bring words of its own."""

    def __init__(self) -> None:
        self.at(Path())

    def at(self, folder: Path) -> None:
        """Speak as in a folder, with the language that the surroundings name now."""
        self.folder = folder
        self._voice: Speak | None = None
        self._asked: Sequence[str] | None = None

    @property
    def voice(self) -> Speak:
        """The language's `Speak`; the catalog is read when the first word is said."""
        if self._voice is None:
            self._voice = _voice(self.folder, self.asked)
        return self._voice

    @property
    def asked(self) -> Sequence[str]:
        """The languages that the surroundings ask for."""
        if self._asked is None:
            self._asked = spoken(os.environ)
        return self._asked

    @property
    def foreign(self) -> bool:
        """Whether it may be another language than English."""
        return bool(self.asked)

    @property
    def right_to_left(self) -> bool:
        """Whether the lines run from right to left."""
        return bool(getattr(self.voice, "right_to_left", False))

    @property
    def lang(self) -> str:
        """The language as a tag for a page."""
        return str(getattr(self.voice, "locale", "en")).replace("_", "-")


SPEECH = Speech()


def speak(text: str) -> str:
    """The text in the reader's language: a `Speak` for formats and pages."""
    return SPEECH.voice(text)


def speak_line(text: str) -> str:
    """The text as a terminal shows it: where lines run from right to left, values that do not are kept apart."""
    voice = SPEECH.voice
    return getattr(voice, "line", voice)(text)


def tell(text: str, *, err: bool = True) -> None:
    """Print a line for people, to stderr unless it is a result."""
    click.echo(speak_line(text), err=err)


def told(finding: Finding) -> str:
    """A finding as a line: place, severity and code are the same in every language."""
    return f"{finding.head} {apart(speak_line(finding.text))}"


def apart(text: str) -> str:
    """Words that run from right to left, for a line that runs from left to right."""
    if not SPEECH.foreign:
        return text
    from tosgen.text.direction import isolated

    return isolated(text, right_to_left=False)


def spoken(surroundings: Mapping[str, str]) -> list[str]:
    """The languages that are asked for, by gettext's convention, up to English; empty for none but English.

    >>> spoken({"LANG": "de_AT.UTF-8"}), spoken({"LANG": "C", "LANGUAGE": "de"}), spoken({"LANGUAGE": "nl:zh_CN:en:fr"})
    (['de_AT', 'de'], [], ['nl', 'zh_Hans', 'zh_CN', 'zh'])
    """
    named = next((surroundings[name] for name in VARIABLES[1:] if surroundings.get(name)), "")
    if named in _PLAIN:
        return []  # as in GNU gettext: who wants no locale wants no LANGUAGE
    tags: list[str] = []
    for given in (surroundings.get(VARIABLES[0]) or named).split(":"):
        tag = given.partition(".")[0].partition("@")[0]
        if tag in _PLAIN or (tag.partition("_")[0] == "en" and tag != PSEUDO):
            break
        tags += _candidates(tag)
    return tags


def _candidates(tag: str) -> Iterator[str]:
    """A tag as catalogs may be named after it, the most specific first."""
    if tag in _CHINESE:
        yield _CHINESE[tag]
    parts = tag.split("_")
    yield from ("_".join(parts[:end]) for end in range(len(parts), 0, -1) if parts[0].isalpha())


def _voice(folder: Path, tags: Sequence[str]) -> Speak:
    if not tags:
        return english
    from tosgen.cli.workspace import library_root

    for tag in tags:
        if tag == PSEUDO:
            from tosgen.catalog.pseudo import PseudoVoice

            return PseudoVoice.new()
        folders = list(dict.fromkeys([library_root() / "locales", folder / "locales"]))
        if any((each / tag / "LC_MESSAGES" / f"tosgen{end}").is_file() for each in folders for end in (".po", ".mo")):
            return _loaded(tag, folders)
    return english


def _loaded(tag: str, folders: list[Path]) -> Speak:
    """A catalog's voice; English where the catalog is broken, which `locales check` tells."""
    from tosgen.catalog.interface import voice
    from tosgen.cli.workspace import shown
    from tosgen.errors import Refused

    try:
        return voice(tag, folders, shown)
    except Refused as refused:
        for finding in refused.findings:
            click.echo(str(finding), err=True)
        return english
