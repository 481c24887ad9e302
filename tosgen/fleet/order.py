"""What a run over a fleet is to do: the day, the moment, who acts. The same for every service, wherever it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tosgen.ledger import Author

if TYPE_CHECKING:
    from tosgen.ledger.signatures import Key
    from tosgen.review.decide import Who


@dataclass(frozen=True, slots=True)
class Order:
    """`on`: the day to act as on; `now`: the moment at which the run began, which every commit of it bears."""

    now: datetime
    author: Author
    on: date | None = None
    key: Key | None = None
    dry_run: bool = False
    library: Path | None = None
    """Where the library's `clauses/` lie on the machine that records: their history tells why a clause changed."""

    def day(self, timezone: str) -> date:
        """The day that it is for a service."""
        return day_in(timezone, self.on, self.now)

    @property
    def who(self) -> Who:
        """Who acts, and signs."""
        from tosgen.review.decide import Who  # noqa: PLC0415  # only where somebody decides

        return Who(self.author, self.key)


def day_in(timezone: str, on: date | None, now: datetime) -> date:
    """The day to act as on: the one given, else the one that it is now in a time zone."""
    return on or now.astimezone(ZoneInfo(timezone)).date()
