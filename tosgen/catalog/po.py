"""One language's catalog, read from `.po` (or, in an installed library, `.mo`), gated before anything uses it."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import c2py
from pathlib import Path

import polib
from babel import Locale, UnknownLocaleError
from babel.messages.plurals import get_plural

from tosgen.catalog.messages import Message
from tosgen.errors import Finding, Place, Refused
from tosgen.saying import names, say
from tosgen.store import recall
from tosgen.text.characters import refused, visible

DOMAIN = "clauses"
INTERFACE = "tosgen"
"""The domain of what tosgen says to people."""
_MARKER = "LC_MESSAGES"
_CUTS_LINES = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]|\r(?!\n)")
"""What Python ends a line at and gettext does not: polib would drop what follows."""
Key = tuple[str, str]
PoEntry = polib.POEntry | polib.MOEntry
_Plain = list[list[tuple[str, str, tuple[str, ...], int, str]]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One translation: its forms, one, or one per plural category."""

    forms: tuple[str, ...]
    place: Place
    source: str = ""
    """Of a fuzzy entry: the msgid that it was made for."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """The translations of one language by (msgctxt, msgid)."""

    locale: str
    path: str
    entries: Mapping[Key, Entry] = field(default_factory=dict)
    stale: Mapping[Key, Entry] = field(default_factory=dict)
    """Fuzzy entries: translations whose source has changed since."""
    obsolete: Mapping[Key, Entry] = field(default_factory=dict)
    """Entries that stand behind `#~`: nothing reads them."""

    def laid_under(self, other: Catalog) -> Catalog:
        """This catalog with another's entries in place of its own."""
        obsolete = {**self.obsolete, **other.obsolete}
        entries, stale = {**self.entries, **other.entries}, {**self.stale, **other.stale}
        return Catalog(self.locale, other.path, entries, stale, obsolete)


def locale_path(folder: Path, locale: str, suffix: str = ".po", domain: str = DOMAIN) -> Path:
    """Where a language's catalog lies in a `locales/` folder."""
    return folder / locale / _MARKER / f"{domain}{suffix}"


def load(
    locale: str, folders: Iterable[Path], shown: Callable[[Path], str] = str, domain: str = DOMAIN
) -> Catalog:  # fmt: skip
    """The language's catalog from every folder that has one, later folders over earlier ones.

    Raises Refused with every fault of the files: encoding, header, duplicate, control characters.
    """
    catalog = Catalog(locale, f"locales/{locale}/{_MARKER}/{domain}.po")
    if not canonical(locale):
        message = say("'{locale}' is not a canonical CLDR tag", locale=locale)
        raise Refused.one("unknown-locale", message, f"locales/{locale}", say("rename the folder"))
    for folder in folders:
        for suffix in (".po", ".mo"):
            path = locale_path(folder, locale, suffix, domain)
            if path.is_file():
                catalog = catalog.laid_under(_read(locale, path, shown(path)))
                break
    return catalog


def _read(locale: str, path: Path, shown: str) -> Catalog:
    raw = path.read_bytes()

    def make() -> Catalog:
        return _made(locale, path, raw, shown)

    def whole(data: _Plain) -> Catalog:
        return Catalog(locale, shown, *(dict(_whole(entries, shown)) for entries in data))

    return recall.worked_out("catalog", (locale, path.suffix, raw), make, lambda made: _plain(made, path, raw), whole)


def _plain(catalog: Catalog, path: Path, raw: bytes) -> _Plain | None:
    """A sound catalog without the path that it is shown by; None if the file has changed while polib read it."""
    if path.suffix == ".mo" and path.read_bytes() != raw:
        return None
    return [
        [(*key, entry.forms, entry.place.line, entry.source) for key, entry in entries.items()]
        for entries in (catalog.entries, catalog.stale, catalog.obsolete)
    ]


def _whole(entries: Iterable[tuple[str, str, tuple[str, ...], int, str]], shown: str) -> Iterator[tuple[Key, Entry]]:
    for context, source, forms, line, before in entries:
        yield (context, source), Entry(forms, Place(shown, line), before)


def _made(locale: str, path: Path, raw: bytes, shown: str) -> Catalog:
    file = _compiled(path, shown) if path.suffix == ".mo" else _parsed(raw, shown)
    findings = [*_header(locale, file, shown), *_entries(file, shown)]
    if findings:
        raise Refused(findings)
    live = [e for e in file if not e.obsolete]
    current = {_key(e): _entry(e, shown) for e in live if "fuzzy" not in e.flags and _done(e)}
    stale = {_key(e): _entry(e, shown) for e in live if "fuzzy" in e.flags}
    return Catalog(locale, shown, current, stale, {_key(e): _entry(e, shown) for e in file if e.obsolete})


