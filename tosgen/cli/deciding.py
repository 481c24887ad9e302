"""What the commands that decide share: whose key, which versions, and what they say when it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from tosgen.cli import options
from tosgen.cli.days import now_in, today_in
from tosgen.cli.people import author_named
from tosgen.cli.refs import Ref, find
from tosgen.cli.workspace import PROFILE, Workspace, ledger_in, refuse
from tosgen.cli.write import write, write_json

if TYPE_CHECKING:
    from tosgen.ledger import Ledger
    from tosgen.model.decision import Action
    from tosgen.model.version import Version
    from tosgen.review.decide import Decided, Who

F = TypeVar("F", bound=Callable[..., object])
key = click.option(
    "--key", type=click.Path(path_type=Path), metavar="FILE",
    help="The private SSH key to sign with, where the ledger has signers; else git's user.signingkey.",
)  # fmt: skip
author = click.option(
    "--as", "author", metavar='"NAME <EMAIL>"', help="Who decides; else git's configured user, else tosgen."
)


def shared(command: F) -> F:
    """The options of every command that decides."""
    for option in (options.formats("text", "json"), options.service, options.on, author, key):
        command = option(command)
    return command


def acting(folder: Path, author: str | None, key: Path | None) -> Who:
    """Who decides. Refused: `bad-value`, `key`."""
    from tosgen.ledger.signatures import key_of
    from tosgen.review.decide import Who

    return Who(author_named(author, folder), key_of(key, folder))


def reason_of(text: str) -> str:
    """A reason that says something. Refused (`bad-value`)."""
    if not text.strip():
        raise refuse("bad-value", "the reason is empty", "--reason", "say why; the ledger holds only its SHA-256")
    return text


def ledger_to_write(folder: Path, service: str | None) -> Ledger:
    """The ledger named, the profile's, or the only one; never through a link."""
    return Workspace(folder, folder / PROFILE).ledger(ledger_in(folder, service).path.name)


def version_of(ledger: Ledger, text: str, day: date) -> Version:
    """The version that a ref names; Refused (`bad-ref`) for a ref to one of its languages."""
    ref = Ref.parse(text)
    if ref.locale:
        hint = f"write {ref.document}/{ref.market}@{ref.at}"
        raise refuse("bad-ref", "a decision is on all languages of a version together", text, hint)
    return find(ledger, ref.dated(lambda: day))


def run(
    folder: Path, action: Action, refs: tuple[str, ...], *, key: Path | None, author: str | None, on: date | None,
    service: str | None, form: str, reason: str | None = None,
) -> None:  # fmt: skip
    """Decide on the versions that refs name, and tell what came of it; a withdrawal holds from the day on."""
    from tosgen.review.decide import decide

    ledger, day = ledger_to_write(folder, service), today_in(folder, on)
    versions = list(dict.fromkeys(_chosen(version_of(ledger, ref, day)) for ref in refs))
    decided = decide(
        ledger, action, versions, acting(folder, author, key), now_in(folder),
        effective=day if action == "withdraw" else None, reason=reason,
    )  # fmt: skip
    tell(decided, day, form)


def tell(decided: Decided, day: date, form: str) -> None:
    """What was decided, and where each version stands now."""
    from tosgen.model.decision import PLAIN, STATES
    from tosgen.review.state import in_force, standing

    decision, past = decided.decision, decided.past
    rows = [(s, standing(past.of(s.folder), s.version, day, past.signers.approvals)) for s in decision.subjects]
    if form == "json":
        write_json({
            "schema": "tosgen.decision-made/1",
            "action": decision.action, "by": decision.by, "key": decision.key, "commit": decided.commit,
            "versions": [
                {
                    "ref": s.ref, "document": s.document, "market": s.market, "version": s.version,
                    "state": where.state, "effective": where.effective.isoformat() if where.effective else None,
                    "in_force": in_force(past.of(s.folder), day),
                }
                for s, where in rows
            ],
        })  # fmt: skip
        return
    since = f" from {decision.effective}" if decision.effective else ""
    lines = []
    for subject, where in rows:
        public = in_force(past.of(subject.folder), day)
        now = f"in force on {day}: v{public}" if public else f"nothing is in force on {day}"
        state = STATES[decision.action]
        awaits = "" if state != "approved" or where.state == "approved" else ", and awaits further approvals"
        lines.append(f"{subject.ref}: {state}{since}{awaits} ({now})")
    write("\n".join(lines), None)
    if decision.key == PLAIN:
        implied = "; publishing implies approval" if decision.action == "publish" else ""
        click.echo(f"a plain decision of {decision.by}: this ledger has no signers{implied}", err=True)


def _chosen(version: Version) -> tuple[str, str, int]:
    return version.document, version.market, version.version
