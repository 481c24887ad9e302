"""A translation says what its source says: rules over one pair of blocks. The list is the specification."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

from tosgen.text.markdown import allowed_link, parser
from tosgen.text.template import read

_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
_LINK = re.compile(r"\]\(([^)\s]*)\)")
_HTML = re.compile(r"<(?:[A-Za-z/!?])")
_BLOCK = re.compile(r"(?:[-*+]|\d{1,9}[.)]|#{1,6}|>)\s|\||```|~~~")
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
_MONTH = re.compile(rf"(?<=\d )(?:{'|'.join(_MONTHS)})\b|\b(?:{'|'.join(_MONTHS)})(?= \d)")
Rule = Callable[[str, str], Iterator[str]]


def same_names(source: str, translation: str) -> Iterator[str]:
    """Placeholders, references and terms are the same, as often (their arguments may differ)."""
    before, after = (Counter((u.kind, u.name) for u in read(text).uses) for text in (source, translation))
    for (_, name), count in (before - after).items():
        yield f"'{name}' is missing{_times(count)}"
    for (_, name), count in (after - before).items():
        yield f"'{name}' is not in the source{_times(count)}"


def allowed_syntax(source: str, translation: str) -> Iterator[str]:
    """Only the Jinja that clauses may use, and no block tags."""
    if not source or "{%" in translation or "{#" in translation:
        yield "block tags and comments have no place in a translation"
    yield from (fault.message for fault in read(translation).faults)


def same_links(source: str, translation: str) -> Iterator[str]:
    """The same link targets, all of them allowed."""
    before, after = (Counter(_LINK.findall(text)) for text in (source, translation))
    for address in sorted((before - after) + (after - before)):
        yield f"the link to {address} differs from the source"
    for address in sorted(after):
        if "{{" not in address and not allowed_link(address):
            yield f"a link may not point to {address}"


def same_numbers(source: str, translation: str) -> Iterator[str]:
    """The same figures, whatever their order; a month that a date names may be a figure in the translation.

    >>> list(same_numbers("from January 1, 2027", "自2027年1月1日起")), list(same_numbers("2 weeks", "3周"))
    ([], ['figures differ: 2 missing, 3 added'])
    """
    before, after = (Counter(re.findall(r"\d+", _bare(text))) for text in (source, translation))
    months = Counter(str(_MONTHS.index(name) + 1) for name in _MONTH.findall(_bare(source)))
    missing, extra = sorted((before - after).elements()), sorted((after - before - months).elements())
    if missing or extra:
        yield f"figures differ: {', '.join(missing) or 'none'} missing, {', '.join(extra) or 'none'} added"


def same_skeleton(source: str, translation: str) -> Iterator[str]:
    """The same Markdown: table cells, emphasis, one block; no HTML."""
    before, after = _bare(source), _bare(translation)
    if (before.startswith("|"), before.count("|")) != (after.startswith("|"), after.count("|")):
        yield "table cells differ from the source"
    if _marked(source) != _marked(translation):
        yield "bold, emphasis or links are not read as in the source"
    if _HTML.search(_bare(translation)):
        yield "HTML has no place in a text"
    if "\n" in translation or (_BLOCK.match(translation) and not _BLOCK.match(source)):
        yield "one block became another kind of block"


RULES: tuple[Rule, ...] = (same_names, allowed_syntax, same_links, same_numbers, same_skeleton)


@lru_cache(maxsize=65536)
def check(source: str, translation: str, rules: tuple[Rule, ...] = RULES) -> tuple[str, ...]:
    """What the translation gets wrong; empty when it keeps everything."""
    return tuple(message for rule in rules for message in rule(source, translation))


def _marked(text: str) -> Counter[str]:
    """The inline marks that a reader of Markdown finds; `**` that opens nothing counts as the text that it is."""
    bare = _PLACEHOLDER.sub("x", text)
    children = [child for token in parser().parseInline(bare) for child in token.children or []]
    marks = Counter(child.type for child in children if child.nesting == 1)
    marks["literal"] = sum(child.content.count("*") for child in children if child.type == "text") - bare.count("\\*")
    return marks


def _bare(text: str) -> str:
    return _PLACEHOLDER.sub("", text)


def _times(count: int) -> str:
    return f" ({count} times)" if count > 1 else ""
