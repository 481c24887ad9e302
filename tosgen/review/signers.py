"""The list of signers as it lies in a ledger: `signers/allowed_signers`, as OpenSSH reads it, and `roles.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256

from tosgen.errors import Refused
from tosgen.ledger import canonical
from tosgen.ledger.signatures import NAMESPACE, fingerprint, is_principal, public_key, short
from tosgen.model.decision import ROLES, SIGNERS, Signer, Signers
from tosgen.saying import listed, say

FOLDER = "signers"
ALLOWED, WHO = f"{FOLDER}/allowed_signers", f"{FOLDER}/roles.json"
CHANGES = f"{FOLDER}/changes"
_LINE = re.compile(
    rf'(?P<principal>\S+) namespaces="{NAMESPACE}"(?:,valid-before="(?P<until>\d{{8}})")? (?P<public>\S+ \S+)'
)


def signer(principal: str, public: str, until: str = "") -> Signer:
    """A key of a person."""
    return Signer(principal, public, fingerprint(public), short(public), until)


def write(signers: Signers) -> dict[str, bytes]:
    """Path -> content of both files."""
    lines = [_line(each) for each in sorted(signers.keys, key=lambda each: (each.principal, each.fingerprint))]
    who = {
        "schema": SIGNERS,
        "change": signers.change,
        "roles": {role: sorted(signers.roles.get(role, ())) for role in ROLES},
        "approvals": signers.approvals,
        "quorum": signers.quorum,
        "revoked": sorted(signers.revoked),
    }
    return {ALLOWED: "".join(lines).encode(), WHO: canonical(who)}


def digest(files: Mapping[str, bytes]) -> str:
    """What a signer agrees to: one digest over both files."""
    return sha256(files[ALLOWED] + b"\0" + files[WHO]).hexdigest()


def read(files: Mapping[str, bytes]) -> Signers:
    """The list; none if there are no files. ValueError (or KeyError, TypeError) for what is not as `write` writes it.

    A pattern, an authority, two names for a key, or anything else that OpenSSH would take, is not taken here.
    """
    if ALLOWED not in files and WHO not in files:
        return Signers()
    keys = tuple(_read(line) for line in files[ALLOWED].decode("ascii").splitlines())
    data = json.loads(files[WHO])
    found = Signers(
        keys,
        {role: tuple(data["roles"][role]) for role in ROLES},
        data["approvals"],
        data["quorum"],
        tuple(data["revoked"]),
        data["change"],
    )
    if write(found) != {ALLOWED: files[ALLOWED], WHO: files[WHO]}:
        raise ValueError(say("the list of signers is not written as tosgen writes it"))
    for fault in faults(found):
        raise ValueError(fault)
    return found


def faults(signers: Signers) -> Iterator[str]:
    """What makes a list unsound."""
    people = {each.principal for each in signers.keys}
    for each in signers.keys:
        if not is_principal(each.principal):
            yield say("{principal} is not the address of one person", principal=ascii(each.principal))
    for what in ("fingerprint", "short"):
        values = [getattr(each, what) for each in signers.keys]
        if len(set(values)) < len(values):
            yield say("a key stands for two people, or two keys begin alike")
    known = {name for names in signers.roles.values() for name in names}
    if known != people:
        yield say("a role without a key, or a key without a role: {people}", people=listed(sorted(known ^ people)))
    if any(each.fingerprint in signers.revoked for each in signers.keys):
        yield say("a revoked key stands in the list")
    if not 1 <= signers.quorum <= max(1, len(people)) or signers.approvals < 1:
        yield say(
            "{needed} signers must agree to a change, and there are {number}", needed=signers.quorum, number=len(people)
        )
    if not people:
        yield say("nobody is left who could decide")


def added(signers: Signers, new: Signer, roles: tuple[str, ...]) -> Signers:
    """The list with a key more, and its owner's roles. Refused (`signers`) for a key that is somebody else's."""
    holder = signers.of(new.fingerprint)
    if holder and holder.principal != new.principal:
        what = say("the key is {principal}'s already", principal=holder.principal)
        raise Refused.one("signers", what, new.principal, say("every person has keys of their own"))
    given = {role: tuple(dict.fromkeys([*signers.roles.get(role, ()), new.principal])) for role in roles}
    keys = (*(each for each in signers.keys if each.fingerprint != new.fingerprint), new)
    return replace(signers, keys=keys, roles={**signers.roles, **given}, change=signers.change + 1)


def without(signers: Signers, gone: tuple[Signer, ...]) -> Signers:
    """The list without some keys, which never come back; who has no key left has no role."""
    prints = tuple(each.fingerprint for each in gone)
    keys = tuple(each for each in signers.keys if each.fingerprint not in prints)
    people = {each.principal for each in keys}
    roles = {role: tuple(name for name in names if name in people) for role, names in signers.roles.items()}
    revoked = tuple(dict.fromkeys([*signers.revoked, *prints]))
    return replace(signers, keys=keys, roles=roles, revoked=revoked, change=signers.change + 1)


def expired(signer: Signer, day: date) -> bool:
    """Whether a key no longer counts on a day (UTC)."""
    return bool(signer.until) and date.fromisoformat(signer.until) <= day


def _line(each: Signer) -> str:
    until = f',valid-before="{each.until.replace("-", "")}"' if each.until else ""
    return f'{each.principal} namespaces="{NAMESPACE}"{until} {each.public}\n'


def _read(line: str) -> Signer:
    found = _LINE.fullmatch(line)
    public = found and public_key(found["public"])
    if not found or not public:
        raise ValueError(
            say(
                "{line} is not one person's key for the namespace {namespace}",
                line=ascii(line[:60]),
                namespace=NAMESPACE,
            )
        )
    until = found["until"] or ""
    return signer(found["principal"], public, until and date.fromisoformat(until).isoformat())
