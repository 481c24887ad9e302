"""Hand edits that the user committed: the tip of main compared with the versions recorded in its history."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Sequence

from tosgen.errors import Finding, Place, Refused
from tosgen.ledger.record import Entry, digest
from tosgen.ledger.repository import MAIN, Repository
from tosgen.saying import say


def refuse(repository: Repository, entries: Sequence[Entry]) -> None:
    """Refused (`hand-edit`) for each record and text at the tip that is not what its last version recorded."""
    last = {(entry.document, entry.market): entry for entry in entries}
    found = list(_edited(repository, [last[key] for key in sorted(last)]))
    if found:
        raise Refused(_edit(repository, entry, path) for entry, path in found)


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
