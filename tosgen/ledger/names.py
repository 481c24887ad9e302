"""Names that a ledger may hold: safe in git, in a shell and on every file system."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tosgen.errors import Finding, Place, Refused
from tosgen.saying import say

_SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_INPUT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,127}", re.ASCII)  # overlay clauses are named NAME@START.md
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
RESERVED = frozenset({"inputs", "records", "signers"})


def fault(path: str) -> str:
    """What is wrong with a path as a name in a ledger; "" if nothing is.

    >>> fault("terms-of-service/DE/de.md"), fault("inputs/clauses/EU/core/law@2026-08-02.md")
    ('', '')
    >>> fault("terms/../x")
    "'..' is no name"
    """
    segments = path.split("/")
    pattern = _INPUT if segments[0] == "inputs" else _SEGMENT
    for segment in segments:
        if not pattern.fullmatch(segment) or segment.endswith("."):
            return say("{segment} is no name", segment=repr(segment))
        if segment.split(".")[0].casefold() in _DEVICES:
            return say("{segment} is a device on some systems", segment=repr(segment))
    return ""


def single(root: str, parts: Iterable[str]) -> None:
    """Refused (`name`) for each part that is not one segment."""
    findings = [
        Finding("name", say("{part} is more than one name", part=ascii(part)), Place(root), say("leave out '/'"))
        for part in sorted(set(parts))
        if "/" in part
    ]
    if findings:
        raise Refused(findings)


def owned(path: str) -> bool:
    """Whether a path is the ledger's: in a folder, no hidden one. What lies beside the folders is the user's.

    >>> owned("terms/DE/en.md"), owned("README.md"), owned(".github/workflows/x.yml")
    (True, False, False)
    """
    return "/" in path and path[0].isalnum()


def refuse(root: str, paths: Iterable[str], recorded: Iterable[str]) -> None:
    """Refused (`name`) for each new path that is no name, or meets another one where case is ignored."""
    kinds: dict[str, tuple[str, bool]] = {}
    for path in recorded:
        _claim(kinds, path)
    findings = []
    for path in sorted(set(paths)):
        wrong = fault(path) or _claim(kinds, path)
        if wrong:
            hint = say("use letters, digits, '.', '_' and '-', at most 64, a letter or digit first")
            findings.append(Finding("name", wrong, Place(f"{root}/{path!a}"), hint))
    if findings:
        raise Refused(findings)


def _claim(kinds: dict[str, tuple[str, bool]], path: str) -> str:
    """Enter a path and its folders; what stands in its way, if anything does."""
    at = path.find("/")
    while at >= 0:
        wrong = _enter(kinds, path[:at], True)
        if wrong:
            return wrong
        at = path.find("/", at + 1)
    return _enter(kinds, path, False)


def _enter(kinds: dict[str, tuple[str, bool]], path: str, folder: bool) -> str:
    known = kinds.setdefault(path.casefold(), (path, folder))
    if known[0] != path:
        return say("{path} and {known} differ only in case", path=repr(path), known=repr(known[0]))
    return "" if known[1] == folder else say("{path} is both a file and a folder", path=repr(path))
