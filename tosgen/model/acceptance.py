"""What an application has on record of a user who accepted a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One record, and where it stands in its file; of the user, only the record's digest is kept."""

    line: int
    document: str
    market: str
    version: int
    locale: str
    digest: str
    """sha256 of the text that was shown."""
    time: datetime
    method: str
    record: str
    """sha256 of the record: one line of JSON in UTF-8, keys in order, no space outside of texts."""

    @property
    def folder(self) -> str:
        """Of the document and market."""
        return f"{self.document}/{self.market}"

    @property
    def ref(self) -> str:
        """The text, as the command line names it."""
        return f"{self.folder}/{self.locale}@{self.version}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a record: `code` is `valid`, or says why not; `users`: for whom its text held then."""

    acceptance: Acceptance
    code: str
    because: str
    users: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether it stands."""
        return self.code == "valid"
