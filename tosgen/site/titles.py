"""What documents and their publishers are called, and when what was decided: for feeds, data and lists of links."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import Literal

from tosgen.site.config import Config, face
from tosgen.site.published import Edition
from tosgen.text.headings import first


def title(edition: Edition, locale: str) -> str:
    """The document's own title in a language that the edition has."""
    found = first(edition.texts[locale])
    return found.title if found else edition.version.document


def publisher(edition: Edition, locale: str) -> str:
    """The company as the version names it, for itself or for its first supplement; else the service."""
    facts = edition.version.facts
    names = [name for key, name in facts.items() if key.rpartition(":")[2] == "company.name"]
    return next((name for name in names if isinstance(name, str) and name), edition.history.name(locale))


def main(config: Config) -> str:
    """The language of what is not in the language of one text: the authoritative one of most documents; of two such,
    the one that more documents can be read in.
    """
    shown = [face(shelf) for shelf in config.shelves]
    counted = Counter(edition.version.authoritative for edition in shown)
    read = Counter(locale for edition in shown for locale in edition.texts)
    return min(counted, key=lambda locale: (-counted[locale], -read[locale], locale))


def moment(edition: Edition, action: Literal["publish", "withdraw"], day: date) -> datetime:
    """When it was decided, to the second, in UTC; where that is not recorded, the beginning of a day."""
    found = edition.decided.get(action)
    return found.astimezone(UTC).replace(microsecond=0) if found else midnight(day)


def midnight(day: date) -> datetime:
    """The beginning of a day, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def announced(edition: Edition) -> datetime:
    """When it was published, for whatever day."""
    return moment(edition, "publish", edition.history.day)
