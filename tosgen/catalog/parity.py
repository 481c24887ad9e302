"""A translation says what its source says: rules over one pair of blocks. The list is the specification."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from tosgen.saying import listed, say, say_in, say_n
from tosgen.text.markdown import allowed_link, parser
from tosgen.text.template import read

_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
_LINK = re.compile(r"\]\(([^)\s]*)\)")
_URL = re.compile(r"(?:https?|ftp)://[\w./?#&=%~+-]+", re.ASCII)
_HTML = re.compile(r"<(?:[A-Za-z/!?])")
_BLOCK = re.compile(r"(?:[-*+]|\d{1,9}[.)]|#{1,6}|>)\s|\||```|~~~|(?:-+|=+)\s*$")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_IN_WORDS = {"vierzehn": "14", "quatorze": "14"}
"""Figures that official models write as words: the withdrawal instruction in German and in French."""
_FIGURE = re.compile(r"[\d²³¹¼-¾⁰-₉⅐-↉①-⓿](?:(?<=\d)\d+)?")
_MONTH = re.compile(rf"(?<=\d )(?:{'|'.join(_MONTHS)})\b|\b(?:{'|'.join(_MONTHS)})(?= \d)")
_MARKS = re.compile(r"[`*_\[<]")
"""What inline markup begins with."""
_PROSE = re.compile(r"(?:\*\*\w|[^\s\d#>+*_`~=:<\[-]).*")
"""One line that begins no other block is a paragraph: no reader of Markdown need be asked."""
Rule = Callable[[str, str], Iterator[str]]
T = TypeVar("T")
_NONE: Counter[Any] = Counter()


def same_names(source: str, translation: str) -> Iterator[str]:
    """Placeholders, references and terms are the same, as often (their arguments may differ)."""
    if "{" not in source and "{" not in translation:
        return
    missing, added = _unlike(*([(use.kind, use.name) for use in read(text).uses] for text in (source, translation)))
    for (_, name), count in missing.items():
        yield say_n("'{name}' is missing", "'{name}' is missing ({n} times)", n=count, name=name)
    for (_, name), count in added.items():
        yield say_n("'{name}' is not in the source", "'{name}' is not in the source ({n} times)", n=count, name=name)


def allowed_syntax(source: str, translation: str) -> Iterator[str]:
    """Only the Jinja that clauses may use, and no block tags."""
    if not source or "{%" in translation or "{#" in translation:
        yield say("block tags and comments have no place in a translation")
    yield from (fault.message for fault in read(translation).faults)


def same_links(source: str, translation: str) -> Iterator[str]:
    """The same link targets, all of them allowed."""
    before, after = _links(source), _links(translation)
    if not before and not after:
        return
    missing, added = _unlike(before, after)
    for address in sorted({*missing, *added}):
        yield say("the link to {address} differs from the source", address=address)
    for address in sorted({*after}):
        if "{{" not in address and not allowed_link(address):
            yield say("a link may not point to {address}", address=address)


def same_numbers(source: str, translation: str) -> Iterator[str]:
    """The same figures, whatever their order; a month that a date names may be a figure in the translation.

    >>> list(same_numbers("from January 1, 2027", "自2027年1月1日起")), list(same_numbers("2 weeks", "3周"))
    ([], ['figures differ: 2 missing, 3 added'])
    >>> list(same_numbers("within 14 days", "binnen vierzehn Tagen"))
    []
    """
    there = _bare(translation)
    worded = [figure for word, figure in _IN_WORDS.items() if word in there for _ in re.findall(rf"\b{word}\b", there)]
    missing, extra = _unlike(_FIGURE.findall(_bare(source)), _FIGURE.findall(there) + worded)
    if extra:
        extra = extra - Counter(str(_MONTHS.index(name) + 1) for name in _MONTH.findall(_bare(source)))
    if missing or extra:
        none = say_in("figures", "none")
        gone, new = (listed(sorted(found.elements())) if found else none for found in (missing, extra))
        yield say("figures differ: {missing} missing, {extra} added", missing=gone, extra=new)


def same_skeleton(source: str, translation: str) -> Iterator[str]:
    """The same Markdown: table cells, emphasis, one block; no HTML."""
    before, after = _bare(source), _bare(translation)
    if (before.startswith("|"), before.count("|")) != (after.startswith("|"), after.count("|")):
        yield say("table cells differ from the source")
    if _marked(source) != _marked(translation):
        yield say("bold, emphasis or links are not read as in the source")
    if _HTML.search(_bare(translation)):
        yield say("HTML has no place in a text")
    other = _BLOCK.match(translation) and not _BLOCK.match(source)
    if "\n" in translation or other or _kinds(source) != _kinds(translation):
        yield say("one block became another kind of block")


RULES: tuple[Rule, ...] = (same_names, allowed_syntax, same_links, same_numbers, same_skeleton)


_FIELD = re.compile(r"\{[A-Za-z_]\w*(?:![rsa])?\}")


def fields(one: str, many: str, form: str) -> Iterator[str]:
    """What a message of the interface gets wrong: the same `{names}`, but for the number where a form says it in words.

    >>> list(fields("{n} clause", "{n} clauses", "eine Klausel")), [*map(str, fields("no {a}", "", "kein {b}"))]
    ([], ["'{a}' is missing", "'{b}' is not in the source"])
    """
    there = {*_FIELD.findall(form)}
    for name in dict.fromkeys(_FIELD.findall(one)):
        optional = many and (name == "{n}" or name not in _FIELD.findall(many))
        if name not in there and not optional:
            yield say("'{name}' is missing", name=name)
    for name in sorted(there - {*_FIELD.findall(one + many)}):
        yield say("'{name}' is not in the source", name=name)


@lru_cache(maxsize=32768)
def check(source: str, translation: str, rules: tuple[Rule, ...] = RULES) -> tuple[str, ...]:
    """What the translation gets wrong; empty when it keeps everything."""
    return tuple(message for rule in rules for message in rule(source, translation))


def _unlike(before: list[T], after: list[T]) -> tuple[Counter[T], Counter[T]]:
    """What stands in the first more often than in the second, and the other way round."""
    if before == after:
        return _NONE, _NONE
    was, now = Counter(before), Counter(after)
    return was - now, now - was


@lru_cache(maxsize=4096)  # a source is held against each of its languages
def _marked(text: str) -> Mapping[str, int]:
    """How often a reader of Markdown finds each inline mark; `**` that opens nothing counts as the text that it is."""
    bare = _PLACEHOLDER.sub("x", text) if "{{" in text else text
    if not _MARKS.search(bare):
        return {}
    children = [child for token in parser().parseInline(bare) for child in token.children or []]
    marks = Counter(child.type for child in children if child.nesting == 1 or child.type == "code_inline")
    marks["literal"] = sum(child.content.count("*") for child in children if child.type == "text") - bare.count("\\*")
    return {mark: count for mark, count in marks.items() if count}


@lru_cache(maxsize=4096)
def _kinds(text: str) -> list[str]:
    """What blocks a reader of Markdown takes the text for; a definition of a link is none, and would vanish."""
    bare = _PLACEHOLDER.sub("x", text) if "{{" in text else text
    if _PROSE.fullmatch(bare):
        return ["paragraph_open", "inline"]
    return [token.type for token in parser().parse(bare) if token.nesting >= 0]


def _links(text: str) -> list[str]:
    """Where its links point, and every address that stands in it bare."""
    if "](" not in text and "://" not in text:
        return []
    return _LINK.findall(text) + [address.rstrip(".") for address in _URL.findall(_LINK.sub("]", _bare(text)))]


def _bare(text: str) -> str:
    return _PLACEHOLDER.sub("", text) if "{{" in text else text
