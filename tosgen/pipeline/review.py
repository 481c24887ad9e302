"""What a reviewer is shown of each version that awaits a decision: pure over what is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tosgen.audit.coverage import Audited, Auditor
from tosgen.catalog.messages import of_clause
from tosgen.catalog.translate import Translator
from tosgen.formats.reviewed import Approval, How, Outdated, Reviewed, Telling, Turn, Wording
from tosgen.lint.adopted import adopted
from tosgen.model.audit import Answer
from tosgen.model.document import anchor
from tosgen.model.effect import CHANNELS, MECHANISMS, Sending
from tosgen.model.library import Clause
from tosgen.model.version import Version
from tosgen.pipeline.audit import Evidence
from tosgen.pipeline.inputs import Inputs
from tosgen.redline.align import compare
from tosgen.resolve import features_of
from tosgen.review.case import hypothetical, needs_notice
from tosgen.review.effects import Basis, Read, effect_on, first_day
from tosgen.review.mechanisms import OFFERED
from tosgen.review.past import Past
from tosgen.review.signers import expired
from tosgen.review.state import Deed, approvers, users_before

_ONE = timedelta(days=1)
Key = tuple[str, int]
"""A requirement's id, and which of the documents that it asks for."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one side of a change is judged by."""

    inputs: Inputs
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Candidate:
    """A version that awaits a decision; texts by locale, of a first version only where they are to be shown."""

    version: Version
    texts: Mapping[str, str]
    base: Version | None
    base_texts: Mapping[str, str]
    state: str
    kind: str
    recorded: str
    author: str
    deeds: Sequence[Deed]
    read: Read
    approval: Approval | None = None
    missing: tuple[str, ...] = ()
    revision: str = ""
    """What the base is called where neither side is a recorded version."""

    def name(self, version: Version, locale: str) -> str:
        """How a text of either side is called."""
        at = f"@{self.revision or version.version}"
        own = at if not self.revision or version is self.base else ""
        return f"{version.document}/{version.market}/{locale}{own}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the documents of a market answer the register, on either side of a change."""

    side: Side
    _known: dict[tuple[str, tuple[tuple[str, int], ...]], Mapping[Key, Answer]] = field(default_factory=dict)

    def answers(self, market: str, documents: Iterable[Audited]) -> Mapping[Key, Answer]:
        """Every answer of a market by row and place; none where the profile does not have the market."""
        held = sorted(documents, key=lambda each: each.version.document)
        key = market, tuple((each.version.document, each.version.version) for each in held)
        if key not in self._known:
            self._known[key] = dict(self._numbered(market, held))
        return self._known[key]

    def _numbered(self, market: str, documents: Sequence[Audited]) -> Iterator[tuple[Key, Answer]]:
        inputs, evidence = self.side.inputs, self.side.evidence
        found = inputs.service.markets.get(market)
        if found is None:
            return
        auditor = Auditor(inputs.library, evidence.readings, evidence.dispositions, inputs.day)
        times: dict[str, int] = {}
        for answer in auditor.market(found, features_of(inputs.library, inputs.service, found), documents):
            id = answer.requirement.id
            times[id] = times.get(id, -1) + 1
            yield (id, times[id]), answer


def turns(side: Side, before: Mapping[Key, Answer], after: Mapping[Key, Answer], document: str) -> tuple[Turn, ...]:
    """The requirements that a document answers otherwise than before, in the register's order."""
    found = []
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key), after.get(key)
        if (old and old.status) != (new and new.status) and document in _documents(old, new):
            found.append(_turn(side, old, new, _how(old, new)))
    return tuple(found)


def answered(side: Side, answers: Mapping[Key, Answer], document: str) -> tuple[Turn, ...]:
    """The requirements that a first version answers."""
    found = (each for each in answers.values() if document in _documents(each) and _answered(each))
    return tuple(_turn(side, None, each, "gained") for each in found)


def _turn(side: Side, old: Answer | None, new: Answer | None, how: How) -> Turn:
    answer = new or old
    assert answer is not None  # it stems from one side at least
    row, spot = answer.requirement, (new and new.spot) or (old and old.spot)
    law = side.inputs.library.laws.get(row.law)
    citation = f"{law.name if law else row.law} {row.provision}"
    return Turn(
        row, citation, old.status if old else None, new.status if new else None, how, spot.clause if spot else ""
    )


def _documents(*answers: Answer | None) -> set[str]:
    named = {answer.document for answer in answers if answer}
    return named | {answer.spot.document for answer in answers if answer and answer.spot}


def _how(old: Answer | None, new: Answer | None) -> How:
    """Lost is what still binds and was answered; gained, what is answered and was not."""
    was, now = _answered(old), _answered(new)
    if was and new and not now:
        return "lost"
    return "gained" if now and not was else "changed"


def _answered(answer: Answer | None) -> bool:
    if answer is None:
        return False
    return answer.status in {"covered", "claimed"} or (answer.status == "unconfirmed" and answer.spot is not None)


