"""What the ledger is to keep of a composed document beside its texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256

from tosgen.compose.document import Composed
from tosgen.model.document import Passage, Text
from tosgen.model.values import Plain, plain
from tosgen.model.version import ClauseRecord, Version
from tosgen.pipeline.inputs import Inputs
from tosgen.resolve import Resolution
from tosgen.text.escape import markdown
from tosgen.text.marks import refilled


def described(
    inputs: Inputs, resolution: Resolution, composed: Mapping[str, Composed], texts: Mapping[str, str]
) -> Version:
    """The version's record; number, kind, base and causes are still open."""
    market, library = resolution.market, inputs.library
    records = tuple(_records(composed))
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
        facts=_facts(composed),
        features=tuple(sorted(resolution.features)),
        jurisdictions=market.jurisdictions,
        outline=tuple((slot.id, slot.title) for slot in resolution.outline.slots),
        terms=_terms(composed),
        clauses=records,
        texts={locale: digest(text) for locale, text in texts.items()},
    )


def _records(composed: Mapping[str, Composed]) -> Iterator[ClauseRecord]:
    first = next(iter(composed.values()))
    passages = {loc: {(p.supplement, p.id): p for p in c.document.passages()} for loc, c in composed.items()}
    for key, passage in passages[first.document.locale].items():
        placed = {locale: c.placed[key] for locale, c in composed.items()}
        clause = first.placed[key].clause
        prefix = f"{passage.supplement}:" if passage.supplement else ""
        yield ClauseRecord(
            id=clause.id,
            supplement=passage.supplement,
            jurisdiction=clause.jurisdiction,
            slot=clause.slot,
            number=passage.number,
            source=clause.path,
            digest=clause.digest,
            template=digest(f"{clause.title}\n{clause.body}"),
            words={locale: digest(_words(passages[locale][key])) for locale in composed},
            translations={loc: digest(f"{p.template.title}\n{p.template.body}") for loc, p in placed.items()},
            satisfies=dict(clause.satisfies),
            materiality=clause.materiality,
            conspicuous=clause.conspicuous,
            facts=tuple(sorted({prefix + name for p in placed.values() for name in p.noted.facts})),
            features=tuple(sorted({name for p in placed.values() for name in p.noted.features})),
            terms=tuple(sorted({prefix + name for p in placed.values() for name in p.noted.terms})),
        )


def _words(passage: Passage) -> str:
    def unnumbered(text: Text) -> str:
        return markdown(refilled(text, lambda f: replace(f, text="§") if f.href.startswith("#") else f))

    return f"{unnumbered(passage.title)}\n{unnumbered(passage.body)}"


def _facts(composed: Mapping[str, Composed]) -> dict[str, Plain]:
    found: dict[str, Plain] = {}
    for c in composed.values():
        for (supplement, _), placed in c.placed.items():
            for name, value in placed.noted.facts.items():
                found[f"{supplement}:{name}" if supplement else name] = plain(value)
    return dict(sorted(found.items()))


def _terms(composed: Mapping[str, Composed]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for locale, c in composed.items():
        for (supplement, _), placed in c.placed.items():
            for name, wording in placed.noted.terms.items():
                entry = found.setdefault(f"{supplement}:{name}" if supplement else name, {})
                entry["source"] = wording.term
                entry[locale] = digest("\n".join(placed.noted.setup.translator.wording(wording)))
    return dict(sorted(found.items()))


def digest(text: str) -> str:
    """sha256 of a text's UTF-8."""
    return sha256(text.encode()).hexdigest()
