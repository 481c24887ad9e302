"""What a ledger says of a version beside its words: from when it holds, what came of it, what was before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tosgen.model.version import Version

Outcome = Literal["draft", "rejected", "published", "overtaken", "withdrawn"]
"""`overtaken`: another version was published to hold before this one ever did."""


@dataclass(frozen=True, slots=True)
class Event:
    """A day in the life of a document: a version was composed for it, begins to hold, or ends without another one."""

    day: date
    kind: Literal["composed", "effective", "withdrawn"]
    version: int


@dataclass(frozen=True, slots=True)
class History:
    """A version in its document's life. Nothing of it depends on the day on which it is asked for."""

    version: Version
    outcome: Outcome
    first: date
    """The day that the document's first version was composed for."""
    effective: date | None = None
    """The first day on which it holds, for new users."""
    existing: date | None = None
    """The same for those who used the service before; None where they keep the text that they have."""
    until: date | None = None
    """The first day on which it holds no longer."""
    successor: int | None = None
    """The version that holds from then on."""
    withdrawn: date | None = None
    """The first day of its withdrawal."""
    apart: bool = False
    """Whether a version of the document holds for those who used the service before from another day, or not at all."""
    events: tuple[Event, ...] = ()

    @property
    def day(self) -> date:
        """The day that the version bears: from which it holds, else for which it was composed."""
        return self.effective or date.fromisoformat(self.version.generated_for)

    def name(self, locale: str) -> str:
        """The service's name as the version states it, in a language; else as the ledger names it.

        >>> from types import SimpleNamespace as Of
        >>> History(Of(service="desk", facts={"service.name": "Desk"}), "draft", date(2027, 1, 1)).name("de")
        'Desk'
        """
        name = self.version.facts.get("service.name")
        if isinstance(name, dict):
            name = name.get(locale) or name.get(self.version.authoritative)
        return name if isinstance(name, str) and name else self.version.service
