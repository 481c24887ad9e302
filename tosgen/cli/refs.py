"""Refs: `DOCUMENT/MARKET[/LOCALE][@V]`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tosgen.cli.options import day
from tosgen.errors import Refused
from tosgen.saying import listed, say

if TYPE_CHECKING:
    from tosgen.ledger import Entry, Ledger
    from tosgen.model.document import Document
    from tosgen.model.service import Service
    from tosgen.model.version import Version
    from tosgen.review.past import Past
    from tosgen.review.state import Deed

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
    existing: bool = False
    """Whether what is in force is asked for existing users, not new ones."""

    @classmethod
    def parse(cls, text: str) -> Ref:
        """Refused (`bad-ref`, `bad-date`) for anything of another form."""
        found = _REF.match(text)
        if not found:
            hint = say("write DOCUMENT/MARKET[/LOCALE][@VERSION], as in terms-of-service/DE/de@2")
            raise Refused.one("bad-ref", say("'{text}' is not a ref", text=text[:80]), "command line", hint)
        at = found["version"] or "latest"
        if at.startswith("v") and _NUMBER.match(at[1:]):
            at = at[1:]
        if _DAY.match(at):
            day(at, text)
        return cls(text, found["document"], found["market"], found["locale"] or "", at)

    @property
    def day(self) -> date | None:
        """The day that is asked for, if one is."""
        return date.fromisoformat(self.at) if _DAY.match(self.at) else None

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
    return ledger.version(ref.document, ref.market, number_of(ledger, ref, entries))


def number_of(ledger: Ledger, ref: Ref, entries: Sequence[Entry], past: Past | None = None) -> int:
    """Its number. `entries`: the versions of its document and market.

    `past` is what was decided, where that is known already, every decision on the ref's folder checked. Refused as
    `find`.
    """
    if not entries:
        from difflib import get_close_matches

        there = sorted({f"{e.document}/{e.market}" for e in ledger.entries()})
        near = get_close_matches(f"{ref.document}/{ref.market}", there, 1)
        hint = say("there are no versions yet")
        if there:
            hint = say("there are: {names}", names=listed(there))
        if near:
            hint = say("did you mean '{name}'?", name=near[0])
        raise Refused.one(
            "unknown-ref",
            say("the ledger has no '{document}/{market}'", document=ref.document, market=ref.market),
            ref.text,
            hint,
        )
    if _DAY.match(ref.at):
        return _in_force(ledger, ref, past)
    numbers = [e.version for e in entries]
    if ref.at != "latest" and (not _NUMBER.match(ref.at) or int(ref.at) not in numbers):
        hint = say("the versions are {numbers}", numbers=listed(map(str, numbers)))
        raise Refused.one("unknown-ref", say("there is no version '{version}'", version=ref.at), ref.text, hint)
    return max(numbers) if ref.at == "latest" else int(ref.at)


def _in_force(ledger: Ledger, ref: Ref, past: Past | None) -> int:
    """The version in force on the ref's day, every decision on it checked with its signature."""
    from tosgen.review.replay import trusted
    from tosgen.review.state import following, for_existing, in_force

    folder, on = f"{ref.document}/{ref.market}", date.fromisoformat(ref.at)
    deeds = (past or trusted(ledger, {folder})).of(folder)
    if ref.existing:
        _asked(deeds, on)
    if number := (for_existing if ref.existing else in_force)(deeds, on):
        return number
    if ref.existing:
        hint = say("ask for what new users are offered: --for new")
        what = say("no version holds for existing users on {day}", day=on)
        raise Refused.one("not-in-force", what, ref.text, hint)
    coming = next(((first, then) for first, then in following(deeds, on) if then), None)
    hint = say("nothing has been published for it; use @latest or a version number")
    if coming:
        hint = say(
            "version {version} takes effect on {day}; ask for that day, or for @{version}",
            version=coming[1], day=coming[0],
        )  # fmt: skip
    raise Refused.one("not-in-force", say("no version is in force on {day}", day=on), ref.text, hint)


def _asked(deeds: Sequence[Deed], on: date) -> None:
    """Tell what existing users are asked to agree to on a day."""
    from tosgen.cli.speech import tell
    from tosgen.review.state import for_agreement

    if number := for_agreement(deeds, on):
        tell(say("existing users are asked to agree to v{version}; it holds for those who did", version=number))


def text(ledger: Ledger, ref: Ref, version: Version | None = None) -> Text:
    """The text that a ref names, in its locale or the authoritative one."""
    version = version or find(ledger, ref)
    locale = locale_of(version, ref)
    markdown = ledger.text_of(version, locale)
    return Text(f"{version.document}/{version.market}/{locale}@{version.version}", version, locale, markdown)


def locale_of(version: Version, ref: Ref) -> str:
    """The language that a ref names, or the authoritative one. Refused (`unknown-locale`)."""
    locale = ref.locale or version.authoritative
    if locale not in version.texts:
        hint = say("it has {names}", names=", ".join(version.texts))
        raise Refused.one(
            "unknown-locale",
            say("version {version} has no text in '{locale}'", version=version.version, locale=locale),
            ref.text,
            hint,
        )
    return locale


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
            hint = say("the profile has {names}", names=", ".join(service.markets))
            raise Refused.one("unknown-market", say("there is no market '{market}'", market=ref.market), text, hint)
        there = service.markets[ref.market].documents or service.documents
        if ref.document not in there:
            hint = say("the market has {names}", names=", ".join(there))
            raise Refused.one(
                "unknown-document",
                say("{market} has no document '{document}'", market=ref.market, document=ref.document),
                text,
                hint,
            )
        found.append((ref.document, ref.market))
    return found
