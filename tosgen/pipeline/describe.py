"""What the ledger is to keep of a composed document beside its texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tosgen.catalog.messages import SUPPLEMENT
from tosgen.catalog.translate import Template
from tosgen.compose.document import Composed
from tosgen.compose.frame import Key, Mould
from tosgen.model.kept import kept
from tosgen.model.library import Clause, template_digest
from tosgen.model.values import plain
from tosgen.model.version import ClauseRecord, Version
from tosgen.model.vocabulary import Wording
from tosgen.pipeline.cast import Cast, common, digest
from tosgen.pipeline.inputs import Inputs
from tosgen.resolve import Resolution, Scope
from tosgen.text.escape import markdown
from tosgen.text.template import read


@dataclass(frozen=True, slots=True, eq=False)
class Outlined:
    """What documents filled from the same moulds, one a language, record alike."""

    records: tuple[tuple[Key, ClauseRecord], ...]
    """Of each clause; where answers stand in it, the digest of its words is wanting."""
    facts: tuple[tuple[str, str, str], ...]
    """The answers used: (as recorded, supplement, name)."""
    terms: Mapping[str, Mapping[str, str]]
    titles: Mapping[str, Mapping[str, str]]


def described(
    inputs: Inputs, resolution: Resolution, composed: Mapping[str, Composed], casts: Mapping[str, Cast],
    texts: Mapping[str, str],
) -> Version:  # fmt: skip
    """The version's record; number, kind, base and causes are still open."""
    market, library = resolution.market, inputs.library
    same = outlined(resolution, composed)
    answers = answers_of(composed)
    return Version(
        service=inputs.service.name,
        document=resolution.document,
        market=market.name,
        version=0,
        kind="",
        generated_for=resolution.day.isoformat(),
        base=None,
        authoritative=market.authoritative,
        inputs={
            "library": {"version": library.version, "commit": library.commit, "digest": library.digest},
            "profile": inputs.service.digest,
            "tosgen": inputs.tosgen,
        },
        facts={key: plain(answers[supplement][name]) for key, supplement, name in same.facts},
        features=tuple(sorted(resolution.features)),
        jurisdictions=market.jurisdictions,
        outline=tuple((slot.id, slot.title) for slot in resolution.outline.slots),
        terms=same.terms,
        titles=same.titles,
        clauses=tuple(_filled(same.records, {locale: cast.words() for locale, cast in casts.items()})),
        texts={locale: digest(text) for locale, text in texts.items()},
    )


def answers_of(composed: Mapping[str, Composed]) -> dict[str, Mapping[str, object]]:
    """Supplement -> its answers, which are the same in every language."""
    return {supplement: setup.answers for c in composed.values() for supplement, setup in c.setups.items()}


def outlined(resolution: Resolution, composed: Mapping[str, Composed]) -> Outlined:
    """What a document has of its moulds."""
    first, *others = (c.mould for c in composed.values())
    known = _outlined(first, tuple(others), resolution.scopes)
    if not known:
        omitted = {scope.supplement: scope.omitted for scope in resolution.scopes}
        records = tuple((record.key, record) for record in _records(composed, omitted))
        known.append(Outlined(records, tuple(_facts(composed)), _terms(composed), _titles(resolution, composed)))
    return known[0]


@kept
def _outlined(mould: Mould, others: tuple[Mould, ...], scopes: tuple[Scope, ...]) -> list[Outlined]:  # noqa: ARG001  # what it belongs to
    """Empty at first."""
    return []


def _filled(
    records: tuple[tuple[Key, ClauseRecord], ...], words: Mapping[str, Mapping[Key, str]]
) -> Iterator[ClauseRecord]:
    """The records with the digests of words that were wanting: language -> clause -> digest."""
    for key, record in records:
        new = {locale: of[key] for locale, of in words.items() if key in of}
        yield record.reading({**record.words, **new}) if new else record


def _records(composed: Mapping[str, Composed], omitted: Mapping[str, tuple[str, ...]]) -> Iterator[ClauseRecord]:
    first = next(iter(composed.values()))
    closed = {locale: common(c.mould).closed for locale, c in composed.items()}
    for passage in first.document.passages():
        key = passage.supplement, passage.id
        placed = {locale: c.placed[key] for locale, c in composed.items()}
        clause = first.placed[key].clause
        template = _template(clause)
        prefix = f"{passage.supplement}:" if passage.supplement else ""
        yield ClauseRecord(
            id=clause.id,
            supplement=passage.supplement,
            jurisdiction=clause.jurisdiction,
            slot=clause.slot,
            number=passage.number,
            source=clause.path,
            digest=clause.digest,
            template=template,
            words={locale: of.get(key, "") for locale, of in closed.items()},
            translations={
                loc: template if loc == clause.language else _translation(p.template) for loc, p in placed.items()
            },
            satisfies=dict(first.placed[key].stands),
            materiality=clause.materiality,
            conspicuous=clause.conspicuous,
            facts=tuple(sorted({prefix + name for p in placed.values() for name in p.used.facts})),
            features=tuple(sorted({name for p in placed.values() for name in p.used.features})),
            terms=tuple(sorted({prefix + name for p in placed.values() for name in p.used.terms})),
            omitted=omitted[passage.supplement] if _lists_omitted(clause) else (),
        )


@kept
def _template(clause: Clause) -> str:
    return template_digest(clause.title, clause.body)


@kept
def _lists_omitted(clause: Clause) -> bool:
    return "omitted" in read(clause.body).names("name")


@lru_cache(maxsize=16384)
def _translation(template: Template) -> str:
    return template_digest(template.title, template.body)


def _facts(composed: Mapping[str, Composed]) -> list[tuple[str, str, str]]:
    used = {(key[0], name) for c in composed.values() for key, placed in c.placed.items() for name in placed.used.facts}
    return sorted((f"{supplement}:{name}" if supplement else name, supplement, name) for supplement, name in used)


def _terms(composed: Mapping[str, Composed]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for locale, c in composed.items():
        for (supplement, _), placed in c.placed.items():
            for name, wording in placed.used.terms.items():
                entry = found.setdefault(f"{supplement}:{name}" if supplement else name, {})
                if locale in entry:  # one scope, one wording
                    continue
                entry.update(source=wording.term, definition=wording.definition, forms=_forms(wording))
                forms, definition = c.setups[supplement].translator.wording(wording)
                entry[locale], entry[f"{locale}.definition"] = digest("\n".join(forms)), digest(definition)
    return dict(sorted(found.items()))


def _forms(wording: Wording) -> str:
    return ", ".join(wording.forms[form] for form in sorted(wording.forms))


def _titles(resolution: Resolution, composed: Mapping[str, Composed]) -> dict[str, dict[str, str]]:
    sources = {slot.id: slot.title for slot in resolution.outline.slots}
    found: dict[str, dict[str, str]] = {}
    for locale, c in composed.items():
        document = c.document
        titles = [(document.document, resolution.outline.title, document.title)]
        titles += [(s.anchor, SUPPLEMENT, s.title) for s in document.supplements if s.jurisdiction]
        titles += [(s.anchor, sources[s.slot], s.title) for s in document.sections()]
        for name, source, text in titles:
            found.setdefault(name, {"source": source})[locale] = markdown(text)
    return found
