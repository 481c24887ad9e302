"""Days: when something applies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open span of days: `start` is in, `end` is out; None is unbounded.

    >>> Span(date(2026, 8, 2), None).covers(date(2026, 8, 2))
    True
    >>> Span(None, date(2026, 8, 2)).covers(date(2026, 8, 2))
    False
    """

    start: date | None = None
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the span holds on `day`."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)
