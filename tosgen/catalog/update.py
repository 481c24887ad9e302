"""Bring a catalog up to date with the library: new blocks come in empty, moved ones fuzzy with their old source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import polib
from babel.messages.plurals import get_plural

from tosgen.catalog.messages import SOURCE, Message, of_clause, of_vocabularies
from tosgen.catalog.po import DOMAIN, flags, parsed
from tosgen.model.library import Library
from tosgen.model.vocabulary import ROOT

_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Counts:
    """How many units of a catalog are current, stale, missing."""

    current: int = 0
    stale: int = 0
    missing: int = 0


def messages(library: Library, locale: str) -> Iterator[Message]:
    """What is to be translated into a language: the clauses of the places that use it, and the vocabularies."""
    places = places_of(library, locale)
    for clause in library.clauses:
        if clause.jurisdiction in places and clause.language != locale:
            yield from of_clause(clause)
    for message in of_vocabularies(library):
        place = message.place or message.context.partition("@")[2].partition("|")[0]
        if locale != SOURCE and (not place or place in places):
            yield message


def places_of(library: Library, locale: str) -> frozenset[str]:
    """Every place on the chain of a place that uses the language."""
    tree = library.jurisdictions
    using = [place for place, languages in tree.languages.items() if locale in languages]
    return frozenset(above for place in using for above in tree.chain(place)) | {ROOT}


def updated(
    path: Path, shown: str, locale: str, wanted: Iterable[Message], domain: str = DOMAIN
) -> tuple[str, Counts]:  # fmt: skip
    """The catalog's new text and its counts; nothing is written. Refused if the old file cannot be read."""
    old = parsed(path, shown) if path.is_file() else polib.POFile()
    have = {(e.msgctxt or "", e.msgid): e for e in old if not e.obsolete}
    units = list(dict.fromkeys(wanted))
    keys = {(m.context, m.id) for m in units}
    orphans = [e for key, e in have.items() if key not in keys and not e.fuzzy and _filled(e)]
    new = polib.POFile(wrapwidth=0)
    new.metadata = {**_header(locale, domain), **{name: old.metadata[name] for name in _KEPT if name in old.metadata}}
    for message in units:
        new.append(_entry(message, have.get((message.context, message.id)), orphans, locale, domain))
    contexts = {message.context for message in units}
    new.extend(e for e in orphans if (unit := _form_of(e)) and (unit in contexts or unit.startswith("units/")))
    return str(new).rstrip("\n") + "\n", counts(new)


def counts(catalog: polib.POFile) -> Counts:
    """Current, stale and missing units of a catalog."""
    stale = sum(e.fuzzy for e in catalog)
    current = sum(_filled(e) and not e.fuzzy for e in catalog)
    return Counts(current, stale, len(catalog) - stale - current)


def _entry(
    message: Message, known: polib.POEntry | None, orphans: list[polib.POEntry], locale: str, domain: str
) -> polib.POEntry:  # fmt: skip
    entry = polib.POEntry(
        msgctxt=message.context or None, msgid=message.id, comment=message.note,
        occurrences=[(path, "") for path in message.occurrences], flags=flags(message, domain),
    )  # fmt: skip
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = dict.fromkeys(range(get_plural(locale).num_plurals), "")
    if known is not None and bool(known.msgid_plural) == bool(message.plural):
        entry.msgstr, entry.msgstr_plural = known.msgstr, known.msgstr_plural or entry.msgstr_plural
        entry.flags = list(dict.fromkeys([*known.flags, *entry.flags]))
        entry.previous_msgid, entry.tcomment = known.previous_msgid, known.tcomment
        if known.msgid_plural != message.plural and _filled(known) and not known.fuzzy:
            entry.flags = ["fuzzy", *entry.flags]
    elif old := _nearest(message, orphans):
        entry.msgstr, entry.previous_msgid, entry.flags = old.msgstr, old.msgid, ["fuzzy", *entry.flags]
    return entry


def _nearest(message: Message, orphans: list[polib.POEntry]) -> polib.POEntry | None:
    """The translation that this block had before its source changed."""
    same = [e for e in orphans if (e.msgctxt or "") == message.context and not (e.msgid_plural or message.plural)]
    ratios = [(SequenceMatcher(None, e.msgid, message.id, autojunk=False).ratio(), e) for e in same]
    best = max(ratios, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= _ALIKE else None


def _form_of(entry: polib.POEntry) -> str:
    """The unit that an entry gives a grammatical form of; "" for any other entry."""
    unit, bar, _ = (entry.msgctxt or "").partition("|")
    return unit if bar else ""


def _filled(entry: polib.POEntry) -> bool:
    return all(entry.msgstr_plural.values()) if entry.msgstr_plural else bool(entry.msgstr)


_KEPT = ("Report-Msgid-Bugs-To", "PO-Revision-Date", "Last-Translator", "Language-Team")
"""What people and their tools write into a header; ours has no date, so that a catalog changes only with its words."""


def _header(locale: str, domain: str) -> dict[str, str]:
    return {
        "Project-Id-Version": "tosgen",
        "Report-Msgid-Bugs-To": "",
        "PO-Revision-Date": "",
        "Last-Translator": "",
        "Language-Team": locale,
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": str(get_plural(locale)),
        "X-Domain": domain,
    }
