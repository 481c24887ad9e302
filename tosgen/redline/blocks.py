"""A text as parts, one a heading, keyed by anchor; the number that a heading bears is kept apart from its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from tosgen.model.document import SUPPLEMENT_ANCHOR
from tosgen.text.headings import Heading, headings, hidden, lines_of, recorded
from tosgen.text.plain import Run
from tosgen.text.plain import runs as markdown_runs

Rank = Literal["title", "supplement", "section", "clause"]

_PLACE = r"(?:[A-Z]{2}(?:-[A-Z0-9]{1,3})? )?"
_NUMBERED = re.compile(rf"(?P<number>{_PLACE}(?:\d+(?:[.٫]\d+)+|\d+(?=\.)))\.?\s+(?P<title>\S.*)")
_NUMBER = re.compile(rf"(?:§+\s?)?{_PLACE}\d+(?:[.٫]\d+)*\.?")
_SUPPLEMENT = re.compile(r"[a-z]{2}(?:-[a-z0-9]{1,3})?")
PREAMBLE = "text"
"""Key of what stands before the first heading, or of a text without headings."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the text below it up to the next. `section` is the key of the heading that it stands under."""

    key: str
    rank: Rank
    clause: str
    supplement: str
    section: str
    number: str
    title: str
    body: str
    markdown: bool = True
    anchored: bool = True
    """Whether the key is an anchor, for life, rather than the heading's words."""
    made: tuple[Run, ...] = ()
    """The text itself where it was read from something else than Markdown or plain text; `body` holds its words."""

    def __hash__(self) -> int:
        """Of what tells nearly any two apart: parts are looked up for each pair of texts."""
        return hash((self.key, self.title, self.body))

    @property
    def plain(self) -> bool:
        """Whether it was read from plain text, which shows nothing but its words."""
        return not self.markdown and not self.made

    @property
    def runs(self) -> tuple[Run, ...]:
        """Title and text as plain text."""
        return _runs(self.title, self.made or self.body, self.markdown)

    @property
    def text(self) -> str:
        """The plain text, title first, without the number."""
        return "".join(run.text for run in self.runs)


@lru_cache(maxsize=2048)
def _runs(title: str, body: str | tuple[Run, ...], markdown: bool) -> tuple[Run, ...]:
    below = body if isinstance(body, tuple) else _read(body, markdown)
    return (Run(title + ("\n\n" if title and below else "")), *below)


def _read(body: str, markdown: bool) -> tuple[Run, ...]:
    return markdown_runs(body) if markdown else tuple(Run(body) for _ in body[:1])


def meaning(runs: Iterable[Run]) -> list[tuple[str, str]]:
    """What the runs say, however it stands out; a reference by number says what it points at, wherever that stands."""
    out = [("", "")]
    for text, reference, _ in looks(runs):
        if reference or out[-1][1]:
            out.append((text, reference))
        else:
            out[-1] = (out[-1][0] + text, "")
    return out


def looks(runs: Iterable[Run]) -> list[tuple[str, str, str]]:
    """The same with how it stands out: (text, reference, style)."""
    return [
        ("" if run.reference and _NUMBER.fullmatch(run.text) else run.text, run.reference, run.style) for run in runs
    ]


def parse(markdown: str) -> tuple[Part, ...]:
    """The parts of a Markdown text in order. Keys are anchors, or the headings' text where there are none."""
    before, *pieces = f"\n{markdown}".split("\n#")
    found = [_piece(piece) for piece in pieces]
    if before.strip() or "\r" in markdown or not all(found):
        return _whole(markdown)
    return distinct(headed([piece for piece in found if piece]))


@lru_cache(maxsize=8192)
def _piece(text: str) -> tuple[Heading, str] | None:
    """A heading, without its first `#`, and the text below it; None where a parser is to tell."""
    line, _, body = text.partition("\n")
    heading = None if hidden(body) else recorded(f"#{line}")
    return (heading, body.strip("\n")) if heading else None


def _whole(markdown: str) -> tuple[Part, ...]:
    lines, found = lines_of(markdown), headings(markdown)
    ends = [*(heading.start for heading in found), len(lines)][1:]
    bodies = ["\n".join(lines[heading.end : end]).strip("\n") for heading, end in zip(found, ends, strict=True)]
    before = _preamble(lines[: found[0].start] if found else lines)
    return distinct([*before, *headed(list(zip(found, bodies, strict=True)))])


def headed(found: Sequence[tuple[Heading, str]]) -> list[Part]:
    """A part for each heading and the text below it; keys may still be the same."""
    supplements = _supplements([heading for heading, _ in found])
    above = [(0, "")]
    parts = []
    for heading, body in found:
        level = heading.level
        while above[-1][0] >= level:
            above.pop()
        part = _part((level, heading.title, heading.anchor), body, supplements, above[-1][1])
        parts.append(part)
        above.append((level, part.key))
    return parts


def numbered(heading: str) -> tuple[str, str]:
    """A heading's number and the rest.

    >>> numbered("US-CA 1.1 Our company"), numbered("1. Who we are"), numbered("2026 prices")
    (('US-CA 1.1', 'Our company'), ('1', 'Who we are'), ('', '2026 prices'))
    """
    found = _NUMBERED.fullmatch(heading)
    return (found["number"], found["title"]) if found else ("", heading)


def distinct(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts with repeated keys numbered: `scope`, `scope (2)`."""
    parts = tuple(parts)
    if len({part.key for part in parts}) == len(parts):
        return parts
    seen: dict[str, int] = {}
    out = []
    for part in parts:
        seen[part.key] = seen.get(part.key, 0) + 1
        if seen[part.key] > 1:
            suffix = f" ({seen[part.key]})"
            part = replace(part, key=part.key + suffix, clause=part.clause + suffix)  # noqa: PLW2901 - as it is to be
        out.append(part)
    return tuple(out)


def free(title: str, number: str, body: str, *, markdown: bool) -> Part:
    """A part that bears no anchor: its heading, in lower case, is its key."""
    key = " ".join(title.casefold().split()) or PREAMBLE
    return Part(key, "clause", key, "", "", number, title, body, markdown, anchored=False)


def _preamble(lines: list[str]) -> list[Part]:
    body = "\n".join(lines).strip("\n")
    return [free("", "", body, markdown=True)] if body.strip() else []


def _supplements(found: Sequence[Heading]) -> tuple[str, ...]:
    """Prefixes of supplements' anchors: their jurisdictions, in lower case."""
    sections = [(heading.anchor.removeprefix(SUPPLEMENT_ANCHOR), heading) for heading in found if heading.level == 2]
    likely = [name for name, heading in sections if _SUPPLEMENT.fullmatch(name) and not numbered(heading.title)[0]]
    return tuple(name for name in likely if any(heading.anchor.startswith(f"{name}--") for heading in found))


@lru_cache(maxsize=8192)
def _part(heading: tuple[int, str, str], body: str, supplements: tuple[str, ...], section: str) -> Part:
    level, title, anchor = heading
    number, title = numbered(title)
    if not anchor:
        return replace(free(title, number, body, markdown=True), section=section)
    if anchor.removeprefix(SUPPLEMENT_ANCHOR) in supplements:
        return Part(anchor, "supplement", anchor, "", section, number, title, body)
    prefix = next((own for own in supplements if anchor.startswith(f"{own}--")), "") if supplements else ""
    name = anchor.removeprefix(f"{prefix}--")
    rank: Rank = "clause" if "--" in name else "title" if level == 1 else "section"
    return Part(anchor, rank, name.replace("--", "/", 1), prefix.upper(), section, number, title, body)
