"""A document as JSON data: `tosgen.document/1`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from tosgen.model.document import Document, Passage, Section
from tosgen.model.history import History
from tosgen.model.plain import Plain
from tosgen.model.version import Cause, ClauseRecord
from tosgen.text.escape import markdown
from tosgen.text.plain import plain, title

SCHEMA = "tosgen.document/1"


def write(document: Document, history: History | None = None) -> dict[str, Plain]:
    """The object that `document_schema` describes; what only a ledger knows is there if `history` is."""
    records = {clause.key: clause for clause in history.version.clauses} if history else {}
    return {
        "schema": SCHEMA,
        "document": document.document,
        "market": document.market,
        "locale": document.locale,
        "direction": document.direction,
        **(_recorded(history, document.locale) if history else {}),
        "anchor": document.anchor,
        "title": title(markdown(document.title)),
        "notice": plain(markdown(document.notice)),
        "supplements": [
            {"jurisdiction": each.jurisdiction, "anchor": each.anchor, "title": title(markdown(each.title))}
            for each in document.supplements
            if each.jurisdiction
        ],
        "sections": [_section(section, records) for section in document.sections()],
    }


def _recorded(history: History, locale: str) -> dict[str, Plain]:
    version = history.version
    return {
        "service": {"id": version.service, "name": history.name(locale)},
        "version": version.version,
        "kind": version.kind,
        "base": version.base,
        "generated_for": version.generated_for,
        "jurisdictions": [*version.jurisdictions],
        "authoritative": version.authoritative,
        "languages": [*sorted(version.texts)],
        "sha256": version.texts.get(locale, ""),
        "outcome": history.outcome,
        "effective": _day(history.effective),
        "effective_existing": _day(history.existing),
        "until": _day(history.until),
        "successor": history.successor,
        "withdrawn": _day(history.withdrawn),
    }


def _section(section: Section, records: Mapping[tuple[str, str], ClauseRecord]) -> dict[str, Plain]:
    return {
        "slot": section.slot,
        "supplement": section.supplement,
        "anchor": section.anchor,
        "number": section.number,
        "title": title(markdown(section.title)),
        "clauses": [_clause(passage, records.get((passage.supplement, passage.id))) for passage in section.passages],
    }


def _clause(passage: Passage, record: ClauseRecord | None) -> dict[str, Plain]:
    body = markdown(passage.body)
    return {
        "clause": passage.id,
        "anchor": passage.anchor,
        "number": passage.number,
        "title": title(markdown(passage.title)),
        "conspicuous": passage.conspicuous,
        "markdown": body,
        "text": plain(body),
        **(_of_record(record) if record else {}),
    }


def _of_record(record: ClauseRecord) -> dict[str, Plain]:
    return {
        "jurisdiction": record.jurisdiction,
        "source": record.source,
        "materiality": record.materiality,
        "satisfies": dict(record.satisfies),
        "causes": [_cause(cause) for cause in record.causes],
    }


def _cause(cause: Cause) -> Any:
    return {name: value for name, value in asdict(cause).items() if name != "evidence" or value}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
