"""The README of a bundle of evidence: what it holds, and how anybody checks it without tosgen."""

from __future__ import annotations

from collections.abc import Iterator

from tosgen.ledger.record import printable
from tosgen.model.decision import ROLES
from tosgen.review import check_commands as commands
from tosgen.review.evidence import Evidence, lists_of
from tosgen.review.held import Held
from tosgen.review.state import for_agreement, for_existing, in_force
from tosgen.saying import Speak, english, joined, listed, say

README = "README.md"
ACCEPTANCES = "acceptances.json"


def readme(found: Evidence, speak: Speak = english, *, accepted: bool = False) -> str:
    """The page, in Markdown; `accepted`: whether verdicts on acceptances lie beside it."""
    parts = [*_head(found, speak), *_decisions(found, speak), *_steps(found, speak), *_left(found, speak)]
    return "\n\n".join([*parts, *(_acceptances(speak) if accepted else ())]) + "\n"


def _head(found: Evidence, speak: Speak) -> Iterator[str]:
    entry, service = found.entry, printable(found.version.service)
    titled = say("Evidence: {ref}, version {version}", ref=entry.folder, version=entry.version)
    yield f"# {speak(titled)}"
    yield speak(say(
        "What {service} recorded as version {version} of {document} for the market {market}, in {languages}: the texts,"
        " their record, every decision on them, and the chain of commits that holds it all. It can be checked with git,"
        " ssh-keygen and sha256sum alone.",
        service=service, version=entry.version, document=entry.document, market=entry.market,
        languages=listed(entry.locales),
    ))  # fmt: skip
    lines = [
        say("recorded by {who}, at {moment}", who=printable(entry.author), moment=entry.recorded.isoformat(" ")),
        say("in commit {commit}", commit=entry.commit),
        say("the chain ends with commit {commit}", commit=found.head),
        *_state(found),
    ]
    yield _list(lines, speak)


def _state(found: Evidence) -> Iterator[str]:
    """Where the version stands on the day that was asked about, by what the bundle holds."""
    number, deeds = found.entry.version, [each.deed for each in found.decisions]
    if found.on is None:
        return
    if in_force(deeds, found.on) == number:
        yield say("in force for new users on {day}", day=found.on)
    if for_existing(deeds, found.on) == number:
        yield say("in force on {day} for users who were there before", day=found.on)
    if for_agreement(deeds, found.on) == number:
        yield say("on {day}, users who were there before are asked to agree to it", day=found.on)


def _decisions(found: Evidence, speak: Speak) -> Iterator[str]:
    yield f"## {speak(say('What was decided'))}"
    if not found.decisions:
        yield speak(say("Nothing has been decided on this version."))
        return
    yield _list([_told(each) for each in found.decisions], speak)
    yield speak(say(
        "In force on a day is, of the versions that were published to hold by then and not withdrawn, the one published"
        " last. Reasons are not in this bundle: a decision holds only the SHA-256 of what was said."
    ))  # fmt: skip
    if any(each.plain for each in found.decisions):
        yield speak(say("What bears no signature is a claim of whoever wrote the ledger: there were no signers then."))


def _told(each: Held) -> str:
    said, effect = each.said, each.subject.effect
    parts = [say("version {version}: {action} by {who}, at {moment}", version=each.subject.version, action=said.action,
                 who=printable(said.by), moment=said.at)]  # fmt: skip
    if said.effective:
        parts.append(say("from {day} on", day=said.effective))
    if effect and effect.existing:
        parts.append(say("for existing users from {day} on", day=effect.existing))
    parts.append(say("not signed") if each.plain else say("key {key}", key=said.key))
    return joined("; ", parts)


def _steps(found: Evidence, speak: Speak) -> Iterator[str]:
    yield f"## {speak(say('How to check it'))}"
    yield speak(say(
        "You need git 2.29, OpenSSH 8.9 and sha256sum, or later ones. Open a shell (`sh`) in this folder and enter the"
        " lines below in order. Where nothing says `FAILED` and no program complains, all of it holds."
    ))  # fmt: skip
    yield speak(say("1. No file here has changed since the bundle was made:"))
    yield commands.block(*commands.unchanged())
    yield speak(say(
        "2. The commits, and the trees (lists of files) that they point to, go into an empty repository. git names each"
        " by the digest of its content, so that none can stand in for another:"
    ))  # fmt: skip
    yield commands.block(*commands.objects())
    yield speak(say(
        "3. The commits form one chain that ends with {head}, and the version's is among them. What came before the"
        " first one is left out:",
        head=found.head,
    ))  # fmt: skip
    yield commands.block(*commands.chain(found))
    yield speak(say("4. Each file is the one that its commit holds:"))
    yield commands.block(*dict.fromkeys(commands.held_by(found)))
    yield speak(say("5. The record names each text by its digest, each decision the record and the texts:"))
    yield commands.block(*commands.named(found))
    if signed := list(commands.signed(found)):
        yield speak(say(
            "6. Each decision was signed with a key that stood then in the list of signers of the commit before:"
        ))  # fmt: skip
        yield commands.block(*signed)


def _left(found: Evidence, speak: Speak) -> Iterator[str]:
    yield f"## {speak(say('What only you can check'))}"
    yield _list(_trust(found), speak)
    for number, signers in sorted(lists_of(found).items()):
        yield speak(say(
            "List {number}: a publication takes {approvals} approvals, a change of the list {quorum} signers.",
            number=number, approvals=signers.approvals, quorum=signers.quorum,
        ))  # fmt: skip
        yield "\n".join(
            f"- {each.principal} ({', '.join(signers.roles_of(each.principal))}): {each.fingerprint}"
            for each in signers.keys
        )


def _trust(found: Evidence) -> Iterator[str]:
    yield say(
        "Whoever holds a whole ledger can make another one. Compare {head} with the head that you were told then, or"
        " that somebody else kept: in a pushed copy, in a report of `tosgen verify`, with a notary.",
        head=found.head,
    )
    yield say("The dates are those that the ledger's owner and the signers gave.")
    yield say(
        "`git ls-tree --name-only {head}:{folder}/decisions` lists every decision on this document for this market, so"
        " that you see whether one that matters is missing here.",
        head=found.head, folder=found.folder,
    )  # fmt: skip
    if lists_of(found):
        yield say(
            "Ask each signer, by another way, whether the key with this fingerprint was theirs. See whether the list"
            " gives them the role ({roles}); nobody approves what they are the author of.",
            roles=listed(ROLES),
        )


def _acceptances(speak: Speak) -> Iterator[str]:
    yield f"## {speak(say('Acceptances'))}"
    yield speak(say(
        "{file} says what became of the records of acceptance that were checked against this version. Each is named by"
        " the SHA-256 of the record, written as one line of JSON in UTF-8: keys in alphabetical order, no space outside"
        " of texts, no end of line.",
        file=ACCEPTANCES,
    ))  # fmt: skip


def _list(lines: Iterator[str] | list[str], speak: Speak) -> str:
    return "\n".join(f"- {speak(line)}" for line in lines)
