"""Records of acceptance held against a ledger: was there such a text, and did it hold for anybody at that moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from tosgen.ledger import Entry, Ledger
from tosgen.model.acceptance import Acceptance, Verdict
from tosgen.model.version import Version
from tosgen.review.held import Held, held
from tosgen.review.replay import trusted
from tosgen.review.state import Deed, for_agreement, for_existing, in_force, publications
from tosgen.saying import listed, say


@dataclass(frozen=True, slots=True)
class _Known:
    """What a ledger has: versions and their places in the history, and the decisions, by folder."""

    entries: Mapping[tuple[str, int], Entry]
    versions: Mapping[tuple[str, int], Version]
    decisions: Mapping[str, Sequence[Held]]


def verdicts(ledger: Ledger, given: Sequence[Acceptance], zone: tzinfo, now: datetime) -> Iterator[Verdict]:
    """What becomes of each record; days are those of `zone`.

    Refused with the code of each rule that a decision on these documents breaks.
    """
    folders = frozenset(each.folder for each in given)
    trusted(ledger, folders)
    known = _known(ledger, folders)
    for each in given:
        yield _verdict(known, each, zone, now)


def _known(ledger: Ledger, folders: frozenset[str]) -> _Known:
    entries = {(entry.folder, entry.version): entry for entry in ledger.entries() if entry.folder in folders}
    versions = dict(zip(entries, ledger.versions(entries.values()), strict=True)) if entries else {}
    decisions: dict[str, list[Held]] = {folder: [] for folder in folders}
    for each in held(ledger, folders):
        decisions[each.subject.folder].append(each)
    return _Known(entries, versions, decisions)


def _verdict(known: _Known, each: Acceptance, zone: tzinfo, now: datetime) -> Verdict:
    version = known.versions.get((each.folder, each.version))
    if version is None:
        what = say("the ledger has no version {version} of {folder}", version=each.version, folder=each.folder)
        return Verdict(each, "unknown-version", what)
    if each.locale not in version.texts:
        what = say("version {version} has no text in {locale}; it has {locales}", version=each.version,
                   locale=each.locale, locales=listed(version.texts))  # fmt: skip
        return Verdict(each, "unknown-locale", what)
    if each.digest != version.texts[each.locale]:
        return Verdict(each, "other-text", _whose(known, each))
    if each.time > now:
        return Verdict(each, "still-to-come", say("{time} is still to come", time=each.time.isoformat()))
    return _at_the_time(known, each, each.time.astimezone(zone).date())


def _whose(known: _Known, each: Acceptance) -> str:
    """Which text the digest is of, if it is of one here."""
    for (folder, number), version in known.versions.items():
        for locale, digest in version.texts.items():
            if digest == each.digest:
                ref = f"{folder}/{locale}@{number}"
                return say("the digest is that of {other}, not of {ref}", other=ref, ref=each.ref)
    return say("the digest is not that of {ref}, nor of any other text here", ref=each.ref)


def _at_the_time(known: _Known, each: Acceptance, day: date) -> Verdict:
    decisions = known.decisions[each.folder]
    deeds = [one.deed for one in decisions if one.plain or one.date <= each.time]
    users = tuple(_holding(deeds, each.version, day))
    if users:
        return Verdict(each, "valid", say("{ref} held on {day}", ref=each.ref, day=day), users)
    return Verdict(each, *_why_not(deeds, [one.deed for one in decisions], each, day))


def _holding(deeds: Sequence[Deed], number: int, day: date) -> Iterator[str]:
    """For whom a version holds on a day; `agreeing`: users who were there before, and are asked to agree to it."""
    for name, rule in (("new", in_force), ("existing", for_existing), ("agreeing", for_agreement)):
        if rule(deeds, day) == number:
            yield name


def _why_not(deeds: Sequence[Deed], all_: Sequence[Deed], each: Acceptance, day: date) -> tuple[str, str]:
    """(code, what) for a version that held for nobody; `deeds`: what was decided by that moment."""
    public, number = publications(deeds).get(each.version), each.version
    if public is None:
        later = publications(all_).get(number)
        if later:
            return "unpublished", say("version {version} was published later than {time}", version=number,
                                      time=each.time.isoformat())  # fmt: skip
        return "unpublished", say("version {version} was never published", version=number)
    if public.effective > day:
        return "too-early", say("version {version} was to hold from {effective}, and it was {day}", version=number,
                                effective=public.effective, day=day)  # fmt: skip
    if any(deed.action == "withdraw" and deed.version == number for deed in deeds):
        return "withdrawn", say("version {version} was withdrawn by {day}", version=number, day=day)
    then = in_force(deeds, day)
    return "superseded", say("version {version} was superseded: on {day}, version {then} was in force",
                             version=number, day=day, then=then)  # fmt: skip
