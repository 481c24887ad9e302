"""What changes between two versions, in few words and one language, for people who are to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tosgen.ledger import Ledger
from tosgen.model.document import anchor
from tosgen.model.version import Cause, Version
from tosgen.redline.align import compare
from tosgen.redline.blocks import Part, parse
from tosgen.redline.model import Change
from tosgen.text.sentences import lines

_SHORT = 400
"""Characters that are quoted; longer ones are named by their title alone."""
_REASONS = ("law", "fact", "feature", "jurisdiction", "term", "library", "translation", "outline")
"""Causes from the most telling one on; a change of layout is one of the outline."""


@dataclass(frozen=True, slots=True)
class Tidings:
    """A document's title in the language, what changes in substance (as cells of `change.list`), and whether other
    parts read differently too."""

    title: str
    items: tuple[Mapping[str, str], ...]
    others: bool


def tidings(ledger: Ledger, old: Version | None, new: Version, between: Sequence[Version], locale: str) -> Tidings:
    """The news in one language; in a language that the old version did not have, without its words."""
    text = ledger.text(new.document, new.market, new.version, locale)
    common = locale if old is None or locale in old.texts else old.authoritative
    before = ledger.text(old.document, old.market, old.version, common) if old else ""
    known = common == locale
    after = text if known or common not in new.texts else ledger.text(new.document, new.market, new.version, common)
    changes = [c for c in compare(before, after, from_="", to="").changes if c.rank == "clause" and _worded(c)]
    parts = {part.key: part for part in parse(text)}
    material = _material(old, new)
    items = tuple(_item(c, parts, between, known) for c in changes if c.anchor in material)
    title = next((part.title for part in parts.values() if part.rank == "title"), new.document)
    return Tidings(title, items, len(items) < len(changes))


def _worded(change: Change) -> bool:
    return bool({*change.kinds} & {"added", "removed", "reworded"})


def _material(old: Version | None, new: Version) -> frozenset[str]:
    """Anchors of the clauses whose change counts as one of substance."""
    records = [*(old.clauses if old else ()), *new.clauses]
    return frozenset(anchor(c.id, c.supplement) for c in records if c.materiality == "material")


def _item(change: Change, parts: Mapping[str, Part], between: Sequence[Version], known: bool) -> Mapping[str, str]:
    here = parts.get(change.anchor)
    kind = next(kind for kind in ("added", "removed", "reworded") if kind in change.kinds)
    before, after = _quoted(change, kind) if known else ("", "")
    title = here.title if here else change.title
    return {"title": title, "kind": kind, "before": before, "after": after, "reason": _reason(change, between)}


def _quoted(change: Change, kind: str) -> tuple[str, str]:
    """The sentences that went and came, where they are short."""
    was, now = _sentences(change.before), _sentences(change.after)
    if kind == "added":
        was = []
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    moved = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    gone = " ".join(line for _, i, j, _, _ in moved for line in was[i:j])
    come = " ".join(line for _, _, _, i, j in moved for line in now[i:j])
    return ("", "") if len(gone) > _SHORT or len(come) > _SHORT or kind == "removed" else (gone, come)


def _sentences(text: str) -> list[str]:
    """The sentences below the title."""
    body = text.partition("\n\n")[2]
    return [sentence.strip() for line in body.split("\n") for sentence in lines(line) if sentence.strip()]


def _reason(change: Change, between: Sequence[Version]) -> str:
    causes = [cause for version in between for cause in _causes(version, change.anchor)]
    kinds = {"outline" if cause.kind == "layout" else cause.kind for cause in causes}
    return next((reason for reason in _REASONS if reason in kinds), "library")


def _causes(version: Version, name: str) -> tuple[Cause, ...]:
    own = {anchor(c.id, c.supplement): c.causes for c in version.clauses}
    return own.get(name) or version.other_causes.get(name, ())
