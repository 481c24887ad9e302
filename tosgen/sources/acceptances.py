"""A file of acceptance records, as JSON or JSON lines -> what each says, with its line; the first fault is told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from json import JSONDecodeError, JSONDecoder
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tosgen.errors import Finding, Refused
from tosgen.model.acceptance import Acceptance
from tosgen.saying import say
from tosgen.sources.faults import Faults, Unfit, brief, place
from tosgen.sources.reading import MIB, Source, read
from tosgen.sources.shapes import shaped
from tosgen.sources.shapes.acceptance import REF, AcceptanceShape
from tosgen.sources.shapes.kinds import adapter
from tosgen.sources.yaml import parse

LIMIT = 256 * MIB
_SPACE = re.compile(r"[ \t\r\n]*")
_HINT = say("write one JSON object, an array of them, or one object a line; `tosgen schema acceptance` has its shape")


def load_acceptances(path: Path) -> list[Acceptance]:
    """Every record of a file. Refused with the first fault, at its line."""
    faults = Faults()
    source = read(path, faults, limit=LIMIT)
    faults.stop()
    assert source is not None
    found = [_record(source, line, text, raw) for line, text, raw in _values(source)]
    if not found:
        raise _unread(source, 1, 0, say("there is no record in the file"))
    return found


def _values(source: Source) -> Iterator[tuple[int, str, Any]]:
    """(line, text, data) of each value: the items of an array, or what stands one after the other."""
    text, line, counted = source.text, 1, 0
    at = _after_space(text, 0)
    array = text.startswith("[", at)
    at = _after_space(text, at + array)
    while at < len(text) and not (array and text[at] == "]"):
        line, counted = line + text.count("\n", counted, at), at
        data, end = _value(source, at, line)
        yield line, text[at:end], data
        at = _after_space(text, end)
        at = _behind_comma(source, at) if array else at
    if array and (at >= len(text) or _after_space(text, at + 1) < len(text)):
        raise _unread(source, _line(text, at), 0, say("the array does not end where the file does"))


def _value(source: Source, at: int, line: int) -> tuple[Any, int]:
    """The value that begins here, and where it ends."""
    try:
        return JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number).raw_decode(source.text, at)
    except JSONDecodeError as error:
        raise _unread(source, error.lineno, error.colno, say("this is no JSON: {fault}", fault=error.msg)) from None
    except Unfit as unfit:
        raise _unread(source, line, 0, unfit.message) from None
    except RecursionError:
        raise _unread(source, line, 0, say("this is nested too deeply")) from None


def _behind_comma(source: Source, at: int) -> int:
    """Where the next item of an array begins, or the array ends."""
    text = source.text
    if text.startswith("]", at):
        return at
    following = _after_space(text, at + 1)
    if not text.startswith(",", at) or text.startswith("]", following):
        raise _unread(source, _line(text, at), 0, say("a comma is missing, or there is one too many"))
    return following


def _record(source: Source, line: int, text: str, raw: Any) -> Acceptance:
    try:
        shape: AcceptanceShape = adapter(AcceptanceShape).validate_python(raw)
    except ValidationError:
        raise Refused([_fault(source, line, text if isinstance(raw, dict) else "")]) from None
    ref = re.fullmatch(REF, shape.version)
    assert ref is not None
    canonical = json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Acceptance(
        line, ref["document"], ref["market"], int(ref["version"]), shape.locale, shape.digest, shape.time, shape.method,
        sha256(canonical.encode()).hexdigest(),
    )  # fmt: skip


def _fault(source: Source, line: int, text: str) -> Finding:
    """What is wrong with a record, at its place: JSON is YAML, whose reader knows places. "" for what is no object."""
    faults = Faults()
    tree = parse(text, source.shown, faults, first_line=line) if text else None
    if tree is not None:
        shaped(AcceptanceShape, tree, faults)
    none = Finding("bad-value", say("this is no record of acceptance"), place(source.path, line))
    first = min(faults.ordered, key=lambda fault: (fault.code != "unknown-key", fault.place), default=none)
    return Finding(first.code, first.message, first.place, first.hint or _HINT)


def _unread(source: Source, line: int, column: int, what: str) -> Refused:
    return Refused([Finding("syntax", what, place(source.path, line, column), _HINT)])


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        again = next(name for at, (name, _) in enumerate(pairs) if name in dict(pairs[:at]))
        raise Unfit("duplicate-key", say("{name} stands twice", name=brief(again)))
    return data


def _no_number(name: str) -> float:
    raise Unfit("bad-value", say("{name} is no JSON", name=name))
