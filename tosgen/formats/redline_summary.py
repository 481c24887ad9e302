"""A redline in few words: its causes, one generated sentence, and those parts of a text that are worth showing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tosgen.formats import redline_values
from tosgen.model.version import Cause
from tosgen.redline.model import KINDS, Change, Kind, Redline, Span

_CLAUSE = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_HIDDEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_CAUSES_NAMED = 4
_VALUED = frozenset({"fact", "feature"})
_PLURAL = frozenset({"library", "outline", "layout"})  # as many names as clauses: the sentence gives none


def visible(text: str) -> str:
    r"""The text with control, bidi and invisible characters written as `\u{X}`; newlines and tabs stay.

    >>> print(visible("a\u202eb\x1b[2J"))
    a\u{202E}b\u{1B}[2J
    """
    if text.isascii() and text.isprintable():
        return text.replace("\\u{", "\\u{5C}u{")
    text = text.replace("\\u{", "\\u{5C}u{")
    return "".join(f"\\u{{{ord(c):X}}}" if _hidden(c) else c for c in text)


def _hidden(character: str) -> bool:
    if character in "\n\t":
        return False
    return unicodedata.category(character) in _HIDDEN_CATEGORIES or bool(_HIDDEN.match(character))


def summary(redline: Redline) -> str:
    """One line: how many of what changed, and why.

    >>> summary(Redline("1", "2", (), 3))
    'no changes'
    """
    counts = ", ".join(_counts(redline.changes))
    named = list(dict.fromkeys(_short(given) for change in redline.changes for given in change.causes))
    more = [f"{len(named) - _CAUSES_NAMED} more"] if len(named) > _CAUSES_NAMED else []
    causes = "; ".join([*named[:_CAUSES_NAMED], *more])
    return visible(f"{counts or 'no changes'} ({causes})" if causes else counts or "no changes")


def _counts(changes: Iterable[Change]) -> Iterator[str]:
    """Clauses first; headings only where their words changed, or where nothing else did."""
    clauses: list[Change] = []
    headings: list[Change] = []
    for change in changes:
        (clauses if _CLAUSE.fullmatch(change.clause) else headings).append(change)
    worded = [heading for heading in headings if "reworded" in heading.kinds] if clauses else headings
    for noun, group in (("clause", clauses), ("section", worded)):
        for kind in KINDS:
            if number := sum(kind in _counted(change) for change in group):
                yield f"{number} {noun}{'' if number == 1 else 's'} {kind}" if noun else f"{number} {kind}"
                noun = ""  # noqa: PLW2901 - said once


def _counted(change: Change) -> tuple[Kind, ...]:
    """Its kinds; that a number changed counts only where nothing else did."""
    return tuple(kind for kind in change.kinds if kind != "renumbered") or change.kinds


def only_renumbered(change: Change) -> bool:
    """Whether nothing but the number changed, for no cause of its own."""
    return change.kinds == ("renumbered",) and not change.causes


def number(change: Change) -> str:
    """`4.2`, or `4.2 → 4.3`; a side without a number is left out."""
    return " → ".join(dict.fromkeys(filter(None, (change.number_before, change.number_after))))


def cause(given: Cause) -> str:
    """A cause in words; of other kinds than fact and feature, both sides are digests or days, and not said.

    >>> cause(Cause("fact", "complaints.answer_within", "14 days", "10 days")), cause(Cause("library"))
    ('fact complaints.answer_within: 14 days → 10 days', 'library')
    """
    name = f"{given.kind} {given.name}".strip()
    if given.kind not in _VALUED or (given.before is None and given.after is None):
        return name
    return f"{name}: {redline_values.change(given.before, given.after)}"


def _short(given: Cause) -> str:
    return given.kind if given.kind in _PLURAL or not given.name else f"{given.kind} {given.name}"


def body(change: Change) -> tuple[Span, ...]:
    """The spans to show under a header that names the title: without it; none if no word changed."""
    if {span.op for span in change.spans} <= {"equal"}:
        return ()
    first, *rest = change.spans
    title, below, text = first.text.partition("\n\n")
    whole = below or first.op != "equal" or rest[0].text.startswith("\n")
    if title != change.title or not whole:
        return change.spans
    return (replace(first, text=text), *rest) if text else tuple(rest)


def folded(spans: tuple[Span, ...], limit: int) -> tuple[Span, ...]:
    """The spans with each unchanged stretch of more than `limit` characters, or of many lines, cut to its ends."""
    last = len(spans) - 1
    return tuple(
        replace(span, text=_cut(span.text, limit, opens=at == 0, closes=at == last)) if span.op == "equal" else span
        for at, span in enumerate(spans)
    )


def _cut(text: str, limit: int, *, opens: bool, closes: bool) -> str:
    """The ends that border on changes of a text too long to show: whole words, whole lines where they fit."""
    if len(text) <= limit and text.count("\n") <= 2:
        return text
    head = "" if opens else _head(text, limit // 2)
    tail = "" if closes else _tail(text, limit // 2)
    if len(head) + len(tail) >= len(text):
        return text
    return (
        " … ".join((head.rstrip(), tail.lstrip()))
        .removeprefix(" " if opens else "")
        .removesuffix(" " if closes else "")
    )


def _head(text: str, room: int) -> str:
    rest = text.lstrip("\n")
    lead, line = text[: len(text) - len(rest)], rest.split("\n")[0]
    cut = line.rfind(" ", 0, room)
    return lead + (line if len(line) <= room else line[: cut if cut > room // 2 else room])


def _tail(text: str, room: int) -> str:
    rest = text.rstrip("\n")
    lead, line = text[len(rest) :], rest.split("\n")[-1]
    cut = line.find(" ", len(line) - room)
    return (line if len(line) <= room else line[cut if 0 <= cut < len(line) - room // 2 else len(line) - room :]) + lead
