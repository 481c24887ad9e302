"""Reads a ledger: its history, its versions and texts, each checked against the digests recorded with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tosgen.errors import Finding, Refused, Unavailable
from tosgen.ledger import record
from tosgen.ledger.process import corrupt
from tosgen.ledger.record import Entry, digest
from tosgen.ledger.repository import MAIN, Repository
from tosgen.ledger.tip import ID, tip_of
from tosgen.ledger.written import canonical
from tosgen.model.version import Version
from tosgen.saying import listed, said_by, say

if TYPE_CHECKING:
    from tosgen.ledger.excerpt import Excerpt
    from tosgen.ledger.session import Writer
    from tosgen.ledger.steps import Step, Wanted


class Ledger:
    """The ledger at `outputs/<service>/`, which need not exist yet. Every read finds branch main as it is then."""

    def __init__(self, path: Path) -> None:
        """Touches nothing."""
        self.path = path
        self._repository = Repository(path)
        self._read: tuple[str, tuple[Entry, ...]] = ("", ())
        self._foreign, self._rewritten = False, ""

    @contextmanager
    def session(self) -> Iterator[Writer]:
        """Write: alone, all or nothing. Inside, what this Ledger reads stays true until the Writer records.

        Refused: `hand-edit`, `branch`, `not-a-ledger`, as `check`; Unavailable: `locked`, `disk`, `read-only` …
        """
        from tosgen.ledger import tags  # noqa: PLC0415  # reading needs none
        from tosgen.ledger.session import session  # noqa: PLC0415  # flock: reading needs none, nor a system that has it

        with session(self.path) as writer:
            self.check()
            writer.tags = tags.derived(self._entries())
            yield writer

    def check(self) -> None:
        """Refused where nothing can follow on what the history says: `sequence`, `foreign`, `hand-edit`."""
        from tosgen.ledger import committed  # noqa: PLC0415  # reading does not need it

        entries = self._entries()
        committed.counted(self.path, entries)
        if self._rewritten:
            raise Refused([committed.made_again(self._repository, self._rewritten)])
        if self._foreign:
            committed.refuse(self._repository, entries)

    def settle(self, tip: str) -> None:
        """What an unfinished run left is cleared; refused as in a session, whose errors it has, where there are edits.

        `tip`: where a session left main, so that the history up to there has been looked at. Only git's answers are
        needed here, and none of them writes: no child has to hold the lock.
        """
        from tosgen.ledger.recovery import recovered, tree_of  # noqa: PLC0415  # reading needs neither
        from tosgen.ledger.worktree import WorkTree  # noqa: PLC0415

        with recovered(self.path):
            if self.tip == tip:
                WorkTree(self.path).refuse_edits(tree_of(self._repository, tip))
                return
        with self.session():
            pass

    @property
    def tip(self) -> str:
        """The commit that main names now, "" if none."""
        return tip_of(self._repository)

    def entries(self, document: str | None = None, market: str | None = None) -> tuple[Entry, ...]:
        """Every recorded version, oldest first."""
        return tuple(e for e in self._entries() if document in {None, e.document} and market in {None, e.market})

    def entry(self, document: str, market: str, number: int) -> Entry:
        """One version's place in the history; Refused (`no-version`) if there is none."""
        for entry in reversed(self.entries(document, market)):
            if entry.version == number:
                return entry
        place, hint = f"{document}/{market}@{number}", say("`tosgen log` lists what there is")
        raise Refused.one("no-version", say("no such version is recorded in {path}", path=self.path), place, hint)

    def version(self, document: str, market: str, number: int) -> Version:
        """What was recorded beside the texts. Refused: `no-version`; Unavailable: `corrupt`."""
        return next(self.versions([self.entry(document, market, number)]))

    def versions(self, entries: Iterable[Entry]) -> Iterator[Version]:
        """The versions of these entries in order, through one git process."""
        chosen = tuple(entries)
        found = self._files([(entry.commit, _record(entry)) for entry in chosen])
        for entry, content in zip(chosen, found, strict=True):
            yield self._version(entry, content)

    def text(self, document: str, market: str, number: int, locale: str) -> str:
        """One text. Refused: `no-version`, `no-text`; Unavailable: `corrupt`."""
        entry = self.entry(document, market, number)
        if locale not in entry.locales:
            place, hint = (
                f"{entry.folder}/{locale}@{number}",
                say("it is recorded in {locales}", locales=listed(entry.locales)),
            )
            raise Refused.one("no-text", say("the version has no text in this language"), place, hint)
        _, texts = next(self._read_texts((entry,), (locale,)))
        return texts[locale]

    def text_of(self, version: Version, locale: str) -> str:
        """One text of a version that was read here, in a language that it has. Unavailable: `corrupt`."""
        entry = self.entry(version.document, version.market, version.version)
        return self._text(entry, version, locale, next(self._files([(entry.commit, f"{entry.folder}/{locale}.md")])))

    def texts(self, entries: Iterable[Entry]) -> Iterator[tuple[Version, Mapping[str, str]]]:
        """Versions with all their texts by locale, in order, through one git process."""
        return self._read_texts(tuple(entries), ())

    def texts_of(self, known: Sequence[tuple[Entry, Version]]) -> Iterator[Mapping[str, str]]:
        """The texts by locale of versions that have been read, in order, through one git process."""
        found = self._files([(e.commit, f"{e.folder}/{locale}.md") for e, _ in known for locale in e.locales])
        for entry, version in known:
            yield {locale: self._text(entry, version, locale, next(found)) for locale in entry.locales}

    def latest(self) -> Mapping[tuple[str, str], Version]:
        """(document, market) -> the version at the tip of main."""
        last = {(entry.document, entry.market): entry for entry in self._entries()}
        keys = sorted(last)
        found = self._files([(MAIN, _record(last[key])) for key in keys])
        return {key: self._version(last[key], content) for key, content in zip(keys, found, strict=True)}

    def read(self, paths: Sequence[str], commit: str = "") -> Mapping[str, bytes]:
        """Files of a commit (its id), or of the tip; those that it does not have are left out."""
        if commit and not ID.fullmatch(commit):
            raise ValueError(f"{commit!r} is no commit id")
        found = self._objects([f"{commit or MAIN}:{path}" for path in paths]) if self.tip else ()
        return {path: each for path, each in zip(paths, found, strict=False) if each is not None}

    def paths(self, commit: str = "") -> tuple[str, ...]:
        """Every file of a commit (its id), or of the tip."""
        if commit and not ID.fullmatch(commit):
            raise ValueError(f"{commit!r} is no commit id")
        if not self.tip:
            return ()
        names = self._repository.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit or MAIN)
        return tuple(name for name in names.decode("utf-8", "surrogateescape").split("\0") if name)

    def steps(self, wanted: Wanted) -> Iterator[Step]:
        """Every commit, the first one first, as it really is; with the contents of the paths that are `wanted`."""
        from tosgen.ledger import steps  # noqa: PLC0415  # only who goes through the history needs it

        tip = self.tip
        return steps.steps(self._repository, tip, wanted) if tip else iter(())

    def chain(self) -> tuple[str, ...]:
        """Ids of the commits, the first one first."""
        tip = self.tip
        return tuple(self._repository.log(tip, "%H").split()) if tip else ()

    def excerpt(self, first: str, last: str, paths: Iterable[tuple[str, str]]) -> Excerpt:
        """Raw commits from one to another, and the trees that lead from commits to paths. Unavailable: `corrupt`."""
        from tosgen.ledger import excerpt  # noqa: PLC0415  # only evidence needs it

        return excerpt.excerpt(self._repository, first, last, paths)

    def faults(self) -> Iterator[Finding]:
        """What is wrong with the repository itself: damaged objects, another history shown, files edited by hand."""
        from tosgen.ledger import whole  # noqa: PLC0415  # only verifying needs it

        tip = self.tip
        return whole.faults(self._repository, tip) if tip else iter(())

    def _entries(self) -> tuple[Entry, ...]:
        tip = self.tip
        if tip and tip != self._read[0]:
            log = self._repository.log(tip, record.FORMAT)
            self._read = tip, tuple(record.entries(log))
            self._foreign, self._rewritten = record.foreign(log, len(self._read[1])), record.rewritten(log)
        return self._read[1] if tip else ()

    def _read_texts(
        self, entries: tuple[Entry, ...], locales: tuple[str, ...]
    ) -> Iterator[tuple[Version, dict[str, str]]]:
        wanted = [(entry, locales or entry.locales) for entry in entries]
        names = [
            (entry.commit, path)
            for entry, chosen in wanted
            for path in (_record(entry), *(f"{entry.folder}/{locale}.md" for locale in chosen))
        ]
        found = self._files(names)
        for entry, chosen in wanted:
            version = self._version(entry, next(found))
            yield version, {locale: self._text(entry, version, locale, next(found)) for locale in chosen}

    def _files(self, names: Sequence[tuple[str, str]]) -> Iterator[bytes]:
        for name, content in zip(names, self._objects([":".join(name) for name in names]), strict=True):
            if content is None:
                raise corrupt(self.path, say("{path} is gone from {commit}", path=name[1], commit=name[0]))
            yield content

    def _objects(self, names: Sequence[str]) -> Iterator[bytes | None]:
        for found in self._repository.objects(names) if names else ():
            yield found[1] if found else None

    def _version(self, entry: Entry, content: bytes) -> Version:
        try:
            version = Version.from_dict(json.loads(content))
            if not isinstance(version.generated_for, str) or not isinstance(version.facts, dict):
                raise TypeError(say("generated_for or facts are of another type"))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise self._corrupt(entry, "version.json", said_by(error)) from error
        if (
            (version.document, version.market, version.version) != (entry.document, entry.market, entry.version)
            or version.generated_for != entry.generated_for
            or digest(canonical(version.texts)) != entry.text
            or digest(canonical(version.inputs)) != entry.inputs
        ):
            raise self._corrupt(entry, "version.json", say("it is not what its commit says was recorded"))
        return version

    def _text(self, entry: Entry, version: Version, locale: str, content: bytes) -> str:
        if digest(content) != version.texts.get(locale):
            raise self._corrupt(entry, f"{locale}.md", say("its SHA-256 is not the recorded one"))
        return content.decode()

    def _corrupt(self, entry: Entry, name: str, what: str) -> Unavailable:
        return corrupt(
            self.path,
            say(
                "{folder}/{name} of version {version}: {what}",
                folder=entry.folder,
                name=name,
                version=entry.version,
                what=what,
            ),
        )


def _record(entry: Entry) -> str:
    return f"{entry.folder}/version.json"
