"""What is due, as an iCalendar file (RFC 5545): one all-day event each, the same file for the same findings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from tosgen.model.audit import Due
from tosgen.model.words import word
from tosgen.saying import Speak, english, say

AHEAD = timedelta(days=-14)
"""When a calendar is to remind."""


def write(service: str, due: Sequence[Due], speak: Speak = english) -> str:
    """The calendar as text with CRLF line ends."""
    calendar = Calendar()
    calendar.add("prodid", "-//tosgen//due//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"tosgen: {service}")
    for item in due:
        calendar.add_component(_event(service, item, speak))
    return str(calendar.to_ical(), "utf-8")


def _event(service: str, item: Due, speak: Speak) -> Event:
    event = Event()
    event.add("uid", f"{item.what}.{item.name}.{item.on}.{service}@tosgen".replace("/", "."))
    event.add("dtstamp", datetime.combine(item.on, time(), UTC))  # not the clock: the same findings, the same bytes
    event.add("dtstart", item.on)
    what = say("{what} {name}", what=word("due", item.what), name=item.name)
    event.add("summary", speak(say("{service}: {what}", service=service, what=what)))
    event.add("description", speak(item.reason))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", speak(what))
    alarm.add("trigger", AHEAD)
    event.add_component(alarm)
    return event
