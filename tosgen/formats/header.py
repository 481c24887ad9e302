"""What stands above a text: drawn from the ledger's record, in words of one language, never from the clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from babel import Locale

from tosgen.compose.printing import day, regional
from tosgen.model.history import History
from tosgen.saying import Speak, english, say, say_in

_ROW = say_in("a line at the head of a document", "{label}: {value}")
_NOTICES = {
    "draft": say("Draft: this version has not been published."),
    "rejected": say("Rejected: this version was never published."),
    "overtaken": say("This version never took effect: another one was published in its place."),
    "withdrawn": say("Withdrawn: this version does not hold from {day} on."),
}


@dataclass(frozen=True, slots=True)
class Header:
    """Rows of (label, value), the same as `lines`, and a `notice` where the text is not, or no longer, to be relied on.

    `locale` is the language of these words, which may be another than the text's.
    """

    service: str
    rows: tuple[tuple[str, str], ...]
    notice: str
    locale: str
    lines: tuple[str, ...] = ()

    @property
    def lang(self) -> str:
        """The language as a tag for HTML."""
        return self.locale.replace("_", "-")

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return Locale.parse(self.locale).text_direction


def header(history: History, speak: Speak = english, locale: str = "en") -> Header:
    """The header of a version, said by `speak` in the language `locale`."""
    name, dates = history.name(locale), Dates(history, locale)
    rows = [(say("Service"), name), (say("Version"), str(history.version.version)), *_days(history, dates)]
    if history.successor:
        rows.append((say("Followed by"), say("version {number}", number=history.successor)))
    said = tuple((speak(label), speak(value)) for label, value in rows)
    lines = tuple(speak(_ROW.of(label=label, value=value)) for label, value in said)
    return Header(name, said, speak(_notice(history, dates)), locale, lines)


class Dates:
    """Days as the text's country writes them in the language of the header."""

    def __init__(self, history: History, locale: str) -> None:
        places = {place.partition("-")[0] for place in history.version.jurisdictions} - {"global"}
        self._locale = regional(locale, places.pop() if len(places) == 1 else "001")

    def __call__(self, on: date) -> str:
        """A day written out."""
        return day(on, self._locale)

    def span(self, first: date, until: date | None) -> str:
        """`until` is the first day after; what is shown is the last day."""
        if until is None:
            return say("from {first}", first=self(first))
        return say("from {first} to {last}", first=self(first), last=self(until - timedelta(days=1)))


def _days(history: History, dates: Dates) -> Iterator[tuple[str, str]]:
    """From when it holds, and for whom; nothing of what never held."""
    if history.effective is None or history.outcome == "overtaken":
        return
    if history.withdrawn is None or history.withdrawn > history.effective:
        label = say("In force for new users") if history.apart else say("In force")
        yield label, dates.span(history.effective, history.until)
        if history.existing and history.existing != history.effective:
            yield say("For existing users"), dates.span(history.existing, None)


def _notice(history: History, dates: Dates) -> str:
    notice = _NOTICES.get(history.outcome)
    if notice is None or history.withdrawn is None:
        return notice or ""
    return notice.of(day=dates(history.withdrawn))
