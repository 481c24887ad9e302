"""Rules over one language's catalog: every block is there, is current, and says what its source says."""

from __future__ import annotations

from collections.abc import Iterator

from tosgen.catalog.messages import Message
from tosgen.catalog.translate import Translator
from tosgen.catalog.update import messages
from tosgen.errors import Finding, Place
from tosgen.model.library import Library


def check(translator: Translator, library: Library) -> list[Finding]:
    """What is missing, stale or at odds in a catalog."""
    wanted = list(messages(library, translator.locale))
    units = list(dict.fromkeys(wanted))
    return [finding for message in units for finding in _message(translator, message)] + list(
        _obsolete(translator, units)
    )


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
