"""How much of the register the library answers, computed from the register itself: `python tests/register.py`.

For every row of the six jurisdictions: does an example's market exercise it today, and does a clause of that market's
documents answer it, vouched for by a reading that stands? Rows that no example exercises stand in `unexercised.yaml`
with the reason why not.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from shipped import DAY, EXAMPLES, ROOT, library, translator

from tosgen.audit.readings import stands
from tosgen.model.service import Market
from tosgen.model.version import ClauseRecord
from tosgen.pipeline.draft import drafts
from tosgen.pipeline.inputs import Inputs, wanted
from tosgen.resolve import features_of
from tosgen.sources.readings import load_readings
from tosgen.sources.service import load_service

PLACES = ("EU", "DE", "GB", "US", "US-CA", "CN")
GONE = ("SUPERSEDED", "REPEALED", "REVOKED")
UNEXERCISED = Path(__file__).with_name("unexercised.yaml")


@dataclass
class Tally:
    """One row: where it is exercised, and where a standing reading vouches for the answer."""

    row: dict[str, Any]
    exercised: list[str] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)

    @property
    def open(self) -> list[str]:
        """Markets that exercise the row and have no vouched answer."""
        return [name for name in self.exercised if name not in self.covered]


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """(jurisdiction, row) as the register's files have them."""
    for place in PLACES:
        data = yaml.safe_load((ROOT / "clauses" / "register" / f"{place}.yaml").read_text("utf-8"))
        for row in data["requirements"]:
            yield place, row


def binding(row: dict[str, Any], day: date) -> bool:
    """Whether the row is law on a day, and the register is sure of it."""
    starts, ends = row["applies_from"], row.get("applies_until")
    past = starts is not None and starts <= day and (ends is None or day < ends)
    return past and row["confidence"] != "uncertain" and not row["requirement"].startswith(GONE)


def held(row: dict[str, Any], features: frozenset[str]) -> bool:
    """Whether every condition of a row holds; `a|b` is either."""
    return all(features & {*item.split("|")} for item in row.get("when") or ())


@cache
def tallies() -> dict[str, Tally]:
    """Every row that binds today, by id."""
    found = {row["id"]: Tally(row) for _, row in rows() if binding(row, DAY)}
    places = {row["id"]: place for place, row in rows()}
    for example in EXAMPLES:
        for market, features, records in _markets(example):
            name = f"{example.name}/{market.name}"
            near = {p for place in market.jurisdictions for p in library().jurisdictions.chain(place)}
            for id, tally in found.items():
                if places[id] in near and held(tally.row, features):
                    tally.exercised.append(name)
                    if any(_vouched(id, record, market) for record in records):
                        tally.covered.append(name)
    return found


def _markets(example: Path) -> Iterator[tuple[Market, frozenset[str], list[ClauseRecord]]]:
    service = load_service(example / "tosgen.yaml", library())
    tags = sorted({tag for market in service.markets.values() for tag in market.languages})
    inputs = Inputs(library(), service, {tag: translator(tag) for tag in tags}, DAY, "1", ROOT)
    for market in service.markets.values():
        made = drafts(inputs, [item for item in wanted(service) if item[0] is market])
        yield market, features_of(library(), service, market), [r for d in made for r in d.version.clauses]


@cache
def _readings() -> Any:
    return load_readings(ROOT / "clauses", None, library())


def _vouched(id: str, record: ClauseRecord, market: Market) -> bool:
    """Whether the clause answers the row, or a national row through which it binds, by a standing reading."""
    row = library().requirements[id]
    for each in (row, *(library().requirements[other] for other in row.answered_by)):
        if each.id in record.satisfies:
            reading = _readings().get((record.source, each.id))
            if stands(reading, each, record, market.authoritative):
                return True
    return False


def unexercised() -> dict[str, str]:
    """Row -> why no example exercises it."""
    return yaml.safe_load(UNEXERCISED.read_text("utf-8")) or {}


def report() -> tuple[str, bool]:
    """The figures by jurisdiction, then what is open; whether nothing is."""
    found, excused, where = tallies(), unexercised(), {row["id"]: place for place, row in rows()}
    lines = [f"{'':8}{'rows':>6}{'binding':>9}{'exercised':>11}{'covered':>9}"]
    for place in PLACES:
        here = [tally for id, tally in found.items() if where[id] == place]
        total = sum(at == place for at in where.values())
        used = [tally for tally in here if tally.exercised]
        done = [tally for tally in used if not tally.open]
        share = f"{100 * len(done) / len(used):.1f} %" if used else "-"
        lines.append(f"{place:8}{total:>6}{len(here):>9}{len(used):>11}{len(done):>9}  {share}")
    open_ = [f"{id}: not covered in {', '.join(tally.open)}" for id, tally in found.items() if tally.open]
    silent = [f"{id}: no example exercises it" for id, t in found.items() if not t.exercised and id not in excused]
    stale = [f"{id}: excused, and exercised or not binding" for id in excused if id not in found or found[id].exercised]
    told = [f"{id}: not exercised: {why}" for id, why in excused.items()]
    return "\n".join([*lines, "", *open_, *silent, *stale, *told]), not (open_ or silent or stale)


if __name__ == "__main__":
    text, whole = report()
    print(text)
    sys.exit(not whole)
