"""How a value changed, in words: of a table its rows and cells, of a text its languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tosgen.model.plain import Plain
from tosgen.saying import SEMICOLON, joined, say, say_n

_LENGTH = 60
_MOST = 4


def change(before: Plain, after: Plain) -> str:
    """What differs between two values of one fact.

    >>> change("14 days", "10 days")
    '14 days → 10 days'
    >>> change([{"key": "a", "country": "IE"}], [{"key": "a", "country": "DE"}, {"key": "b"}])
    'row a: country IE → DE; row b added'
    """
    old, new = _table(before), _table(after)
    tables = old is not None and new is not None and (old or new)
    told = list(_rows(old or {}, new or {}) if tables else _parts(before, after))
    more = [say_n("{n} more", "{n} more", n=len(told) - _MOST)] if len(told) > _MOST else []
    return joined(SEMICOLON, [*told[:_MOST], *more])


def _table(value: Plain) -> dict[str, dict[str, Plain]] | None:
    """A table's rows by key; None for any other value."""
    rows = value if isinstance(value, list) else [value]
    found = {str(row["key"]): row for row in rows if isinstance(row, dict) and "key" in row}
    return found if isinstance(value, list) and len(found) == len(rows) else None


def _rows(old: dict[str, dict[str, Plain]], new: dict[str, dict[str, Plain]]) -> Iterator[str]:
    for key in dict.fromkeys([*old, *new]):
        if key not in old:
            yield say("row {key} added", key=key)
            continue
        if key not in new:
            yield say("row {key} removed", key=key)
            continue
        for column in sorted({*old[key], *new[key]}):
            if old[key].get(column) != new[key].get(column):
                for part in _parts(old[key].get(column), new[key].get(column)):
                    yield say("row {key}: {column} {change}", key=key, column=column, change=part)
    if list(old) != list(new) and {*old} == {*new}:
        yield say("rows in another order")


def _parts(before: Plain, after: Plain) -> Iterator[str]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for language in sorted({*before, *after}):
            if before.get(language) != after.get(language):
                change = _change(before.get(language), after.get(language))
                yield say("{language}: {change}", language=language, change=change)
    else:
        yield _change(before, after)


def _change(before: Plain, after: Plain) -> str:
    return say("{before} → {after}", before=said(before), after=said(after))


def said(value: Plain) -> str:
    """A value in words, on one line and not too long."""
    match value:
        case None:
            return say("none")
        case bool():
            return say("yes") if value else say("no")
        case list():
            keys = (str(item["key"]) if isinstance(item, dict) and "key" in item else str(item) for item in value)
            text = ", ".join(keys)
        case Mapping():
            text = "; ".join(f"{name}: {part}" for name, part in value.items())
        case _:
            text = str(value)
    return shortened(text) or say("none")


def shortened(text: str) -> str:
    """Text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LENGTH else f"{line[:_LENGTH]}…"
