"""SSH signatures over recorded bytes: made and checked by ssh-keygen, with nothing outside to bend what it does."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tosgen.errors import Refused, Unavailable
from tosgen.ledger.surroundings import signing_key_of
from tosgen.saying import say

NAMESPACE = "tosgen"
TYPES = (
    "ssh-ed25519", "sk-ssh-ed25519@openssh.com", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
    "sk-ecdsa-sha2-nistp256@openssh.com", "ssh-rsa",
)  # fmt: skip
_PUBLIC = re.compile(rf"({'|'.join(map(re.escape, TYPES))}) ([A-Za-z0-9+/]+={{0,2}})(?: .*)?", re.ASCII)
_PRINCIPAL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+", re.ASCII)
_SIGNED_BY_AGENT = ("HOME", "SSH_AUTH_SOCK")
_WAIT = 300


@dataclass(frozen=True, slots=True)
class Claim:
    """That someone signed something: who, by which public key (`TYPE BASE64`), at what moment."""

    principal: str
    public: str
    at: datetime
    content: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Key:
    """A key to sign with: a private key's file, or a public key's whose private half an agent holds."""

    path: Path
    public: str

    @property
    def fingerprint(self) -> str:
        """As `ssh-keygen -l` shows it."""
        return fingerprint(self.public)

    def sign(self, content: bytes) -> bytes:
        """A detached signature. Refused (`key`) if ssh-keygen will not sign."""
        command = ["-Y", "sign", "-q", "-n", NAMESPACE, "-f", str(self.path)]
        status, signature, said = _run(command, content, _SIGNED_BY_AGENT)
        if status:
            raise Refused.one(
                "key",
                say("ssh-keygen did not sign: {said}", said=said),
                str(self.path),
                say("name your key with --key"),
            )
        return signature


def key_of(given: Path | None, folder: Path) -> Key | None:
    """The key named, else git's `user.signingkey` if it is an SSH key, else none. Refused (`key`) for a bad one."""
    if given is not None:
        return _key(given)
    named = signing_key_of(folder)
    path = Path(named).expanduser()
    if not named or not path.is_absolute() or not path.is_file():
        return None
    with suppress(Refused, Unavailable):  # it may be meant for something else: where a key is needed, that is said
        return _key(path)
    return None


def public_key(text: str) -> str | None:
    """`TYPE BASE64` of a public key's line, None if it is none that can sign.

    >>> public_key("ssh-rsa AAAA a comment"), public_key("cert-authority * ssh-rsa AAAA")
    (None, None)
    """
    found = _PUBLIC.fullmatch(text.strip())
    try:
        blob = base64.b64decode(found[2], validate=True) if found else b""
    except binascii.Error:
        return None
    head = found[1].encode() if found else b""
    named = blob.startswith(len(head).to_bytes(4, "big") + head) and len(blob) > len(head) + 4
    return f"{found[1]} {found[2]}" if found and named else None


def fingerprint(public: str) -> str:
    """`SHA256:…` of `TYPE BASE64`."""
    return f"SHA256:{base64.b64encode(_digest(public)).decode().rstrip('=')}"


def short(public: str) -> str:
    """The first 8 hexadecimal digits of the fingerprint's digest: base64 has letters that no file name may hold."""
    return _digest(public).hex()[:8]


def is_principal(name: str) -> bool:
    """Whether a name is one address, and no pattern that could stand for others."""
    return _PRINCIPAL.fullmatch(name) is not None


def check(claims: Sequence[Claim]) -> list[str]:
    """What is wrong with each claim, "" if nothing is; several at once. Unavailable if ssh-keygen is missing."""
    if not claims:
        return []
    _program()
    with TemporaryDirectory(prefix="tosgen-") as folder, ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(_checked, claims, _places(Path(folder), len(claims))))


def _places(folder: Path, count: int) -> Iterable[Path]:
    return (folder / str(number) for number in range(count))


def _checked(claim: Claim, place: Path) -> str:
    """Against a list that holds this key alone, for this one name."""
    if not is_principal(claim.principal) or public_key(claim.public) != claim.public:
        return say("the signer is no single person with a key")
    allowed, signature = place.with_suffix(".allowed"), place.with_suffix(".sig")
    allowed.write_text(f'{claim.principal} namespaces="{NAMESPACE}" {claim.public}\n', "ascii")
    signature.write_bytes(claim.signature)
    moment = claim.at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    command = ["-Y", "verify", "-f", str(allowed), "-I", claim.principal, "-n", NAMESPACE, "-s", str(signature)]
    status, said, errors = _run([*command, "-O", f"verify-time={moment}"], claim.content)
    for file in (allowed, signature):
        file.unlink()
    good = f'Good "{NAMESPACE}" signature for {claim.principal} with '
    told = said.decode("utf-8", "replace").strip()
    if status == 0 and told.startswith(good) and told.endswith(f" {fingerprint(claim.public)}"):
        return ""
    return errors or say("the signature is not of these bytes by this key")


def _key(path: Path) -> Key:
    try:
        text = path.read_text("utf-8", errors="replace")
    except OSError as error:
        hint = say("name a private SSH key's file")
        raise Refused.one("key", say("it cannot be read: {error}", error=error.strerror), str(path), hint) from None
    public = public_key(text) or _public_half(path)
    if public is None:
        hint = say(
            "make one with `ssh-keygen -t ed25519`; put the public half of an encrypted one beside it, as FILE.pub"
        )
        raise Refused.one("key", say("it is no SSH key that can sign"), str(path), hint)
    return Key(path.absolute(), public)


def _public_half(path: Path) -> str | None:
    status, public, _ = _run(["-y", "-P", "", "-f", str(path.absolute())], b"")
    if status == 0:
        return public_key(public.decode("utf-8", "replace"))
    beside = path.with_name(f"{path.name}.pub")
    return public_key(beside.read_text("utf-8", errors="replace")) if beside.is_file() else None


def _run(arguments: Sequence[str], feed: bytes, kept: Sequence[str] = ()) -> tuple[int, bytes, str]:
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
    try:
        done = subprocess.run(
            [_program(), *arguments], input=feed, capture_output=True, env=environment, cwd="/", timeout=_WAIT,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unavailable.one(
            "ssh-keygen", say("ssh-keygen did not answer"), "ssh-keygen", say("is an agent asking?")
        ) from None
    return done.returncode, done.stdout, " ".join(done.stderr.decode("utf-8", "replace").split())


def _program() -> str:
    found = shutil.which("ssh-keygen")
    if found is None:
        raise Unavailable.one(
            "ssh-missing", say("ssh-keygen cannot be run"), "ssh-keygen", say("install OpenSSH 8.9 or later")
        )
    return os.path.realpath(found)


def _digest(public: str) -> bytes:
    return hashlib.sha256(base64.b64decode(public.split(" ")[1])).digest()
