"""Finished answers as a profile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from tosgen.interview.questions import Answers
from tosgen.model.library import Library
from tosgen.model.service import ENTITY_FIELDS
from tosgen.model.vocabulary import FactType

_ROLES = ("contracting-party", "controller")


def profile(library: Library, answers: Answers) -> str:
    """The finished answers as `tosgen.yaml`."""
    asked = {key.removeprefix("feature."): value for key, value in answers.items() if key.startswith("feature.")}
    entity = {name: answers[f"entity.{name}"] for name in ENTITY_FIELDS if answers.get(f"entity.{name}")}
    roles: list[dict[str, str]] = [{"role": role, "from": "2000-01-01"} for role in _ROLES]
    data = {
        "service": answers["service"],
        "timezone": answers["timezone"],
        "documents": list(answers["documents"]),
        "features": [name for name, on in asked.items() if on],
        "not": [name for name, on in asked.items() if not on],
        "entities": {"company": {**entity, "roles": roles}},
        "markets": {place: _profile_market(answers, place) for place in answers["places"]},
        "facts": dict(_profile_facts(library, answers)),
    }
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)


def _profile_market(answers: Answers, place: str) -> dict[str, Any]:
    tags = list(answers[f"languages.{place}"])
    return {
        "jurisdictions": [place],
        "audience": answers[f"audience.{place}"],
        "entity": "company",
        "languages": tags,
        "authoritative": answers.get(f"authoritative.{place}", tags[0]),
    }


def _profile_facts(library: Library, answers: Answers) -> Iterator[tuple[str, Any]]:
    for name, fact in library.facts.items():
        given = {key: value for key, value in answers.items() if _of(key, f"fact.{name}") and value not in ("", None)}
        if given:
            yield name, _answer(fact, f"fact.{name}", given)


def _of(key: str, prefix: str) -> bool:
    return key == prefix or key.startswith(f"{prefix}.")


def _answer(fact: FactType, key: str, given: Answers) -> Any:
    """What the profile says; a table without rows is an answer too: there are none."""
    if fact.kind == "table":
        rows = {row: _row(fact, f"{key}.{row}", given) for row in given.get(f"{key}.rows", ())}
        return {"rows": rows}
    if fact.kind == "localized":
        return {k.rsplit(".", 1)[1]: v for k, v in given.items() if k.startswith(f"{key}.")}
    if fact.kind == "integer":
        return int(given[key])
    if fact.kind in {"countries", "languages"}:
        return str(given[key]).split()
    return given[key]


def _row(fact: FactType, key: str, given: Answers) -> dict[str, Any]:
    columns = {c: kind for c, kind in fact.columns.items() if any(_of(k, f"{key}.{c}") for k in given)}
    return {column: _answer(kind, f"{key}.{column}", given) for column, kind in columns.items()}
