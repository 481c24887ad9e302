"""The parts of a redline as a page shows them: what changed one by one, what did not in folds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from tosgen.formats.cause_words import cause as in_words
from tosgen.formats.redline_counts import kind_words
from tosgen.formats.redline_lines import Block, blocks
from tosgen.formats.redline_summary import body, number, only_renumbered, visible
from tosgen.model.version import Cause
from tosgen.redline.model import Change, Kept, Redline, Span
from tosgen.saying import COMMA, Speak, joined, say, say_in, say_n

_ID = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
_SHAPING = "\u00ad\u061c\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f"
"""Characters that a script needs to be read right; what was deleted or inserted shows them all the same."""
Blocks = tuple[Block, ...] | None
Plainly = Callable[[Cause], str]
"""A cause in words for the readers of a text."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the texts: what it is called, its language and direction as HTML has them (`auto` where unknown)."""

    name: str
    lang: str = ""
    dir: str = "auto"


@dataclass(frozen=True, slots=True)
class Part:
    """A part for the page; its text on both sides at once, or on each: None where there is none to show."""

    id: str
    number: str
    title: str
    kinds: str
    side: Side
    rank: str
    clause: str = ""
    causes: tuple[str, ...] = ()
    both: Blocks = None
    old: Blocks = None
    new: Blocks = None


