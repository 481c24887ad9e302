"""What a change of library, catalogs or profile does to a service: both sides composed, in a ledger to throw away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from tosgen.audit.coverage import Audited, Violation
from tosgen.errors import Finding, Place, Refused
from tosgen.formats.reviewed import Review, Reviewed
from tosgen.ledger import Author, Ledger
from tosgen.model.decision import PLAIN
from tosgen.model.service import Market
from tosgen.model.version import Version
from tosgen.pipeline.draft import Drafted, drafts
from tosgen.pipeline.generate import Outcome, Ready, record, refusals
from tosgen.pipeline.inputs import Inputs, wanted
from tosgen.pipeline.review import Candidate, Coverage, Desk, Side, answered, turns
from tosgen.review.state import Deed
from tosgen.saying import say_n

_AUTHOR = Author("tosgen", "tosgen@localhost")
_CATALOG = frozenset({"untranslated", "stale-translation", "parity", "typography"})
"""Faults of one language, which leave the others readable."""
_ONE = timedelta(days=1)
Items = Sequence[tuple[Market, str]]
Name = tuple[str, str]
"""Document and market."""


@dataclass(frozen=True, slots=True)
class Made:
    """A document composed in as many of its languages as there are."""

    drafted: Drafted
    missing: tuple[str, ...]

    @property
    def name(self) -> Name:
        """Document and market."""
        return self.drafted.version.document, self.drafted.version.market


@dataclass(frozen=True, slots=True)
class Composed:
    """All that could be composed of one side, and why the rest could not."""

    made: tuple[Made, ...]
    findings: tuple[Finding, ...]


def against(
    base: Side | None, head: Side, scratch: Ledger, items: Items, revision: str, *, whole: bool = True
) -> Review:  # fmt: skip
    """The documents that read otherwise in `head` than in `base`, each as if the base were what users have.

    `base`: None where it has no profile, so that every document is new. `scratch`: an empty ledger. `whole`: `items`
    are all that the profile has. A language that cannot be composed is left out and named. Refused with the findings
    where nothing can be composed.
    """
    names = {(document, market.name) for market, document in items}
    new = composed(head.inputs, items)
    if new.findings and not new.made:
        raise Refused(new.findings)
    missing = {made.name: made.missing for made in new.made}
    old = composed(base.inputs, _items(base.inputs, names, missing)) if base else Composed((), ())
    at = datetime.combine(head.inputs.day, time(), UTC)
    if base and old.made:
        record(base.inputs, scratch, [_ready(each) for each in old.made], author=_AUTHOR, at=at)
    ready = [_ready(each) for each in new.made]
    outcomes = record(head.inputs, scratch, ready, author=_AUTHOR, at=at, dry_run=True).outcomes
    pairs = list(zip(new.made, outcomes, strict=True))
    items_ = tuple(_Change(base, head, scratch, revision).reviewed(old, pairs))
    findings = [*new.findings, *(f for made in new.made for f in refusals(head.inputs, made.drafted))]
    return Review(
        service=head.inputs.service.name,
        on=head.inputs.day,
        items=items_,
        against=revision,
        unchanged=len(pairs) - len(items_),
        dropped=tuple(_dropped(base, names)) if whole else (),
        findings=tuple(dict.fromkeys([*findings, *_unsound(old, revision)])),
    )


def _unsound(old: Composed, revision: str) -> Iterator[Finding]:
    """That the base has faults of its own, which nobody is to take for the change's."""
    if old.findings:
        what = say_n("the base has {n} fault, and cannot be composed in full", "the base has {n} faults, and cannot be "
                     "composed in full", n=len(old.findings))  # fmt: skip
        yield Finding("base", what, Place(revision), str(old.findings[0]), "note")


def composed(inputs: Inputs, items: Items) -> Composed:
    """Every document that can be composed, each in the languages in which it can."""
    try:
        return Composed(tuple(Made(each, ()) for each in drafts(inputs, items)), ())
    except Refused as refused:
        if len(items) == 0:
            return Composed((), refused.findings)
    made: list[Made] = []
    findings: list[Finding] = []
    for market, document in items:
        try:
            made.append(Made(drafts(inputs, [(market, document)])[0], ()))
        except Refused as refused:
            findings += refused.findings
            if {finding.code for finding in refused.findings} <= _CATALOG:
                made += _in_some_languages(inputs, market, document)
    return Composed(tuple(made), tuple(dict.fromkeys(findings)))


