"""Hand edits that the user committed: the tip of main compared with the versions recorded in its history."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tosgen.errors import Finding, Place, Refused
from tosgen.ledger.record import Entry, digest
from tosgen.ledger.repository import MAIN, Repository
from tosgen.ledger.steps import changed
from tosgen.saying import listed, say

_RECORD = re.compile(r"[^/]+/[^/]+/version\.json")


def counted(root: Path, entries: Sequence[Entry]) -> None:
    """Refused (`sequence`) for each document whose versions the history does not count 1, 2, 3 …"""
    last: dict[str, int] = {}
    found: dict[str, Finding] = {}
    for entry in entries:
        due = last.get(entry.folder, 0) + 1
        last[entry.folder] = entry.version
        if entry.version != due and entry.folder not in found:
            what = say("it is version {number}, and version {due} is due", number=entry.version, due=due)
            place, hint = Place(f"{root}/{entry.folder}/version.json"), say("restore the ledger from a copy")
            told = say("commit {commit}: {what}", commit=entry.commit[:10], what=what)
            found[entry.folder] = Finding("sequence", told, place, hint)
    if found:
        raise Refused(found.values())


def refuse(repository: Repository, entries: Sequence[Entry]) -> None:
    """Refused for what is at the tip and not as its last version recorded it.

    `foreign`: a version of which the history does not say that it was recorded; `hand-edit`: any other file.
    """
    last = {entry.folder: entry for entry in entries}
    more = _untold(repository, last)
    if more:
        raise Refused(dict.fromkeys(_brought(repository, path) for path in more))
    found = list(_edited(repository, [last[folder] for folder in sorted(last)]))
    if found:
        raise Refused(_edit(repository, entry, path) for entry, path in found)


def _untold(repository: Repository, last: Mapping[str, Entry]) -> list[str]:
    """Records at the tip of versions that no commit tells of."""
    listing = repository.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", MAIN)
    names = listing.decode("utf-8", "surrogateescape").split("\0")
    paths = [name for name in names if _RECORD.fullmatch(name)]
    contents = repository.objects([f"{MAIN}:{path}" for path in paths]) if paths else iter(())
    found = []
    for path, content in zip(paths, contents, strict=True):
        entry = last.get(path.removesuffix("/version.json"))
        if _number(content and content[1]) > (entry.version if entry else 0):
            found.append(path)
    return found


def _number(record: bytes | None) -> int:
    """0 for what is no record."""
    try:
        return int(json.loads(record or b"")["version"])
    except (ValueError, TypeError, KeyError):
        return 0


def _brought(repository: Repository, path: str) -> Finding:
    """The refusal of the commit that brought a version and does not say so."""
    return _foreign(repository, repository.run("rev-list", "-1", MAIN, "--", path).decode().strip(), [path])


def made_again(repository: Repository, commit: str) -> Finding:
    """The refusal of a commit that somebody else made of ours: by amending, picking, rebasing or merging."""
    touched = dict(changed(repository, [commit])).get(commit, ())
    return _foreign(repository, commit, [each.path for each in touched[:3]])


def _foreign(repository: Repository, commit: str, paths: Sequence[str]) -> Finding:
    root = str(repository.root)
    what = say("tosgen did not make this commit ({paths})", paths=listed(paths) if paths else say("no files"))
    back = shlex.join(["git", "-C", root, "reset", "--hard", f"{commit[:10]}~1"])
    hint = say("`{command}` goes back to the commit before it; or restore the ledger from a copy", command=back)
    if commit in repository.run("rev-list", "--max-parents=0", MAIN).decode().split():
        hint = say("restore the ledger from a copy")
    return Finding("foreign", say("commit {commit}: {what}", commit=commit[:10], what=what), Place(root), hint)


def _edited(repository: Repository, last: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Through one git process."""
    names = [name for entry in last for name in (f"{entry.commit}:{_paths(entry)[0]}", *_at_tip(entry))]
    contents = (each and each[1] for each in (repository.objects(names) if names else ()))
    for entry in last:
        given, now = next(contents), next(contents)
        record, *texts = _paths(entry)
        if now is None or now != given:
            yield entry, record
        digests = _digests(given)
        for locale, path in zip(entry.locales, texts, strict=True):
            text = next(contents)
            if text is None or digest(text) != digests.get(locale):
                yield entry, path


def _paths(entry: Entry) -> list[str]:
    return [f"{entry.folder}/version.json", *(f"{entry.folder}/{locale}.md" for locale in entry.locales)]


def _at_tip(entry: Entry) -> list[str]:
    return [f"{MAIN}:{path}" for path in _paths(entry)]


def _digests(record: bytes | None) -> dict[str, str]:
    """Locale -> digest of its text; none from what cannot be read."""
    try:
        return dict(json.loads(record or b"")["texts"])
    except (ValueError, TypeError, KeyError):
        return {}


def _edit(repository: Repository, entry: Entry, path: str) -> Finding:
    """The refusal of an edit, with the last commit that touched the file."""
    root = str(repository.root)
    commit = repository.run("rev-list", "-1", "--abbrev-commit", MAIN, "--", path).decode().strip()
    back = shlex.join(["git", "-C", root, "checkout", entry.commit, "--", path])
    hint: str = say("`{command}` and a commit put back version {version}", command=back, version=entry.version)
    if not entry.commit.startswith(commit):
        hint = say(
            "`{command}` takes the commit back, or {hint}",
            command=shlex.join(["git", "-C", root, "revert", commit]), hint=hint,
        )  # fmt: skip
    what = say(
        "the file is not what was recorded: it was edited by hand and committed ({commit}); it is kept as it is",
        commit=commit,
    )
    return Finding(
        "hand-edit", what, Place(f"{root}/{path}"), say("{hint}; put wording into clauses/ instead", hint=hint)
    )
