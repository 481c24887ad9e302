"""What the commands that decide share: whose key, which versions, and what they say when it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from tosgen.cli import options, remarks
from tosgen.cli.days import now_in, today_in
from tosgen.cli.people import author_named
from tosgen.cli.refs import Ref, find
from tosgen.cli.speech import speak
from tosgen.cli.workspace import PROFILE, Workspace, ledger_in, refuse
from tosgen.cli.write import write, write_json
from tosgen.saying import SEMICOLON, Said, joined, say

if TYPE_CHECKING:
    from tosgen.ledger import Ledger
    from tosgen.model.decision import Action, Decision, Subject
    from tosgen.model.effect import Mechanism, Sending
    from tosgen.model.version import Version
    from tosgen.review.decide import Decided, Who
    from tosgen.review.effects import Wish
    from tosgen.review.past import Past
    from tosgen.review.state import Standing

F = TypeVar("F", bound=Callable[..., object])
key = click.option(
    "--key", type=click.Path(path_type=Path), metavar="FILE",
    help="The private SSH key to sign with, where the ledger has signers; else git's user.signingkey.",
)  # fmt: skip
author = click.option(
    "--as", "author", metavar='"NAME <EMAIL>"', help="Who decides; else git's configured user, else tosgen."
)


kind = click.option(
    "--kind", type=click.Choice(("material", "editorial", "translation", "technical")),
    help="What the change counts as, if not as it was weighed; to lower it, give a --reason.",
)  # fmt: skip


def shared(command: F) -> F:
    """The options of every command that decides."""
    for option in (options.formats("text", "json"), options.service, options.on, author, key):
        command = option(command)
    return command


def against(action: Literal["reject", "withdraw"], told: str) -> click.Command:
    """The command that takes a decision against versions, which is never taken without a reason."""

    @click.command(action, help=told)
    @click.argument("refs", nargs=-1, required=True, metavar="REF...")
    @click.option("--reason", required=True, metavar="TEXT", help="Why; the ledger holds only its SHA-256.")
    @remarks.comment
    @shared
    @click.pass_obj
    def command(folder: Path, /, refs: tuple[str, ...], reason: str, **given: Any) -> None:
        run(folder, action, refs, reason=reason_of(reason), **given)

    return command


def acting(folder: Path, author: str | None, key: Path | None) -> Who:
    """Who decides. Refused: `bad-value`, `key`."""
    from tosgen.ledger.signatures import key_of
    from tosgen.review.decide import Who

    return Who(author_named(author, folder), key_of(key, folder))


def reason_of(text: str) -> str:
    """A reason that says something. Refused (`bad-value`)."""
    if not text.strip():
        raise refuse(
            "bad-value", say("the reason is empty"), "--reason", say("say why; the ledger holds only its SHA-256")
        )
    return text


def wish_of(existing: date | str | None, mechanism: Mechanism | None) -> Wish:
    """What `--existing` and `--mechanism` ask for: a day, `never`, or to find the day."""
    from tosgen.review.effects import Wish

    return Wish("" if existing is None else None if isinstance(existing, str) else existing, mechanism)


def ledger_to_write(folder: Path, service: str | None) -> Ledger:
    """The ledger named, the profile's, or the only one; never through a link."""
    return Workspace(folder, folder / PROFILE).ledger(ledger_in(folder, service).path.name)


def version_of(ledger: Ledger, text: str, day: date) -> Version:
    """The version that a ref names; Refused (`bad-ref`) for a ref to one of its languages."""
    ref = Ref.parse(text)
    if ref.locale:
        hint = say("write {document}/{market}@{at}", document=ref.document, market=ref.market, at=ref.at)
        raise refuse("bad-ref", say("a decision is on all languages of a version together"), text, hint)
    return find(ledger, ref.dated(lambda: day))


def first_day_of(ledger: Ledger, versions: Sequence[Version]) -> date:
    """The first day of versions that are published already; Refused (`bad-date`) where one is not."""
    from tosgen.review.replay import structure
    from tosgen.review.state import published

    past = structure(ledger)
    days = {published(past.of(f"{v.document}/{v.market}")).get(v.version) for v in versions}
    day = next(iter(days))
    if len(days) > 1 or day is None:
        hint = say("name --effective, the first day for new users")
        raise refuse("bad-date", say("it does not say from when it holds"), "--effective", hint)
    return day


