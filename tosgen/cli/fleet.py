"""`tosgen fleet`: many services in one run."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from tosgen.cli import deciding
from tosgen.cli.fleet_run import fleeting, order_of, run_over, tell_all
from tosgen.cli.publish import publish as publish_one
from tosgen.cli.workspace import refuse
from tosgen.saying import say


@click.group()
def fleet() -> None:
    """Many services at once, each with a ledger of its own.

    PROFILE is a folder with a tosgen.yaml, a profile, a pattern of either ('customers/*'), or, with --base, a CSV:
    each row a service, each column a path into the profile, as facts.contact.email. A service that fails holds up no
    other; a run that was stopped goes on where it was when it is started again.
    """


@fleet.command()
@fleeting(executor=True)
@click.option("--dry-run", is_flag=True, help="Stop before anything is written.")
@click.option("--again", is_flag=True, help="Look at services that an earlier run has done, too.")
@click.option("--as", "author", metavar='"NAME <EMAIL>"', help="Who records; else git's configured user, else tosgen.")
@deciding.key
@click.pass_obj
def generate(
    folder: Path, /, profiles: tuple[str, ...], dry_run: bool, again: bool, author: str | None, key: Path | None,
    on: date | None, form: str, everything: bool, **where: Any,
) -> None:  # fmt: skip
    """Compose every service's documents and record what is new; exit 1 if a service failed."""
    from tosgen.cli import fleet_data, fleet_words
    from tosgen.fleet.run import GENERATE
    from tosgen.ledger.signatures import key_of

    order = order_of(folder, on, author, key=key_of(key, folder), dry_run=dry_run)
    results = run_over(folder, profiles, GENERATE, order, again=again, **where)
    tell_all(results, form, fleet_data.generated, lambda r: fleet_words.generated(r, everything, dry_run))


@fleet.command()
@fleeting(executor=True)
@click.pass_obj
def status(
    folder: Path, /, profiles: tuple[str, ...], on: date | None, form: str, everything: bool, **where: Any
) -> None:
    """Each service's versions, what awaits a decision, what is in force, whether a run would change it; exit 1 if one
    would fail."""
    from tosgen.cli import fleet_data, fleet_words
    from tosgen.fleet.run import STATUS

    results = run_over(folder, profiles, STATUS, order_of(folder, on, None), **where)
    tell_all(
        results,
        form,
        fleet_data.status,
        lambda r: fleet_words.status(r, everything),
        lambda found: bool(found.hindered),
    )


@fleet.command()
@fleeting(executor=False)
@click.pass_obj
def audit(
    folder: Path, /, profiles: tuple[str, ...], on: date | None, form: str, everything: bool, **where: Any
) -> None:
    """Hold every service against the register: sums by jurisdiction, services with gaps; exit 1 if there are any."""
    from tosgen.cli import fleet_data, fleet_words
    from tosgen.fleet.run import AUDIT

    results = run_over(folder, profiles, AUDIT, order_of(folder, on, None), **where)
    tell_all(
        results, form, fleet_data.audited, lambda r: fleet_words.audited(r, everything), lambda found: bool(found.open)
    )


@fleet.command()
@fleeting(executor=False)
@click.option("--clause", "clauses", multiple=True, metavar="ID", help="Only versions in which this clause changes.")
@click.option("--document", "documents", multiple=True, metavar="NAME", help="Only versions of this document.")
@click.option("--market", "markets", multiple=True, metavar="NAME", help="Only versions for this market.")
@click.option("--dry-run", is_flag=True, help="Tell what would be published, and publish nothing.")
@deciding.author
@deciding.key
@click.pass_obj
def publish(
    folder: Path, /, profiles: tuple[str, ...], clauses: tuple[str, ...], documents: tuple[str, ...],
    markets: tuple[str, ...], dry_run: bool, author: str | None, key: Path | None, on: date | None, form: str,
    everything: bool, **where: Any,
) -> None:  # fmt: skip
    """Publish what awaits a decision in every ledger: one decision in each, by one person with one key.

    Without --effective, what new users have already is brought to existing ones.
    """
    from tosgen.cli import fleet_data, fleet_words
    from tosgen.fleet.publish import Ordered, Publication
    from tosgen.fleet.run import PUBLISH
    from tosgen.ledger.signatures import key_of

    wish = {name: where.pop(name) for name in [*where] if name in WISHES}
    if wish["effective"] is None and not isinstance(wish["existing"], date):
        hint = say("name a day for new users, or with --existing one for those who have the text before")
        raise refuse("bad-date", say("it does not say from when it holds"), "--effective", hint)
    publication = Publication(
        clauses=frozenset(clauses), documents=frozenset(documents), markets=frozenset(markets),
        effective=wish["effective"], wish=deciding.wish_of(wish["existing"], wish["mechanism"]), kind=wish["kind"],
        reason=deciding.reason_of(wish["reason"]) if wish["reason"] is not None else None,
    )  # fmt: skip
    common = order_of(folder, on, author, key=key_of(key, folder), dry_run=dry_run)
    order = Ordered(
        common.now, common.author, common.on, common.key, common.dry_run, common.library, publication
    )  # fmt: skip
    results = run_over(folder, profiles, PUBLISH, order, **where)
    tell_all(results, form, fleet_data.published, lambda r: fleet_words.published(r, everything, dry_run))


WISHES = ("effective", "existing", "mechanism", "kind", "reason")
"""The options of `tosgen publish` that say how: taken from there, so that both say the same."""
publish.params += [param for param in publish_one.params if param.name in WISHES]
