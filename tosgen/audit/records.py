"""The audit trail: what a record holds, as JSON in the ledger, and what it may not hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tosgen.errors import Finding, Place, Refused
from tosgen.model.audit import Record, RecordKind, Shortfall
from tosgen.saying import listed, said_by, say

SCHEMA = "tosgen.record/1"
FOLDER = "records"
_ROLE = re.compile(r"[a-z][a-z0-9-]{0,63}")
_ADDRESS = re.compile(r"\S+@\S+")


def named(kind: RecordKind, on: date, records: Iterable[Record]) -> str:
    """The name of a new record of that kind and day."""
    stem = f"{kind}/{on}-"
    numbers = [int(record.name.removeprefix(stem)) for record in records if record.name.startswith(stem)]
    return f"{stem}{max(numbers, default=0) + 1}"


def shortfalls(name: str, given: Sequence[tuple[str, str, date]]) -> tuple[Shortfall, ...]:
    """(what, owner, deadline) as shortfalls of the record of that name."""
    return tuple(Shortfall(f"{name}#{at}", what, owner, by) for at, (what, owner, by) in enumerate(given, 1))


def check(record: Record, earlier: Sequence[Record]) -> None:
    """Refused: `personal-data` for an address or an owner who is no role, `unknown-finding`, `bad-value`."""
    findings = [*_personal(record), *_unknown(record, earlier)]
    if record.count < 0:
        findings.append(Finding("bad-value", say("{count} is no count", count=record.count), Place("--count")))
    if record.next and record.next <= record.on:
        findings.append(
            Finding(
                "bad-date",
                say("the next one, {next}, is not after {day}", next=record.next, day=record.on),
                Place("--next"),
            )
        )
    if findings:
        raise Refused(findings)


def _personal(record: Record) -> Iterable[Finding]:
    hint = say("records are never rewritten: name roles, and keep names where they can be deleted")
    for text in (record.scope, *(each.what for each in record.shortfalls)):
        if found := _ADDRESS.search(text):
            yield Finding(
                "personal-data", say("'{words}' may name a person", words=found.group()), Place("--scope"), hint
            )
    for each in record.shortfalls:
        if not _ROLE.fullmatch(each.owner):
            message = say(
                "'{owner}' is no role: write small letters and hyphens, as in head-of-support", owner=each.owner
            )
            yield Finding("personal-data", message, Place("--finding"), hint)


def _unknown(record: Record, earlier: Sequence[Record]) -> Iterable[Finding]:
    open_ = {each.name for old in earlier for each in old.shortfalls} - {n for old in earlier for n in old.closes}
    for name in record.closes:
        if name not in open_:
            hint = say("open are: {names}", names=listed(sorted(open_))) if open_ else say("none is open")
            yield Finding("unknown-finding", say("'{name}' is no open finding", name=name), Place("--closes"), hint)


def as_dict(record: Record) -> dict[str, Any]:
    """The object that `records/<name>.json` holds."""
    return {
        "schema": SCHEMA,
        "name": record.name,
        "kind": record.kind,
        "on": record.on.isoformat(),
        "scope": record.scope,
        "count": record.count,
        "findings": [
            {"name": each.name, "what": each.what, "owner": each.owner, "deadline": each.deadline.isoformat()}
            for each in record.shortfalls
        ],
        "closes": list(record.closes),
        "evidence": list(record.evidence),
        "next": record.next.isoformat() if record.next else None,
    }


def read(files: Mapping[str, bytes]) -> list[Record]:
    """The records among a ledger's files, by day. Refused (`corrupt`) for one that is none."""
    found = []
    for path, content in sorted(files.items()):
        try:
            found.append(_record(json.loads(content)))
        except (ValueError, KeyError, TypeError) as error:
            raise Refused.one("corrupt", say("it is no record: {error}", error=said_by(error)), path) from error
    return sorted(found, key=lambda record: (record.on, record.name))


def _record(data: Mapping[str, Any]) -> Record:
    if data["schema"] != SCHEMA:
        raise ValueError(say("schema is {schema}", schema=repr(data["schema"])))
    found = [(each["what"], each["owner"], date.fromisoformat(each["deadline"])) for each in data["findings"]]
    return Record(
        name=data["name"],
        kind=data["kind"],
        on=date.fromisoformat(data["on"]),
        scope=data["scope"],
        count=data["count"],
        shortfalls=shortfalls(data["name"], found),
        closes=tuple(data["closes"]),
        evidence=tuple(data["evidence"]),
        next=date.fromisoformat(data["next"]) if data["next"] else None,
    )
