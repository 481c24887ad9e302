"""What awaits a decision, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from tosgen.formats import review_words as words
from tosgen.formats.columns import columns
from tosgen.formats.redline_summary import visible
from tosgen.formats.reviewed import Review, Reviewed
from tosgen.model.words import word
from tosgen.saying import Speak, english, joined, say, say_in

_HEADS = (say("version"), say_in("heading", "kind"), say("state"), say("changes"))


def write(review: Review, speak: Speak = english) -> str:
    """One row a version, then of each that has a base what the decision rests on."""
    lines = [speak(words.head(review))]
    if review.items:
        rows = [
            [speak(cell) for cell in row]
            for row in (_HEADS, *(_row(item, _name(review, item)) for item in review.items))
        ]
        lines += ["", *map(visible, columns(rows))]
    for item in review.changes:
        lines += ["", _name(review, item), *(visible(speak(line)) for line in _details(item))]
    for finding in review.findings:
        lines += ["", f"{finding.head} {visible(speak(finding.text))}"]
    return "\n".join([*lines, "", speak(words.DRAFT)]) + "\n"


def _name(review: Review, item: Reviewed) -> str:
    """What is not recorded has no number."""
    return item.folder if review.against else item.ref


def _row(item: Reviewed, name: str) -> tuple[str, ...]:
    state = word("state", item.state) if item.state else ""
    return name, word("kind", item.kind), state, words.changed(item)


def _details(item: Reviewed) -> Iterator[str]:
    for heading, lines in words.details(item):
        for line in lines:
            yield joined("", ["  ", say("{heading}: {line}", heading=heading, line=line)])
