"""Paths of a build: relative, spelled one way, and apart from each other also where capitals do not count."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from tosgen.errors import Finding, Place, Refused
from tosgen.saying import say

OURS = ".tosgen-"
"""What every name begins with that is kept in a target beside the build itself."""
_FOREIGN = frozenset('\\:*?"<>|')
_MOST = 255


def fit(paths: Iterable[str]) -> None:
    """Refused with every path that no file system, or not every one, can hold: `bad-path`, `clash`."""
    names = sorted(paths)
    findings = [Finding("bad-path", say("'{path}' is no path for a file of a build", path=path), Place(path or "."))
                for path in names if not _sound(path)]  # fmt: skip
    findings += [
        Finding("clash", say("'{one}' and '{other}' are one path where capitals do not count, or one lies in the other",
                             one=one, other=other), Place(one), say("rename one of them"))
        for one, other in _clashes(names)
    ]  # fmt: skip
    if findings:
        raise Refused(findings)


def folded(name: str) -> str:
    """The name as a file system has it that knows neither capitals nor ways of writing an accent.

    >>> folded("Straße/É") == folded("STRASSE/e" + chr(0x301))
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def folders(path: str) -> Iterator[str]:
    """The folders that a path lies in, the outermost first.

    >>> list(folders("terms/DE/index.html"))
    ['terms', 'terms/DE']
    """
    parts = path.split("/")
    return ("/".join(parts[:n]) for n in range(1, len(parts)))


def _sound(path: str) -> bool:
    parts = path.split("/")
    return (
        path.isprintable()
        and path == str(PurePosixPath(path))
        and not any(
            part in {"", ".", ".."}
            or part[-1] in ". "
            or len(part.encode(errors="replace")) > _MOST
            or _FOREIGN & {*part}
            or (n == 0 and part.startswith(OURS))
            for n, part in enumerate(parts)
        )
    )


def _clashes(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs that cannot both be: each spelling of a file or folder is known by what it folds to."""
    known: dict[str, tuple[str, bool]] = {}
    for path in names:
        for part, inner in (*((folder, True) for folder in folders(path)), (path, False)):
            other, within = known.setdefault(folded(part), (part, inner))
            if other != part or not ((inner and within) or (other, within) == (path, False)):
                yield other, path
                break
