"""All versions of a document, the newest first: from when to when each held, and what changed with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tosgen.formats.header import header
from tosgen.model.words import word
from tosgen.saying import say
from tosgen.site.config import compared, face, locales
from tosgen.site.pages.press import Leaf, Link, Press, lengthened, same
from tosgen.site.published import Edition, Shelf
from tosgen.site.titles import title


@dataclass(frozen=True, slots=True)
class Stage:
    """One version on the timeline."""

    heading: str
    state: str
    rows: tuple[tuple[str, str], ...]
    warning: str
    links: tuple[Link, ...]
    now: bool


def timeline(press: Press, shelf: Shelf, locale: str) -> tuple[str, bytes]:
    """The page in one of the languages of the edition that the document shows itself by."""
    newest, tongue = face(shelf), press.config.tongue(locale, shelf)
    there = {each: press.addresses.history(newest.version, each) for each in locales(newest.version)}
    name = title(newest, locale)
    leaf = Leaf(there[locale], tongue, name, there, shelf)
    heading = tongue.speak(say("{document}: all versions", document=name))
    order = sorted(shelf.editions, key=lambda e: (e.history.day, e.number), reverse=True)
    return press.page(
        "history.html",
        leaf,
        tab=lengthened(tongue.speak, heading, press.config.title(locale)),
        heading=heading,
        stages=[_stage(press, leaf, shelf, edition) for edition in order],
        links=[press.link(leaf, press.addresses.text(newest.version, locale), _IN_FORCE)] if shelf.current else [],
        words={"more": say("More about this text")},
    )


def _stage(press: Press, leaf: Leaf, shelf: Shelf, edition: Edition) -> Stage:
    speak, tongue = leaf.tongue.speak, leaf.tongue
    record = header(edition.history, speak, tongue.locale)
    kind = ((speak(say("Kind of change")), speak(word("kind", edition.kind))),) if edition.kind else ()
    return Stage(
        heading=speak(say("Version {number}", number=edition.number)),
        state=speak(_state(shelf, edition)),
        rows=(*record.rows[2:], *kind),
        warning=record.notice,
        links=tuple(_links(press, leaf, shelf, edition)),
        now=edition.number == shelf.current,
    )


def _state(shelf: Shelf, edition: Edition) -> str:
    if edition.number == shelf.current:
        return word("state", "in-force")
    if edition in shelf.upcoming:
        return word("state", "upcoming")
    if edition.number == shelf.existing:
        return say("in force for existing users")
    return word("state", "withdrawn" if edition.history.outcome == "withdrawn" else "superseded")


def _links(press: Press, leaf: Leaf, shelf: Shelf, edition: Edition) -> Iterator[Link]:
    """Each with the version's number in it: a list of links is read out without what is around them."""
    version, locale = edition.version, same(edition.texts, leaf.tongue.locale, edition)
    words = say("Read version {number}", number=edition.number)
    yield press.link(leaf, press.addresses.version(version, locale), words, locale)
    there = compared(shelf, edition)
    if there:
        locale = locale if locale in there else there[0]
        coming = edition in shelf.upcoming
        words = (say("What changes with version {number}") if coming else say("What changed with version {number}")).of(
            number=edition.number
        )
        yield press.link(leaf, press.addresses.changes(version, locale), words, locale)


_IN_FORCE = say("Read the text in force")
