"""The change kind that people give a version: raised by whoever approves or publishes, lowered only for a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tosgen.model.decision import Subject
from tosgen.model.version import Version
from tosgen.review.act import Opened
from tosgen.review.past import Past
from tosgen.review.rule import Fault
from tosgen.review.state import Deed
from tosgen.saying import say

GIVEN = ("technical", "translation", "editorial", "material")
"""The kinds that a decision may give, from the least to the most."""
ACTIONS = frozenset({"approve", "publish"})
"""The decisions that hold the kind as it was weighed, and may give another."""


def kind_of(deeds: Iterable[Deed], version: int, weighed: str) -> str:
    """What a version's change counts as: the kind that was last given, else the one that was weighed."""
    given = [deed.kind for deed in deeds if deed.version == version and deed.kind]
    return given[-1] if given else weighed


def lower(kind: str, than: str) -> bool:
    """Whether a kind is less than another."""
    return kind in GIVEN and than in GIVEN and GIVEN.index(kind) < GIVEN.index(than)


def with_kinds(action: str, subjects: Sequence[Subject], versions: Sequence[Version]) -> tuple[Subject, ...]:
    """The subjects of a decision with the kinds as they were weighed, where it may give others."""
    if action not in ACTIONS:
        return tuple(subjects)
    return tuple(replace(subject, kind=version.kind) for subject, version in zip(subjects, versions, strict=True))


def given(past: Past, now: Opened) -> Iterator[Fault]:
    """A decision holds the kind as it was weighed; it may give another, and a lower one only with a reason."""
    for act, decision, subject in now.decisions:
        known = past.recorded(subject.folder, subject.version)
        weighed = known.kind if known else ""
        before = kind_of(past.of(subject.folder), subject.version, weighed)
        if subject.kind is not None and weighed and subject.kind != weighed:
            what = say("{ref} was weighed as {weighed}, not as {kind}", ref=subject.ref, weighed=weighed,
                       kind=subject.kind)  # fmt: skip
            yield Fault("kind", act.path, what)
        if decision.kind is None:
            continue
        if decision.action not in ACTIONS or decision.kind not in GIVEN:
            yield Fault("form", act.path, say("an approval or a publication may give a kind, and only they"))
        elif weighed == "initial":
            yield Fault("kind", act.path, say("{ref} is a first version: it changes nothing", ref=subject.ref))
        elif decision.reason is None and lower(decision.kind, before):
            what = say("{ref} counts as {before}; to count it as {kind}, give a reason", ref=subject.ref, before=before,
                       kind=decision.kind)  # fmt: skip
            yield Fault("no-reason", act.path, what)
