"""Bytes of a file -> clean text: its size, its encoding, and the characters that have no place in it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from tosgen.errors import Unavailable
from tosgen.saying import say
from tosgen.sources.faults import Faults, place

KIB = 1024
MIB = 1024 * KIB
_TOLD = 10
_BIDI = "\u202a-\u202e\u2066-\u2069"
FORBIDDEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_BIDI}\ue000\ue001\ufeff\ufffe\uffff]")
"""Control characters (all but tab and newline), direction overrides, and the marks that stand for facts."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its text with `\\n` line ends, sha256 of its bytes, its path as messages show it."""

    path: Path
    shown: str
    text: str
    digest: str


def read(path: Path, faults: Faults, *, limit: int = MIB) -> Source | None:
    """Read a text file; None (and faults) if it is missing, too large or not clean UTF-8.

    Unavailable if the system refuses.
    """
    data = read_bytes(path, faults, limit=limit)
    if data is None:
        return None
    text = _decoded(data, path, faults)
    if text is None or not _clean(text, path, faults):
        return None
    return Source(path, place(path).path, text, hashlib.sha256(data).hexdigest())


def read_bytes(path: Path, faults: Faults, *, limit: int = MIB) -> bytes | None:
    """The bytes of a file within `limit`."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        faults.add("missing-file", say("there is no such file"), place(path))
        return None
    except OSError as error:
        raise Unavailable.one("unreadable", error.strerror or str(error), place(path).path) from error
    if len(data) > limit:
        faults.add(
            "too-large", say("the file is larger than {limit} KiB", limit=limit // KIB), place(path), say("split it")
        )
        return None
    return data


def unclean(character: str) -> str:
    """What a message calls a forbidden character."""
    kind = say("control character U+{code}")
    if re.match(f"[{_BIDI}]", character):
        kind = say("direction-changing character U+{code}")
    elif character in "\ue000\ue001":
        kind = say("private-use character U+{code}")
    return kind.of(code=f"{ord(character):04X}")


def _decoded(data: bytes, path: Path, faults: Faults) -> str | None:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")
        spot = place(path, before.count(b"\n") + 1, len(line) + 1)
        faults.add(
            "encoding",
            say("byte 0x{code} is not UTF-8", code=f"{data[error.start]:02X}"),
            spot,
            say("save the file as UTF-8"),
        )
        return None


def _clean(text: str, path: Path, faults: Faults) -> bool:
    found = list(FORBIDDEN.finditer(text))
    for match in found[:_TOLD]:
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        faults.add(
            "encoding",
            say("{character} is not allowed", character=unclean(match.group())),
            place(path, line, column),
            say("remove it"),
        )
    return not found
