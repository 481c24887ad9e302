"""A review as one page: a table on top, then each version with its redlines; with a form where decisions are taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tosgen.formats import redline_html, review_words
from tosgen.formats.page import page
from tosgen.formats.redline_html import ENGLISH
from tosgen.formats.redline_parts import Side
from tosgen.formats.redline_summary import only_renumbered, summary, visible
from tosgen.formats.reviewed import Review, Reviewed, Wording
from tosgen.model.document import anchor
from tosgen.model.words import word
from tosgen.saying import Said, Speak, english, say, say_in, say_n

GIVEN = ("technical", "translation", "editorial", "material")
_OPEN = 3
"""So many versions that changed stand open at once."""
_WHOLE = 12
"""So many redlines come with what did not change."""
_HEADS = (
    say("Version"), say_in("heading", "Kind"), say("State"), say("Changes"), say("Coverage"), say("Notice"),
    say("Translations"),
)  # fmt: skip
_CLASSES = {str(review_words.HEADS["lost"]): "lost", str(review_words.HEADS["gained"]): "gained"}


@dataclass(frozen=True, slots=True)
class Form:
    """What a page needs to take decisions: where they are sent, and what was typed before, by field."""

    action: str
    csrf: str
    tip: str
    typed: Mapping[str, str] = field(default_factory=dict)
    focus: str = ""
    """The version that was decided on, or was to be."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a decision."""

    lines: tuple[str, ...]
    wrong: bool


def write(
    review: Review, directions: Mapping[str, str], *, form: Form | None = None, told: Told | None = None,
    speak: Speak = english, tongue: Side = ENGLISH,
) -> str:  # fmt: skip
    """The page. `directions`: locale -> `ltr` or `rtl`; `tongue`: the language that `speak` speaks."""
    return _Page(review, directions, form, speak, tongue).write(told)