def run(
    folder: Path, action: Action, refs: tuple[str, ...], *, key: Path | None, author: str | None, on: date | None,
    service: str | None, form: str, reason: str | None = None, sent: Sending | None = None, kind: str | None = None,
    comments: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """Decide on the versions that refs name, and tell what came of it; a withdrawal holds from the day on."""
    from tosgen.review.decide import decide

    ledger, day = ledger_to_write(folder, service), today_in(folder, on)
    versions = [version_of(ledger, ref, day) for ref in refs]
    decided = decide(
        ledger, action, list(dict.fromkeys(map(_chosen, versions))), acting(folder, author, key), now_in(folder),
        effective=day if action == "withdraw" else None, reason=reason, sent=sent, kind=kind,
        comments=remarks.of(comments, versions),
    )  # fmt: skip
    tell(decided, day, form)


def tell(decided: Decided, day: date, form: str) -> None:
    """What was decided, and where each version stands now."""
    from tosgen.model.decision import PLAIN, STATES
    from tosgen.model.words import word
    from tosgen.review.state import for_existing, in_force, standing
    from tosgen.review.weigh import kind_of

    decision, past = decided.decision, decided.past
    rows = [(s, standing(past.of(s.folder), s.version, day, past.signers.approvals)) for s in decision.subjects]
    if form == "json":
        write_json({
            "schema": "tosgen.decision-made/1",
            "action": decision.action, "by": decision.by, "key": decision.key, "commit": decided.commit,
            "sent": asdict(decision.sent) if decision.sent else None,
            "versions": [
                {
                    "ref": s.ref, "document": s.document, "market": s.market, "version": s.version,
                    "state": where.state, "effective": where.effective.isoformat() if where.effective else None,
                    "in_force": in_force(past.of(s.folder), day),
                    "existing": where.existing.isoformat() if where.existing else None,
                    "kind": kind_of(past.of(s.folder), s.version, s.kind or ""), "weighed": s.kind,
                    "mechanism": where.mechanism, "for_existing": for_existing(past.of(s.folder), day),
                    "duties": [asdict(duty) for duty in s.effect.duties] if s.effect else [],
                }
                for s, where in rows
            ],
        })  # fmt: skip
        return
    lines = []
    for subject, where in rows:
        public = in_force(past.of(subject.folder), day)
        now = say("nothing is in force on {day}", day=day)
        if public:
            now = say("in force on {day}: v{version}", day=day, version=public)
        lines.append(_line(decision, where.state).of(
            ref=subject.ref, state=word("state", STATES[decision.action]), day=decision.effective, now=now,
        ))  # fmt: skip
        lines += (joined("", ["  ", line]) for line in _for_existing(past, subject, where))
    write(joined("\n", lines), None)
    if decision.key == PLAIN:
        plain = say("a plain decision of {who}: this ledger has no signers", who=decision.by)
        implied = [say("publishing implies approval")] if decision.action == "publish" else []
        click.echo(speak(joined(SEMICOLON, [plain, *implied])), err=True)


def _for_existing(past: Past, subject: Subject, where: Standing) -> Iterator[Said]:
    """What a publication does to those who use the service already; nothing where there is nobody yet."""
    from tosgen.model.words import word
    from tosgen.review.state import users_before

    effect = subject.effect
    if effect is None or where.effective is None or not users_before(past.of(subject.folder), where.effective):
        return
    if effect.existing is None:
        kept = say("existing users keep v{version}", version=effect.since)
        yield kept if effect.since else say("existing users are left alone")
    elif effect.mechanism is None:
        yield say("existing users: from {day}; nobody need be told", day=effect.existing)
    else:
        how = word("mechanism", effect.mechanism)
        yield say("existing users: from {day}, by {mechanism}", day=effect.existing, mechanism=how)
    for duty in effect.duties:
        if duty.earliest:
            yield say("{provision} ({row}): not before {day}", provision=duty.provision, row=duty.requirement,
                      day=duty.earliest)  # fmt: skip


def _line(decision: Decision, state: str) -> Said:
    """What is told of one version."""
    from tosgen.model.decision import STATES

    if STATES[decision.action] == "approved" != state:
        return say("{ref}: {state}, and awaits further approvals ({now})")
    return say("{ref}: {state} from {day} ({now})") if decision.effective else say("{ref}: {state} ({now})")


def _chosen(version: Version) -> tuple[str, str, int]:
    return version.document, version.market, version.version