@dataclass(frozen=True, slots=True)
class Catalogs:
    """What the catalogs lack, clause by clause."""

    translators: Mapping[str, Translator]
    _known: dict[tuple[str, str], tuple[Outdated, ...]] = field(default_factory=dict)

    def of(self, locale: str, clause: Clause) -> tuple[Outdated, ...]:
        """The blocks of a clause that have no current translation into a language."""
        key = locale, clause.path
        if key not in self._known:
            self._known[key] = tuple(dict.fromkeys(self._found(locale, clause)))
        return self._known[key]

    def _found(self, locale: str, clause: Clause) -> Iterator[Outdated]:
        translator = self.translators.get(locale)
        if translator is None or clause.language == locale or clause.verbatim:
            return
        for message in of_clause(clause):
            made = translator.phrase(clause.path, message.id, clause.place, clause.language)
            yield from (Outdated(locale, clause.path, message.id, finding.code) for finding in made.findings)


@dataclass(frozen=True, slots=True)
class Desk:
    """What candidates are looked at with; it remembers what several of them share."""

    side: Side
    catalogs: Catalogs
    clauses: Mapping[str, Clause]
    adopted: frozenset[str]

    @classmethod
    def of(cls, side: Side) -> Desk:
        """A desk for one library, profile and day."""
        library = side.inputs.library
        held = adopted(library.clauses, side.evidence.adoptions)
        return cls(side, Catalogs(side.inputs.translators), {c.path: c for c in library.clauses}, held)

    def reviewed(self, candidate: Candidate, turned: tuple[Turn, ...]) -> Reviewed:
        """A candidate with everything that the decision rests on."""
        version, base = candidate.version, candidate.base
        sources = [c for c in dict.fromkeys(record.source for record in version.clauses) if c in self.clauses]
        market = self.side.inputs.service.markets.get(version.market)
        locales = market.languages if market else tuple(version.texts)
        return Reviewed(
            version=version,
            base=base,
            state=candidate.state,
            kind=candidate.kind,
            recorded=candidate.recorded,
            author=candidate.author,
            wordings=tuple(wordings(candidate)),
            gone=tuple(sorted({*base.texts} - {*version.texts} - {*candidate.missing})) if base else (),
            turns=turned,
            outdated=tuple(
                found
                for locale in locales
                for name in sources
                for found in self.catalogs.of(locale, self.clauses[name])
            ),
            unadopted=tuple(name for name in sources if name not in self.adopted),
            telling=telling(self.side.inputs, candidate),
            approval=candidate.approval,
            missing=candidate.missing,
        )


def wordings(candidate: Candidate) -> Iterator[Wording]:
    """The redline of each language that changed, the authoritative one first; of a first version, its text."""
    version, base = candidate.version, candidate.base
    causes = {**version.other_causes, **{anchor(c.id, c.supplement): c.causes for c in version.clauses}}
    for locale in dict.fromkeys([version.authoritative, *version.texts]):
        new = candidate.texts.get(locale)
        old = candidate.base_texts.get(locale)
        if new is None or new == old or (base is None and locale != version.authoritative):
            continue
        before = candidate.name(base, locale) if base and old is not None else ""
        to = candidate.name(version, locale)
        yield Wording(locale, compare(old or "", new, from_=before, to=to, causes=causes if before else {}), not before)


def telling(inputs: Inputs, candidate: Candidate) -> Telling | None:
    """What publishing it would do to existing users if they were told on the inputs' day; None if there are none."""
    day, deeds, version = inputs.day, candidate.deeds, candidate.version
    if not users_before(deeds, day):
        return None
    sent = [Sending(day.isoformat(), channel, 1, ()) for channel in CHANNELS]
    basis = Basis(inputs.library, deeds, version, candidate.read, sent, candidate.kind)
    effect = effect_on(basis, day)
    if not needs_notice(effect):
        return Telling(effect, False, day, ())
    first = first_day(effect.duties, sent, day) or day + _ONE
    effect = effect_on(basis, first)
    first = first_day(effect.duties, sent, day) or first
    offered = []
    for mechanism in MECHANISMS:
        case = hypothetical(replace(effect, mechanism=mechanism, existing=first.isoformat()), first, version.version)
        if not any(True for rule in OFFERED for _ in rule(case)):
            offered.append(mechanism)
    return Telling(effect, True, first, tuple(offered))


def approval(past: Past, folder: str, version: int, day: date) -> Approval:
    """Who has approved a version, who may, and who may not because the words are theirs."""
    signers = past.signers
    own = past.contributors(folder, version)
    reviewers = signers.roles.get("reviewer", ())
    live = {each.principal for each in signers.keys if not expired(each, day)}
    given = approvers(past.of(folder), version)
    may = tuple(name for name in reviewers if name in live and name not in own and name not in given)
    needed = signers.approvals if signers.keys else 1
    return Approval(bool(signers.keys), needed, given, may, tuple(sorted(own)))
