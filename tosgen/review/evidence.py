"""What proves one version: its texts and record, every decision on it, and the chain of commits that holds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tosgen.errors import Refused
from tosgen.ledger import Entry, Ledger
from tosgen.ledger.excerpt import Excerpt
from tosgen.ledger.record import digest
from tosgen.model.decision import Signers
from tosgen.model.version import Version
from tosgen.review.held import Held, held
from tosgen.review.replay import trusted
from tosgen.saying import say

RECORDED = "ledger"
"""The folder of files that stand in the ledger's commits, at their own paths."""
COMMITS, TREES = "git/commits", "git/trees"
_ON_OTHERS = frozenset({"publish", "withdraw"})
"""Actions on another version that say what was in force of this one."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """`recorded`: path -> content of the version's files, as its commit has them; `decisions`: those on the version,
    and the publications and withdrawals that came after it; `head`: the commit that the chain ends with."""

    version: Version
    entry: Entry
    head: str
    recorded: Mapping[str, bytes]
    decisions: tuple[Held, ...]
    excerpt: Excerpt
    on: date | None = None
    """The day that was asked about, if one was."""

    @property
    def folder(self) -> str:
        """Of the version's files in the ledger."""
        return self.entry.folder

    @property
    def name(self) -> str:
        """Of the folder that holds it all."""
        return f"tosgen-evidence-{self.entry.document}-{self.entry.market}-v{self.entry.version}"

    @property
    def own(self) -> tuple[Held, ...]:
        """The decisions on this very version."""
        return tuple(each for each in self.decisions if each.subject.version == self.entry.version)


def evidence(ledger: Ledger, version: Version, head: str = "", on: date | None = None) -> Evidence:
    """All that proves a version, up to a commit (the beginning of its id; else the last one).

    Refused: `rewritten` for a head that the history does not hold, `too-early` for one before the version, and the code
    of each rule that a decision breaks; Unavailable: `corrupt`.
    """
    folder = f"{version.document}/{version.market}"
    trusted(ledger, {folder})
    entry = ledger.entry(version.document, version.market, version.version)
    last = _last(ledger, entry, head)
    decisions = tuple(_chosen(held(ledger, frozenset({folder}), last), version.version))
    signed = any(not each.plain for each in decisions)
    first = entry.parent if signed and entry.parent else entry.commit
    recorded = dict(_recorded(ledger, entry, version))
    paths = [
        *((entry.commit, path) for path in recorded),
        *((each.commit, each.act.path) for each in decisions),
        *((each.parent, path) for each in decisions for path in each.lists if not each.plain),
        *((last, each.act.path) for each in decisions[:1]),
    ]
    return Evidence(version, entry, last, recorded, decisions, ledger.excerpt(first, last, paths), on)


def files(found: Evidence) -> dict[str, bytes]:
    """Name -> content of every file but the README."""
    made = {f"{RECORDED}/{path}": content for path, content in found.recorded.items()}
    for each in found.decisions:
        made[f"{RECORDED}/{each.act.path}"] = each.act.content
        if each.act.signature is not None:
            made[f"{RECORDED}/{each.act.path}.sig"] = each.act.signature
            made |= {listed(each.signers, path): content for path, content in each.lists.items()}
    for number, (id, content) in enumerate(found.excerpt.commits, 1):
        made[f"{COMMITS}/{number:06}-{id}"] = content
    return made | {f"{TREES}/{id}": content for id, content in found.excerpt.trees.items()}


def listed(signers: Signers, path: str) -> str:
    """Where a file of a list of signers lies: lists are counted."""
    return f"signers/list-{signers.change}/{path.rpartition('/')[2]}"


def _last(ledger: Ledger, entry: Entry, head: str) -> str:
    """The commit that is meant, in full."""
    chain = ledger.chain()
    found = next((id for id in chain if id.startswith(head.lower())), "") if head else chain[-1]
    if not found:
        what = say("the history does not hold {head}: it was rewritten, or cut short", head=head)
        raise Refused.one("rewritten", what, "--head", say("compare it with a copy that holds that commit"))
    if chain.index(found) < chain.index(entry.commit):
        what = say("the version was recorded after {head}", head=head)
        raise Refused.one("too-early", what, "--head", say("name its commit or a later one: `tosgen log`"))
    return found


def _chosen(all_: Iterable[Held], number: int) -> Iterator[Held]:
    """Decisions on a version, and what was published or withdrawn after it was first decided on."""
    begun = False
    for each in all_:
        own = each.subject.version == number
        begun = begun or own
        if own or (begun and each.said.action in _ON_OTHERS):
            yield each


def _recorded(ledger: Ledger, entry: Entry, version: Version) -> Iterator[tuple[str, bytes]]:
    """The record, the texts, and the clauses of the workspace's own that it was composed from."""
    overlay = {f"inputs/clauses/{clause.source}.md": clause.digest for clause in version.clauses}
    texts = {f"{entry.folder}/{locale}.md": sha256 for locale, sha256 in version.texts.items()}
    record = f"{entry.folder}/version.json"
    found = ledger.read([record, *texts, *overlay], entry.commit)
    next(iter(ledger.texts([entry])))  # each text is held against its recorded digest
    for path, content in sorted(found.items()):
        if path in texts or path == record or digest(content) == overlay[path]:
            yield path, content


def lists_of(found: Evidence) -> Mapping[int, Signers]:
    """The lists of signers that the decisions were judged by, by number."""
    return {each.signers.change: each.signers for each in found.decisions if not each.plain}
