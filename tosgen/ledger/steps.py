"""A ledger's history commit by commit, as it really is: who made each when, and the bytes that it brought."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from functools import cached_property

from tosgen.ledger.process import corrupt
from tosgen.ledger.record import Change, encoded
from tosgen.ledger.repository import Repository
from tosgen.saying import say

_PERSON = re.compile(r"(?P<who>.*) (?P<seconds>\d+) (?P<sign>[+-])(?P<hours>\d\d)(?P<minutes>\d\d)")
_TRAILER = re.compile(r"^Tosgen-([\w-]+): (.*)$", re.M)
Wanted = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Touched:
    """A path that a commit added (A), changed (M) or removed (D), or whose kind it changed (T)."""

    path: str
    status: str
    mode: str
    id: str


@dataclass(frozen=True)
class Step:
    """One commit. `contents`: path -> bytes of what it added or changed, as far as it was asked for."""

    commit: str
    parents: tuple[str, ...]
    author: str
    committer: str
    date: datetime
    message: str
    touched: tuple[Touched, ...]
    contents: Mapping[str, bytes] = field(default_factory=dict)
    extra: tuple[str, ...] = ()
    """Names of the commit's other headers, such as `gpgsig`."""

    @cached_property
    def trailers(self) -> Mapping[str, str]:
        """What the message says below its subject, by the name after `Tosgen-`."""
        return dict(_TRAILER.findall(self.message.partition("\n\n")[2]))


def steps(repository: Repository, tip: str, wanted: Wanted) -> Iterator[Step]:
    """Every commit up to `tip`, the first one first, with the contents of the paths that are `wanted`.

    Each object read is held against its id. Unavailable (`corrupt`) where one is gone or is not what its id says.
    """
    commits = repository.log(tip, "%H").split()
    touched = dict(changed(repository, commits))
    ids = [each.id for commit in commits for each in touched.get(commit, ()) if _read(each, wanted)]
    contents = _contents(repository, ids)
    for commit, raw in zip(commits, repository.objects(commits), strict=True):
        if raw is None:
            raise corrupt(repository.root, say("commit {commit} is gone", commit=commit))
        changes = touched.get(commit, ())
        held = {}
        for each in changes:
            if _read(each, wanted):
                found = next(contents)
                if found is None:
                    raise corrupt(repository.root, say("{path} of {commit} is gone", path=each.path, commit=commit))
                held[each.path] = found
        yield _step(repository, commit, raw[1], changes, held)


def planned(change: Change, tip: str, author: str, at: datetime, tree: Collection[str]) -> Step:
    """The step that recording a change on `tip` would be; `tree`: the paths that are there."""
    touched = tuple(
        Touched(path, "D" if content is None else "M" if path in tree else "A", "100644", "")
        for path, content in change.files.items()
    )
    held = {path: encoded(content) for path, content in change.files.items() if content is not None}
    return Step("", (tip,) if tip else (), author, author, at, change.message, touched, held)


def _contents(repository: Repository, ids: Sequence[str]) -> Iterator[bytes | None]:
    """The content of each id in turn; what is named several times, as copies of a decision are, is read once."""
    left = Counter(ids)
    kept: dict[str, bytes | None] = {}
    stream = repository.objects(list(left)) if ids else iter(())
    for id in ids:
        if id not in kept:
            found = next(stream)
            kept[id] = found[1] if found else None
        content = kept[id]
        left[id] -= 1
        if not left[id]:
            del kept[id]
        yield content


def _read(each: Touched, wanted: Wanted) -> bool:
    return each.status != "D" and each.mode.startswith("100") and wanted(each.path)


def changed(repository: Repository, commits: Sequence[str]) -> Iterator[tuple[str, tuple[Touched, ...]]]:
    """Commit -> what it changed against its parent; none for a merge."""
    feed = "".join(f"{commit}\n" for commit in commits).encode()
    listing = repository.run("diff-tree", "--stdin", "--root", "-r", "--raw", "-z", "--no-renames", feed=feed)
    parts = listing.decode("utf-8", "surrogateescape").split("\0")
    commit, at = "", 0
    found: list[Touched] = []
    while at < len(parts) - 1:
        if not parts[at].startswith(":"):
            if commit:
                yield commit, tuple(found)
            commit, found, at = parts[at], [], at + 1
            continue
        _, mode, _, id, status = parts[at].split(" ")
        found.append(Touched(parts[at + 1], status, mode, id))
        at += 2
    if commit:
        yield commit, tuple(found)


def _step(
    repository: Repository, commit: str, raw: bytes, touched: tuple[Touched, ...], held: Mapping[str, bytes]
) -> Step:
    head, _, message = raw.decode("utf-8", "surrogateescape").partition("\n\n")
    lines = [line.partition(" ") for line in head.split("\n") if not line.startswith(" ")]
    values = {name: value for name, _, value in lines}
    author, committer = (_PERSON.fullmatch(values.get(name, "")) for name in ("author", "committer"))
    if author is None or committer is None:
        raise corrupt(repository.root, say("commit {commit} does not say who made it when", commit=commit))
    parents = tuple(value for name, _, value in lines if name == "parent")
    extra = tuple(name for name, _, _ in lines if name not in {"tree", "parent", "author", "committer"})
    return Step(
        commit, parents, author["who"], committer["who"], _moment(committer), message, touched, held, extra
    )  # fmt: skip


def _moment(found: re.Match[str]) -> datetime:
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    zone = timezone(-offset if found["sign"] == "-" else offset) if offset else UTC
    return datetime.fromtimestamp(int(found["seconds"]), zone)
