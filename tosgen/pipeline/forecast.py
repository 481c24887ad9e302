"""What coming law will change: every dated change ahead, and the redline that it will cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tosgen.audit.ahead import coming, days
from tosgen.errors import Finding, Refused
from tosgen.model.audit import Coming
from tosgen.model.service import Market
from tosgen.pipeline.draft import drafts
from tosgen.pipeline.inputs import Inputs, documents_of
from tosgen.redline.align import compare
from tosgen.redline.model import Redline
from tosgen.resolve import features_of, resolved, setting_of
from tosgen.saying import say

_BEFORE, _ON = say("{name} before {day}"), say("{name} on {day}")


@dataclass(frozen=True, slots=True)
class Effect:
    """What one day will do to one document: its redline, or why the document cannot be composed on that day."""

    document: str
    market: str
    redline: Redline | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """One day ahead."""

    on: date
    coming: tuple[Coming, ...]
    effects: tuple[Effect, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """Those that a requirement asks for or a redline touches."""
        return tuple(sorted({d for c in self.coming for d in c.documents} | {e.document for e in self.effects}))

    @property
    def markets(self) -> tuple[str, ...]:
        """Those that it touches."""
        return tuple(sorted({m for c in self.coming for m in c.markets} | {e.market for e in self.effects}))


@dataclass(frozen=True, slots=True)
class Forecast:
    """The days ahead in order, and what is announced without a date."""

    service: str
    on: date
    until: date | None
    days: tuple[Day, ...]
    announced: tuple[Coming, ...]


def forecast(inputs: Inputs, items: Sequence[tuple[Market, str]], until: date | None) -> Forecast:
    """What lies ahead of `inputs.day` for these documents, up to and with `until`. Refused as `drafts` for today."""
    service, library = inputs.service, inputs.library
    markets = list(dict.fromkeys(market.name for market, _ in items))
    about = {
        m.name: (m, features_of(library, service, m), documents_of(service, m))
        for m in map(service.markets.__getitem__, markets)
    }
    found = coming(library, about, inputs.day)
    turns = {name: days(library, market, features, inputs.day) for name, (market, features, _) in about.items()}
    ahead = sorted({day for some in turns.values() for day in some if until is None or day <= until})
    story = _Story(inputs)
    told = [
        Day(
            day,
            tuple(c for c in found if c.on == day),
            tuple(effect for m, d in items if day in turns[m.name] for effect in story.effects(m, d, day)),
        )
        for day in ahead
    ]
    relevant = tuple(day for day in told if day.coming or day.effects)
    return Forecast(service.name, inputs.day, until, relevant, tuple(c for c in found if c.on is None))


@dataclass(slots=True)
class _Story:
    """The documents as they read from day to day."""

    inputs: Inputs
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    sources: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def effects(self, market: Market, document: str, day: date) -> Iterator[Effect]:
        """What changes in a document on a day, against how it read before."""
        key = (market.name, document)
        if key not in self.texts:
            self.sources[key] = self._sources(market, document, self.inputs.day)
            self.texts[key] = self._text(market, document, self.inputs.day)
        now = self._sources(market, document, day)
        if now == self.sources[key]:
            return
        try:
            text = self._text(market, document, day)
        except Refused as refused:
            yield Effect(document, market.name, None, refused.findings)
            return
        before, self.texts[key], self.sources[key] = self.texts[key], text, now
        if text != before:
            name = f"{document}/{market.name}"
            redline = compare(
                before, text, from_=_BEFORE.of(name=name, day=day), to=_ON.of(name=name, day=day), causes={}
            )
            yield Effect(document, market.name, redline)

    def _sources(self, market: Market, document: str, day: date) -> tuple[str, ...]:
        setting = setting_of(self.inputs.library, self.inputs.service, market, day)
        found = resolved(self.inputs.library, market, document, setting)
        return tuple(clause.path for scope in found.scopes for clause in scope.clauses)

    def _text(self, market: Market, document: str, day: date) -> str:
        return drafts(replace(self.inputs, day=day), [(market, document)])[0].texts[market.authoritative]
