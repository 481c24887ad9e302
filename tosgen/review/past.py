"""What a ledger's history amounts to at one commit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256

from tosgen.ledger import canonical
from tosgen.ledger.steps import Step
from tosgen.model.decision import Signers
from tosgen.model.version import Version
from tosgen.review.act import Opened
from tosgen.review.signers import ALLOWED, WHO, read
from tosgen.review.state import Deed

_HEADING = re.compile(rb"(#{1,6}) .*\{#([a-z0-9.-]+)\}")
ARBITRATION = "arbitration-clause/"
"""What the ids of clauses begin with that send disputes to arbitration."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A version in the history: `text` binds its texts; base and record are None where they were not read."""

    text: str
    author: str
    base: int | None = None
    record: str | None = None
    kind: str = ""
    on: date | None = None
    """The day of its commit."""
    arbitration: str | None = None
    """Binds its words on arbitration, "" for none; None where the version was not read."""


@dataclass(slots=True)
class Past:
    """Everything that came before a commit."""

    service: str
    tip: str = ""
    date: datetime | None = None
    versions: dict[str, dict[int, Recorded]] = field(default_factory=dict)
    deeds: dict[str, list[Deed]] = field(default_factory=dict)
    signers: Signers = field(default_factory=Signers)
    lists: dict[str, bytes] = field(default_factory=dict)
    supports: dict[str, set[str]] = field(default_factory=dict)
    """Digest of a list to come -> who agrees."""
    running: Mapping[str, int] = field(default_factory=dict)
    """Decisions of the commit before: digest -> how many of their subjects are still to come."""
    paths: set[str] = field(default_factory=set)
    """Every file of the last commit."""
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    """Folder -> path of a text below it in the last commit -> its SHA-256, where texts were read."""
    shapes: dict[str, str] = field(default_factory=dict)
    """Path of a text -> its `shape`."""

    def of(self, folder: str) -> Sequence[Deed]:
        """What was decided on a document for a market, in order."""
        return self.deeds.get(folder, ())

    def copy(self) -> Past:
        """The same, to go on from."""
        return replace(
            self,
            versions={folder: dict(some) for folder, some in self.versions.items()},
            deeds={folder: list(some) for folder, some in self.deeds.items()},
            supports={digest: set(some) for digest, some in self.supports.items()},
            paths=set(self.paths), shapes=dict(self.shapes),
            texts={folder: dict(some) for folder, some in self.texts.items()},
        )  # fmt: skip

    def recorded(self, folder: str, number: int) -> Recorded | None:
        """A version of the history."""
        return self.versions.get(folder, {}).get(number)

    def contributors(self, folder: str, number: int) -> frozenset[str]:
        """Whose words a version holds: its author, and those of the versions below it that nobody published."""
        found: set[str] = set()
        public = {deed.version for deed in self.of(folder) if deed.action == "publish"}
        at: int | None = number
        while at is not None and (version := self.recorded(folder, at)) and version.author not in {"", None}:
            found.add(version.author)
            below = self._base(folder, at)
            at = below if below is not None and below < at and below not in public else None
        return frozenset(found)

    def _base(self, folder: str, number: int) -> int | None:
        held = (deed.base for deed in self.of(folder) if deed.version == number)
        version = self.recorded(folder, number)
        return next(held, version.base if version else None)


def passed(past: Past, now: Opened, *, agreed: bool = True) -> None:
    """Enter a commit into the past; a list of signers that was not `agreed` on does not count."""
    step = now.step
    for each in step.touched:
        (past.paths.discard if each.status == "D" else past.paths.add)(each.path)
        folder = "/".join(each.path.split("/")[:2])
        past.texts.get(folder, {}).pop(each.path, None)
        past.shapes.pop(each.path, None)
        if each.path.endswith(".md") and each.path in step.contents:
            past.texts.setdefault(folder, {})[each.path] = sha256(step.contents[each.path]).hexdigest()
            past.shapes[each.path] = shape(step.contents[each.path])
    if now.kind == "version":
        _enter(past, now, now.folder, step.trailers["Version"])
    counts: dict[str, int] = {}
    for act, decision, subject in now.decisions:
        past.deeds.setdefault(subject.folder, []).append(Deed.of(decision, subject))
        if decision.action == "record" and (version := past.recorded(subject.folder, subject.version)):
            made = replace(version, author=decision.by, base=subject.base)
            past.versions[subject.folder][subject.version] = made
            counts[act.digest] = past.running.get(act.digest, len(decision.subjects)) - 1
    past.running = {digest: left for digest, left in counts.items() if left > 0}
    for _, support in now.supports:
        past.supports.setdefault(support.after, set()).add(support.by)
    files = lists_of(past, step)
    if files != past.lists and agreed:
        past.lists, past.signers = files, read(files)
        past.supports = {}
    past.tip = step.commit
    past.date = max(step.date, past.date) if past.date else step.date


def _enter(past: Past, now: Opened, folder: str, number: str) -> None:
    address = now.step.author.rpartition("<")[2].rstrip(">")
    version = now.version
    record = now.step.contents.get(f"{folder}/version.json") if version else None
    past.versions.setdefault(folder, {})[int(number)] = Recorded(
        now.step.trailers.get("Text", ""),
        address,
        version.base if version else None,
        sha256(record).hexdigest() if record is not None else None,
        now.step.trailers.get("Kind", ""),
        now.step.date.date(),
        on_arbitration(version) if version else None,
    )


def shape(text: bytes) -> str:
    """The headings of a text: how deep each is, and its anchor.

    >>> shape(b"# Terms {#terms}\\n\\n## 1. Law {#core}\\n\\n# no heading\\n")
    '# terms ## core'
    """
    found = (_HEADING.fullmatch(line) for line in text.split(b"\n") if line.startswith(b"#"))
    return b" ".join(b"%s %s" % (one[1], one[2]) for one in found if one).decode()


def on_arbitration(version: Version) -> str:
    """What binds a version's words on arbitration, in every language; "" if it has none."""
    words = {f"{c.supplement}:{c.id}": dict(c.words) for c in version.clauses if c.id.startswith(ARBITRATION)}
    return sha256(canonical(words)).hexdigest() if words else ""


def lists_of(past: Past, step: Step) -> dict[str, bytes]:
    """Both files of the list of signers as a commit leaves them."""
    gone = {each.path for each in step.touched if each.status == "D"}
    found = {**past.lists, **{path: step.contents[path] for path in (ALLOWED, WHO) if path in step.contents}}
    return {path: content for path, content in found.items() if path not in gone}
