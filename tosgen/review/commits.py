"""What every commit of a ledger keeps to. A rule is a function; the list of rules is the specification."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tosgen.ledger import attributes
from tosgen.review.act import Opened
from tosgen.review.past import Past
from tosgen.review.rule import Fault, Rule
from tosgen.review.signers import CHANGES
from tosgen.saying import listed, say

_OF_A_VERSION = re.compile(
    r"version\.json|[A-Za-z0-9_]+\.md|decisions/(?P<number>[1-9][0-9]*)\.record\.[0-9a-f]{8}\.json(?:\.sig)?"
)
_OF_A_DECISION = re.compile(r"[^/]+/[^/]+/decisions/[^/]+\.json(?:\.sig)?")


def history(past: Past, now: Opened) -> Iterator[Fault]:
    """One commit follows on another: none is left out, none joins two histories."""
    if now.step.parents != ((past.tip,) if past.tip else ()):
        yield Fault(
            "history", "", say("the commit does not follow on the one before: the history was cut, grafted or joined")
        )


def foreign(past: Past, now: Opened) -> Iterator[Fault]:
    """tosgen made it."""
    if not now.kind or now.step.author != now.step.committer or now.step.extra:
        paths = [each.path for each in now.step.touched[:3]]
        told = listed(paths) if paths else say("no files")
        yield Fault("foreign", "", say("tosgen did not make this commit ({paths})", paths=told))


def place(past: Past, now: Opened) -> Iterator[Fault]:
    """A commit touches only what its kind may touch."""
    for each in now.step.touched:
        if now.kind and not attributes.ours(each) and not _may_touch(now, each.path, each.status):
            yield Fault("stray", each.path, say("a commit of this kind ({kind}) does not touch it", kind=now.kind))
        elif now.kind and each.status != "D" and each.mode != "100644":
            yield Fault("stray", each.path, say("it is no plain file"))


def _may_touch(now: Opened, path: str, status: str) -> bool:
    if now.kind == "version":
        number, own = now.step.trailers["Version"], f"{now.folder}/"
        found = _OF_A_VERSION.fullmatch(path.removeprefix(own)) if path.startswith(own) else None
        return path.startswith("inputs/") or (found is not None and found["number"] in {None, number})
    if now.kind == "decision":
        return _OF_A_DECISION.fullmatch(path) is not None
    return path.startswith("signers/" if now.kind == "signers" else "records/") and status != "D"


def counted(past: Past, now: Opened) -> Iterator[Fault]:
    """Versions are counted without a gap."""
    if now.kind == "version":
        number, due = int(now.step.trailers["Version"]), max(past.versions.get(now.folder, {}), default=0) + 1
        if number != due:
            yield Fault(
                "sequence",
                f"{now.folder}/version.json",
                say("it is version {number}, and version {due} is due", number=number, due=due),
            )


def kept(past: Past, now: Opened) -> Iterator[Fault]:
    """What was decided stays as it was decided."""
    for each in now.step.touched:
        if each.status != "A" and ("/decisions/" in each.path or each.path.startswith(f"{CHANGES}/")):
            yield Fault("rewritten", each.path, say("a decision was changed or removed"))


def lone_signature(past: Past, now: Opened) -> Iterator[Fault]:
    """A signature lies beside what it signs."""
    here = {act.path for act in now.acts}
    for path in sorted(now.step.contents):
        if path.endswith(".sig") and path.removesuffix(".sig") not in here:
            yield Fault("form", path, say("a signature of nothing that this commit holds"))


def unsigned_version(past: Past, now: Opened) -> Iterator[Fault]:
    """With signers, a version carries its author's decision."""
    if now.kind == "version" and past.signers.keys and not any(d.action == "record" for _, d, _ in now.decisions):
        where = f"{now.folder}/version.json"
        yield Fault("unsigned", where, say("the version carries no signed decision of its author"))


def empty(past: Past, now: Opened) -> Iterator[Fault]:
    """A commit that says it decides holds a decision."""
    if now.kind in {"decision", "signers"} and not now.acts:
        yield Fault("form", "", say("the commit holds no decision"))


RULES: tuple[Rule, ...] = (history, foreign, place, counted, kept, lone_signature, unsigned_version, empty)
