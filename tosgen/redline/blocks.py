"""A text as parts, one a heading, keyed by anchor; the number that a heading bears is kept apart from its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from tosgen.model.document import SUPPLEMENT_ANCHOR
from tosgen.text.headings import Heading, headings, lines_of
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


def meaning(runs: Iterable[Run]) -> tuple[Run, ...]:
    """What the runs say, however it stands out; a reference by number says what it points at, wherever that stands."""
    out: list[Run] = []
    for run in map(_unnumbered, runs):
        if out and not run.reference and not out[-1].reference:
            out[-1] = Run(out[-1].text + run.text)
        else:
            out.append(Run(run.text, run.reference))
    return tuple(out)


def looks(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The same with how it stands out."""
    return tuple(map(_unnumbered, runs))


def _unnumbered(run: Run) -> Run:
    return Run("", run.reference, run.style) if run.reference and _NUMBER.fullmatch(run.text) else run


def parse(markdown: str) -> tuple[Part, ...]:
    """The parts of a Markdown text in order. Keys are anchors, or the headings' text where there are none."""
    lines, found = lines_of(markdown), headings(markdown)
    ends = [*(heading.start for heading in found), len(lines)][1:]
    parts = _preamble(lines[: found[0].start] if found else lines)
    for part, heading, end in zip(headed(found), found, ends, strict=True):
        parts.append(replace(part, body="\n".join(lines[heading.end : end]).strip("\n")))
    return distinct(parts)


def headed(found: Sequence[Heading]) -> Iterator[Part]:
    """A part without its text for each heading; keys may still be the same."""
    supplements = _supplements(found)
    above: list[tuple[int, str]] = []
    for heading in found:
        above = [(level, key) for level, key in above if level < heading.level]
        number, title = numbered(heading.title)
        part = _part(heading, title, number, supplements, above[-1][1] if above else "")
        yield part
        above.append((heading.level, part.key))


def numbered(heading: str) -> tuple[str, str]:
    """A heading's number and the rest.

    >>> numbered("US-CA 1.1 Our company"), numbered("1. Who we are"), numbered("2026 prices")
    (('US-CA 1.1', 'Our company'), ('1', 'Who we are'), ('', '2026 prices'))
    """
    found = _NUMBERED.fullmatch(heading)
    return (found["number"], found["title"]) if found else ("", heading)


def distinct(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts with repeated keys numbered: `scope`, `scope (2)`."""
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


def _supplements(found: Sequence[Heading]) -> dict[str, str]:
    """Prefix of a supplement's anchors -> its jurisdiction."""
    anchors = [heading.anchor for heading in found]
    prefixes = [
        heading.anchor.removeprefix(SUPPLEMENT_ANCHOR)
        for heading in found
        if heading.level == 2 and not numbered(heading.title)[0]
    ]
    return {
        prefix: prefix.upper()
        for prefix in prefixes
        if _SUPPLEMENT.fullmatch(prefix) and any(anchor.startswith(f"{prefix}--") for anchor in anchors)
    }


def _part(heading: Heading, title: str, number: str, supplements: dict[str, str], section: str) -> Part:
    anchor = heading.anchor
    if not anchor:
        return replace(free(title, number, "", markdown=True), section=section)
    if anchor.removeprefix(SUPPLEMENT_ANCHOR) in supplements:
        return Part(anchor, "supplement", anchor, "", section, number, title, "")
    prefix = next((own for own in supplements if anchor.startswith(f"{own}--")), "")
    name = anchor.removeprefix(f"{prefix}--")
    rank: Rank = "clause" if "--" in name else "title" if heading.level == 1 else "section"
    return Part(anchor, rank, name.replace("--", "/", 1), supplements.get(prefix, ""), section, number, title, "")
