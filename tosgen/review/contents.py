"""What every recorded version keeps to, byte by byte. A rule is a function; the list of rules is the specification."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from tosgen.ledger import canonical
from tosgen.ledger.record import described
from tosgen.model.document import anchor
from tosgen.model.version import Version
from tosgen.review.act import Opened
from tosgen.review.past import Past, shape
from tosgen.review.rule import Fault, Rule
from tosgen.saying import say


def _folder(version: Version) -> str:
    return f"{version.document}/{version.market}"


def readable(past: Past, now: Opened) -> Iterator[Fault]:
    """`version.json` can be read, and is written in the one way."""
    if now.kind != "version":
        return
    if now.version is None:
        yield Fault("record", "", say("its version.json is missing or cannot be read"))
    elif now.step.contents[f"{_folder(now.version)}/version.json"] != canonical(now.version.as_dict()):
        yield Fault("record", f"{_folder(now.version)}/version.json", say("its bytes are not the canonical ones"))


def described_truly(past: Past, now: Opened) -> Iterator[Fault]:
    """The commit message says of the version what its record says, summary included."""
    if now.version and now.step.message != described(now.version, now.version.summary):
        yield Fault(
            "message", f"{_folder(now.version)}/version.json", say("the commit message is not what the record gives")
        )


def compared(past: Past, now: Opened) -> Iterator[Fault]:
    """A version was compared with one before it."""
    base = now.version.base if now.version else None
    if now.version and base is not None and not 0 < base < now.version.version:
        yield Fault(
            "record", f"{now.folder}/version.json", say("it was compared with v{base}, which was not there", base=base)
        )


def of_the_service(past: Past, now: Opened) -> Iterator[Fault]:
    """Every version is of the ledger's service."""
    if now.version and now.version.service != past.service:
        yield Fault(
            "record",
            f"{_folder(now.version)}/version.json",
            say("it is of {service}", service=ascii(now.version.service)),
        )


def texts(past: Past, now: Opened) -> Iterator[Fault]:
    """The texts are those whose SHA-256 the record holds, no more and no less."""
    if not now.version:
        return
    folder = _folder(now.version)
    there = past.texts.get(folder, {})
    changed = {each.path: each.status for each in now.step.touched}
    for locale, digest in now.version.texts.items():
        path = f"{folder}/{locale}.md"
        held = sha256(now.step.contents[path]).hexdigest() if path in now.step.contents else there.get(path)
        if held != digest or changed.get(path) == "D":
            yield Fault("text", path, say("its SHA-256 is not the recorded one"))
    left = {path for path in {*there, *changed} if path.endswith(".md") and changed.get(path) != "D"}
    for path in sorted(left - {f"{folder}/{locale}.md" for locale in now.version.texts}):
        if path.startswith(f"{folder}/"):
            yield Fault("text", path, say("the record does not name it"))


def alike(past: Past, now: Opened) -> Iterator[Fault]:
    """Every language of a version has the same sections and clauses in the same order: those of its record."""
    if not now.version:
        return
    folder, found = now.folder, {}
    for locale in now.version.texts:
        path = f"{folder}/{locale}.md"
        found[path] = shape(now.step.contents[path]) if path in now.step.contents else past.shapes.get(path, "")
    told = [anchor(clause.id, clause.supplement) for clause in now.version.clauses]
    known, binding = {*told}, found.get(f"{folder}/{now.version.authoritative}.md")
    for path, one in found.items():
        if binding is not None and one != binding:
            yield Fault("shape", path, say("its sections and clauses are not those of the authoritative text"))
        elif [name for name in one.split() if name in known] != told:
            yield Fault("shape", path, say("its clauses are not those that the record names, in this order"))


RULES: tuple[Rule, ...] = (readable, described_truly, compared, of_the_service, texts, alike)