def _in_some_languages(inputs: Inputs, market: Market, document: str) -> Iterator[Made]:
    """A document in those languages whose catalogs let it be composed; nothing if none does."""
    kept = [locale for locale in market.languages if _composes(inputs, market, document, (locale,))]
    if kept:
        authoritative = market.authoritative if market.authoritative in kept else kept[0]
        some = replace(market, languages=tuple(kept), authoritative=authoritative)
        missing = tuple(locale for locale in market.languages if locale not in kept)
        try:
            yield Made(drafts(inputs, [(some, document)])[0], missing)
        except Refused:
            return


def _composes(inputs: Inputs, market: Market, document: str, locales: tuple[str, ...]) -> bool:
    try:
        drafts(inputs, [(replace(market, languages=locales, authoritative=locales[0]), document)])
    except Refused:
        return False
    return True


def _items(inputs: Inputs, names: set[Name], missing: Mapping[Name, tuple[str, ...]]) -> Items:
    """The same documents, without the languages that the other side cannot have: those are no change of its words."""
    found = ((m, d) for m, d in wanted(inputs.service) if (d, m.name) in names)
    return [(_without(market, missing.get((document, market.name), ())), document) for market, document in found]


def _without(market: Market, gone: tuple[str, ...]) -> Market:
    kept = tuple(locale for locale in market.languages if locale not in gone)
    if not kept or kept == market.languages:
        return market
    return replace(
        market, languages=kept, authoritative=market.authoritative if market.authoritative in kept else kept[0]
    )


def _dropped(base: Side | None, names: set[Name]) -> Iterator[str]:
    """What only the base composes."""
    for market, document in wanted(base.inputs.service) if base else ():
        if (document, market.name) not in names:
            yield f"{document}/{market.name}"


def _ready(made: Made) -> Ready:
    return Ready(made.drafted.version, made.drafted.texts, made.drafted.overlay)


@dataclass(frozen=True, slots=True)
class _Change:
    """Both sides, and where the base was recorded."""

    base: Side | None
    head: Side
    scratch: Ledger
    revision: str

    def reviewed(self, old: Composed, pairs: Sequence[tuple[Made, Outcome]]) -> Iterator[Reviewed]:
        """What differs, each as a reviewer is shown it."""
        before = {made.name: made for made in old.made}
        desk, now = Desk.of(self.head), Coverage(self.head)
        then = Coverage(self.base) if self.base else None
        for made, outcome in pairs:
            if not outcome.changed:
                continue
            document, market = made.name
            candidate = self._candidate(made, outcome, before.get(made.name))
            after = now.answers(market, _audited([m for m, _ in pairs if m.name[1] == market]))
            was = then.answers(market, _audited([m for m in old.made if m.name[1] == market])) if then else {}
            held = candidate.base is not None
            turned = turns(self.head, was, after, document) if held else answered(self.head, after, document)
            yield desk.reviewed(candidate, turned)

    def _candidate(self, made: Made, outcome: Outcome, before: Made | None) -> Candidate:
        version, scratch = outcome.version, self.scratch
        base = scratch.version(version.document, version.market, version.base) if version.base else None
        texts: Mapping[str, str] = before.drafted.texts if base and before else {}
        return Candidate(
            version=version,
            texts=outcome.texts if base else {},
            base=base,
            base_texts=texts,
            state="",
            kind=version.kind,
            recorded="",
            author="",
            deeds=_as_offered(self.head, base),
            read=lambda number: scratch.version(version.document, version.market, number),
            missing=made.missing,
            revision=self.revision,
        )


def _audited(made: Sequence[Made]) -> Iterator[Audited]:
    for each in made:
        drafted, version = each.drafted, each.drafted.version
        breaches = (Violation(b.requirement, (b.supplement, b.clause), b.message) for b in drafted.breaches)
        yield Audited(version, drafted.texts[version.authoritative], tuple(dict.fromkeys(breaches)))


def _as_offered(head: Side, base: Version | None) -> tuple[Deed, ...]:
    """The base as if everybody had it since the day before."""
    if base is None:
        return ()
    day = head.inputs.day - _ONE
    return (Deed("publish", base.version, str(_AUTHOR), PLAIN, day, None, day),)
