"""`tosgen site build`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.days import today_in
from tosgen.cli.published import settings, tongues
from tosgen.cli.speech import tell
from tosgen.cli.workspace import ledger_in, library_in, refuse, shown
from tosgen.cli.write import write, write_json
from tosgen.saying import listed, say

if TYPE_CHECKING:
    from tosgen.ledger import Ledger
    from tosgen.site.build import Files, Plan
    from tosgen.site.config import Config
    from tosgen.site.folder import Placed
    from tosgen.site.pages.look import Look

FORMS = ("pdf", "docx")
_WITHOUT = say(
    "the site does not know its own address, so that there are no feeds, no sitemap, no canonical links: write it as "
    "`base` below `site` in tosgen.yaml"
)


@click.command()
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The folder; else site/build.",
)
@click.option("--brand", metavar="NAME", help="The site of one brand alone.")
@click.option("--formats", metavar="pdf,docx", help="Files to offer beside each text; else what the profile says.")
@options.service
@options.on
@options.formats("text", "json")
@click.pass_obj
def build(
    folder: Path, output: Path | None, brand: str | None, formats: str | None, service: str | None, on: date | None,
    form: str,
) -> None:  # fmt: skip
    """Write what is published as a static site: texts in force, past and coming versions, what changed, feeds.

    The folder is made, or is one that an earlier build made: what is unchanged stays, what is no longer wanted goes.
    A build appears whole or not at all.
    """
    from tosgen.site import build as made
    from tosgen.site.folder import place

    ledger, day = ledger_in(folder, service), today_in(folder, on)
    plan = _plan(folder, ledger, day, formats)
    if brand and brand not in plan.site.brands:
        known = listed(plan.site.brands) if plan.site.brands else "–"
        raise refuse("unknown-brand", say("the profile has no brand '{name}'", name=brand), "--brand",
                     say("known: {names}", names=known))  # fmt: skip
    configs = plan.configs(brand or "")
    if brand and not configs:
        raise refuse("not-published", say("nothing for the public has been published"), f"--brand {brand}",
                     say("run `tosgen publish` first"))  # fmt: skip
    files = made.build(configs, lambda config: _look(folder, config))
    target = output or folder / "site" / "build"
    placed = place(target, files, "site")
    _report(target, day, configs, files, placed, form)


def _plan(folder: Path, ledger: Ledger, day: date, formats: str | None) -> Plan:
    """What is to be built. Refused where nothing is published."""
    from tosgen.site import readers
    from tosgen.site.build import Plan
    from tosgen.site.published import shelves

    library = library_in(folder)
    site = settings(folder, ledger, library)
    if formats is not None:
        site = replace(site, formats=_forms(formats))
    found = readers.published(shelves(ledger, readers.shown(ledger, library, site), day), shown(ledger.path))
    return Plan(site, ledger.path.name, day, found, tongues(folder, library, found))


def _forms(text: str) -> tuple[str, ...]:
    given = tuple(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))
    for each in given:
        if each not in FORMS:
            what = say("'{name}' is no format of a site's downloads", name=each)
            raise refuse("unknown-format", what, "--formats", say("known: {names}", names=listed(FORMS)))
    return given


def _look(folder: Path, config: Config) -> Look:
    from tosgen.site.pages.look import themed

    brand = config.site.brands.get(config.brand)
    if brand is None:
        return themed(folder)
    return themed(folder, _given(brand.templates), _given(brand.style))


def _given(name: str) -> tuple[str, ...]:
    return (name,) if name else ()


def _report(
    target: Path, day: date, configs: Iterable[Config], files: Files, placed: Placed, form: str
) -> None:  # fmt: skip
    for path in placed.kept:
        tell(say("{path} was changed by hand, and stays", path=path))
    without = [config for config in configs if not config.site.base]
    if form == "json":
        write_json({
            "schema": "tosgen.build/1", "folder": str(target), "on": day.isoformat(),
            "sites": [
                {"brand": c.brand or None, "base": c.site.base or None, "documents": len(c.shelves)} for c in configs
            ],
            "pages": sum(path.endswith(".html") for path in files), "files": len(files),
            "written": list(placed.written), "unchanged": len(placed.unchanged), "removed": list(placed.removed),
        })  # fmt: skip
    else:
        counts = {"written": len(placed.written), "unchanged": len(placed.unchanged), "removed": len(placed.removed)}
        write(
            say("{folder}: {written} written, {unchanged} unchanged, {removed} removed", folder=target, **counts), None
        )
    if without:
        tell(_WITHOUT)
