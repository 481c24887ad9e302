"""`tosgen diff`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import options
from tosgen.cli.days import today_in
from tosgen.cli.redlines import render
from tosgen.cli.refs import Ref, Text, text
from tosgen.cli.workspace import ledger_in

if TYPE_CHECKING:
    from tosgen.ledger import Ledger
    from tosgen.model.version import Cause


@click.command()
@click.argument("ref")
@click.argument("other", required=False)
@options.formats("terminal", "md", "json")
@options.output
@options.service
@options.on
@click.pass_obj
def diff(
    folder: Path, ref: str, other: str | None, form: str, output: str | None, service: str | None, on: date | None
) -> None:
    """Redline of a version against its base (one REF), or of any two versions, languages or markets."""
    from tosgen.redline.align import compare

    ledger = ledger_in(folder, service)
    first, second = (Ref.parse(each).dated(lambda: today_in(folder, on)) for each in (ref, other or ref))
    new = text(ledger, second)
    old = text(ledger, first) if other else _base(ledger, new)
    before = old.markdown if old else ""
    name = old.ref if old else "nothing"
    redline = compare(before, new.markdown, from_=name, to=new.ref, causes=_causes(ledger, old, new))
    render(redline, form, output)


def _base(ledger: Ledger, new: Text) -> Text | None:
    number = new.version.base
    if number is None:
        return None
    version = ledger.version(new.version.document, new.version.market, number)
    locale = new.locale if new.locale in version.texts else version.authoritative
    return text(ledger, Ref("", version.document, version.market, locale, str(number)), version)


def _causes(ledger: Ledger, old: Text | None, new: Text) -> dict[str, tuple[Cause, ...]]:
    """Causes by anchor along the chain of bases from one version to the other."""
    from tosgen.model.document import anchor

    found: dict[str, tuple[Cause, ...]] = {}
    version = new.version
    if old is None or (old.version.document, old.version.market) != (version.document, version.market):
        return found
    while version.version != old.version.version and version.base is not None:
        own = {anchor(c.id, c.supplement): c.causes for c in version.clauses}
        for name, causes in {**version.other_causes, **own}.items():
            found[name] = tuple(dict.fromkeys([*causes, *found.get(name, ())]))
        version = ledger.version(version.document, version.market, version.base)
    return found
