"""What people decide about versions, and who may: decisions, signers, and the shapes that a ledger keeps of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from tosgen.model.effect import Effect, Sending
from tosgen.saying import say

DECISION = "tosgen.decision/1"
SIGNERS = "tosgen.signers/1"
SUPPORT = "tosgen.signers-change/1"
PLAIN = "plain"
"""Stands where a key would, in a ledger without signers."""
Action = Literal["record", "approve", "reject", "publish", "withdraw", "notify"]
Role = Literal["author", "reviewer", "publisher"]
ROLES: tuple[Role, ...] = ("author", "reviewer", "publisher")
STATES: Mapping[str, str] = {
    "record": "recorded", "approve": "approved", "reject": "rejected", "publish": "published",
    "withdraw": "withdrawn", "notify": "notified",
}  # fmt: skip
"""Action -> the state that it is meant to bring about."""
MAY: Mapping[str, tuple[Role, ...]] = {
    "record": ("author",), "approve": ("reviewer",), "reject": ("author", "reviewer"), "publish": ("publisher",),
    "withdraw": ("publisher",), "notify": ("publisher",),
}  # fmt: skip
"""Action -> the roles, any of which may take it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One version that a decision speaks of, bound by what it holds."""

    document: str
    market: str
    version: int
    base: int | None
    record: str
    """sha256 of `version.json`."""
    texts: Mapping[str, str]
    """Locale -> sha256 of the text."""
    sequence: int
    """Which decision on this document and market it is, counted from 1."""
    effect: Effect | None = None
    """Of a publication: for whom it holds from when."""
    kind: str | None = None
    """Of an approval or a publication: the change kind as it was weighed."""

    @property
    def folder(self) -> str:
        """Where its files lie."""
        return f"{self.document}/{self.market}"

    @property
    def ref(self) -> str:
        """As the command line names it."""
        return f"{self.folder}@{self.version}"


@dataclass(frozen=True, slots=True)
class Decision:
    """An act of one person on one or several versions."""

    service: str
    action: Action
    by: str
    """The signer's principal; `NAME <ADDRESS>` in a plain decision."""
    key: str
    """The fingerprint of the signer's key, or `plain`."""
    at: str
    """The moment, ISO 8601 with its zone."""
    parent: str
    """The commit that main named then."""
    subjects: tuple[Subject, ...]
    effective: str | None = None
    """The first day on which a publication, or a withdrawal, holds."""
    reason: str | None = None
    """sha256 of the reason given, which is kept outside the ledger."""
    sent: Sending | None = None
    """Of a notice to users: what went out."""
    kind: str | None = None
    """The change kind that its maker gives the versions; None: as they were weighed."""

    def as_dict(self) -> dict[str, Any]:
        """The object that is signed."""
        data = asdict(self)
        subjects = [_without_none(subject, "effect", "kind") for subject in data["subjects"]]
        whole = {"schema": DECISION, "state": STATES[self.action], **data, "subjects": subjects}
        return _without_none(whole, "sent", "kind")

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Decision:
        """Read what `as_dict` gave; ValueError, TypeError or KeyError for anything else."""
        rest = {name: value for name, value in data.items() if name not in {"schema", "state"}}
        if data["schema"] != DECISION or data["state"] != STATES[data["action"]]:
            raise ValueError(say("it is no decision of this schema"))
        subjects = tuple(_subject(each) for each in rest["subjects"])
        sent = Sending.from_dict(rest["sent"]) if rest.get("sent") is not None else None
        decision = cls(**{**rest, "subjects": subjects, "sent": sent})
        texts = (decision.service, decision.by, decision.key, decision.at, decision.parent)
        if not all(isinstance(text, str) for text in texts) or not decision.subjects:
            raise TypeError(say("a field is of another type"))
        for subject in decision.subjects:
            _check(subject)
        return decision


def _without_none(data: dict[str, Any], *names: str) -> dict[str, Any]:
    """An object without those keys that have nothing to say."""
    return {key: value for key, value in data.items() if key not in names or value is not None}


def _subject(data: Mapping[str, Any]) -> Subject:
    effect = Effect.from_dict(data["effect"]) if data.get("effect") is not None else None
    return Subject(**{**data, "effect": effect})


def _check(subject: Subject) -> None:
    numbers = (subject.version, subject.sequence, *([] if subject.base is None else [subject.base]))
    if not all(type(number) is int and number > 0 for number in numbers) or not isinstance(subject.texts, dict):
        raise TypeError(say("a subject's field is of another type"))


@dataclass(frozen=True, slots=True)
class Signer:
    """One key of one person, as the list of signers has it."""

    principal: str
    public: str
    """`TYPE BASE64`, as in a public key file."""
    fingerprint: str
    """`SHA256:…`."""
    short: str
    """First 8 hexadecimal digits of the same digest: names files."""
    until: str = ""
    """The first day (YYYY-MM-DD) on which the key no longer counts; "" for none."""


@dataclass(frozen=True, slots=True)
class Signers:
    """Who may decide, and how many of whom it takes."""

    keys: tuple[Signer, ...] = ()
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Role -> principals."""
    approvals: int = 1
    """How many reviewers approve a version before it is published."""
    quorum: int = 1
    """How many signers agree to a change of this list."""
    revoked: tuple[str, ...] = ()
    """Fingerprints that never come back."""
    change: int = 0
    """How many times the list has changed."""

    def of(self, fingerprint: str) -> Signer | None:
        """The signer that a key belongs to."""
        return next((signer for signer in self.keys if signer.fingerprint == fingerprint), None)

    def roles_of(self, principal: str) -> tuple[Role, ...]:
        """What a person may do."""
        return tuple(role for role in ROLES if principal in self.roles.get(role, ()))


@dataclass(frozen=True, slots=True)
class Support:
    """One signer's agreement to a change of the list: `after` is the sha256 of what it is to be."""

    service: str
    change: int
    after: str
    by: str
    key: str
    at: str
    parent: str

    def as_dict(self) -> dict[str, Any]:
        """The object that is signed."""
        return {"schema": SUPPORT, **asdict(self)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Support:
        """Read what `as_dict` gave; ValueError, TypeError or KeyError for anything else."""
        if data["schema"] != SUPPORT or type(data["change"]) is not int:
            raise ValueError(say("it is no change of signers of this schema"))
        support = cls(**{name: value for name, value in data.items() if name != "schema"})
        if not all(isinstance(text, str) for text in (support.service, support.after, support.by, support.key)):
            raise TypeError(say("a field is of another type"))
        return support
