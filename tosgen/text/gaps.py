"""Texts that differ from others in their answers only: laid out once, with gaps, and filled for each document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tosgen.model.document import Answer, Document, Filling, Text
from tosgen.text.escape import Line, filled, laid_out, unopened, written


@dataclass(frozen=True, slots=True)
class Opening:
    """The rest of a line that a fact begins."""

    parts: tuple[str | int, ...]


Part = str | int | Opening
"""Markdown as it stands, a gap's number, or what begins with a gap."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Texts with a gap wherever an answer stands."""

    numbers: Mapping[Answer, int]
    """Every answer that stands in them -> its number, in their order."""
    gaps: tuple[tuple[int, str], ...]
    """The answer that a gap is for, and the place that it is in."""
    texts: tuple[tuple[Part, ...], ...]

    @classmethod
    def of(cls, texts: Iterable[tuple[str, Text]]) -> Layout:
        """Of texts, each with the supplement that it stands in."""
        numbers: dict[Answer, int] = {}
        gaps: dict[tuple[int, str], int] = {}
        laid: list[tuple[Part, ...]] = []
        for supplement, text in texts:
            answers = {slot: numbers.setdefault((supplement, name), len(numbers)) for slot, name in text.slots}
            laid.append(_together(_laid(text, answers, gaps)))
        return cls(numbers, tuple(gaps), tuple(laid))

    def filled(self, answers: Sequence[Filling]) -> list[str]:
        """Every text as Markdown with these answers."""
        words = [written(answers[number], place) for number, place in self.gaps]
        return ["".join([_part(part, words) for part in parts]) for parts in self.texts]


def open_texts(document: Document) -> list[tuple[str, Text]]:
    """The texts in which answers stand, as they print, each with the supplement that it stands in."""
    return [(p.supplement, text) for p in document.passages() for text in (p.title, p.body) if text.slots]


def _part(part: Part, words: Sequence[str]) -> str:
    if isinstance(part, str):
        return part
    return words[part] if isinstance(part, int) else unopened("".join([_part(each, words) for each in part.parts]))


def _laid(text: Text, answers: Mapping[int, int], gaps: dict[tuple[int, str], int]) -> Iterator[Part]:
    """`answers`: filling -> number of the answer that it is; `gaps`: each with its number, more are added."""
    for line in laid_out(text.skeleton) if text.fillings else (text.skeleton,):
        if isinstance(line, str):
            yield line
        elif not any(not isinstance(piece, str) and piece.index in answers for piece in line.pieces):
            yield filled(line, text.fillings)
        else:
            yield from _line(line, text.fillings, answers, gaps)


def _line(
    line: Line, fillings: Sequence[Filling], answers: Mapping[int, int], gaps: dict[tuple[int, str], int]
) -> Iterator[Part]:
    parts: list[str | int] = []
    for piece in line.pieces:
        if isinstance(piece, str):
            parts.append(piece)
        elif piece.index in answers:
            parts.append(gaps.setdefault((answers[piece.index], piece.place), len(gaps)))
        else:
            parts.append(written(fillings[piece.index], piece.place))
    if line.opens is None:
        yield from parts
        return
    # What comes before the fact is the marker of an item at most, and digits that the fact goes on with.
    first = str(parts[0])
    yield first[: line.opens]
    yield Opening((first[line.opens :], *parts[1:]))


def _together(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Neighbours that stand as they are made one."""
    found: list[Part] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        else:
            found.append(part)
    return tuple(part for part in found if part != "")
