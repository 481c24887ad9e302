"""A text as parts, one a heading, keyed by anchor; the number that a heading bears is kept apart from its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

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


class Part(NamedTuple):
    """A heading and the text below it up to the next. `section` is the key of the heading that it stands under."""

    key: str
    rank: Rank
    clause: str
    supplement: str
    section: str
    number: str
    title: str
    anchored: bool = True
    """Whether the key is an anchor, for life, rather than the heading's words."""
    body: str = ""
    markdown: bool = True
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
        return "".join([run.text for run in self.runs])


_BODY: Final = 8
"""The field behind those that the heading gives."""


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
    parted = [piece.partition("\n") for piece in pieces]
    surely = not before.strip() and "\r" not in markdown and not hidden(markdown)
    places = _places(tuple([line for line, _, _ in parted])) if surely else None
    if places is None:
        return _whole(markdown)
    return tuple([Part(*place[:_BODY], body.strip("\n")) for place, (_, _, body) in zip(places, parted, strict=True)])


@lru_cache(maxsize=256)
def _places(lines: tuple[str, ...]) -> tuple[Part, ...] | None:
    """The parts of headings, which lack their first `#`, still empty; None where a parser is to tell, or two have one
    key."""
    found = [heading for line in lines if (heading := recorded(f"#{line}"))]
    places = tuple(placed(found))
    return places if len({place.key for place in places}) == len(lines) else None


def _whole(markdown: str) -> tuple[Part, ...]:
    lines, found = lines_of(markdown), headings(markdown)
    ends = [*(heading.start for heading in found), len(lines)][1:]
    bodies = ["\n".join(lines[heading.end : end]).strip("\n") for heading, end in zip(found, ends, strict=True)]
    before = _preamble(lines[: found[0].start] if found else lines)
    return distinct([*before, *(part._replace(body=body) for part, body in zip(placed(found), bodies, strict=True))])


def placed(found: Sequence[Heading]) -> Iterator[Part]:
    """A part for each heading, still empty; keys may still be the same."""
    supplements = _supplements(found)
    above = [(0, "")]
    for heading in found:
        while above[-1][0] >= heading.level:
            above.pop()
        place = _place(heading, supplements, above[-1][1])
        yield place
        above.append((heading.level, place.key))


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
            part = part._replace(key=part.key + suffix, clause=part.clause + suffix)  # noqa: PLW2901 - as it is to be
        out.append(part)
    return tuple(out)


def free(title: str, number: str, body: str, *, markdown: bool) -> Part:
    """A part that bears no anchor: its heading, in lower case, is its key."""
    return _free(title, number)._replace(body=body, markdown=markdown)


def _free(title: str, number: str, section: str = "") -> Part:
    key = " ".join(title.casefold().split()) or PREAMBLE
    return Part(key, "clause", key, "", section, number, title, anchored=False)


def _preamble(lines: list[str]) -> list[Part]:
    body = "\n".join(lines).strip("\n")
    return [free("", "", body, markdown=True)] if body.strip() else []


def _supplements(found: Sequence[Heading]) -> tuple[str, ...]:
    """Prefixes of supplements' anchors: their jurisdictions, in lower case."""
    sections = [(heading.anchor.removeprefix(SUPPLEMENT_ANCHOR), heading) for heading in found if heading.level == 2]
    likely = [name for name, heading in sections if _SUPPLEMENT.fullmatch(name) and not numbered(heading.title)[0]]
    return tuple(name for name in likely if any(heading.anchor.startswith(f"{name}--") for heading in found))


def _place(heading: Heading, supplements: tuple[str, ...], section: str) -> Part:
    number, title = numbered(heading.title)
    anchor = heading.anchor
    if not anchor:
        return _free(title, number, section)
    if anchor.removeprefix(SUPPLEMENT_ANCHOR) in supplements:
        return Part(anchor, "supplement", anchor, "", section, number, title)
    prefix = next((own for own in supplements if anchor.startswith(f"{own}--")), "") if supplements else ""
    name = anchor.removeprefix(f"{prefix}--")
    rank: Rank = "clause" if "--" in name else "title" if heading.level == 1 else "section"
    return Part(anchor, rank, name.replace("--", "/", 1), prefix.upper(), section, number, title)
