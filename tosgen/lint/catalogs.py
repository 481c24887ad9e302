"""Rules over one language's catalog: every block is there, is current, and says what its source says."""

from __future__ import annotations

from collections.abc import Iterator

from tosgen.catalog.messages import Message
from tosgen.catalog.translate import Translator
from tosgen.catalog.update import messages
from tosgen.errors import Finding, Place
from tosgen.model.library import Library


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
            text = f"{translator.locale}: {message.context}: '{form}' does not print the number {{n}}"
            yield Finding("parity", text, entry.place if entry else place, "write {n} where the number stands")


def _obsolete(translator: Translator, units: list[Message]) -> Iterator[Finding]:
    """Entries that nothing asks for; forms of terms and units by case stand beside their unit."""
    known = {(unit.context, unit.id) for unit in units}
    contexts = {unit.context for unit in units}
    for (context, source), entry in translator.catalog.entries.items():
        base = context.split("|")[0]
        form = "|" in context and (base in contexts or base.startswith("units/"))
        if (context, source) not in known and not form:
            message = f"{translator.locale}: {context}: nothing asks for '{source[:60]}'"
            yield Finding("obsolete", message, entry.place, "run `tosgen locales update`", "warning")
