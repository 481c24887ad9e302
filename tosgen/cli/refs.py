"""Refs: `DOCUMENT/MARKET[/LOCALE][@V]`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from tosgen.cli.options import day
from tosgen.errors import Refused

if TYPE_CHECKING:
    from tosgen.ledger import Ledger
    from tosgen.model.document import Document
    from tosgen.model.service import Service
    from tosgen.model.version import Version

_REF = re.compile(
    r"(?P<document>[a-z0-9][a-z0-9._-]*)/(?P<market>[A-Za-z0-9][A-Za-z0-9._-]*)"
    r"(?:/(?P<locale>[A-Za-z0-9_]+))?(?:@(?P<version>[A-Za-z0-9-]+))?\Z"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_NUMBER = re.compile(r"[0-9]{1,9}\Z")


@dataclass(frozen=True, slots=True)
class Ref:
    """What a ref names, before anything is looked up."""

    text: str
    document: str
    market: str
    locale: str = ""
    at: str = "latest"

    @classmethod
    def parse(cls, text: str) -> Ref:
        """Refused (`bad-ref`, `bad-date`) for anything of another form."""
        found = _REF.match(text)
        if not found:
            hint = "write DOCUMENT/MARKET[/LOCALE][@VERSION], as in terms-of-service/DE/de@2"
            raise Refused.one("bad-ref", f"'{text[:80]}' is not a ref", "command line", hint)
        at = found["version"] or "latest"
        if at.startswith("v") and _NUMBER.match(at[1:]):
            at = at[1:]
        if _DAY.match(at):
            day(at, text)
        return cls(text, found["document"], found["market"], found["locale"] or "", at)

    def dated(self, today: Callable[[], date]) -> Ref:
        """`in-force` as the day that it means."""
        return replace(self, at=today().isoformat()) if self.at == "in-force" else self


@dataclass(frozen=True, slots=True)
class Text:
    """One recorded text with its version."""

    ref: str
    version: Version
    locale: str
    markdown: str

    def document(self) -> Document:
        """The text as a Document."""
        from babel import Locale

        from tosgen.formats.markdown import read

        direction = Locale.parse(self.locale).text_direction
        v = self.version
        return read(
            self.markdown, document=v.document, market=v.market, locale=self.locale, direction=direction,
            conspicuous=frozenset(v.conspicuous),
        )  # fmt: skip


def find(ledger: Ledger, ref: Ref) -> Version:
    """The version that a ref names; Refused with what there is instead. `in-force` needs a day first (`Ref.dated`)."""
    entries = ledger.entries(ref.document, ref.market)
    if not entries:
        there = sorted({f"{e.document}/{e.market}" for e in ledger.entries()})
        near = get_close_matches(f"{ref.document}/{ref.market}", there, 1)
        hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(there) or 'no versions yet'}"
        raise Refused.one("unknown-ref", f"the ledger has no '{ref.document}/{ref.market}'", ref.text, hint)
    if _DAY.match(ref.at):
        return ledger.version(ref.document, ref.market, _in_force(ledger, ref))
    numbers = [e.version for e in entries]
    if ref.at != "latest" and (not _NUMBER.match(ref.at) or int(ref.at) not in numbers):
        hint = f"the versions are {', '.join(map(str, numbers))}"
        raise Refused.one("unknown-ref", f"there is no version '{ref.at}'", ref.text, hint)
    number = max(numbers) if ref.at == "latest" else int(ref.at)
    return ledger.version(ref.document, ref.market, number)


def _in_force(ledger: Ledger, ref: Ref) -> int:
    """The version in force on the ref's day, every decision on it checked with its signature."""
    from tosgen.review.replay import trusted
    from tosgen.review.state import following, in_force

    folder, on = f"{ref.document}/{ref.market}", date.fromisoformat(ref.at)
    deeds = trusted(ledger, {folder}).of(folder)
    if number := in_force(deeds, on):
        return number
    coming = next(((first, then) for first, then in following(deeds, on) if then), None)
    hint = "nothing has been published for it; use @latest or a version number"
    if coming:
        hint = f"version {coming[1]} takes effect on {coming[0]}; ask for that day, or for @{coming[1]}"
    raise Refused.one("not-in-force", f"no version is in force on {on}", ref.text, hint)


def text(ledger: Ledger, ref: Ref, version: Version | None = None) -> Text:
    """The text that a ref names, in its locale or the authoritative one."""
    version = version or find(ledger, ref)
    locale = ref.locale or version.authoritative
    if locale not in version.texts:
        hint = f"it has {', '.join(version.texts)}"
        raise Refused.one("unknown-locale", f"version {version.version} has no text in '{locale}'", ref.text, hint)
    markdown = ledger.text(version.document, version.market, version.version, locale)
    return Text(f"{version.document}/{version.market}/{locale}@{version.version}", version, locale, markdown)


def limited(service: Service, refs: tuple[str, ...]) -> list[tuple[str, str]]:
    """(document, market) of each ref, a market for all its documents; Refused for what the profile has not."""
    found = []
    for text in refs:
        if text in service.markets:
            market = service.markets[text]
            found += [(document, text) for document in market.documents or service.documents]
            continue
        ref = Ref.parse(text)
        if ref.market not in service.markets:
            hint = f"the profile has {', '.join(service.markets)}"
            raise Refused.one("unknown-market", f"there is no market '{ref.market}'", text, hint)
        there = service.markets[ref.market].documents or service.documents
        if ref.document not in there:
            hint = f"the market has {', '.join(there)}"
            raise Refused.one("unknown-document", f"{ref.market} has no document '{ref.document}'", text, hint)
        found.append((ref.document, ref.market))
    return found
