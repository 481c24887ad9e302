"""Two versions of a paragraph as characters, a link as one: what is compared, and what comes of it as segments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from tosgen.formats.docx_body import Segment
from tosgen.formats.docx_runs import Group, Shown
from tosgen.redline.model import Op
from tosgen.redline.tokens import tokens
from tosgen.redline.words import spans
from tosgen.text.plain import Run

_FIRST, _LAST = 0xF0000, 0x10FFFD
"""Private-use characters, which stand for links: one that is in a text already is taken like a link."""


class Strand(NamedTuple):
    """A text without links; each of its characters as it is shown, or the link that it stands for."""

    text: str
    atoms: tuple[Group, ...]


class Step(NamedTuple):
    """What happened to one character."""

    op: Op
    atom: Group


class Strands:
    """What the links of two texts are written as: the same link the same character."""

    def __init__(self) -> None:
        self._links: dict[Group, str] = {}
        self._words: dict[str, int] = {}

    def strand(self, groups: Iterable[Group]) -> Strand:
        """A paragraph's strand."""
        text, atoms = "", list[Group]()
        for group in groups:
            for atom in [group] if group[0] else _characters(group):
                plain = not atom[0] and ord(atom[1][0].text) < _FIRST
                text += atom[1][0].text if plain else self._link(atom)
                atoms.append(atom)
        return Strand(text, tuple(atoms))

    def words(self, text: str) -> list[int]:
        """The words of a text, each as a number."""
        return [self._words.setdefault(token.core, len(self._words)) for token in tokens((Run(text),))]

    def _link(self, group: Group) -> str:
        return self._links.setdefault(group, chr(min(_FIRST + len(self._links), _LAST)))


def _characters(group: Group) -> Iterator[Group]:
    for shown in group[1]:
        yield from (("", (shown._replace(text=character),)) for character in shown.text)


def segments(old: Strand, new: Strand) -> tuple[Segment, ...]:
    """Both paragraphs in one: what is equal, deleted and inserted."""
    out: list[Segment] = []
    for changed, stretch in groupby(_steps(old, new), key=lambda step: step.op != "equal"):
        steps = [*stretch]
        ops: tuple[Op, ...] = ("delete", "insert") if changed else ("equal",)
        for op in ops:
            if atoms := [step.atom for step in steps if step.op == op]:
                out.append(Segment(op, tuple(_groups(atoms))))
    return tuple(out)


def _steps(old: Strand, new: Strand) -> Iterator[Step]:
    """Every character with what happened to it; one that looks otherwise was deleted and inserted."""
    i = j = 0
    for span in spans((Run(old.text),), (Run(new.text),)):
        for _ in span.text:
            if span.op == "equal" and old.atoms[i] == new.atoms[j]:
                yield Step("equal", new.atoms[j])
            else:
                yield from [Step("delete", old.atoms[i])] if span.op != "insert" else []
                yield from [Step("insert", new.atoms[j])] if span.op != "delete" else []
            i, j = i + (span.op != "insert"), j + (span.op != "delete")


def _groups(atoms: Sequence[Group]) -> Iterator[Group]:
    """Characters that look alike as one again; links as they are."""
    for linked, stretch in groupby(atoms, key=lambda atom: bool(atom[0])):
        if linked:
            yield from stretch
        else:
            looks = groupby((shown for _, characters in stretch for shown in characters), key=lambda shown: shown[1:])
            yield "", tuple(Shown("".join(shown.text for shown in same), *look) for look, same in looks)
