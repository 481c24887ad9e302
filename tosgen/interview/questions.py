"""Which question comes next: the first that the answers so far leave open, what they rule out passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tosgen.errors import Place
from tosgen.model.library import Library
from tosgen.model.service import ENTITY_FIELDS, REQUIRED_ENTITY_FIELDS, Market
from tosgen.model.vocabulary import CORE, ROOT, FactType
from tosgen.resolve import Setting, implied, resolved
from tosgen.saying import say
from tosgen.text.template import read

Answers = Mapping[str, Any]
Row = tuple[str, str] | tuple[()]
"""A table's name and a row's key; empty for what stands in no table."""
_FIELD_QUESTIONS = {
    "name": say("What is the company's full name?"),
    "legal_form": say("What is its legal form?"),
    "address": say("Its postal address, on one line?"),
    "country": say("Its country (ISO code, as in DE)?"),
    "email": say("Its e-mail address?"),
    "phone": say("Its telephone number?"),
    "website": say("Its website?"),
    "register": say("In which register does it stand?"),
    "register_number": say("Under which number?"),
    "vat_id": say("Its VAT number?"),
    "represented_by": say("Who represents it?"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `key` names its answer for good; `kind` is text, yes-no, one or many (of `options`) or keys."""

    key: str
    text: str
    kind: str = "text"
    options: tuple[str, ...] = ()
    optional: bool = False
    fact: FactType | None = field(default=None, compare=False)


def next_question(library: Library, answers: Answers, day: date) -> Question | None:
    """The first question still open; what earlier answers rule out is passed over."""
    return next((q for q in _questions(library, answers, day) if q.key not in answers), None)


def _questions(library: Library, answers: Answers, day: date) -> Iterator[Question]:
    yield Question("service", say("A short name for the service (small letters, digits, hyphens)?"))
    yield Question("timezone", say("In which time zone does the company work (as in Europe/Berlin)?"))
    yield Question("documents", say("Which documents?"), "many", tuple(library.documents))
    yield Question("places", say("Where do you offer it?"), "many", places(library))
    for place in answers.get("places", ()):
        yield Question(f"audience.{place}", say("{place}: to whom?", place=place), "one", ("consumer", "business"))
        yield Question(
            f"languages.{place}", say("{place}: in which languages?", place=place), "many", _languages(library, place)
        )
        if len(answers.get(f"languages.{place}", ())) > 1:
            options = tuple(answers[f"languages.{place}"])
            yield Question(
                f"authoritative.{place}", say("{place}: which language is authoritative?", place=place), "one", options
            )
    yield from _features(library, answers)
    for name in ENTITY_FIELDS:
        yield Question(f"entity.{name}", _FIELD_QUESTIONS[name], optional=name not in REQUIRED_ENTITY_FIELDS)
    yield from _facts(library, answers, day)


def places(library: Library) -> tuple[str, ...]:
    """Places that have clauses of their own."""
    return tuple(dict.fromkeys(c.jurisdiction for c in library.clauses if c.jurisdiction != ROOT))


def _languages(library: Library, place: str) -> tuple[str, ...]:
    chain = library.jurisdictions.chain(place)
    return tuple(dict.fromkeys(["en", *(tag for at in chain for tag in library.jurisdictions.languages.get(at, ()))]))


def _features(library: Library, answers: Answers) -> Iterator[Question]:
    used = _named_by_clauses(library, answers)
    for name, feature in library.features.items():
        on = _on(library, answers)
        if feature.derived or feature.audience or name in on or name not in used:
            continue
        if _ruled_out(library, answers, name, on):
            continue
        yield Question(f"feature.{name}", feature.question, "yes-no")


def _ruled_out(library: Library, answers: Answers, name: str, on: frozenset[str]) -> bool:
    """Whether a yes would contradict an earlier answer, by what it implies or by what it excludes."""
    features = library.features
    then = implied(features, on | {name})
    refused = {other for other in then if answers.get(f"feature.{other}") is False}
    return bool(refused) or any(other in then for held in then if held in features for other in features[held].excludes)


