"""`index.json`: every published version with its digests, days and addresses, for what must know which text holds.

What an application keeps of a user who agrees is there as `acceptance`; `tosgen evidence --acceptance` reads it back.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from tosgen.model.effect import Sending
from tosgen.site.addresses import RECORD, tag
from tosgen.site.config import Config, compared, face, locales
from tosgen.site.published import Edition, Shelf
from tosgen.site.titles import announced, title

SCHEMA = "tosgen.site/1"


def record(config: Config) -> dict[str, bytes]:
    """The file."""
    return {RECORD: json.dumps(index(config), ensure_ascii=False, indent=1).encode() + b"\n"}


def index(config: Config) -> dict[str, Any]:
    """The object that `record_schema` describes. Addresses are whole if the site knows its own, else from its root."""
    return {
        "schema": SCHEMA,
        "service": config.service,
        "base": config.site.base or None,
        "documents": [_document(config, shelf) for shelf in config.shelves],
    }


def _document(config: Config, shelf: Shelf) -> dict[str, Any]:
    return {
        "document": shelf.document,
        "market": shelf.market,
        "jurisdictions": [*face(shelf).version.jurisdictions],
        "in_force": shelf.current,
        "existing_users": shelf.existing,
        "asked": shelf.asked,
        "upcoming": [edition.number for edition in shelf.upcoming],
        "history": _url(config, config.addresses.history(face(shelf).version)),
        "versions": [_version(config, shelf, edition) for edition in shelf.editions],
    }


def _version(config: Config, shelf: Shelf, edition: Edition) -> dict[str, Any]:
    past = edition.history
    return {
        "version": edition.number,
        "kind": edition.kind,
        "outcome": past.outcome,
        "published": announced(edition).isoformat().replace("+00:00", "Z"),
        "effective": _day(past.effective),
        "effective_existing": _day(past.existing),
        "until": _day(past.until),
        "successor": past.successor,
        "withdrawn": _day(past.withdrawn),
        "mechanism": edition.mechanism,
        "notices": [_notice(sent) for sent in edition.sent],
        "authoritative": edition.version.authoritative,
        "texts": [_text(config, shelf, edition, locale) for locale in locales(edition.version)],
    }


def _notice(sent: Sending) -> dict[str, Any]:
    """What went out and when; to how many is nobody else's business."""
    return {"day": sent.day, "channel": sent.channel, "digests": [*sent.digests], "existing": sent.existing}


def _text(config: Config, shelf: Shelf, edition: Edition, locale: str) -> dict[str, Any]:
    version, addresses = edition.version, config.addresses
    current, changed = shelf.current == edition.number, locale in compared(shelf, edition)
    page = addresses.text(version, locale)
    return {
        "locale": locale,
        "language": tag(locale),
        "direction": config.tongue(locale).direction,
        "title": title(edition, locale),
        "url": _url(config, addresses.version(version, locale)),
        "page": _url(config, page) if current else None,
        "markdown": _url(config, addresses.twin(page)) if current else None,
        "changes": _url(config, addresses.changes(version, locale)) if changed else None,
        "acceptance": {
            "version": f"{version.document}/{version.market}@{version.version}",
            "locale": locale,
            "digest": version.texts[locale],
        },
    }


def _url(config: Config, path: str) -> str:
    return config.addresses.absolute(path) if config.site.base else config.addresses.link(RECORD, path)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
