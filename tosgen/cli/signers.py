"""`tosgen signers`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tosgen.cli import deciding, options
from tosgen.cli.days import now_in
from tosgen.cli.workspace import ledger_in, refuse, shown
from tosgen.cli.write import table, write, write_json
from tosgen.model.words import word
from tosgen.saying import AND, joined, say, say_in

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
@options.formats("text", "json")
@click.pass_obj
def add(
    folder: Path, who: str, public: Path, roles: tuple[str, ...], until: date | None, approvals: int | None,
    quorum: int | None, author: str | None, key: Path | None, service: str | None, form: str,
) -> None:  # fmt: skip
    """Give a key of a person its roles. The first key signs for itself; from then on, decisions are signed."""
    from tosgen.review.signers import added

    new = _signer(who, public, until)
    told = say("{who} is {roles}", who=who, roles=joined(AND, (word("role", role) for role in roles)))
    _change(
        folder, lambda old: _counted(added(old, new, roles), approvals, quorum), told,
        author, key, service, form,
    )  # fmt: skip


@signers.command()
@click.argument("who", metavar="ADDRESS|FINGERPRINT")
@_counts[0]
@_counts[1]
@deciding.author
@deciding.key
@options.service
@options.formats("text", "json")
@click.pass_obj
def revoke(
    folder: Path, who: str, approvals: int | None, quorum: int | None, author: str | None, key: Path | None,
    service: str | None, form: str,
) -> None:  # fmt: skip
    """Take a person, or one key, from the list for good. What was signed before stands."""
    from tosgen.review.signers import without

    def make(old: Signers) -> Signers:
        gone = tuple(each for each in old.keys if who in {each.principal, each.fingerprint})
        if not gone:
            raise refuse(
                "unknown-signer",
                say("nobody in the list is {who}", who=who),
                who,
                say("`tosgen signers list` shows the list"),
            )
        return _counted(without(old, gone), approvals, quorum)

    _change(folder, make, say("{who} revoked", who=who), author, key, service, form)


@signers.command(name="list")
@options.service
@options.formats("text", "json")
@click.pass_obj
def list_(folder: Path, service: str | None, form: str) -> None:
    """Show the list that counts for the next decision."""
    from tosgen.review.replay import trusted

    found = trusted(ledger_in(folder, service), ()).signers
    if form == "json":
        write_json({"schema": "tosgen.signers-list/1", **_data(found)})
        return
    if not found.keys:
        write(say("no signers: decisions are plain, and publishing implies approval"), None)
        return
    rows = [(e.principal, _words(found.roles_of(e.principal)), e.until, e.fingerprint) for e in found.keys]
    needed = say(
        "a publication needs {approvals} approvals, a change of this list {signers} signers",
        approvals=found.approvals, signers=found.quorum,
    )  # fmt: skip
    write(joined("\n", [table(rows, _HEADS), needed]), None)


_HEADS = (say("who"), say("roles"), say_in("end of a key's time", "until"), say("fingerprint"))


def _data(found: Signers) -> dict[str, Any]:
    return {
        "approvals": found.approvals, "quorum": found.quorum,
        "signers": [
            {"who": each.principal, "roles": list(found.roles_of(each.principal)), "until": each.until or None,
             "fingerprint": each.fingerprint}
            for each in found.keys
        ],
        "revoked": list(found.revoked),
    }  # fmt: skip


def _words(roles: Iterable[str]) -> str:
    return joined(" ", (word("role", role) for role in roles))


def _signer(who: str, path: Path, until: date | None) -> Signer:
    from tosgen.ledger.signatures import public_key
    from tosgen.review.signers import signer

    try:
        text = path.read_text("utf-8", errors="replace")
    except OSError as error:
        raise refuse(
            "key", say("it cannot be read: {error}", error=error.strerror), shown(path), say("name a .pub file")
        ) from None
    public = public_key(text)
    if public is None:
        raise refuse(
            "key", say("it is no public SSH key that can sign"), shown(path), say("name the .pub file of a key")
        )
    return signer(who, public, until.isoformat() if until else "")


def _counted(found: Signers, approvals: int | None, quorum: int | None) -> Signers:
    return replace(found, approvals=approvals or found.approvals, quorum=quorum or found.quorum)


def _change(
    folder: Path, make: Callable[[Signers], Signers], what: str, author: str | None, key: Path | None,
    service: str | None, form: str,
) -> None:  # fmt: skip
    from tosgen.review.change import change

    ledger = deciding.ledger_to_write(folder, service)
    done = change(ledger, make, what, deciding.acting(folder, author, key), now_in(folder))
    changed = done.agreed >= done.needed
    if form == "json":
        counted = {"changed": changed, "agreed": done.agreed, "needed": done.needed}
        write_json({"schema": "tosgen.signers-changed/1", **counted, **_data(done.signers)})
    elif not changed:
        waits = say(
            "{what}: {agreed} of {needed} agree; it waits for others to run the same command",
            what=what, agreed=done.agreed, needed=done.needed,
        )  # fmt: skip
        write(waits, None)
    else:
        write(say("{what}: the list of signers has changed", what=what), None)