def _on(library: Library, answers: Answers) -> frozenset[str]:
    chosen = {key.removeprefix("feature.") for key, value in answers.items() if key.startswith("feature.") and value}
    return implied(library.features, frozenset({CORE, *chosen}))


def _named_by_clauses(library: Library, answers: Answers) -> frozenset[str]:
    """Features that make a difference: named by a clause for the chosen places and documents."""
    chains = {at for place in answers.get("places", ()) for at in library.jurisdictions.chain(place)}
    chosen = [
        c for c in library.clauses if c.jurisdiction in chains and {*c.documents} & {*answers.get("documents", ())}
    ]
    return frozenset(name for c in chosen for name in {*c.needs.names, *read(c.body).names("feature")})


def _facts(library: Library, answers: Answers, day: date) -> Iterator[Question]:
    tags = tuple(dict.fromkeys(t for place in answers.get("places", ()) for t in answers.get(f"languages.{place}", ())))
    used = _used_facts(library, answers, day)
    held = [_on(library, answers) | _audience(library, answers, place) for place in answers.get("places", ())]
    for name, fact in library.facts.items():
        if name in used and not fact.fill and any(fact.when.holds(features) for features in held):
            yield from _fact(fact, f"fact.{name}", tags, answers)


def _used_facts(library: Library, answers: Answers, day: date) -> frozenset[str]:
    used: set[str] = set()
    for place in answers.get("places", ()):
        setting = Setting((place,), _on(library, answers) | _audience(library, answers, place), day)
        for document in answers.get("documents", ()):
            scopes = resolved(library, _market(answers, place), document, setting).scopes
            bodies = (f"{c.title}\n{c.body}" for scope in scopes for c in scope.clauses)
            used.update(name.split("[]")[0] for body in bodies for name in read(body).names("name"))
            used.update(
                n for s in scopes for c in s.clauses for t in read(c.body).names("term") for n in _of_term(library, t)
            )
    return frozenset(used)


def _of_term(library: Library, name: str) -> tuple[str, ...]:
    return tuple(n for wording in library.terms[name].wordings.values() for n in read(wording.definition).names("name"))


def _audience(library: Library, answers: Answers, place: str) -> frozenset[str]:
    return frozenset(
        n for n, f in library.features.items() if f.audience and f.audience == answers.get(f"audience.{place}")
    )


def _fact(fact: FactType, key: str, tags: tuple[str, ...], answers: Answers, row: Row = ()) -> Iterator[Question]:
    """The questions for one fact, or for the cell of a table's `row`."""
    text = _headed(fact, row)
    if fact.kind == "table":
        rows = say("{question} Short names, one for each row, at least one", question=text)
        if fact.optional:
            rows = say("{question} Short names, one for each row", question=text)
        yield Question(f"{key}.rows", rows, "keys", (), fact.optional, fact)
        for name in answers.get(f"{key}.rows") or ():
            for column, kind in fact.columns.items():
                yield from _fact(kind, f"{key}.{name}.{column}", tags, answers, (fact.name, name))
    elif fact.kind == "localized":
        for tag in tags:
            yield Question(
                f"{key}.{tag}",
                say("{question} [{language}]", question=text, language=tag),
                optional=fact.optional,
                fact=fact,
            )
    elif fact.kind == "choice":
        yield Question(key, text, "one", tuple(fact.options), fact.optional, fact)
    elif fact.kind == "boolean":
        yield Question(key, text, "yes-no")
    else:
        yield Question(key, text, optional=fact.optional, fact=fact)


def _headed(fact: FactType, row: Row) -> str:
    """The fact's question, below the row it is asked for; a column without one is asked for by its name."""
    if not row:
        return fact.question or say("{name}?", name=fact.name)
    column = fact.name.rpartition(".")[2].replace("_", " ").capitalize()
    question = fact.question or say("{name}?", name=column)
    return say("{table}, row {row}: {question}", table=row[0], row=row[1], question=question)


def _market(answers: Answers, place: str) -> Market:
    tags = tuple(answers.get(f"languages.{place}", ("en",)))
    return Market(place, (place,), answers.get(f"audience.{place}", "consumer"), "company", tags, tags[0], Place(""))
