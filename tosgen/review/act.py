"""One commit opened: its kind, and the files in it that decide something."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Literal

from tosgen.ledger import canonical
from tosgen.ledger.steps import Step
from tosgen.model.decision import Decision, Subject, Support
from tosgen.model.version import Version
from tosgen.review.signers import CHANGES
from tosgen.review.state import Deed
from tosgen.saying import said_by, say

Kind = Literal["version", "decision", "signers", "trail", ""]
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("Version", "version"), ("Decision", "decision"), ("Signers", "signers"), ("Record", "trail"),
)  # fmt: skip
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
DECISION = re.compile(
    r"(?P<folder>[^/]+/[^/]+)/decisions/(?P<version>[1-9][0-9]{0,8})\.(?P<action>[a-z]+)"
    r"(?:-(?P<sequence>[1-9][0-9]{0,8}))?\.(?P<key>[a-z0-9]+)\.json"
)
REPEATED = frozenset({"notify", "publish"})
"""Actions that may be taken on a version more than once: the file's name then holds the decision's number."""
_SUPPORT = re.compile(rf"{CHANGES}/(?P<change>[1-9][0-9]{{0,8}})\.(?P<key>[0-9a-f]{{8}})\.json")


@dataclass(frozen=True, slots=True)
class Act:
    """A file that decides something: its bytes, the signature beside it, and what it says if it can be read."""

    path: str
    content: bytes
    signature: bytes | None
    said: Decision | Support | None
    fault: str = ""
    named: Mapping[tuple[str, int], Subject] = field(default_factory=dict)
    """The versions that it speaks of, by folder and number; none that it names twice."""

    @property
    def digest(self) -> str:
        """Tells one act from another, wherever copies of it lie."""
        return _digest(self.content, self.signature)

    @property
    def folder(self) -> str:
        """Of the document and market that it lies with."""
        return self.path.partition("/decisions/")[0]

    def subject(self) -> Subject | None:
        """The version that this copy of a decision speaks of; None where it names none, or several, of that name."""
        name = DECISION.fullmatch(self.path)
        return self.named.get((name["folder"], int(name["version"]))) if name else None


@dataclass(frozen=True, slots=True)
class Opened:
    """A commit with its kind, the decisions and the agreements that it holds, and its version where that was read."""

    step: Step
    kind: Kind
    acts: tuple[Act, ...]
    version: Version | None = None

    @property
    def folder(self) -> str:
        """Of the document and market whose version it records."""
        return f"{self.step.trailers.get('Document')}/{self.step.trailers.get('Market')}"

    @property
    def decisions(self) -> Iterator[tuple[Act, Decision, Subject]]:
        """Those that can be read and lie where they say."""
        for act in self.acts:
            if isinstance(act.said, Decision) and (subject := act.subject()):
                yield act, act.said, subject

    @property
    def supports(self) -> Iterator[tuple[Act, Support]]:
        """The agreements to a change of signers that can be read."""
        for act in self.acts:
            if isinstance(act.said, Support):
                yield act, act.said


def opened(step: Step, version: Version | None = None) -> Opened:
    """A commit, opened."""
    kind: Kind = next((kind for name, kind in _KINDS if name in step.trailers), "")
    if kind == "version" and not (
        _NUMBER.fullmatch(step.trailers["Version"]) and {"Document", "Market"} <= {*step.trailers}
    ):
        kind = ""
    names = sorted(path for path in step.contents if _decides(path))
    return Opened(step, kind, tuple(_act(step, path) for path in names), version)


def _decides(path: str) -> bool:
    return path.endswith(".json") and ("/decisions/" in path or path.startswith(f"{CHANGES}/"))


def _act(step: Step, path: str) -> Act:
    content, signature = step.contents[path], step.contents.get(f"{path}.sig")
    return Act(path, content, signature, *_read(path.startswith(f"{CHANGES}/"), content))


@lru_cache(maxsize=64)  # copies of a decision lie in many folders, one after the other
def _read(support: bool, content: bytes) -> tuple[Decision | Support | None, str, Mapping[tuple[str, int], Subject]]:
    try:
        said: Decision | Support = (Support if support else Decision).from_dict(json.loads(content))
        if canonical(said.as_dict()) != content:
            raise ValueError(say("its bytes are not the canonical ones"))
        if isinstance(said, Decision):
            for subject in said.subjects:
                Deed.of(said, subject)
        datetime.fromisoformat(said.at).astimezone()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        return None, said_by(error) or say("it is no decision"), {}
    return said, "", _named(said) if isinstance(said, Decision) else {}


def _named(said: Decision) -> dict[tuple[str, int], Subject]:
    times = Counter((subject.folder, subject.version) for subject in said.subjects)
    found = {(subject.folder, subject.version): subject for subject in said.subjects}
    return {key: subject for key, subject in found.items() if times[key] == 1}


def file_name(decision: Decision, subject: Subject, short: str, *, again: bool) -> str:
    """How the copy of a decision is called that lies with one version; `again`: it is not the first of its kind."""
    number = f"-{subject.sequence}" if again else ""
    return f"{subject.version}.{decision.action}{number}.{short}.json"


@lru_cache(maxsize=64)
def _digest(content: bytes, signature: bytes | None) -> str:
    return sha256(content + b"\0" + (signature or b"")).hexdigest()


def name_fault(act: Act) -> str:
    """What is wrong with where an act lies; "" if nothing is."""
    if isinstance(act.said, Support):
        found = _SUPPORT.fullmatch(act.path)
        return "" if found and int(found["change"]) == act.said.change else say("its name is of another change")
    found = DECISION.fullmatch(act.path)
    subject = act.subject() if isinstance(act.said, Decision) else None
    right = (
        found
        and subject
        and isinstance(act.said, Decision)
        and found["action"] == act.said.action
        and found["sequence"] in ({str(subject.sequence), None} if act.said.action in REPEATED else {None})
    )
    return "" if right else say("it speaks of another document, market, version or action than the place where it lies")
