"""A writing session: under the lock, over a recovered repository, all drafts or none.

One `git fast-import` writes the objects of a run under a ref of its own. With `core.fsync=all` it leaves no object and
no ref un-synced (traced with git 2.39: a pack and its index, or up to 100 loose objects), and it is 15
times faster than a commit at a time. Folders, which git never syncs, are left to us.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from subprocess import PIPE

from tosgen.errors import Refused, TosgenError
from tosgen.ledger import attributes, durable, index, journal, names, tags
from tosgen.ledger.batch import Batch, Progress
from tosgen.ledger.index import Tree
from tosgen.ledger.journal import Journal
from tosgen.ledger.record import Author, Change, Draft, change, digest, encoded
from tosgen.ledger.recovery import recover, recovered, tree_of
from tosgen.ledger.repository import MAIN, NONE, SCRATCH, Repository
from tosgen.ledger.reread import reread
from tosgen.ledger.tip import tip_of
from tosgen.ledger.worktree import WorkTree
from tosgen.saying import say


class Writer:
    """Records into a ledger that is locked, whole and as it was recorded. Made by `Ledger.session`."""

    def __init__(self, repository: Repository) -> None:
        """Refused (`hand-edit`) if the work tree is not what the tip says."""
        self._repository = repository
        self._git_dir = repository.git_dir
        self.tip = tip_of(repository)
        """The commit that main names, "" if none."""
        self.tags: Mapping[str, str] = {}
        """Tags of the versions that are recorded, as `tags.derived` gives them."""
        self._tree = tree_of(repository, self.tip)
        self._files = WorkTree(repository.root)
        self._files.refuse_edits(self._tree)

    def record(
        self, drafts: Sequence[Draft], author: Author, at: datetime, progress: Progress | None = None
    ) -> tuple[str, ...]:
        """One commit for each draft, in order; all or none; their ids. `progress` hears how many are written.

        Refused: `name`, `author`, `hand-edit`; Unavailable: `disk`, `locked`, `moved` …; ValueError for a draft that
        does not follow on what is recorded, or does not describe its texts.
        """
        return self.append(list(self._changes(drafts)), author, at, progress)

    def append(
        self, changes: Sequence[Change], author: Author, at: datetime, progress: Progress | None = None
    ) -> tuple[str, ...]:
        """Commits of any files of ours: decisions and signers as well as versions. Errors as in `record`."""
        author.check()
        if at.tzinfo is None:
            raise ValueError("the time of recording names no zone")
        names.refuse(str(self._repository.root), (path for each in changes for path in each.files), self._tree)
        if not changes:
            return ()
        if attributes.wanting(self._tree, self._files):
            changes = [attributes.added(changes[0]), *changes[1:]]
        with durable.reported(self._repository.root):
            return self._write(changes, _stamped(author, at), progress or (lambda _: None))

    def _changes(self, drafts: Sequence[Draft]) -> Iterator[Change]:
        held: dict[str, set[str]] = {}
        for path in self._tree:
            held.setdefault("/".join(path.split("/")[:2]), set()).add(path)
        numbers = self._numbers(drafts)
        for draft in drafts:
            version, folder = draft.version, draft.folder
            if version.document.casefold() in names.RESERVED:
                raise Refused.one(
                    "name", say("no document can be called {document}", document=repr(version.document)), folder
                )
            parts = [version.document, version.market, *draft.texts, *draft.decisions]
            names.single(str(self._repository.root), parts)
            numbers[folder] += 1
            if version.version != numbers[folder]:
                raise ValueError(f"{folder} v{version.version} does not follow on v{numbers[folder] - 1}")
            made = change(draft, frozenset(held.get(folder, ())))
            held[folder] = {path for path, content in made.files.items() if content is not None}
            yield made

    def _numbers(self, drafts: Sequence[Draft]) -> dict[str, int]:
        """The last number recorded in each folder of the drafts."""
        paths = {draft.folder: f"{draft.folder}/version.json" for draft in drafts}
        ids = {folder: self._tree[path].id for folder, path in paths.items() if path in self._tree}
        found = self._repository.objects(list(ids.values()))
        last = {folder: json.loads(each[1])["version"] for folder, each in zip(ids, found, strict=True) if each}
        return {folder: last.get(folder, 0) for folder in paths}

    def _write(self, changes: Sequence[Change], stamped: bytes, progress: Progress) -> tuple[str, ...]:
        try:
            journal.save(self._git_dir, Journal(self.tip))
            batch = Batch(changes, self.tip, stamped)
            commits = self._import(batch, progress)
            tree = reread(self._repository, batch, commits, self._tree)
            wanted = batch.result()
            self._publish(commits[-1], wanted)
        except BaseException:
            with suppress(OSError, TosgenError):
                recover(self._repository)
            raise
        with durable.recorded(self._repository.root):
            self._show(wanted, tree, {**self.tags, **tags.added(changes, commits)})
        return commits

    def _import(self, batch: Batch, progress: Progress) -> tuple[str, ...]:
        marks = self._git_dir / "tosgen" / "marks"
        marks.unlink(missing_ok=True)
        options = ("--quiet", "--force", "--done", "--date-format=raw", f"--export-marks={marks.absolute()}")
        with self._repository.piped("fast-import", *options, stdin=PIPE) as process:
            batch.write(process.stdin, progress)
        found = dict(line.split() for line in marks.read_text("ascii").splitlines())
        marks.unlink()
        durable.sync_children(self._git_dir / "objects", journal.path(self._git_dir).stat().st_mtime_ns)
        return tuple(found[f":{number}"] for number in range(1, len(batch.files) + 1))

    def _publish(self, new: str, wanted: Mapping[str, str | bytes | None]) -> None:
        edits = list(self._files.in_the_way(self._tree, wanted))
        if edits:
            raise Refused(edits)
        files = {path: None if content is None else digest(encoded(content)) for path, content in wanted.items()}
        journal.save(self._git_dir, Journal(self.tip, new, files))
        self._repository.run("update-ref", "--create-reflog", "-m", "tosgen: record", MAIN, new, self.tip or NONE)
        durable.sync_folders(self._git_dir / way for way in ("refs/heads", "refs", "."))
        for log in ("logs/refs/heads/main", "logs/HEAD"):
            with suppress(FileNotFoundError):
                durable.sync(self._git_dir / log)
        self.tip = new

    def _show(self, wanted: Mapping[str, str | bytes | None], tree: Tree, names: Mapping[str, str]) -> None:
        """Bring files, tags and index to the tip; while the user's git holds the index, that is left to the next run.

        `names`: tag -> commit.
        """
        self._tree = tree
        self._files.put(wanted)
        self._repository.run("update-ref", "-d", SCRATCH)
        tags.refresh(self._repository, names)
        self.tags = names
        if index.write(self._git_dir, self._tree, self._files.stamps):
            journal.clear(self._git_dir)


@contextmanager
def session(root: Path) -> Iterator[Writer]:
    """Lock, initialise if need be, recover, refuse hand edits; give a Writer."""
    with recovered(root) as repository:
        yield Writer(repository)


def _stamped(author: Author, at: datetime) -> bytes:
    offset = at.utcoffset()
    minutes = round(offset.total_seconds() / 60) if offset else 0
    zone = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    who = f"{author} {int(at.timestamp())} {zone}\n"
    return f"author {who}committer {who}".encode()
