"""What a ledger records and gives back: drafts, entries, and how they read as files and commit messages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tosgen.errors import Refused
from tosgen.ledger.written import canonical, of_version
from tosgen.model.version import Version
from tosgen.saying import say


@dataclass(frozen=True, slots=True)
class Author:
    """Who records: as git writes it."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"

    def check(self) -> None:
        """Refused (`author`) for what git would cut or misread."""
        for part in (self.name, self.email):
            if not part.strip() or not part.isprintable() or set(part) & set("<>"):
                raise Refused.one(
                    "author",
                    say("{part} cannot stand in a commit", part=ascii(part)),
                    "author",
                    say("give NAME <ADDRESS>"),
                )


@dataclass(frozen=True, slots=True)
class Draft:
    """A version to be recorded. `texts`: locale -> canonical Markdown; `inputs`: path below `inputs/` -> content;
    `subject`: the summary; `decisions`: file name -> content, for decisions that go into the same commit."""

    version: Version
    texts: Mapping[str, str]
    inputs: Mapping[str, bytes]
    subject: str
    decisions: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """Where its files lie."""
        return f"{self.version.document}/{self.version.market}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One version as the history names it, from the trailers of its commit; `recorded` is the commit's date."""

    document: str
    market: str
    version: int
    kind: str
    generated_for: str
    recorded: datetime
    commit: str
    parent: str
    locales: tuple[str, ...]
    author: str
    subject: str
    inputs: str
    """Tosgen-Inputs."""
    text: str
    """Tosgen-Text."""

    @property
    def folder(self) -> str:
        """Where its files lie."""
        return f"{self.document}/{self.market}"


Content = str | bytes | Version
"""Of a file: text, bytes, or the version whose record it is."""


@dataclass(frozen=True, slots=True)
class Change:
    """One commit: a message, and path -> content (None removes)."""

    message: str
    files: Mapping[str, Content | None]


def digest(content: bytes) -> str:
    """Its SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def encoded(content: Content) -> bytes:
    """As a file holds it."""
    if isinstance(content, Version):
        return of_version(content)
    return content.encode() if isinstance(content, str) else content


def change(draft: Draft, recorded: frozenset[str]) -> Change:
    """The commit of a draft. `recorded`: the paths that its folder holds now.

    ValueError if `version` does not describe `texts`: the caller is wrong, not the user.
    """
    version = draft.version
    if {locale: digest(text.encode()) for locale, text in draft.texts.items()} != dict(version.texts):
        raise ValueError(f"texts of {version.document}/{version.market} are not those of its version")
    folder = draft.folder
    files: dict[str, Content | None] = {f"{folder}/{locale}.md": text for locale, text in draft.texts.items()}
    files[f"{folder}/version.json"] = version
    files |= {f"inputs/{path}": content for path, content in draft.inputs.items()}
    files |= {f"{folder}/decisions/{name}": content for name, content in draft.decisions.items()}
    dropped = (path for path in recorded if path.endswith(".md") and path.count("/") == 2 and path not in files)
    files |= dict.fromkeys(sorted(dropped))
    return Change(described(version, draft.subject), dict(sorted(files.items())))


def described(version: Version, summary: str) -> str:
    """The commit message of a version."""
    heading = f"{version.document}/{version.market} v{version.version}: {summary.strip() or version.kind}"
    return message(heading, trailers(version))


def trailers(version: Version) -> dict[str, str]:
    """What the history says of a version without opening it."""
    return {
        "Tosgen-Document": version.document,
        "Tosgen-Market": version.market,
        "Tosgen-Version": str(version.version),
        "Tosgen-Kind": version.kind,
        "Tosgen-For": version.generated_for,
        "Tosgen-Locales": ", ".join(sorted(version.texts)),
        "Tosgen-Inputs": digest(canonical(version.inputs)),
        "Tosgen-Text": digest(canonical(version.texts)),
    }


def message(subject: str, trailers: Mapping[str, str]) -> str:
    """A commit message that holds a subject line and trailers, and nothing that could pass for another."""
    lines = [f"{name}: {printable(value)}" for name, value in trailers.items()]
    return "\n".join([printable(subject), "", *lines, ""])


def printable(text: str) -> str:
    """One line without control characters.

    >>> printable("a\\x1b[2J\\n b")
    'a [2J b'
    """
    seen = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    return " ".join(seen.split())


FORMAT = "%H%x1f%P%x1f%cI%x1f%cn <%ce>%x1f%an <%ae>%x1f%s%x1f%(trailers:only,unfold)%x00"
_TRAILER = re.compile(r"^Tosgen-(\w+): (.*)$", re.M)


def entries(log: str) -> Iterator[Entry]:
    """Read what `git rev-list --format=FORMAT` gave; commits that record no version are passed over."""
    for item in log.split("\0"):
        if "Tosgen-Version: " in item:
            entry = _entry(item.lstrip("\n").split("\x1f", 6))
            if entry:
                yield entry


def version_in(message: str) -> tuple[str, int] | None:
    """(folder, number) of the version that a commit message names; None if it names none."""
    values = dict(_TRAILER.findall(message))
    if not {"Document", "Market"} <= values.keys() or not values.get("Version", "").isdecimal():
        return None
    return f"{values['Document']}/{values['Market']}", int(values["Version"])


def foreign(log: str, versions: int) -> bool:
    """Whether the same log, of so many versions, names a commit of the user's own: it bears none of our trailers, or
    only some of a version's."""
    items = [item for item in log.split("\0") if item.strip() and "Tosgen-Version: " not in item]
    return log.count("Tosgen-Version: ") != versions or any(
        "Tosgen-" not in item.rpartition("\x1f")[2] for item in items
    )


def rewritten(log: str) -> str:
    """The first commit of the same log that somebody else made of ours: by a merge, or by committing one again.

    "" if there is none. The user's own commits, beside ours, are not meant.
    """
    items = (item.lstrip("\n").split("\x1f", 6) for item in log.split("\0") if item.strip())
    again = (item[0] for item in items if " " in item[1] or (item[3] != item[4] and "Tosgen-" in item[6]))
    return next(again, "")


def _entry(fields: list[str]) -> Entry | None:
    try:
        commit, parents, recorded, _, author, subject, trailers = fields
        values = dict(_TRAILER.findall(trailers))
        return Entry(
            document=values["Document"],
            market=values["Market"],
            version=int(values["Version"]),
            kind=values["Kind"],
            generated_for=values["For"],
            recorded=datetime.fromisoformat(recorded),
            commit=commit,
            parent=parents.partition(" ")[0],
            locales=tuple(values["Locales"].split(", ")),
            author=author,
            subject=subject.partition(": ")[2],
            inputs=values["Inputs"],
            text=values["Text"],
        )
    except (KeyError, ValueError):
        return None
