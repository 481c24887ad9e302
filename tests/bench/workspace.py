"""A workspace with as many documents as are asked for: the shipped shop, sold by many brands in four places.

Each brand has its own name and address in every text, every tenth of them another company behind it. All documents of
a place and kind share their clauses, as those of one library do; the text is 28 KB of Markdown on average.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from tosgen.cli.workspace import Workspace, example_folder
from tosgen.ledger import Author

if TYPE_CHECKING:
    from tosgen.model.service import Market
    from tosgen.pipeline.inputs import Inputs

DAY = date(2026, 11, 21)
AUTHOR = Author("Bench", "bench@example.org")
EXAMPLE = "shop"
DOCUMENTS = ("terms-of-service", "privacy-notice", "support-handbook", "compliance-checklist")
PLACES = {"DE": "de", "FR": "fr", "ES": "es", "EU": "en"}
"""Each place with the language of its texts."""
LEFT_OUT = "US-CA"
"""The example's market whose clauses ask for many answers of its own."""
COMPANY = 10
"""Brands that belong to one company."""


def write(folder: Path, documents: int) -> Path:
    """A workspace in `folder` that asks for `documents` documents, one text each; the path of its profile."""
    source = example_folder(EXAMPLE)
    profile = yaml.safe_load((source / "tosgen.yaml").read_text("utf-8"))
    profile["facts"] = {name: _fact(fact) for name, fact in profile["facts"].items() if _answered(fact)}
    markets = list(_markets(documents))
    company = next(iter(profile["entities"].values()))
    companies = range(1 + (markets[-1][1] if markets else 0) // COMPANY)
    profile["entities"] = {f"company-{number}": _company(company, number) for number in companies}
    profile["markets"] = {name: market for name, _, market in markets}
    for fact, value in (("service.name", "Teekontor {n}"), ("contact.email", "hello@brand-{n}.example")):
        brands = {name: value.format(n=number) for name, number, _ in markets}
        profile["facts"][fact] = {"value": value.format(n=0), "markets": brands}
    for table in (source / "facts").glob("*.csv"):
        _table(table, folder / "facts" / table.name)
    path = folder / "tosgen.yaml"
    path.write_text(
        yaml.dump(profile, Dumper=_WithoutAliases, allow_unicode=True, sort_keys=False, width=1000), "utf-8"
    )
    return path


class _WithoutAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def load(folder: Path) -> Inputs:
    """What a run over the workspace depends on, as the commands read it."""
    from tosgen.pipeline.inputs import Inputs, wanted

    workspace = Workspace.at(folder)
    library, _ = workspace.library()
    service = workspace.service(library)
    tags = [tag for market, _ in wanted(service) for tag in market.languages]
    return Inputs(library, service, workspace.translators(tags), DAY, "0", workspace.profile.parent)


def multiplied(inputs: Inputs, documents: int) -> Inputs:
    """The same with more brands, made in memory: past what one profile may hold."""
    service = inputs.service
    models = {place: service.markets[f"{place}-0"] for place in PLACES}
    names = {f"{place}-{number}": number for number, place in _offers(documents)}
    markets = {name: replace(models[name.partition("-")[0]], name=name) for name in names}
    facts = dict(service.facts)
    for fact, value in (("service.name", "Teekontor {n}"), ("contact.email", "hello@brand-{n}.example")):
        kind: Any = type(facts[fact].value)
        facts[fact] = replace(facts[fact], by_market={m: kind(value.format(n=n)) for m, n in names.items()})
    return replace(inputs, service=replace(service, markets=markets, facts=facts))


def items(inputs: Inputs, documents: int) -> list[tuple[Market, str]]:
    """The first so many of the documents that are measured, in the profile's order."""
    return [(market, name) for market in inputs.service.markets.values() for name in DOCUMENTS][:documents]


def _offers(documents: int) -> Iterator[tuple[int, str]]:
    """(brand, place) of each market."""
    for at in range(-(-documents // len(DOCUMENTS))):
        yield at // len(PLACES), list(PLACES)[at % len(PLACES)]


def _markets(documents: int) -> Iterator[tuple[str, int, dict[str, Any]]]:
    for number, place in _offers(documents):
        market: dict[str, Any] = {
            "jurisdictions": [place], "audience": "consumer", "languages": [PLACES[place]],
            "entity": f"company-{number // COMPANY}",
        }  # fmt: skip
        yield f"{place}-{number}", number, market


def _company(model: Mapping[str, Any], number: int) -> dict[str, Any]:
    own = {"name": f"Teekontor Elbkant {number} GmbH", "email": f"office@company-{number}.example"}
    return {**model, **own}


def _answered(fact: Any) -> bool:
    """Whether it has an answer outside the market that is left out."""
    return not isinstance(fact, dict) or set(fact) != {"markets"} or set(fact["markets"]) != {LEFT_OUT}


def _fact(fact: Any) -> Any:
    """A fact with one answer for all places: the general one; else those of places put together by language."""
    if not isinstance(fact, dict) or not {"markets", "rows"} & set(fact):
        return fact
    kept = {key: value for key, value in fact.items() if key not in {"markets", "rows"}}
    if "rows" in fact:
        return {**kept, "rows": {key: row for key, row in fact["rows"].items() if "markets" not in row}}
    if "value" in fact:
        given = [fact["value"]]
    else:
        given = [value for place, value in fact["markets"].items() if place != LEFT_OUT]
    if isinstance(given[0], dict):
        texts = [value for place, value in fact["markets"].items() if place != LEFT_OUT]
        return {**kept, "value": {key: text for some in [*texts, *given] for key, text in some.items()}}
    return {**kept, "value": given[0]}


def _table(source: Path, to: Path) -> None:
    """A table without the rows of single markets."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    to.parent.mkdir(parents=True, exist_ok=True)
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in rows if not row.get("markets"))
