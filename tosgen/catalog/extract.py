"""What there is to translate, for gettext's own tools: a template, and an extractor for `pybabel extract`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

import polib

from tosgen.catalog import said
from tosgen.catalog.messages import Message, of_clause, of_vocabularies
from tosgen.catalog.po import DOMAIN, flags
from tosgen.model.library import Library
from tosgen.sources.library import load_library

LIBRARY = "clauses"


def everything(library: Library) -> Iterator[Message]:
    """Every message of a library, whatever languages use it."""
    for clause in library.clauses:
        yield from of_clause(clause)
    yield from of_vocabularies(library)


def template(messages: Iterable[Message], domain: str = DOMAIN) -> str:
    """The messages as a POT file, unwrapped, without a date: it changes only when they do."""
    pot = polib.POFile(wrapwidth=0)
    pot.metadata = {
        "Project-Id-Version": "tosgen",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Domain": domain,
    }
    for message in dict.fromkeys(messages):
        entry = polib.POEntry(msgctxt=message.context or None, msgid=message.id, comment=message.note)
        line = str(message.line or "") if domain == DOMAIN else ""
        entry.occurrences = [(path, line) for path in message.occurrences]
        entry.flags = flags(message, domain)
        if message.plural:
            entry.msgid_plural, entry.msgstr_plural = message.plural, {0: "", 1: ""}
        pot.append(entry)
    return str(pot).rstrip("\n") + "\n"


def extract(
    fileobj: BinaryIO, _keywords: Collection[str], _comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, tuple[str, ...], list[str]]]:
    """Babel's extractor `tosgen`: the messages of one file, as (line, function, arguments, comments).

    Under `clauses/`, its legal text; of a Python file, what it says to people. A message is `pgettext(context, text)`,
    a counted one `npgettext(context, one, many)`, without a context `gettext` and `ngettext`. See Babel's manual,
    "Writing Extraction Methods". Raises Refused where the library that holds the file is not sound.
    """
    del options  # there is none; Babel passes it by name
    for message in _of_file(Path(fileobj.name).resolve()):
        function = ("n" if message.plural else "") + ("pgettext" if message.context else "gettext")
        arguments = tuple(filter(None, (message.context, message.id, message.plural)))
        yield message.line, function, arguments, [message.note] if message.note else []


def _of_file(path: Path) -> Iterable[Message]:
    if path.suffix == ".py":
        return said.of_source(path.read_text("utf-8"), path.name)
    root = next(folder for folder in path.parents if folder.name == LIBRARY)
    return _by_file(root).get(f"{LIBRARY}/{path.relative_to(root).as_posix()}", ())


@lru_cache(maxsize=2)
def _by_file(root: Path) -> Mapping[str, list[Message]]:
    found: dict[str, list[Message]] = {}
    for message in everything(load_library(root, None, version="", commit="")[0]):
        found.setdefault(message.origin, []).append(message)
    return found
