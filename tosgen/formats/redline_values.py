"""How a value changed, in words: of a table its rows and cells, of a text its languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tosgen.model.values import Plain

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
    told = list(_rows(old or {}, new or {}) if tables else _parts("", before, after))
    return "; ".join(told[:_MOST]) + (f"; {len(told) - _MOST} more" if len(told) > _MOST else "")


def _table(value: Plain) -> dict[str, dict[str, Plain]] | None:
    """A table's rows by key; None for any other value."""
    rows = value if isinstance(value, list) else [value]
    found = {str(row["key"]): row for row in rows if isinstance(row, dict) and "key" in row}
    return found if isinstance(value, list) and len(found) == len(rows) else None


def _rows(old: dict[str, dict[str, Plain]], new: dict[str, dict[str, Plain]]) -> Iterator[str]:
    for key in dict.fromkeys([*old, *new]):
        if key not in new or key not in old:
            yield f"row {key} {'added' if key in new else 'removed'}"
            continue
        for column in sorted({*old[key], *new[key]}):
            if old[key].get(column) != new[key].get(column):
                yield from _parts(f"row {key}: {column} ", old[key].get(column), new[key].get(column))
    if list(old) != list(new) and {*old} == {*new}:
        yield "rows in another order"


def _parts(name: str, before: Plain, after: Plain) -> Iterator[str]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for language in sorted({*before, *after}):
            if before.get(language) != after.get(language):
                yield f"{name}{language}: {_said(before.get(language))} → {_said(after.get(language))}"
    else:
        yield f"{name}{_said(before)} → {_said(after)}"


def _said(value: Plain) -> str:
    match value:
        case None:
            text = "none"
        case bool():
            text = "yes" if value else "no"
        case list():
            text = ", ".join(
                str(item["key"]) if isinstance(item, dict) and "key" in item else str(item) for item in value
            )
        case Mapping():
            text = "; ".join(f"{name}: {part}" for name, part in value.items())
        case _:
            text = str(value)
    line = " ".join(text.split()) or "none"
    return line if len(line) <= _LENGTH else f"{line[:_LENGTH]}…"
