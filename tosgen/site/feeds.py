"""Atom feeds (RFC 4287): one of all documents, and one of each document in each language that it has had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from tosgen.formats.header import header
from tosgen.formats.xml import Xml, tag
from tosgen.model.words import word
from tosgen.saying import SEMICOLON, Said, joined, say
from tosgen.site.addresses import FEED
from tosgen.site.config import Config, compared, face
from tosgen.site.published import Edition, Shelf
from tosgen.site.titles import announced, main, midnight, moment, publisher, title
from tosgen.site.tongue import Tongue

ATOM = "http://www.w3.org/2005/Atom"
MEDIA = "application/atom+xml"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One thing that happened to an edition, told in a language that the edition has."""

    shelf: Shelf
    edition: Edition
    tongue: Tongue
    since: date
    """The day of the document's first publication."""
    published: datetime
    updated: datetime
    withdrawal: bool = False

    @property
    def order(self) -> tuple[datetime, int, bool, str, str]:
        """The newest one last."""
        return self.updated, self.edition.number, self.withdrawal, self.shelf.document, self.shelf.market


def feeds(config: Config) -> dict[str, bytes]:
    """Path -> feed; none where the site's address is not known, since links of a feed must be whole."""
    if not config.site.base:
        return {}
    tongue = config.tongue(main(config))
    all_ = [each for shelf in config.shelves for each in _entries(config, shelf, "")]
    found = {config.addresses.feed(): _feed(config, tongue, all_, name=config.title(tongue.locale))}
    for shelf in config.shelves:
        for locale in sorted({locale for edition in shelf.editions for locale in edition.texts}):
            found[config.addresses.feed(face(shelf).version, locale)] = _of(config, shelf, config.tongue(locale, shelf))
    return found


def _of(config: Config, shelf: Shelf, tongue: Tongue) -> bytes:
    """The feed of a document. Who reads it in a language that newer versions lack is told of them in another."""
    newest, locale = face(shelf), tongue.locale
    edition = newest if locale in newest.texts else [each for each in shelf.editions if locale in each.texts][-1]
    words = say("{title} ({place})", title=title(edition, locale), place=config.market(shelf, tongue))
    page = config.addresses.text(newest.version, locale if locale in newest.texts else "")
    return _feed(
        config, tongue, [*_entries(config, shelf, locale)], name=tongue.speak(words), page=page,
        path=config.addresses.feed(newest.version, locale), key=f"/{shelf.document}/{shelf.market}/{tongue.lang}",
    )  # fmt: skip


def _entries(config: Config, shelf: Shelf, locale: str) -> Iterator[_Entry]:
    """Every publication and withdrawal, in the authoritative language where an edition has no text in `locale`."""
    since = min(announced(edition) for edition in shelf.editions).date()
    for edition in shelf.editions:
        known = locale if locale in edition.version.texts else edition.version.authoritative
        tongue, public, gone = config.tongue(known, shelf), announced(edition), edition.history.withdrawn
        yield _Entry(shelf, edition, tongue, since, public, max(_news(shelf, edition)))
        if gone:
            when = moment(edition, "withdraw", gone)
            yield _Entry(shelf, edition, tongue, since, when, when, withdrawal=True)


def _news(shelf: Shelf, edition: Edition) -> list[datetime]:
    """The moments at which there was something new to say: it was announced; it began to hold."""
    effective, never = edition.history.effective, edition.history.outcome == "overtaken"
    begun = effective is not None and effective <= shelf.day and not never
    return [announced(edition), *([midnight(effective)] if begun and effective else [])]


def _feed(
    config: Config, tongue: Tongue, entries: Sequence[_Entry], *,
    name: str, page: str = "", path: str = FEED, key: str = "",
) -> bytes:  # fmt: skip
    """The feed beside a page, the newest entry first."""
    ordered = sorted(entries, key=lambda each: each.order, reverse=True)
    whole = config.addresses.absolute
    parts = [
        tag("id", _id(config, min(each.since for each in ordered), key)),
        tag("title", name),
        tag("updated", _stamp(ordered[0].updated)),
        tag("author", tag("name", publisher(ordered[0].edition, tongue.locale))),
        tag("link", rel="self", type=MEDIA, href=whole(path)),
        tag("link", rel="alternate", type="text/html", hreflang=tongue.lang, href=whole(page)),
        *(_entry(config, each, tongue) for each in ordered),
    ]
    feed = _lines("feed", parts, {"xmlns": ATOM, "xml:lang": tongue.lang})
    return f'<?xml version="1.0" encoding="utf-8"?>\n{feed}\n'.encode()


def _entry(config: Config, each: _Entry, around: Tongue) -> Xml:
    """An entry; it says its language where that is not the feed's."""
    version, tongue, whole = each.edition.version, each.tongue, config.addresses.absolute
    own = [one for one in (each.withdrawal and "withdrawn", _other(each)) if one]
    key = "/".join(["", version.document, version.market, str(version.version), *own])
    locale, page = tongue.locale, {"type": "text/html", "hreflang": tongue.lang}
    parts = [
        tag("id", _id(config, each.since, key)),
        tag("title", tongue.speak(_title(each))),
        tag("published", _stamp(each.published)),
        tag("updated", _stamp(each.updated)),
        tag("author", tag("name", publisher(each.edition, locale))),
        tag("link", rel="alternate", **page, href=whole(config.addresses.version(version, locale))),
    ]
    if locale in compared(each.shelf, each.edition):
        href, words = whole(config.addresses.changes(version, locale)), tongue.speak(say("What changed"))
        parts.append(tag("link", rel="related", **page, href=href, title=words))
    if not each.withdrawal:
        kind = each.edition.kind
        parts.append(tag("category", term=kind, label=tongue.speak(word("kind", kind))))
    parts.append(tag("summary", _summary(each)))
    return _lines("entry", parts, {} if locale == around.locale else {"xml:lang": tongue.lang})


def _other(each: _Entry) -> str:
    """The language of an entry that is told in another than the authoritative one."""
    return "" if each.tongue.locale == each.edition.version.authoritative else each.tongue.lang


def _title(each: _Entry) -> Said:
    past, tongue = each.edition.history, each.tongue
    name = title(each.edition, tongue.locale)
    if each.withdrawal and past.withdrawn:
        return say("{title}, version {number}: withdrawn from {day} on", title=name, number=past.version.version,
                   day=tongue.day(past.withdrawn))  # fmt: skip
    if past.outcome == "overtaken":
        return say("{title}, version {number}", title=name, number=past.version.version)
    return say("{title}, version {number}, from {day}", title=name, number=past.version.version,
               day=tongue.day(past.day))  # fmt: skip


def _summary(each: _Entry) -> str:
    """What the record says of the version, without what the title has said."""
    locale, speak = each.tongue.locale, each.tongue.speak
    found = header(each.edition.history, speak, locale)
    return speak(joined(SEMICOLON, [part for part in (found.notice, *found.lines[2:]) if part]))


def _id(config: Config, since: date, key: str) -> str:
    """A `tag:` URI (RFC 4151): whose it is, since when, and what it names."""
    host = (urlsplit(config.site.base).hostname or "").encode("idna").decode()
    return f"tag:{host},{since.isoformat()}:{config.service}{key}"


def _stamp(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")


def _lines(name: str, parts: Sequence[Xml], attributes: dict[str, str]) -> Xml:
    """An element that holds elements, each on a line of its own."""
    return tag(name, Xml("\n" + "\n".join(parts) + "\n"), **attributes)
