"""What stands between a text's title and the text, in its language: whether it holds and for whom, and the record."""

from __future__ import annotations

from collections.abc import Iterator

from tosgen.compose.printing import cldr
from tosgen.formats.header import Dates, header
from tosgen.saying import Said, Speak, say, say_in
from tosgen.site.exports.content import Page

_ROW = say_in("a line at the head of a document", "{label}: {value}")
_NEW_ONLY = say(
    "This text holds for new users. For those who used the service before, version {number} holds as long as they have "
    "agreed to no other."
)
_NEW_FIRST = say(
    "This text holds for new users. For those who used the service before, version {number} holds; this text follows "
    "for them on {day}."
)
_ASKED = say("Those who used the service before are asked to agree to version {number}.")
_COMES = say("Version {number} takes effect on {day}.")
_COMES_TO_NEW = say(
    "Version {number} takes effect on {day} for new users. Those who used the service before keep the text that they "
    "have, as long as they have agreed to no other."
)
_WAITS = say("This version is not in force yet: it takes effect on {day}.")
_WAITS_FOR_NEW = say("This version is not in force yet: it takes effect on {day}, for new users alone.")
_KEPT = say(
    "This version is not offered to new users any more. It holds for those who used the service before, as long as "
    "they have agreed to no other."
)
_OVER = say("This version is not in force.")


def notices(page: Page, speak: Speak) -> list[str]:
    """What is to be known before reading."""
    drawn = header(page.edition.history, speak, page.locale).notice
    return [drawn] if drawn else [speak(said) for said in _said(page)]


def lines(page: Page, speak: Speak) -> tuple[str, ...]:
    """The record, line by line."""
    drawn = header(page.edition.history, speak, page.locale)
    language = cldr(page.version.authoritative).get_display_name(cldr(page.locale))
    return (*drawn.lines, speak(_ROW.of(label=say("Authoritative language"), value=str(language))))


def _said(page: Page) -> Iterator[Said]:
    history, shelf = page.edition.history, page.shelf
    day = Dates(history, page.locale)
    match page.state:
        case "in-force":
            if shelf.existing not in {None, page.edition.number}:
                later = history.existing if history.existing and history.existing > shelf.day else None
                first = _NEW_FIRST if later and shelf.asked is None else _NEW_ONLY
                yield first.of(number=shelf.existing, **({"day": day(later)} if later else {}))
            if shelf.asked is not None:
                yield _ASKED.of(number=shelf.asked)
            if page.coming:
                comes = _COMES if page.coming.history.existing else _COMES_TO_NEW
                yield comes.of(number=page.coming.number, day=day(page.coming.history.day))
        case "upcoming":
            yield (_WAITS if history.existing else _WAITS_FOR_NEW).of(day=day(history.day))
        case _:
            yield _KEPT if "existing" in page.holds else _OVER
