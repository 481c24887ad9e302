"""Two versions of one text, what was decided on them, and what the rules on existing users find: nothing on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ledger_drafts import NOON
from shipped import library

from tosgen.model.decision import PLAIN, Decision, Subject
from tosgen.model.effect import Effect, Mechanism, Sending
from tosgen.model.version import Cause, ClauseRecord, Version
from tosgen.resolve import implied
from tosgen.review.case import case_of
from tosgen.review.effects import Basis, Wish, weighed
from tosgen.review.past import Past, Recorded
from tosgen.review.state import Deed
from tosgen.review.users import RULES

SENT = date(2027, 3, 1)
START = date(2027, 1, 1)
DIGEST = "0" * 64
_SLOTS = {"arbitration": "arbitration", "price": "prices", "purpose": "purposes"}


@dataclass(frozen=True)
class Change:
    """Users have v1 since START; v2 changes what `touches` names, in a place, for a service with features."""

    place: str
    features: str = ""
    document: str = "terms-of-service"
    kind: str = "material"
    touches: str = ""
    cause: str = "fact"
    promise: str = ""

    def version(self, number: int) -> Version:
        on = frozenset({"core", *self.features.split()})
        facts: dict[str, object] = {"changes.notice": self.promise} if self.promise else {}
        return Version(
            service="shop", document=self.document, market="M", version=number,
            kind=self.kind if number > 1 else "initial", generated_for="2027-01-01", base=number - 1 or None,
            authoritative="en", inputs={}, facts=facts,  # type: ignore[arg-type]
            features=tuple(sorted(implied(library().features, on))), jurisdictions=(self.place,), outline=(), terms={},
            clauses=tuple(self._clause(number, name) for name in ("service", *self.touches.split())), texts={},
        )  # fmt: skip

    def _clause(self, number: int, name: str) -> ClauseRecord:
        id = "arbitration-clause/agreement" if name == "arbitration" else f"core/{name}"
        slot = "consents" if (name, self.document) == ("purpose", "consents") else _SLOTS.get(name, name)
        causes = (Cause(self.cause, "x"),) if number > 1 else ()
        return ClauseRecord(id, "", "global", slot, "1", id, "", "", words={"en": f"{name} {number}"}, causes=causes)

    def deeds(self, *sent: Sending) -> list[Deed]:
        told = [Deed("notify", 2, "x", PLAIN, None, 1, sent=each) for each in sent]
        return [Deed("publish", 1, "x", PLAIN, START, None, START), *told]

    def effect(
        self, *sent: Sending, mechanism: Mechanism | None = "express-acceptance", existing: date | str | None = "",
        effective: date = SENT,
    ) -> Effect:  # fmt: skip
        basis = Basis(library(), self.deeds(*sent), self.version(2), self.version, sent)
        return weighed(basis, effective=effective, today=SENT, wish=Wish(existing, mechanism))

    def first_day(self, *sent: Sending, mechanism: Mechanism = "express-acceptance") -> str | None:
        """The first day for existing users that is found."""
        return self.effect(*sent, mechanism=mechanism).existing

    def faults(self, effect: Effect, *sent: Sending, effective: date = SENT, reason: bool = True) -> dict[str, str]:
        """What the rules find wrong with a publication: code -> words."""
        old, new = (Recorded("", "x", n - 1 or None, "", self.version(n).kind, START) for n in (1, 2))
        folder = f"{self.document}/M"
        past = Past("shop", versions={folder: {1: old, 2: new}}, deeds={folder: self.deeds(*sent)})
        subject = Subject(self.document, "M", 2, 1, "", {}, 2 + len(sent), effect)
        decision = Decision(
            "shop", "publish", "x", PLAIN, NOON.isoformat(), "", (subject,), effective.isoformat(),
            DIGEST if reason else None,
        )  # fmt: skip
        case = case_of(past, decision, subject)
        found: dict[str, str] = {}
        for code, what in (each for rule in RULES for each in rule(case)):
            found[code] = f"{found.get(code, '')}{what}\n"
        return found

    def wrong(
        self, mechanism: Mechanism | None, *, channels: Sequence[str] = ("email", "site"), reason: bool = True
    ) -> list[str]:
        """The codes of what is wrong with a mechanism, users having been told in time."""
        sent = [sending(channel) for channel in channels]
        effect = self.effect(*sent, mechanism=mechanism)
        return sorted(self.faults(effect, *sent, reason=reason))


def sending(channel: str = "email", day: date = SENT, existing: str | None = None) -> Sending:
    return Sending(day.isoformat(), channel, 10, (DIGEST,), existing)


def moved(effect: Effect, **changes: object) -> Effect:
    return replace(effect, **changes)  # type: ignore[arg-type]


def rows(effect: Effect) -> Mapping[str, str | None]:
    """Requirement -> first lawful day."""
    return {duty.requirement: duty.earliest for duty in effect.duties}
