"""Texts of a ledger to show: what several of them share is read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tosgen.cli.refs import Ref, Text, locale_of, number_of, text
from tosgen.errors import Finding, Refused
from tosgen.saying import Speak, english

if TYPE_CHECKING:
    from tosgen.formats.header import Header
    from tosgen.ledger import Entry, Ledger
    from tosgen.model.history import History
    from tosgen.model.version import Version

Key = tuple[str, str, int]
"""Document, market, version."""
A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True)
class Desk:
    """Texts, and what the ledger says of their versions. `folder` is the workspace, whose catalogs may have words."""

    folder: Path
    ledger: Ledger
    texts: tuple[Text, ...]

    @classmethod
    def of(cls, folder: Path, ledger: Ledger, refs: Sequence[Ref]) -> Desk:
        """The texts of refs in their order, each once. Refused with the faults of all of them."""
        found = [text(ledger, refs[0])] if len(refs) == 1 else _texts(ledger, refs)
        return cls(folder, ledger, tuple({each.ref: each for each in found}.values()))

    def history(self, version: Version) -> History:
        """What the ledger says of a version, every decision checked."""
        return self._histories[_key(version)]

    def header(self, of: Text) -> Header:
        """The record in the text's language; in English as long as the catalog lacks one of its words."""
        from tosgen.formats.header import header

        try:
            return header(self.history(of.version), self._voice(of.locale), of.locale)
        except Refused:
            return header(self.history(of.version), english, "en")

    @cached_property
    def _histories(self) -> Mapping[Key, History]:
        from tosgen.review.history import histories

        versions = {_key(each.version): each.version for each in self.texts}
        return dict(zip(versions, histories(self.ledger, versions.values()), strict=True))

    @cached_property
    def _voices(self) -> dict[str, Speak]:
        return {}

    def _voice(self, locale: str) -> Speak:
        """The language's words. Refused where its catalog is broken."""
        from tosgen.catalog.interface import voice
        from tosgen.cli.workspace import library_root

        if locale not in self._voices:
            folders = [library_root() / "locales", self.folder / "locales"]
            self._voices[locale] = voice(locale, folders, complete=True)
        return self._voices[locale]


def _texts(ledger: Ledger, refs: Sequence[Ref]) -> list[Text]:
    """Several texts, read through one git process; what was decided is gone through once."""
    from tosgen.review.replay import trusted

    dated = {f"{ref.document}/{ref.market}" for ref in refs if ref.day}
    past = trusted(ledger, dated) if dated else None
    there: dict[tuple[str, str], list[Entry]] = {}
    for entry in ledger.entries():
        there.setdefault((entry.document, entry.market), []).append(entry)
    of = {(ref.document, ref.market): there.get((ref.document, ref.market), []) for ref in refs}
    keys = _each(lambda r: (r.document, r.market, number_of(ledger, r, of[r.document, r.market], past)), refs)
    entries = {(e.document, e.market, e.version): e for some in of.values() for e in some}
    chosen = dict.fromkeys(keys)
    read = dict(zip(chosen, ledger.texts(entries[key] for key in chosen), strict=True))
    locales = _each(lambda at: locale_of(read[keys[at]][0], refs[at]), range(len(refs)))
    return [_text(*read[key], locale) for key, locale in zip(keys, locales, strict=True)]


def _each(do: Callable[[A], B], items: Iterable[A]) -> list[B]:
    """What is made of each; Refused with every fault of any."""
    made, findings = [], dict[Finding, None]()
    for item in items:
        try:
            made.append(do(item))
        except Refused as refused:
            findings |= dict.fromkeys(refused.findings)
    if findings:
        raise Refused(findings)
    return made


def _text(version: Version, texts: Mapping[str, str], locale: str) -> Text:
    return Text(f"{version.document}/{version.market}/{locale}@{version.version}", version, locale, texts[locale])


def _key(version: Version) -> Key:
    return version.document, version.market, version.version
