"""Faults found while reading: all of them collected, then told at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from tosgen.errors import Finding, Place, Refused, Severity
from tosgen.saying import Said, listed, say

MANY = 1_000


class Faults:
    """Collects findings; `stop` raises once if there is an error among them."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    def add(self, code: str, message: str, place: Place, hint: str = "", severity: Severity = "error") -> None:
        """Note one fault."""
        self.note(Finding(code, message, place, hint, severity))

    def note(self, finding: Finding) -> None:
        """Note a finding; raise Refused at once when there are MANY."""
        self.found.append(finding)
        if len(self.found) >= MANY:
            message = say("{number} faults found: reading stops here", number=f"{MANY:,}")
            raise Refused([*self.ordered, Finding("too-many", message, finding.place, severity="note")])

    def drop(self, code: str) -> None:
        """Forget the findings of a code: they follow from another."""
        self.found = [finding for finding in self.found if finding.code != code]

    @property
    def ordered(self) -> tuple[Finding, ...]:
        """Each finding once, by place."""
        return tuple(sorted(dict.fromkeys(self.found), key=lambda f: (f.place, f.code, f.message)))

    @property
    def fatal(self) -> bool:
        """Whether an error is among them."""
        return any(finding.severity == "error" for finding in self.found)

    def stop(self) -> None:
        """Raise Refused with every finding if one is an error."""
        if self.fatal:
            raise Refused(self.ordered)


class Unfit(ValueError):
    """A value that cannot be taken, before its place is known."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def place(path: Path | str, line: int = 0, column: int = 0) -> Place:
    """A spot in a file, shown relative to the current folder when below it, else as given."""
    given, here = Path(path).as_posix(), Path.cwd().as_posix()
    shown = "." if given == here else given.removeprefix(here if here == "/" else f"{here}/")
    return Place(shown, line, column)


_UNKNOWN = {
    "clause": say("unknown clause '{name}'"),
    "document": say("unknown document '{name}'"),
    "entity": say("unknown entity '{name}'"),
    "fact": say("unknown fact '{name}'"),
    "feature": say("unknown feature '{name}'"),
    "jurisdiction": say("unknown jurisdiction '{name}'"),
    "law": say("unknown law '{name}'"),
    "market": say("unknown market '{name}'"),
    "requirement": say("unknown requirement '{name}'"),
}


def unknown(what: str, name: str) -> Said:
    """What a message says of a name that nothing has."""
    return _UNKNOWN[what].of(name=name)


def near(name: str, known: Iterable[str]) -> str:
    """A hint towards what was meant.

    >>> near("slot", ["slots", "title"]), near("x", ["b", "a"])
    ("did you mean 'slots'?", 'known: a, b')
    """
    names = sorted(set(known))
    folded = {other.casefold(): other for other in names}
    close = difflib.get_close_matches(name.casefold()[:100], folded, 1, 0.6)
    if close:
        return say("did you mean '{name}'?", name=folded[close[0]])
    return say("known: {names}", names=listed(names)) if 0 < len(names) <= 8 else ""


def brief(value: object, limit: int = 60) -> str:
    """A value as a message quotes it: quoted, on one line, cut short.

    >>> brief("a" * 70)
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…'"
    """
    text = str(value)
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[:limit])
    return f"'{shown}…'" if len(text) > limit else f"'{shown}'"