@dataclass(frozen=True, slots=True)
class Group:
    """A change, the headings that it stands under, or a fold of parts in which nothing changed."""

    change: Part | None = None
    under: tuple[Part, ...] = ()
    kept: tuple[Part, ...] = ()
    words: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A cause with the parts that it changed; `asked`: the question that a fact or feature answers."""

    words: str
    asked: str
    where: tuple[Part, ...]


class Parts:
    """The parts of one redline, in one language of the interface.

    `plainly`: causes in other words than those for whoever keeps the library; then no clause is named either.
    """

    def __init__(
        self, redline: Redline, sides: tuple[Side, Side], speak: Speak, prefix: str = "", *,
        plainly: Plainly | None = None,
    ) -> None:  # fmt: skip
        self._redline, self._sides, self._speak, self._prefix = redline, sides, speak, prefix
        self._plainly = plainly
        self._ids: dict[str, str] = {}

    def named(self, change: Change) -> Part:
        """A change's name and where it stands."""
        kinds = self._speak(joined(COMMA, [kind_words(kind, self._redline) for kind in change.kinds]))
        side = self._sides[0] if "removed" in change.kinds else self._sides[1]
        title = visible(change.title or change.clause, _SHAPING)
        return Part(self._id(change.anchor), number(change), title, kinds, side, change.rank)

    def causes(self) -> Iterator[Told]:
        """Each cause once, in the order of what it changed."""
        found: dict[tuple[str, str], tuple[Cause, list[Change]]] = {}
        say_it = self._plainly or in_words
        for change in self._redline.changes:
            for cause in change.causes:
                where = found.setdefault((cause.kind, say_it(cause)), (cause, []))[1]
                if not only_renumbered(change) and change not in where:
                    where.append(change)
        for cause, where in found.values():
            asked = "" if self._plainly else visible(self._speak(_asked(cause)))
            yield Told(self._cause(cause), asked, tuple(map(self.named, where)))

    def groups(self) -> Iterator[Group]:
        """All parts in reading order, stretches without changes folded."""
        for changed, parts in groupby(self._redline.parts, key=_changed):
            if changed:
                yield from (Group(change=self._change(part)) for part in parts if isinstance(part, Change))
            else:
                yield from self._folds(list(map(self._kept, parts)))

    def _folds(self, kept: list[Part]) -> Iterator[Group]:
        """Unchanged parts; the headings at their end stand open over what follows."""
        under: list[Part] = []
        while kept and kept[-1].rank != "clause" and not (kept[-1].both or kept[-1].new):
            under.insert(0, kept.pop())
        if kept:
            words = self._speak(self._fold(kept))
            yield Group(kept=tuple(kept), words=words, open=self._redline.relation == "languages")
        if under:
            yield Group(under=tuple(under))

    def _fold(self, kept: Sequence[Part]) -> str:
        clauses = sum(part.rank == "clause" for part in kept)
        told = say_n("{n} clause in which nothing changed", "{n} clauses in which nothing changed", n=clauses)
        if self._redline.relation == "parallel":
            told = say_n("{n} clause that is the same on both sides", "{n} clauses that are the same", n=clauses)
        elif self._redline.relation == "languages":
            told = say_n("{n} clause on both sides", "{n} clauses on both sides", n=clauses)
        if not clauses:
            told = say_n("{n} heading", "{n} headings", n=len(kept))
        ends = dict.fromkeys(f"{part.number} {part.title}".strip() for part in (kept[0], kept[-1]))
        return say("{count}: {names}", count=told, names=joined(" … ", ends))

    def _change(self, change: Change) -> Part:
        name = f"{change.clause}, {change.supplement}" if change.supplement else change.clause
        causes = tuple(dict.fromkeys(map(self._cause, change.causes)))
        part = replace(self.named(change), clause="" if self._plainly else visible(name), causes=causes)
        if self._redline.relation == "languages":
            return self._in_two_languages(part, change.before, change.after)
        spans = tuple(map(_shown, body(change) or _below(change)))
        if self._redline.relation == "parallel" and not (change.before and change.after):
            spans = tuple(span._replace(op="equal") for span in spans)  # the label says it: nothing was taken away
        return replace(
            part,
            both=blocks(spans),
            old=None if "added" in change.kinds else blocks(spans, "old"),
            new=None if "removed" in change.kinds else blocks(spans, "new"),
        )

    def _kept(self, part: Change | Kept) -> Part:
        if isinstance(part, Change):  # renumbered, and nothing else
            named, spans = self.named(part), _below(part)
        else:
            title = visible(part.new.title, _SHAPING)
            named = Part(self._id(part.new.key), part.new.number, title, "", self._sides[1], part.new.rank)
            spans = _without(part.new.title, part.new.text)
        if self._redline.relation != "languages":
            return replace(named, both=blocks(map(_shown, spans)))
        texts = (part.before, part.after) if isinstance(part, Change) else (part.old.text, part.new.text)
        return self._in_two_languages(named, *texts)

    def _in_two_languages(self, part: Part, before: str, after: str) -> Part:
        """Each text whole, its title in its own language."""
        old, new = (blocks([_shown(Span("equal", text))]) if text else None for text in (before, after))
        return replace(part, old=old, new=new)

    def _cause(self, cause: Cause) -> str:
        return visible(self._speak((self._plainly or in_words)(cause)))

    def _id(self, anchor: str) -> str:
        """The anchor itself where it can be one."""
        own = anchor if _ID.fullmatch(anchor) else f"tosgen-part-{len(self._ids) + 1}"
        return self._ids.setdefault(anchor, f"{self._prefix}{own}")


def _asked(cause: Cause) -> str:
    """The question that a fact or a feature answers, in the context that `init` asks it in."""
    question = str(cause.evidence.get("asked") or "")
    vocabulary = "features" if cause.kind == "feature" else "facts"
    return say_in(f"{vocabulary}/{cause.name.rpartition(':')[2]}", question) if question else ""


def _changed(part: Change | Kept) -> bool:
    return isinstance(part, Change) and not only_renumbered(part)


def _shown(span: Span) -> Span:
    return span._replace(text=visible(span.text, _SHAPING if span.op == "equal" else ""))


def _below(change: Change) -> tuple[Span, ...]:
    """The text of a change in which no word differs, without the title."""
    return _without(change.title, change.after)


def _without(title: str, text: str) -> tuple[Span, ...]:
    rest = text.removeprefix(title).lstrip("\n") if title else text
    return (Span("equal", rest),) if rest else ()
