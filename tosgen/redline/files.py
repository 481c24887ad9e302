"""Any two files as parts: Markdown and pages by their headings, plain text by headings that are clear, else as one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tosgen.errors import Refused
from tosgen.redline.align import compare_parts
from tosgen.redline.blocks import Part, distinct, free, numbered, parse
from tosgen.redline.match import increasing
from tosgen.redline.model import Redline, Relation
from tosgen.redline.pages import SUFFIXES as PAGES
from tosgen.redline.pages import parts_of_page
from tosgen.saying import say
from tosgen.text.headings import lines_of

MARKDOWN, TEXT = (".md", ".markdown"), (".txt", ".text", "")
"""Suffixes of the kinds of file that can be compared."""
_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_UNDERLINE = re.compile(r"(=|-|~|\*)\1{2,}")
_ITEM = re.compile(r"(?:[-*+•–]|\(?[\w]{1,3}[.)])\s")
_LABEL = re.compile(
    r"(?:(?:section|article|clause|§)\s*)?(?P<number>\d+(?:\.\d+)*)[.:)]?\s+(?P<title>\S.*)", re.IGNORECASE
)
_CELLS = " | "
_LONGEST = 80
_PAIRS = 10_000


def compare_files(old: str, new: str, *, from_: str, to: str, suffixes: tuple[str, str] = (".md", ".md")) -> Redline:
    """The redline of two files' texts, with or without anchors; Refused where one is of another kind."""
    return compare_read(parts_of(old, suffixes[0]), parts_of(new, suffixes[1]), from_=from_, to=to)


def compare_read(
    old: Sequence[Part], new: Sequence[Part], *, from_: str, to: str, relation: Relation = "versions"
) -> Redline:
    """The redline of two files that were read already, of whatever kinds."""
    return compare_parts(old, renamed(old, new), from_=from_, to=to, relation=relation)


def parts_of(text: str, suffix: str) -> tuple[Part, ...]:
    """The parts of one file; `suffix` tells its kind."""
    text = text.removeprefix("\ufeff")
    if suffix.lower() in MARKDOWN:
        return parse(text)
    if suffix.lower() in TEXT:
        return _plain(text)
    if suffix.lower() in PAGES:
        return parts_of_page(text)
    raise Refused.one(
        "bad-value",
        say("'{suffix}' files cannot be compared", suffix=suffix),
        f"*{suffix}",
        say("give .md, .txt or .html files"),
    )


def _plain(text: str) -> tuple[Part, ...]:
    paragraphs = [block for block in _BLANK.split("\n".join(line.rstrip() for line in lines_of(text))) if block.strip()]
    found = [_heading(paragraph) for paragraph in paragraphs]
    if sum(heading is not None for heading in found) < 2:
        return (free("", "", "\n\n".join(map(_unwrapped, paragraphs)), markdown=False),) if paragraphs else ()
    parts: list[tuple[str, str, list[str]]] = [("", "", [])]
    for paragraph, heading in zip(paragraphs, found, strict=True):
        if heading:
            parts.append((*heading, []))
        else:
            parts[-1][2].append(_unwrapped(paragraph))
    kept = parts if parts[0][2] else parts[1:]
    return distinct(free(title, number, "\n\n".join(body), markdown=False) for number, title, body in kept)


def _heading(paragraph: str) -> tuple[str, str] | None:
    """(number, title) of a clear heading: short, on its own, and underlined, in capitals or numbered."""
    lines = [line.strip() for line in paragraph.strip().split("\n")]
    if len(lines) == 2 and _UNDERLINE.fullmatch(lines[1]) and len(lines[0]) <= _LONGEST:
        return _labelled(lines[0])
    line = lines[0]
    if len(lines) > 1 or len(line) > _LONGEST or line.endswith((".", ";", ",", ":", "!", "?", "。", "；", "，", "：")):
        return None
    capitals = line.isupper() and sum(map(str.isalpha, line)) > 2
    return _labelled(line) if capitals or _LABEL.fullmatch(line) else None


def _labelled(line: str) -> tuple[str, str]:
    number, title = numbered(line)
    found = None if number else _LABEL.fullmatch(line)
    return (found["number"], found["title"]) if found else (number, title)


def _unwrapped(paragraph: str) -> str:
    """The paragraph without line breaks, save before items and table rows: wrapped otherwise, it says the same."""
    lines: list[str] = []
    for line in filter(None, (" ".join(line.split()) for line in paragraph.split("\n"))):
        if lines and not _ITEM.match(line) and _CELLS not in line:
            lines[-1] += " " + line
        else:
            lines.append(line)
    return "\n".join(lines)


def renamed(old: Sequence[Part], new: Sequence[Part]) -> tuple[Part, ...]:
    """The new parts; one that has another key, because the files differ in anchors or wording, keeps the one it had."""
    was, now = {part.key for part in old}, {part.key for part in new}
    gone, come = [part for part in old if part.key not in now], [part for part in new if part.key not in was]
    names = dict(_titled(gone, come))
    free_gone = [part for part in gone if not part.anchored and part.key not in names.values()]
    free_come = [part for part in come if not part.anchored and part.key not in names]
    if free_gone and free_come and len(free_gone) * len(free_come) <= _PAIRS:
        names |= dict(_likely(free_gone, free_come))
    return tuple(
        part._replace(key=names.get(part.key, part.key), section=names.get(part.section, part.section)) for part in new
    )


def _titled(gone: Sequence[Part], come: Sequence[Part]) -> Iterable[tuple[str, str]]:
    """(new key, old key) of parts with a title that no other has, or none of that number; clauses have ids for life."""
    taken: set[str] = set()
    for name in (_title, _labelled_title):
        was, now = (Counter(map(name, parts)) for parts in (gone, come))
        places = {name(part): part for part in gone}
        for part in come:
            own, other = name(part), places.get(name(part))
            if not own or other is None or not was[own] == now[own] == 1 or {part.key, other.key} & taken:
                continue
            if not (_for_life(part) and _for_life(other)):
                taken |= {part.key, other.key}
                yield part.key, other.key


def _labelled_title(part: Part) -> str:
    return f"{part.number} {_title(part)}" if part.title and part.number else ""


def _title(part: Part) -> str:
    return " ".join(part.title.casefold().split())


def _for_life(part: Part) -> bool:
    return part.anchored and part.rank == "clause"


def _likely(gone: Sequence[Part], come: Sequence[Part]) -> Iterable[tuple[str, str]]:
    """(new key, old key) of parts that are most alike, each taken once, in an order that both sides keep."""
    bags = [Counter(part.text.split()) for part in gone]
    pairs = []
    for part in come:
        bag = Counter(part.text.split())
        likeness, at = max((_overlap(bag, other), -k) for k, other in enumerate(bags))
        if likeness >= 0.5:
            pairs.append((part.key, -at))
    kept = increasing([at for _, at in pairs])
    return [(pairs[k][0], gone[pairs[k][1]].key) for k in kept]


def _overlap(a: Counter[str], b: Counter[str]) -> float:
    return 2 * (a & b).total() / max(1, a.total() + b.total())
