"""What the ledger is to keep of a composed document beside its texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256

from tosgen.catalog.messages import SUPPLEMENT
from tosgen.catalog.translate import Template
from tosgen.compose.document import Composed
from tosgen.model.document import Filling, Passage, Text
from tosgen.model.kept import kept
from tosgen.model.library import Clause, template_digest
from tosgen.model.plain import Plain
from tosgen.model.values import plain
from tosgen.model.version import ClauseRecord, Version
from tosgen.model.vocabulary import Wording
from tosgen.pipeline.inputs import Inputs
from tosgen.resolve import Resolution
from tosgen.text.escape import markdown
from tosgen.text.marks import refilled
from tosgen.text.template import read


def described(
    inputs: Inputs, resolution: Resolution, composed: Mapping[str, Composed], texts: Mapping[str, str]
) -> Version:
    """The version's record; number, kind, base and causes are still open."""
    market, library = resolution.market, inputs.library
    records = tuple(_records(composed, {scope.supplement: scope.omitted for scope in resolution.scopes}))
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
        titles=_titles(resolution, composed),
        clauses=records,
        texts={locale: digest(text) for locale, text in texts.items()},
    )


def _records(composed: Mapping[str, Composed], omitted: Mapping[str, tuple[str, ...]]) -> Iterator[ClauseRecord]:
    first = next(iter(composed.values()))
    passages = {loc: {(p.supplement, p.id): p for p in c.document.passages()} for loc, c in composed.items()}
    for key, passage in passages[first.document.locale].items():
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
            words={locale: _words(passages[locale][key]) for locale in composed},
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


def _words(passage: Passage) -> str:
    """sha256 of a clause as it reads, numbers of sections left out."""
    if not passage.title.fillings and not passage.body.fillings:
        return _bare_words(passage.title.skeleton, passage.body.skeleton)
    return digest(f"{_unnumbered(passage.title)}\n{_unnumbered(passage.body)}")


@lru_cache(maxsize=16384)
def _bare_words(title: str, body: str) -> str:
    return digest(f"{title}\n{body}")


def _unnumbered(text: Text) -> str:
    if not any(filling.href.startswith("#") for filling in text.fillings):
        return markdown(text)
    return markdown(refilled(text, lambda f: Filling("§", f.href) if f.href.startswith("#") else f))


def _facts(composed: Mapping[str, Composed]) -> dict[str, Plain]:
    found: dict[str, Plain] = {}
    for c in composed.values():
        for (supplement, _), placed in c.placed.items():
            for name in placed.used.facts:
                key = f"{supplement}:{name}" if supplement else name
                if key not in found:  # one scope, one answer
                    found[key] = plain(placed.setup.answers[name])
    return dict(sorted(found.items()))


def _terms(composed: Mapping[str, Composed]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for locale, c in composed.items():
        for (supplement, _), placed in c.placed.items():
            for name, wording in placed.used.terms.items():
                entry = found.setdefault(f"{supplement}:{name}" if supplement else name, {})
                if locale in entry:  # one scope, one wording
                    continue
                entry.update(source=wording.term, definition=wording.definition, forms=_forms(wording))
                forms, definition = placed.setup.translator.wording(wording)
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


def digest(text: str) -> str:
    """sha256 of a text's UTF-8."""
    return sha256(text.encode()).hexdigest()
