"""Runs git: argument lists only, through GitPython, with nothing outside to bend what it does."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tosgen.errors import Unavailable
from tosgen.saying import say

if TYPE_CHECKING:
    from git import Git

ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone may not fetch, whatever its config calls a transport
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_DEFAULT_HASH": "sha1",
    "GIT_DEFAULT_REF_FORMAT": "files",
    "GIT_GRAFT_FILE": "/dev/null",
    "GIT_INDEX_FILE": "/nowhere/index",  # some read one that they do not need, and fail where it is damaged
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
UNSCRUBBED = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
"""Where the user's own configuration is to be heard."""
PINS = (
    "advice.graftFileDeprecated=false",
    "commit.gpgsign=false",
    "core.alternateRefsCommand=false",
    "core.attributesFile=/dev/null",
    "core.autocrlf=false",
    "core.commitGraph=false",
    "core.excludesFile=/dev/null",
    "core.fsmonitor=false",
    "core.fsync=all",
    "core.fsyncMethod=fsync",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "fastimport.unpackLimit=100",
    "gc.auto=0",
    "gpg.program=false",
    "i18n.logOutputEncoding=UTF-8",
    "maintenance.auto=false",
    "protocol.allow=never",
    "safe.directory=*",
    "user.email=tosgen@localhost",
    "user.name=tosgen",
)
PINNED = tuple(part for pin in PINS for part in ("-c", pin))
_DAMAGE = (
    "bad object",
    "corrupt",
    "could not read",
    "is empty",
    "not a git repository",
    "not a tree object",
    "traverse parents of commit",
    "unable to read",
    "unexpected line in",
    "unterminated line in",
)
_FAILURES = (  # what git says, our code, how to mend it
    ("No space left on device", "disk", say("free some space and run again; nothing recorded was lost")),
    ("Out of diskspace", "disk", say("free some space and run again; nothing recorded was lost")),
    ("out of disk space", "disk", say("free some space and run again; nothing recorded was lost")),
    ("Disk quota exceeded", "disk", say("free some space and run again; nothing recorded was lost")),
    ("Read-only file system", "read-only", say("make the folder writable and run again")),
    ("Permission denied", "permission", say("give yourself write access and run again")),
    ("but expected", "moved", say("another git process moved main; run again")),
    ("reference already exists", "moved", say("another git process moved main; run again")),
    (".lock': File exists", "locked", say("let the other git process finish and run again")),
    *((sign, "corrupt", say("restore the ledger from a copy; `git fsck` names what is damaged")) for sign in _DAMAGE),
)


def failure(root: Path, command: str, status: int, errors: str) -> Unavailable:
    """What a failed git means to the user."""
    said: str = re.sub(r"\s+", " ", errors).strip() or say("status {status}", status=status)
    for sign, code, hint in _FAILURES:
        if sign.casefold() in said.casefold():
            return Unavailable.one(code, say("git {command}: {said}", command=command, said=said), str(root), hint)
    if _full(root):
        return Unavailable.one(
            "disk",
            say("git {command} failed on a full disk: {said}", command=command, said=said),
            str(root),
            _FAILURES[0][2],
        )
    return Unavailable.one("git", say("git {command} failed: {said}", command=command, said=said), str(root))


def _full(root: Path) -> bool:
    """Whether the disk has no room at all: git does not always say why it could not write."""
    from shutil import disk_usage  # noqa: PLC0415  # reading needs none of it

    try:
        return disk_usage(root).free == 0
    except OSError:
        return False


def corrupt(root: Path, what: str) -> Unavailable:
    """Recorded bytes are not what was recorded."""
    return Unavailable.one(
        "corrupt", what, str(root), say("restore {root} from a copy; `git fsck` names what is damaged", root=root)
    )


def outcome(folder: Path, arguments: Sequence[str], kept: tuple[int, ...]) -> tuple[int, str, str]:
    """Status, output and errors of `git ARGUMENTS` in any folder; `kept`: descriptors it keeps open."""
    return start(str(folder)).execute(
        [*clean(), *PINNED, *arguments],
        with_extended_output=True,
        with_exceptions=False,
        pass_fds=kept,
        env=ENVIRONMENT,
    )


def start(folder: str = "/") -> Git:
    """GitPython's runner, in a folder that says nothing about the ledger."""
    try:
        from shutil import which  # noqa: PLC0415  # reading needs none of it

        from git import Git  # noqa: PLC0415  # 85 ms, and it runs git: not before it is needed

        if not all(map(which, ("git", clean()[0]))):
            raise ImportError("no such program")
    except ImportError as error:
        raise missing() from error
    return Git(folder)


def missing() -> Unavailable:
    """There is no git to run."""
    return Unavailable.one("git-missing", say("git cannot be run"), "git", say("install git 2.39 or later"))


def clean() -> list[str]:
    """`git`, without the variables that steer it."""
    # GitPython can add to the environment of a child, not take away from it.
    names = sorted(name for name in os.environ if name.startswith("GIT_") and name not in ENVIRONMENT)
    return ["env", *(part for name in names for part in ("-u", name)), "git"] if names else ["git"]
