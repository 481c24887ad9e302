"""When a period of notice is over: whole days between the sending and the day on which a change holds.

Neither of the two days counts. Where Regulation 1182/71 rules (EU law), a period whose last day is a Saturday, a Sunday
or a public holiday ends with the next working day, and one of two days or more holds at least two working days.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache

EU_RULE = "1182/71"
Working = Callable[[date], bool]
_ONE = timedelta(days=1)
_SATURDAY = 5


def weekdays(day: date) -> bool:
    """Monday to Friday: the least that any calendar rests."""
    return day.weekday() < _SATURDAY


def working_in(jurisdictions: Sequence[str]) -> Working:
    """The days on which people work in all of these places, public holidays left out.

    What no calendar is known for (the European Union as a whole) rests on Saturdays and Sundays.
    """
    places = tuple(jurisdictions)
    return lambda day: all(rests(day) for rests in _calendars(places))


@lru_cache(maxsize=64)
def _calendars(places: tuple[str, ...]) -> tuple[Working, ...]:
    from holidays import country_holidays, list_supported_countries  # noqa: PLC0415  # costs time, and is seldom asked

    known = list_supported_countries()
    found: list[Working] = [weekdays]
    for place in places:
        country, _, part = place.partition("-")
        if country in known:
            found.append(country_holidays(country, subdiv=part if part in known[country] else None).is_working_day)
    return tuple(found)


def earliest(sent: date, days: int, count: str, counting: str, working: Working) -> date:
    """The first day on which what was announced on `sent` may hold.

    >>> earliest(date(2027, 3, 1), 15, "calendar", EU_RULE, weekdays).isoformat()
    '2027-03-17'
    >>> earliest(date(2027, 3, 5), 15, "calendar", EU_RULE, weekdays).isoformat()  # the 15th day is a Saturday
    '2027-03-23'
    >>> earliest(date(2027, 3, 5), 5, "working", "", weekdays).isoformat()
    '2027-03-13'
    """
    try:
        last = _after(sent, days, working) if count == "working" else sent + timedelta(days=days)
        if counting == EU_RULE and days:
            last = _closed(sent, last, days, working)
        return last + _ONE
    except OverflowError:  # past the calendar's end
        return date.max


def _after(sent: date, days: int, working: Working) -> date:
    """The working day that is so many after another day."""
    day = sent
    for _ in range(days):
        day = _next(day + _ONE, working)
    return day


def _closed(sent: date, last: date, days: int, working: Working) -> date:
    """The end of a period as Regulation 1182/71, Article 3(4) and (5), moves it."""
    last = _next(last, working)
    return max(last, _after(sent, 2, working)) if days > 1 else last


def _next(day: date, working: Working) -> date:
    while not working(day):
        day += _ONE
    return day
