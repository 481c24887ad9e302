"""Rules over one language's catalog: every block is there, is current, and says what its source says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tosgen.catalog import parity
from tosgen.catalog.messages import Message
from tosgen.catalog.po import Catalog
from tosgen.catalog.translate import Translator
from tosgen.catalog.update import messages
from tosgen.errors import Finding, Place
from tosgen.model.library import Library
from tosgen.saying import say


def check(translator: Translator, library: Library, kept: str | None) -> list[Finding]:
    """What is missing, stale or at odds in a catalog; of files below the folder `kept`, also what is obsolete.

    A workspace replaces blocks of the library: what it no longer needs of the library's catalogs is no fault of either.
    """
    units = list(dict.fromkeys(messages(library, translator.locale)))
    findings = [finding for message in units for finding in _message(translator, message)]
    return findings + [f for f in _obsolete(translator, units) if kept is not None and f.place.path.startswith(kept)]


def _message(translator: Translator, message: Message) -> Iterator[Finding]:
    place = Place(message.origin or "tosgen", message.line)
    yield from translator.phrase(message.context, message.id, place, message.language).findings
    entry = translator.catalog.entries.get((message.context, message.id))
    for form in entry.forms if entry and message.plural else ():
        if "{n}" not in form:
            text = say(
                "{locale}: {context}: '{form}' does not print the number {n}",
                locale=translator.locale, context=message.context, form=form, n="{n}",
            )  # fmt: skip
            yield Finding("parity", text, entry.place if entry else place, say("write {n} where the number stands"))


def interface(catalog: Catalog, messages: Iterable[Message], kept: str | None) -> list[Finding]:
    """The same for a catalog of the interface: every message is there, is current, and has the names of its source."""
    units = list(messages)
    findings = [finding for message in units for finding in _said(catalog, message)]
    known = {(unit.context, unit.id) for unit in units}
    stray = [*(key for key in catalog.entries if key not in known), *catalog.obsolete]
    gone = [_asked_by_nothing(catalog, *key) for key in stray]
    return findings + [f for f in gone if kept is not None and f.place.path.startswith(kept)]


def _said(catalog: Catalog, message: Message) -> Iterator[Finding]:
    key = message.context, message.id
    entry, last = catalog.entries.get(key), catalog.stale.get(key)
    if entry is None:
        code, what = ("stale-translation", _CHANGED) if last else ("untranslated", _MISSING)
        told = what.of(locale=catalog.locale, message=message.id[:60])
        yield Finding(code, told, last.place if last else Place(catalog.path), say("translate it"))
    for form in entry.forms if entry else ():
        for fault in parity.fields(message.id, message.plural, form):
            told = say("{locale}: '{message}': {fault}", locale=catalog.locale, message=message.id[:60], fault=fault)
            yield Finding("parity", told, entry.place if entry else Place(catalog.path), say("write the same names"))


_MISSING = say("{locale}: '{message}' has no translation")
_CHANGED = say("{locale}: '{message}' is said in English, its source changed")


_OBSOLETE = say("{locale}: nothing asks for '{source}'")
_OBSOLETE_IN = say("{locale}: {context}: nothing asks for '{source}'")


def _asked_by_nothing(catalog: Catalog, context: str, source: str) -> Finding:
    told = _OBSOLETE_IN if context else _OBSOLETE
    message = told.of(locale=catalog.locale, context=context, source=source[:60])
    entry = catalog.obsolete.get((context, source)) or catalog.entries[context, source]
    return Finding("obsolete", message, entry.place, say("run `tosgen locales update`"), "warning")


def _obsolete(translator: Translator, units: list[Message]) -> Iterator[Finding]:
    """Entries that nothing asks for; forms of terms and units by case stand beside their unit."""
    known = {(unit.context, unit.id) for unit in units}
    contexts = {unit.context for unit in units}
    for context, source in translator.catalog.entries:
        base = context.split("|")[0]
        form = "|" in context and (base in contexts or base.startswith("units/"))
        if (context, source) not in known and not form:
            yield _asked_by_nothing(translator.catalog, context, source)
    for context, source in translator.catalog.obsolete:
        yield _asked_by_nothing(translator.catalog, context, source)