@dataclass(frozen=True, slots=True)
class _Page:
    review: Review
    directions: Mapping[str, str]
    form: Form | None
    speak: Speak
    tongue: Side

    def write(self, told: Told | None) -> str:
        review = self.review
        return page(
            "review.html",
            over=("redline.css",),
            sends=self.form is not None,
            page=self.tongue,
            look=lambda _: "",
            when="",
            form=self.form,
            told=Told(tuple(map(self._said, told.lines)), told.wrong) if told else None,
            summary=self._said(review_words.head(review)),
            findings=[f"{finding.head} {self._said(finding.text)}" for finding in review.findings],
            heads=[self.speak(head) for head in _HEADS],
            documents=list(self._documents()),
            dropped=[visible(name) for name in review.dropped],
            words={name: self._said(said) for name, said in self._words().items()},
        )

    def _said(self, text: str) -> str:
        return visible(self.speak(text))

    def _words(self) -> Mapping[str, Said]:
        title = say("Review of {service} on {day}", service=self.review.service, day=self.review.on)
        if self.review.against:
            title = say(
                "Review of {service} against {revision}", service=self.review.service, revision=self.review.against
            )  # fmt: skip
        return {
            "title": title,
            "draft": review_words.DRAFT,
            "documents": say("Versions"),
            "table": say("Versions, one a row"),
            "dropped": say("No longer composed:"),
            "view": say("View"),
            "inline": say("Inline"),
            "sides": say("Side by side"),
            "shortcuts": say("Keys: j or n next change, k or p previous change"),
            "deleted": say("[deleted:"), "inserted": say("[inserted:"), "end": say("]"),
            "decide": say("Decide on"),
            "other": say("Another clause"),
            "none": say_in("no clause", "none"),
            "comment": say("Comment on that clause"),
            "kind": say("Counts as"),
            "reason": say("Reason (for a rejection, or for counting the change as less)"),
            "private": say("Comments and the reason are kept outside the ledger, which holds their SHA-256 alone."),
        }  # fmt: skip

    def _documents(self) -> Iterator[dict[str, object]]:
        changed = sum(1 for _ in self.review.changes)
        whole = sum(len(item.wordings) for item in self.review.items) <= _WHOLE
        for at, item in enumerate(self.review.items, 1):
            id = f"v{at}"
            yield {
                "id": id,
                "ref": item.ref if not self.review.against else item.folder,
                "kind": self._said(word("kind", item.kind)),
                "cells": [self._said(cell) for cell in self._cells(item)],
                "open": self._open(item, changed),
                "summary": self._said(review_words.changed(item)),
                "details": [
                    (self._said(heading), [self._said(line) for line in lines], _CLASSES.get(str(heading), ""))
                    for heading, lines in review_words.details(item)
                ],
                "redlines": [
                    self._redline(f"{id}-{wording.locale}", item, wording, whole=whole) for wording in item.wordings
                ],
                "note": self._note(item),
                **self._fields(id, item),
            }

    def _open(self, item: Reviewed, changed: int) -> bool:
        if self.form and self.form.focus:
            return item.ref == self.form.focus
        return len(self.review.items) == 1 or (item.base is not None and changed <= _OPEN)

    def _cells(self, item: Reviewed) -> tuple[str, ...]:
        stale = len(item.outdated) + len(item.missing)
        blocks = say_n("{n} block not current", "{n} blocks not current", n=stale) if stale else say("current")
        state = word("state", item.state) if item.state else say("not recorded")
        return (
            word("kind", item.kind), state, review_words.changed(item), review_words.coverage(item),
            review_words.notice(item), blocks,
        )  # fmt: skip

    def _note(self, item: Reviewed) -> str:
        if item.base is None and not item.wordings:
            told = say(
                "A first version: `tosgen review {ref}` shows its text, and so does `tosgen show`.", ref=item.ref
            )
            return self._said(told)
        return ""

    def _redline(self, id: str, item: Reviewed, wording: Wording, *, whole: bool) -> dict[str, object]:
        lang = wording.locale.replace("_", "-")
        direction = self.directions.get(wording.locale, "auto")
        names = wording.redline.from_ or self.speak(say_in("what a version was compared with", "nothing"))
        sides = Side(names, lang, direction), Side(wording.redline.to, lang, direction)
        heading = say("Text in {language}", language=lang)
        if item.base:
            heading = say("Redline in {language}", language=lang)
        return {
            "id": id,
            "heading": self._said(heading),
            "summary": self._said(summary(wording.redline)),
            "html": redline_html.embedded(
                wording.redline, sides, prefix=f"{id}--", whole=whole, when=item.recorded, speak=self.speak,
                tongue=self.tongue,
            ),
        }  # fmt: skip

    def _fields(self, id: str, item: Reviewed) -> dict[str, object]:
        """What is typed on a version, with what was typed before."""
        form = self.form
        if form is None:
            return {"decidable": False}
        typed, ref = form.typed, item.ref
        titles = self._titles(item)
        changed = list(dict.fromkeys(name for w in item.wordings for name in _changed(w) if name in titles))
        fields = changed if item.base else []
        return {
            "decidable": True,
            "fields": [
                {
                    "id": f"{id}-c{at}", "name": f"comment:{ref}:{name}",
                    "label": self._said(say("Comment on {clause}", clause=titles[name])),
                    "value": typed.get(f"comment:{ref}:{name}", ""),
                }
                for at, name in enumerate(fields, 1)
            ],
            "clauses": [(name, visible(title)) for name, title in titles.items() if name not in fields],
            "clause": typed.get(f"clause:{ref}", ""),
            "other": typed.get(f"other:{ref}", ""),
            "reason": typed.get(f"reason:{ref}", ""),
            "kinds": list(self._kinds(item)) if item.base else [],
            "given": typed.get(f"kind:{ref}", ""),
            "approve": self._said(say("Approve {ref}", ref=ref)),
            "reject": self._said(say("Reject {ref}", ref=ref)),
        }  # fmt: skip

    def _kinds(self, item: Reviewed) -> Iterator[tuple[str, str]]:
        yield "", self._said(say("{kind}, as it stands", kind=word("kind", item.kind)))
        for name in GIVEN:
            if name != item.kind:
                yield name, self._said(word("kind", name))

    def _titles(self, item: Reviewed) -> Mapping[str, str]:
        """Anchor -> number and title of each clause of the version."""
        found = {}
        titles = {c.anchor: c.title for w in item.wordings for c in w.redline.changes}
        for record in item.version.clauses:
            name = anchor(record.id, record.supplement)
            whose = f"{record.supplement}:{record.id}".lstrip(":")
            found[name] = f"{record.number} {titles.get(name, '')}".strip() + f" ({whose})"
        return found


def _changed(wording: Wording) -> Iterator[str]:
    for change in wording.redline.changes:
        if change.rank == "clause" and not only_renumbered(change):
            yield change.anchor
