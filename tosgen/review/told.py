"""What every record of a notice to users keeps to. A rule is a function; the list of rules is the specification."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from tosgen.model.decision import Decision
from tosgen.model.effect import CHANNELS, Sending
from tosgen.review.act import Opened
from tosgen.review.past import Past
from tosgen.review.rule import Fault, Rule
from tosgen.saying import say

_SHA256 = re.compile(r"[0-9a-f]{64}")


def particulars(past: Past, now: Opened) -> Iterator[Fault]:
    """A notice says what went out, by which channel, to how many; nothing else does."""
    for act, decision, _ in now.decisions:
        if (decision.sent is not None) != (decision.action == "notify"):
            yield Fault("form", act.path, say("a notice to users says what went out, and only it"))
        elif decision.sent is not None and (what := _wrong(decision.sent)):
            yield Fault("form", act.path, what)


def _wrong(sent: Sending) -> str:
    if sent.channel not in CHANNELS:
        return say("'{channel}' is no channel: {known}", channel=sent.channel, known=", ".join(CHANNELS))
    if sent.count < (0 if CHANNELS[sent.channel] == "public" else 1):
        return say("{count} is no number of people who were told", count=sent.count)
    wrong = [digest for digest in sent.digests if not _SHA256.fullmatch(digest)]
    if wrong or not sent.digests or list(sent.digests) != sorted({*sent.digests}):
        return say("it holds the SHA-256 of each text that went out, in order")
    if sent.existing is not None and sent.existing <= sent.day:
        return say(
            "it was sent on {sent}, and names {existing} as the first day", sent=sent.day, existing=sent.existing
        )
    return ""


def dated(past: Past, now: Opened) -> Iterator[Fault]:
    """With signers, a notice went out after its version was recorded, and before the sending was."""
    for act, decision, subject in now.decisions:
        if decision.sent is None or not past.signers.keys:
            continue
        day, known = date.fromisoformat(decision.sent.day), past.recorded(subject.folder, subject.version)
        if day > _decided(decision):
            what = say("it says that users were told on {day}, which is still to come", day=day)
            yield Fault("back-dated", act.path, what)
        elif known and known.on and day < known.on:
            what = say("{subject}: users cannot have been told of it on {day}: it was recorded on {recorded}",
                       subject=subject.ref, day=day, recorded=known.on)  # fmt: skip
            yield Fault("back-dated", act.path, what)


def _decided(decision: Decision) -> date:
    return datetime.fromisoformat(decision.at).date()


RULES: tuple[Rule, ...] = (particulars, dated)
