"""A redline as one page: inline and side by side, unchanged clauses folded, readable without script and on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tosgen.formats.page import fragment, page
from tosgen.formats.redline_looks import looks
from tosgen.formats.redline_parts import Parts, Plainly, Side
from tosgen.formats.redline_summary import only_renumbered, summary, visible
from tosgen.model.version import Reason
from tosgen.model.words import word
from tosgen.redline.model import Change, Redline, Span
from tosgen.saying import Speak, english, say

ENGLISH = Side("", "en", "ltr")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the change counts as, and why."""

    kind: str
    reasons: tuple[Reason, ...] = ()


def render(
    redline: Redline, sides: tuple[Side, Side], *, when: str = "", verdict: Verdict | None = None,
    speak: Speak = english, tongue: Side = ENGLISH,
) -> str:  # fmt: skip
    """The page. `when`: the moment at which the new text was recorded; `tongue`: the language that `speak` speaks."""
    parts = Parts(redline, sides, speak)
    return page(
        "redline.html",
        page=tongue,
        old=sides[0],
        new=sides[1],
        when=when,
        look=_look(speak),
        summary=visible(speak(summary(redline))),
        kind=speak(word("kind", verdict.kind)) if verdict else "",
        reasons=[visible(speak(reason.because)) for reason in verdict.reasons] if verdict else [],
        causes=list(parts.causes()),
        changes=[parts.named(change) for change in redline.changes if not only_renumbered(change)],
        groups=list(parts.groups()),
        switch=redline.relation != "languages",
        sided=redline.relation != "versions",
        words={
            name: speak(said) for name, said in {**_words(sides), **_absent(redline, sides), **_marks(redline)}.items()
        },
    )


def _look(speak: Speak) -> Callable[[Span], str]:
    """How a span stands out otherwise than before, in words; empty where it does not."""
    return lambda span: speak(looks(span)) if span.was != span.now else ""


def embedded(
    redline: Redline, sides: tuple[Side, Side], *, prefix: str, whole: bool, when: str = "", speak: Speak = english,
    tongue: Side = ENGLISH, plainly: Plainly | None = None,
) -> str:  # fmt: skip
    """The parts of a redline for another page, which is to have the style sheet of this one: HTML, to stand as it is.

    `prefix`: what ids begin with, since a page has each once; `whole`: with the parts in which nothing changed;
    `plainly`: causes in these words, and no names of clauses.
    """
    parts = Parts(redline, sides, speak, prefix, plainly=plainly)
    return fragment(
        "redline_groups.html",
        page=tongue,
        old=sides[0],
        new=sides[1],
        when=when,
        look=_look(speak),
        groups=[group for group in parts.groups() if whole or not group.kept],
        words={
            name: speak(said) for name, said in {**_words(sides), **_absent(redline, sides), **_marks(redline)}.items()
        },
    )


def _marks(redline: Redline) -> Mapping[str, str]:
    """What is read out where a page shows colours and lines."""
    if redline.relation == "versions":
        return {"deleted": say("[deleted:"), "inserted": say("[inserted:")}
    return {"deleted": say("[in the first text:"), "inserted": say("[in the second text:")}


def _words(sides: tuple[Side, Side]) -> Mapping[str, str]:
    old, new = (visible(side.name) for side in sides)
    return {
        "title": say("Redline: {old} → {new}", old=old, new=new),
        "heading": say("Redline"),
        "to": say("to"),
        "kind": say("Change kind"),
        "causes": say("Causes"),
        "changes": say("Changes"),
        "text": say("Text"),
        "view": say("View"),
        "inline": say("Inline"),
        "sides": say("Side by side"),
        "shortcuts": say("Keys: j or n next change, k or p previous change"),
        "end": say("]"),
    }


def _absent(redline: Redline, sides: tuple[Side, Side]) -> Mapping[str, str]:
    """What stands in for a clause that one side lacks; nothing where that side is no text at all."""
    words = {}
    for name, side, kind in (("absent_old", sides[0], "added"), ("absent_new", sides[1], "removed")):
        if not all(isinstance(part, Change) and kind in part.kinds for part in redline.parts):
            words[name] = say("Not in {name}", name=visible(side.name))
    return words
