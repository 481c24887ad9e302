"""A text laid out for a word processor: its parts as blocks, how its headings count, where its references lead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from tosgen.model.document import anchor
from tosgen.redline.blocks import Part
from tosgen.text.flow import Block, Paragraph, Piece, flow
from tosgen.text.plain import Run

DEEPEST = 6
_COUNTED = re.compile(r"(?P<prefix>(?:[A-Z]{2}(?:-[A-Z0-9]{1,3})? )?)(?P<count>[0-9]+(?:\.[0-9]+){0,5})")
_PLAIN_ANCHOR = re.compile(r"[a-z][a-z0-9-]{0,39}")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Laid:
    """A text as blocks by part. `numbers` are the headings' by anchor; `starts` the first number of each list that has
    numbers; `counted`: whether counting the headings gives every number that they bear."""

    parts: tuple[tuple[str, tuple[Block, ...]], ...]
    numbers: Mapping[str, str]
    starts: Mapping[int, int]
    counted: bool

    def blocks(self) -> Iterator[Block]:
        """All blocks in order."""
        for _, blocks in self.parts:
            yield from blocks


def lay(parts: Sequence[Part], *, counted: bool) -> Laid:
    """The blocks of a text; where headings are not `counted`, their numbers are words of theirs."""
    depths, titled = _depths(parts), _titled(parts)
    laid, starts, lists = [], {}, 0
    for part in parts:
        blocks: list[Block] = [*_heading(part, depths[part.key] - titled, counted=counted)]
        for block in flow(part.body) if part.markdown else _unmarked(part):
            if isinstance(block, Paragraph) and block.list:
                own = lists + block.list
                starts.update({own: int(block.marker)} if block.marker.isdigit() and own not in starts else {})
                blocks.append(replace(block, list=own))
            else:
                blocks.append(block)
        lists = max([lists, *(block.list for block in blocks if isinstance(block, Paragraph))])
        laid.append((part.key, tuple(blocks)))
    numbers = {_anchor(part): part.number for part in reversed(parts) if part.anchored and part.number}
    return Laid(tuple(laid), numbers, starts, counted)


def counted(parts: Iterable[Part]) -> bool:
    """Whether the numbers of the headings are those that counting them gives.

    >>> from tosgen.redline.blocks import parse
    >>> counted(parse("# T\\n## 1. A\\n### 1.1 B\\n## 2. C")), counted(parse("## 1. A\\n## 3. C"))
    (True, False)
    """
    counts: dict[str, list[int]] = {}
    for number in filter(None, (part.number for part in parts)):
        found = _COUNTED.fullmatch(number)
        if not found:
            return False
        own = [int(each) for each in found["count"].split(".")]
        before = counts.get(found["prefix"], [])
        expected = [*before, *[0] * DEEPEST][: len(own)]
        expected[-1] += 1
        if own != expected:
            return False
        counts[found["prefix"]] = own
    return True


def counting(number: str) -> tuple[str, int]:
    """What stands before a counted number, and how deep it counts from 0: `("EU ", 1)` for EU 1.1."""
    found = _COUNTED.fullmatch(number)
    return (found["prefix"], found["count"].count(".")) if found else ("", 0)


def bookmark(name: str, suffix: str = "") -> str:
    """The bookmark of an anchor: at most 40 letters, digits and underscores, as word processors want it.

    >>> bookmark("core--law"), bookmark("us-ca--hosting-user-content--ai-content-of-users")
    ('core__law', 'us_ca__hosting_user_content__ai_551e2bb0')
    """
    if _PLAIN_ANCHOR.fullmatch(name) and len(name) + len(suffix) <= _LONGEST:
        return name.replace("-", "_") + suffix
    digest = sha256(name.encode()).hexdigest()[:8]
    words = re.sub("[^a-z0-9]", "_", name.lower())
    head = words if words[:1].isalpha() else f"a{words}"
    return f"{head[: _LONGEST - 9 - len(suffix)]}_{digest}{suffix}"


def _depths(parts: Sequence[Part]) -> dict[str, int]:
    """Key -> how deep its heading stands, from 1; no level is left out."""
    depths: dict[str, int] = {}
    for part in parts:
        depths[part.key] = depths.get(part.section, 0) + 1 if part.section else 1
    return depths


def _titled(parts: Sequence[Part]) -> bool:
    """Whether the text has a title: a first heading that all others stand under."""
    headed = [part for part in parts if part.title]
    return bool(headed) and not headed[0].number and all(part.section for part in headed[1:])


def _heading(part: Part, depth: int, *, counted: bool) -> Iterator[Paragraph]:
    if not part.title and not part.anchored:
        return
    words = part.title if counted or not part.number else f"{labelled(part.number)} {part.title}"
    yield Paragraph(
        (Piece(words),) if words else (),
        kind="heading",
        depth=min(depth, DEEPEST),
        anchor=_anchor(part),
        number=part.number if counted else "",
    )


def _anchor(part: Part) -> str:
    """A part's anchor, whatever it is known by."""
    return anchor(part.clause, part.supplement).partition(" ")[0] if part.anchored else ""


def labelled(number: str) -> str:
    """A heading's number as it is written before its words: `1.`, but `1.1`."""
    return number if "." in number or "٫" in number else f"{number}."


def _unmarked(part: Part) -> Iterator[Block]:
    """The paragraphs of a text that was read from something else than Markdown."""
    pieces: list[Piece] = []
    for run in part.made or (Run(part.body),):
        bold, italic, code = (name in run.style for name in ("bold", "italic", "code"))
        href = f"#{run.reference}" if run.reference else ""
        for at, text in enumerate(run.text.split("\n\n")):
            if at and pieces:
                yield Paragraph(tuple(pieces))
                pieces = []
            pieces += [Piece(text, bold, italic, code, href)] if text else []
    if pieces:
        yield Paragraph(tuple(pieces))
