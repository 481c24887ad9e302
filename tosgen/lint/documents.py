"""Rules over the composed documents of one market, all its languages together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from tosgen.errors import Finding, Place
from tosgen.model.document import CLOSE, OPEN, Document, Filling, Text
from tosgen.saying import say
from tosgen.text.escape import markdown
from tosgen.text.marks import MARK

MARKS = frozenset({OPEN, CLOSE})
Rule = Callable[[Mapping[str, Document], Place], Iterator[Finding]]


def same_clauses(documents: Mapping[str, Document], place: Place) -> Iterator[Finding]:
    """Every language has the same clauses under the same anchors, in the same order."""
    shapes = {locale: [(p.anchor, p.number) for p in document.passages()] for locale, document in documents.items()}
    first = next(iter(shapes.values()), [])
    for locale, shape in shapes.items():
        if shape != first:
            odd = next((p[0] for p, q in zip(shape, first, strict=False) if p != q), say("the number of clauses"))
            yield Finding(
                "parity",
                say("{locale} and {other} differ in {odd}", locale=locale, other=next(iter(shapes)), odd=odd),
                place,
                say("mend the catalog"),
            )


def nothing_left_open(documents: Mapping[str, Document], place: Place) -> Iterator[Finding]:
    """No mark, no brace of a template, no empty heading or body stands in a finished text."""
    for locale, document in documents.items():
        sections = [(section.slot, (section.title,)) for section in document.sections()]
        passages = [(passage.id, (passage.title, passage.body)) for passage in document.passages()]
        for name, texts in [(say("the title"), (document.title,)), *sections, *passages]:
            if any(map(_open, texts)):
                message = say(
                    "{locale}: {name} in {document}/{market} has a blank or an open place",
                    locale=locale,
                    name=name,
                    document=document.document,
                    market=document.market,
                )
                yield Finding("undefined", message, place, say("answer what it needs"))


def _open(text: Text) -> bool:
    """Braces that a fact brings are text like any other."""
    bare = _bare(text.skeleton)
    if bare.open or any(MARKS & {*filling.text, *filling.href} for filling in text.fillings):
        return True
    return not bare.words and not markdown(text).strip()


class _Bare(NamedTuple):
    """A skeleton without its facts: whether words are left, and whether a brace or half a mark is."""

    words: bool
    open: bool


@lru_cache(maxsize=16384)
def _bare(skeleton: str) -> _Bare:
    left = MARK.sub("", skeleton)
    return _Bare(bool(left.strip()), bool(MARKS & {*left}) or "{{" in left or "{%" in left)


def anchors_hold(documents: Mapping[str, Document], place: Place) -> Iterator[Finding]:
    """Every reference inside a document points to an anchor that stands in it, once."""
    for locale, document in documents.items():
        anchors = Counter([p.anchor for p in document.passages()] + [s.anchor for s in document.sections()])
        for twice in sorted(a for a in anchors if anchors[a] > 1):
            yield Finding(
                "duplicate-key",
                say("{locale}: the anchor '{twice}' stands twice", locale=locale, twice=twice),
                place,
                say("rename a clause"),
            )
        targets = {f.href[1:] for p in document.passages() for f in p.body.fillings if f.href.startswith("#")}
        for gone in sorted(targets - set(anchors)):
            yield Finding(
                "dangling-ref",
                say("{locale}: '#{gone}' points nowhere", locale=locale, gone=gone),
                place,
                say("guard the reference"),
            )


RULES: tuple[Rule, ...] = (same_clauses, nothing_left_open, anchors_hold)


def harmless(answer: Filling) -> bool:
    """Whether no rule here can find fault with a document for this answer, where it stands among sound words."""
    marked = any(mark in text for mark in MARKS for text in (answer.text, answer.href))
    return not marked and not answer.href.startswith("#") and bool(answer.text.strip())


def check(documents: Mapping[str, Document], place: Place, rules: tuple[Rule, ...] = RULES) -> list[Finding]:
    """What is wrong with the documents of one market, which stands at `place`."""
    return [finding for rule in rules for finding in rule(documents, place)]
