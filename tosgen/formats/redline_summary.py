"""A redline in few words: its causes, one generated sentence, and those parts of a text that are worth showing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace

from tosgen.formats.cause_words import cause, named
from tosgen.formats.redline_counts import counts, differences
from tosgen.model.version import Cause
from tosgen.redline.model import Change, Redline, Span
from tosgen.saying import SEMICOLON, Said, joined, listed, say, say_n

__all__ = ["body", "cause", "cleaned", "folded", "number", "only_renumbered", "summary", "visible"]

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_HIDDEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_CAUSES_NAMED = 4
_PLURAL = frozenset({"library", "outline", "layout"})  # as many names as clauses: the sentence gives none


def visible(text: str, keep: str = "") -> str:
    r"""The text with control, bidi and invisible characters written as `\u{X}`; newlines, tabs and `keep` stay.

    >>> print(visible("a\u202eb\x1b[2J"))
    a\u{202E}b\u{1B}[2J
    """
    if text.isascii() and text.isprintable():
        return text.replace("\\u{", "\\u{5C}u{")
    text = text.replace("\\u{", "\\u{5C}u{")
    return text.translate({ord(c): f"\\u{{{ord(c):X}}}" for c in {*text} if _hidden(c) and c not in keep})


def cleaned(words: str) -> str:
    """Words to be said, with their values made visible; what is said of them in another language stays as it is."""
    return words.each(visible) if isinstance(words, Said) else visible(words)


def _hidden(character: str) -> bool:
    if character in "\n\t":
        return False
    return unicodedata.category(character) in _HIDDEN_CATEGORIES or bool(_HIDDEN.match(character))


def summary(redline: Redline) -> str:
    """One line: how many of what changed, and why.

    >>> summary(Redline("1", "2", (), 3))
    'no changes'
    """
    told = _told(redline)
    if redline.relation != "versions":
        return _with_kinds(told, redline)
    names = list(dict.fromkeys(_short(given) for change in redline.changes for given in change.causes))
    if not names:
        return told
    more = [say_n("{n} more", "{n} more", n=len(names) - _CAUSES_NAMED)] if len(names) > _CAUSES_NAMED else []
    return say("{changes} ({causes})", changes=told, causes=joined(SEMICOLON, [*names[:_CAUSES_NAMED], *more]))


def _with_kinds(told: str, redline: Redline) -> str:
    """What stands side by side has as many causes as clauses: how many changes there are of each kind."""
    kinds = Counter(kind for change in redline.changes for kind in {given.kind: None for given in change.causes})
    if not kinds:
        return told
    causes = [say("{cause} ({n})", cause=named(Cause(kind)), n=number) for kind, number in sorted(kinds.items())]
    return say("{changes}; because of {causes}", changes=told, causes=listed(causes))


def _told(redline: Redline) -> str:
    if redline.relation == "versions":
        return listed(counts(redline.changes)) if redline.changes else say("no changes")
    apart = listed(differences(redline)) if redline.changes else say("no differences")
    if redline.relation == "parallel":
        return apart
    return say("{differences}; the languages differ, and the words are not compared", differences=apart)


def only_renumbered(change: Change) -> bool:
    """Whether nothing but the number changed, for no cause of its own."""
    return change.kinds == ("renumbered",) and not change.causes


def number(change: Change) -> str:
    """`4.2`, or `4.2 → 4.3`; a side without a number is left out."""
    return " → ".join(dict.fromkeys(filter(None, (change.number_before, change.number_after))))


def _short(given: Cause) -> str:
    return named(replace(given, name="") if given.kind in _PLURAL else replace(given, name=visible(given.name)))


def body(change: Change) -> tuple[Span, ...]:
    """The spans to show under a header that names the title: without it; none if no word changed."""
    if not any(span.marked for span in change.spans):
        return ()
    first, *rest = change.spans
    title, below, text = first.text.partition("\n\n")
    if first.marked and first.op == "equal":
        return change.spans
    whole = below or first.op != "equal" or rest[0].text.startswith("\n")
    if title != change.title or not whole:
        return change.spans
    return (first._replace(text=text), *rest) if text else tuple(rest)


def folded(spans: tuple[Span, ...], limit: int) -> tuple[Span, ...]:
    """The spans with each unchanged stretch of more than `limit` characters, or of many lines, cut to its ends."""
    last = len(spans) - 1
    return tuple(
        span._replace(text=_cut(span.text, limit, opens=at == 0, closes=at == last)) if not span.marked else span
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
