"""`llms.txt` and the texts in force as Markdown, for programs that read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tosgen.saying import Said, say
from tosgen.site.addresses import FEED, LLMS, RECORD
from tosgen.site.config import Config, face, locales
from tosgen.site.published import Edition, Shelf
from tosgen.site.titles import main, publisher, title
from tosgen.site.tongue import Tongue

_MARKUP = re.compile(r"([\\`*_\[\]<>&#])")


def llms(config: Config) -> dict[str, bytes]:
    """`llms.txt`, and beside each page in force its text: a line of the record, an empty line, the recorded bytes."""
    return {LLMS: _overview(config).encode(), **twins(config)}


def twins(config: Config) -> dict[str, bytes]:
    """Path -> Markdown of every text in force."""
    current = [shelf.edition(shelf.current) for shelf in config.shelves if shelf.current is not None]
    return dict(twin(config, edition, locale) for edition in current for locale in locales(edition.version))


def twin(config: Config, edition: Edition, locale: str) -> tuple[str, bytes]:
    """Path and content of one text in force."""
    path = config.addresses.twin(config.addresses.text(edition.version, locale))
    line = escaped(_line(edition, config.tongue(locale).at(edition.version.jurisdictions)))
    return path, f"> {line}\n\n{edition.texts[locale]}".encode()


def _line(edition: Edition, tongue: Tongue) -> str:
    """What the record says of a text, in one line of its own language."""
    version, past = edition.version, edition.history
    values = {"service": past.name(tongue.locale), "number": version.version, "day": tongue.day(past.day)}
    return tongue.speak(_LINE.of(**values, language=tongue.language(version.authoritative)))


_LINE = say("{service}, version {number}, in force from {day}; authoritative language: {language}")


def escaped(words: str) -> str:
    """Words in a line of Markdown, without any meaning to it.

    >>> escaped("a_b [c]")
    'a\\\\_b \\\\[c\\\\]'
    """
    return _MARKUP.sub(r"\\\1", " ".join(words.split()))


def _overview(config: Config) -> str:
    tongue = config.tongue(main(config))
    newest = face(config.shelves[0])
    whose = say("Legal documents of {company} that are in force. Each link leads to the text as Markdown.",
                company=publisher(newest, tongue.locale))  # fmt: skip
    parts = [f"# {escaped(config.title(tongue.locale))}", f"> {escaped(tongue.speak(whose))}"]
    told = say("Below two lines of its own, a file holds the recorded text byte for byte; {record} has its SHA-256, "
               "and all versions.", record=_link(config, RECORD, RECORD))  # fmt: skip
    parts.append(tongue.speak(told))
    for document in dict.fromkeys(shelf.document for shelf in config.shelves):
        shelves = [shelf for shelf in config.shelves if shelf.document == document and shelf.current is not None]
        lines = [line for shelf in shelves for line in _lines(config, shelf)]
        if lines:
            parts += [f"## {escaped(_heading(shelves, tongue))}", "\n".join(lines)]
    parts += [f"## {_OPTIONAL}", "\n".join(_optional(config, tongue))]
    return "\n\n".join(parts) + "\n"


_OPTIONAL = "Optional"
"""A name of the format, whatever the language: what may be left out where there is little room."""


def _heading(shelves: list[Shelf], tongue: Tongue) -> str:
    """The document's title, in the language of the overview where it has one."""
    edition = next((e for s in shelves if tongue.locale in (e := face(s)).version.texts), face(shelves[0]))
    known = tongue.locale if tongue.locale in edition.version.texts else edition.version.authoritative
    return title(edition, known)


def _lines(config: Config, shelf: Shelf) -> Iterator[str]:
    """A link to the text in each language, said in it."""
    edition = face(shelf)
    for locale in locales(edition.version):
        tongue = config.tongue(locale, shelf)
        name = say("{title} ({place})", title=title(edition, locale), place=config.market(shelf, tongue))
        path = config.addresses.twin(config.addresses.text(edition.version, locale))
        note = tongue.speak(_note(edition, tongue))
        yield f"- {_link(config, path, tongue.speak(name))}: {escaped(note)}"


def _note(edition: Edition, tongue: Tongue) -> Said:
    words = {"language": tongue.name, "number": edition.number, "day": tongue.day(edition.history.day)}
    if tongue.locale == edition.version.authoritative:
        return say("{language}, the authoritative text; version {number}, in force from {day}").of(**words)
    return say("{language}; version {number}, in force from {day}").of(**words)


def _optional(config: Config, tongue: Tongue) -> Iterator[str]:
    yield f"- {_link(config, RECORD, RECORD)}: {escaped(tongue.speak(say('all versions with their days, as data')))}"
    if config.site.base:
        yield f"- {_link(config, FEED, FEED)}: {escaped(tongue.speak(say('what is new, as a feed')))}"


def _link(config: Config, path: str, words: str) -> str:
    whole = config.addresses.absolute(path) if config.site.base else config.addresses.link(LLMS, path)
    return f"[{escaped(words)}]({whole})"
