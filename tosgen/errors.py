"""What a user can act on: findings with a place and a hint, and the errors that carry them.

TosgenError
├── Refused        bad input (exit 2): one or many findings
└── Unavailable    the environment failed (exit 3): git, a missing extra, a full disk
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tosgen.saying import say

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file: path as the user would type it, 1-based line and column (0 where unknown)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: where it is, what is wrong, how to mend it. `code` is stable: scripts rely on it."""

    code: str
    message: str
    place: Place
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.head} {self.text}"

    @property
    def head(self) -> str:
        """Place, severity and code: the same in every language, for editors and scripts."""
        return f"{self.place}: {self.severity}[{self.code}]"

    @property
    def text(self) -> str:
        """What is wrong and how to mend it, to be said in the reader's language."""
        return say("{message}; {hint}", message=self.message, hint=self.hint) if self.hint else self.message

    def as_dict(self) -> dict[str, str | int]:
        """The shape of `findings` in every JSON report; in English whatever language people read."""
        return {
            "path": self.place.path,
            "line": self.place.line,
            "column": self.place.column,
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
        }


class TosgenError(Exception):
    """Root of every error that a user can act on."""

    exit_code = 2

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class Refused(TosgenError):
    """The input is at fault; nothing was recorded."""

    @classmethod
    def one(cls, code: str, message: str, place: Place | str, hint: str = "") -> Refused:
        """A refusal for a single fault."""
        return cls([Finding(code, message, place if isinstance(place, Place) else Place(place), hint)])


class Unavailable(TosgenError):
    """The environment failed: a program is missing, a disk is full, a repository cannot be read."""

    exit_code = 3

    @classmethod
    def one(cls, code: str, message: str, place: str, hint: str = "") -> Unavailable:
        """A failure of one thing outside the input."""
        return cls([Finding(code, message, Place(place), hint)])
