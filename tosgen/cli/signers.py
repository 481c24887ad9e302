"""`tosgen signers`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tosgen.cli import deciding, options
from tosgen.cli.days import now_in
from tosgen.cli.workspace import ledger_in, refuse, shown
from tosgen.cli.write import table, write, write_json

if TYPE_CHECKING:
    from tosgen.model.decision import Signer, Signers

ROLES = ("author", "reviewer", "publisher")
_counts = (
    click.option("--approvals", type=click.IntRange(1), metavar="N", help="How many reviewers approve a version."),
    click.option("--quorum", type=click.IntRange(1), metavar="N", help="How many signers agree to change this list."),
)


@click.group()
def signers() -> None:
    """Who may decide: the SSH keys of authors, reviewers and publishers.

    A change counts from the next commit on. Where more than one signer must agree, each runs the same command.
    """


@signers.command()
@click.argument("who", metavar="ADDRESS")
@click.argument("public", type=click.Path(path_type=Path), metavar="PUBLIC_KEY_FILE")
@click.option("--role", "roles", type=click.Choice(ROLES), multiple=True, required=True, help="May be given again.")
@click.option("--until", type=options.Day("--until"), metavar="DATE", help="The first day that the key is too old.")
@_counts[0]
@_counts[1]
@deciding.author
@deciding.key
@options.service
@click.pass_obj
def add(
    folder: Path, who: str, public: Path, roles: tuple[str, ...], until: date | None, approvals: int | None,
    quorum: int | None, author: str | None, key: Path | None, service: str | None,
) -> None:  # fmt: skip
    """Give a key of a person its roles. The first key signs for itself; from then on, decisions are signed."""
    from tosgen.review.signers import added

    new = _signer(who, public, until)
    _change(
        folder, lambda old: _counted(added(old, new, roles), approvals, quorum), f"{who} is {' and '.join(roles)}",
        author, key, service,
    )  # fmt: skip


@signers.command()
@click.argument("who", metavar="ADDRESS|FINGERPRINT")
@_counts[0]
@_counts[1]
@deciding.author
@deciding.key
@options.service
@click.pass_obj
def revoke(
    folder: Path, who: str, approvals: int | None, quorum: int | None, author: str | None, key: Path | None,
    service: str | None,
) -> None:  # fmt: skip
    """Take a person, or one key, from the list for good. What was signed before stands."""
    from tosgen.review.signers import without

    def make(old: Signers) -> Signers:
        gone = tuple(each for each in old.keys if who in {each.principal, each.fingerprint})
        if not gone:
            raise refuse("unknown-signer", f"nobody in the list is {who}", who, "`tosgen signers list` shows the list")
        return _counted(without(old, gone), approvals, quorum)

    _change(folder, make, f"{who} revoked", author, key, service)


@signers.command(name="list")
@options.service
@options.formats("text", "json")
@click.pass_obj
def list_(folder: Path, service: str | None, form: str) -> None:
    """Show the list that counts for the next decision."""
    from tosgen.review.replay import trusted

    found = trusted(ledger_in(folder, service), ()).signers
    if form == "json":
        write_json({
            "schema": "tosgen.signers-list/1", "approvals": found.approvals, "quorum": found.quorum,
            "signers": [
                {"who": each.principal, "roles": list(found.roles_of(each.principal)), "until": each.until or None,
                 "fingerprint": each.fingerprint}
                for each in found.keys
            ],
            "revoked": list(found.revoked),
        })  # fmt: skip
        return
    if not found.keys:
        write("no signers: decisions are plain, and publishing implies approval", None)
        return
    rows = [(e.principal, " ".join(found.roles_of(e.principal)), e.until, e.fingerprint) for e in found.keys]
    needed = f"a publication needs {found.approvals} approvals, a change of this list {found.quorum} signers"
    write(table(rows, ("who", "roles", "until", "fingerprint")) + f"\n{needed}", None)


def _signer(who: str, path: Path, until: date | None) -> Signer:
    from tosgen.ledger.signatures import public_key
    from tosgen.review.signers import signer

    try:
        text = path.read_text("utf-8", errors="replace")
    except OSError as error:
        raise refuse("key", f"it cannot be read: {error.strerror}", shown(path), "name a .pub file") from None
    public = public_key(text)
    if public is None:
        raise refuse("key", "it is no public SSH key that can sign", shown(path), "name the .pub file of a key")
    return signer(who, public, until.isoformat() if until else "")


def _counted(found: Signers, approvals: int | None, quorum: int | None) -> Signers:
    return replace(found, approvals=approvals or found.approvals, quorum=quorum or found.quorum)


def _change(
    folder: Path, make: Callable[[Signers], Signers], what: str, author: str | None, key: Path | None,
    service: str | None,
) -> None:  # fmt: skip
    from tosgen.review.change import change

    ledger = deciding.ledger_to_write(folder, service)
    done = change(ledger, make, what, deciding.acting(folder, author, key), now_in(folder))
    if done.agreed < done.needed:
        write(f"{what}: {done.agreed} of {done.needed} agree; it waits for others to run the same command", None)
    else:
        write(f"{what}: the list of signers has changed", None)
