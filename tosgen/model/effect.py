"""What a publication does to those who use the service already, and how they were told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from tosgen.saying import say

Mechanism = Literal["notice", "notice-and-exit", "express-acceptance", "fresh-consent"]
MECHANISMS: tuple[Mechanism, ...] = ("notice", "notice-and-exit", "express-acceptance", "fresh-consent")
SILENT: frozenset[str] = frozenset({"notice", "notice-and-exit"})
"""Mechanisms by which a text comes to hold for users who say nothing."""
Nature = Literal["contract", "consent", "information"]
"""What a document is for its readers: they agree to it, they are asked for consent by it, or it informs them."""
CHANNELS: Mapping[str, str] = {
    "email": "durable", "post": "durable", "in-app": "", "push": "", "sms": "", "site": "public", "press": "public",
}  # fmt: skip
"""Channel -> whether what is sent can be kept (`durable`), or is published (`public`)."""
UNTOLD: frozenset[str] = frozenset({"technical"})
"""Change kinds of which nobody need be told, since no word changes."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A requirement's say on a change, as it stood when it was decided: a row's `notice`, and where that leads.

    `sent` is the day from which its period was counted, `earliest` the first day on which the change may hold for
    existing users; both None where nothing went out that it takes for notice.
    """

    requirement: str
    provision: str
    """As in `P2B Regulation Art. 3(2)`."""
    days: int
    count: str
    counting: str
    """`1182/71` where a period's end moves past Saturdays, Sundays and public holidays."""
    most: int | None
    medium: str
    exit: int | None
    reason: bool
    silence: bool
    agreement: str
    sent: str | None
    earliest: str | None

    @property
    def named(self) -> str:
        """As messages name it: `P2B Regulation Art. 3(2) (p2b-3-2)`."""
        return f"{self.provision} ({self.requirement})"


@dataclass(frozen=True, slots=True)
class Effect:
    """For whom one published version holds from when, and what that rests on.

    `existing`: the first day for those who use the service already; None: they keep the text they have. `since`: the
    version that they have until then, None if there is nobody yet.
    """

    existing: str | None
    mechanism: Mechanism | None
    nature: Nature
    since: int | None
    kinds: tuple[str, ...]
    """Change kinds of the versions between, in order."""
    matters: tuple[str, ...]
    """What the change touches: arbitration, price, purpose; `law-only`: nothing but the law brought it about."""
    duties: tuple[Duty, ...]
    library: str
    """Digest of the library whose register was asked; "" if none was."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Effect:
        """Read what `asdict` gave; ValueError, TypeError or KeyError for anything else."""
        duties = tuple(Duty(**each) for each in data["duties"])
        effect = cls(**{**data, "kinds": tuple(data["kinds"]), "matters": tuple(data["matters"]), "duties": duties})
        for day in (effect.existing, *(d for duty in duties for d in (duty.sent, duty.earliest))):
            if day is not None:
                date.fromisoformat(day)
        numbers = [n for duty in duties for n in (duty.days, duty.most, duty.exit) if n is not None]
        if any(type(number) is not int or number < 0 for number in numbers):
            raise ValueError(say("a period is no number of days"))
        if effect.mechanism not in {None, *MECHANISMS} or effect.nature not in {"contract", "consent", "information"}:
            raise ValueError(say("its mechanism or its nature is none"))
        if effect.since is not None and (type(effect.since) is not int or effect.since < 1):
            raise ValueError(say("the version before is no number"))
        return effect


@dataclass(frozen=True, slots=True)
class Sending:
    """A notice that went out: the day, the channel, to how many, the SHA-256 of each text of it, in order.

    `existing`: the day that it names as the first for existing users, if that was told. No address is kept.
    """

    day: str
    channel: str
    count: int
    digests: tuple[str, ...]
    existing: str | None = None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Sending:
        """Read what `asdict` gave; ValueError, TypeError or KeyError for anything else."""
        sending = cls(**{**data, "digests": tuple(data["digests"])})
        date.fromisoformat(sending.day)
        if sending.existing is not None:
            date.fromisoformat(sending.existing)
        if type(sending.count) is not int or not all(isinstance(digest, str) for digest in sending.digests):
            raise TypeError(say("a field is of another type"))
        return sending