def parsed(path: Path, shown: str) -> polib.POFile:
    """A `.po` file's entries; Refused (`encoding`, `syntax`) if it cannot be read."""
    return _parsed(path.read_bytes(), shown)


def _parsed(raw: bytes, shown: str) -> polib.POFile:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Refused.one(
            "encoding", say("the catalog is not UTF-8"), Place(shown, line), say("save it as UTF-8")
        ) from None
    if cut := _CUTS_LINES.search(text):
        message = say("{character} in a translation", character=visible(cut[0]))
        place = Place(shown, text.count("\n", 0, cut.start()) + 1)
        raise Refused.one("encoding", message, place, say("delete the character"))
    found = re.search(r"^\"Content-Type:.*?charset=([^\\\s\"]+)", text, re.MULTILINE)
    if found and found[1].lower() != "utf-8":
        raise Refused.one(
            "encoding",
            say("the header declares charset {charset}", charset=found[1]),
            shown,
            say("declare charset=UTF-8"),
        )
    try:
        # polib would open a text that is the name of a file; no name ends so.
        return polib.pofile(f"{text}\n#\n", encoding="utf-8", check_for_duplicates=False)
    except (OSError, ValueError, IndexError) as error:
        line_found = re.search(r"line (\d+)", str(error))
        place = Place(shown, int(line_found[1]) if line_found else 1)
        raise Refused.one(
            "syntax", say("not a PO file: {error}", error=error), place, say("check it with `msgfmt --check`")
        ) from None


def _compiled(path: Path, shown: str) -> polib.MOFile:
    try:
        return polib.mofile(str(path))
    except (OSError, ValueError, LookupError, struct.error) as error:
        raise Refused.one(
            "syntax", say("not an MO file: {error}", error=error), shown, say("compile it again with `msgfmt`")
        ) from None


def flags(message: Message, domain: str) -> list[str]:
    """What gettext's tools are to check a translation for: names in braces, where they are those of `say`."""
    named = domain == INTERFACE and names(message.id) and not re.search(r"\{\{|\{%", message.id)
    return ["python-brace-format"] if named else []


@lru_cache(maxsize=4096)
def plural_index(locale: str, count: int) -> int:
    """The gettext index of a count's plural form, by CLDR's rule for the language."""
    return int(c2py(get_plural(locale).plural_expr)(count))


def canonical(locale: str) -> bool:
    """Whether a tag is the one spelling that CLDR gives a language."""
    try:
        return str(Locale.parse(locale[:40])) == locale
    except (UnknownLocaleError, ValueError, TypeError):
        return False


def _header(locale: str, file: polib.POFile | polib.MOFile, shown: str) -> Iterable[Finding]:
    """The header names this language and CLDR's plural rule for it (others are refused, not run)."""
    if file.metadata.get("Language") != locale:
        given = file.metadata.get("Language")
        yield Finding(
            "parity",
            say("the header says Language: {locale}", locale=given),
            Place(shown, 1),
            say("write Language: {locale}", locale=locale),
        )
    expected, given = get_plural(locale), file.metadata.get("Plural-Forms", "")
    if re.sub(r"\s|;$", "", given) != re.sub(r"\s|;$", "", str(expected)):
        message = say("Plural-Forms is not CLDR's for {locale}", locale=locale)
        yield Finding(
            "parity", message, Place(shown, 1), say("write Plural-Forms: {rule};", rule=str(expected).rstrip(";"))
        )


def _entries(file: Iterable[PoEntry], shown: str) -> Iterable[Finding]:
    seen: dict[Key, int] = {}
    for entry in file:
        if entry.obsolete:
            continue
        place = Place(shown, getattr(entry, "linenum", 0))
        if _key(entry) in seen:
            message = say(
                "'{message}' of {context} stands twice (first on line {line})",
                message=entry.msgid[:40],
                context=entry.msgctxt,
                line=seen[_key(entry)],
            )
            yield Finding("duplicate-key", message, place, say("delete one of the two"))
        seen.setdefault(_key(entry), getattr(entry, "linenum", 0))
        for form in _forms(entry):
            if found := refused(form):
                yield Finding(
                    "encoding",
                    say("{character} in a translation", character=visible(found[0])),
                    place,
                    say("delete the character"),
                )


def _key(entry: PoEntry) -> Key:
    return entry.msgctxt or "", entry.msgid


def _forms(entry: PoEntry) -> tuple[str, ...]:
    if entry.msgstr_plural:
        return tuple(entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural))
    return (entry.msgstr,)


def _done(entry: PoEntry) -> bool:
    return all(form.strip() for form in _forms(entry))


def _entry(entry: PoEntry, shown: str) -> Entry:
    return Entry(_forms(entry), Place(shown, getattr(entry, "linenum", 0)), entry.previous_msgid or "")
