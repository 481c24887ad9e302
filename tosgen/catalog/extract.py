"""What there is to translate, for gettext's own tools: a template, and an extractor for `pybabel extract`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

import polib

from tosgen.catalog.messages import Message, of_clause, of_vocabularies
from tosgen.model.library import Library
from tosgen.sources.library import load_library

LIBRARY = "clauses"


def everything(library: Library) -> Iterator[Message]:
    """Every message of a library, whatever languages use it."""
    for clause in library.clauses:
        yield from of_clause(clause)
    yield from of_vocabularies(library)


def template(messages: Iterable[Message]) -> str:
    """The messages as a POT file, unwrapped, without a date: it changes only when they do."""
    pot = polib.POFile(wrapwidth=0)
    pot.metadata = {
        "Project-Id-Version": "tosgen",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Domain": "clauses",
    }
    for message in dict.fromkeys(messages):
        entry = polib.POEntry(msgctxt=message.context, msgid=message.id, comment=message.note)
        entry.occurrences = [(message.origin, str(message.line or ""))] if message.origin else []
        if message.plural:
            entry.msgid_plural, entry.msgstr_plural = message.plural, {0: "", 1: ""}
        pot.append(entry)
    return str(pot).rstrip("\n") + "\n"


def extract(
    fileobj: BinaryIO, _keywords: Collection[str], _comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, tuple[str, ...], list[str]]]:
    """Babel's extractor `tosgen`: the messages of one file under `clauses/`, as (line, function, arguments, comments).

    A message is `pgettext(context, text)`, a counted one `npgettext(context, one, many)`. See Babel's manual,
    "Writing Extraction Methods". Raises Refused where the library that holds the file is not sound.
    """
    del options  # there is none; Babel passes it by name
    path = Path(fileobj.name).resolve()
    root = next(folder for folder in path.parents if folder.name == LIBRARY)
    for message in _by_file(root).get(f"{LIBRARY}/{path.relative_to(root).as_posix()}", ()):
        comments = [message.note] if message.note else []
        if message.plural:
            yield message.line, "npgettext", (message.context, message.id, message.plural), comments
        else:
            yield message.line, "pgettext", (message.context, message.id), comments


@lru_cache(maxsize=2)
def _by_file(root: Path) -> Mapping[str, list[Message]]:
    found: dict[str, list[Message]] = {}
    for message in everything(load_library(root, None, version="", commit="")[0]):
        found.setdefault(message.origin, []).append(message)
    return found
