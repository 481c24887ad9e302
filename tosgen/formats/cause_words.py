"""A cause in words, with what stands behind it: commit, provision of law, value on both sides, block."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tosgen.formats import redline_values
from tosgen.formats.redline_values import shortened
from tosgen.model.version import Cause
from tosgen.saying import joined, say, say_in, say_n

_DIGEST = 12


def cause(given: Cause) -> str:
    """A cause with its evidence, on one line.

    >>> cause(Cause("fact", "complaints.answer_within", "14 days", "10 days")), cause(Cause("layout"))
    ('fact complaints.answer_within: 14 days → 10 days', 'layout')
    >>> cause(Cause("law", "aia-50-1", evidence={"citation": "AI Act Art. 50(1)", "on": "2026-08-02"}))
    'law aia-50-1 (AI Act Art. 50(1)), of 2026-08-02'
    """
    told = _KINDS.get(given.kind)
    return told(given) if told else named(given)


def named(given: Cause) -> str:
    """Its kind and name alone: what a list of many has room for."""
    return _NAMED[given.kind].of(name=given.name) if given.name and given.kind in _NAMED else _BARE[given.kind]


_NAMED = {
    "library": say("library {name}"),
    "law": say("law {name}"),
    "fact": say("fact {name}"),
    "feature": say("feature {name}"),
    "term": say("term {name}"),
    "jurisdiction": say("jurisdiction {name}"),
    "translation": say("translation {name}"),
    "outline": say("outline {name}"),
    "layout": say("layout {name}"),
}


_BARE = {
    "library": say_in("cause of a change", "library"),
    "law": say_in("cause of a change", "law"),
    "fact": say_in("cause of a change", "fact"),
    "feature": say_in("cause of a change", "feature"),
    "term": say_in("cause of a change", "term"),
    "jurisdiction": say_in("cause of a change", "jurisdiction"),
    "translation": say_in("cause of a change", "translation"),
    "outline": say_in("cause of a change", "outline"),
    "layout": say_in("cause of a change", "layout"),
}


def _valued(given: Cause) -> str:
    """With its value on both sides, if they are known."""
    if given.before is None and given.after is None:
        return named(given)
    change = redline_values.change(given.before, given.after)
    return say("{cause}: {change}", cause=named(given), change=change)


def _library(given: Cause) -> str:
    cause = named(given)
    if "commit" in given.evidence:
        return _committed(given)
    if given.evidence.get("uncommitted"):
        return say("{cause}: edited, and not committed yet", cause=cause)
    return _by_digest(given)


def _committed(given: Cause) -> str:
    evidence = given.evidence
    short, subject = str(evidence["commit"])[:_DIGEST], shortened(str(evidence.get("subject", "")))
    told = say("{cause}: commit {commit} “{subject}”", cause=named(given), commit=short, subject=subject)
    more = evidence.get("more")
    if not isinstance(more, int) or more < 1:
        return told
    earlier = say_n("{n} commit before it", "{n} commits before it", n=more)
    return say("{told}, and {earlier}", told=told, earlier=earlier)


def _by_digest(given: Cause) -> str:
    cause = named(given)
    if given.before is None and given.after is None:
        return cause
    if given.before is None:
        return say("{cause}: new ({after})", cause=cause, after=given.after)
    if given.after is None:
        return say("{cause}: taken out ({before})", cause=cause, before=given.before)
    return say("{cause}: {before} → {after}", cause=cause, before=given.before, after=given.after)


def _law(given: Cause) -> str:
    evidence, cause = given.evidence, named(given)
    citation, on = evidence.get("citation"), evidence.get("on")
    if citation and on:
        return say("{cause} ({citation}), of {date}", cause=cause, citation=citation, date=on)
    if on:
        return say("{cause}, of {date}", cause=cause, date=on)
    if given.before is None or given.after is None:
        day = given.after or given.before
        return say("{cause}, of {date}", cause=cause, date=day) if day else cause
    return say("{cause}, between {before} and {after}", cause=cause, before=given.before, after=given.after)


def _translation(given: Cause) -> str:
    blocks = given.evidence.get("blocks")
    if not isinstance(blocks, list) or not blocks:
        return named(given)
    quoted = joined("; ", [say("“{text}”", text=shortened(str(block))) for block in blocks[:3]])
    if len(blocks) > 3:
        more = say_n("{n} more", "{n} more", n=len(blocks) - 3)
        return say("{cause} of {blocks}; {more}", cause=named(given), blocks=quoted, more=more)
    return say("{cause} of {blocks}", cause=named(given), blocks=quoted)


def _places(given: Cause) -> str:
    if not isinstance(given.before, list) or not isinstance(given.after, list):
        return _valued(given)
    before, after = (", ".join(map(str, places)) for places in (given.before, given.after))
    return say("{cause}: {change}", cause=named(given), change=f"{before} → {after}")


_KINDS: Mapping[str, Callable[[Cause], str]] = {
    "library": _library, "law": _law, "fact": _valued, "feature": _valued, "term": _valued,
    "jurisdiction": _places, "translation": _translation, "outline": _valued, "layout": named,
}  # fmt: skip
