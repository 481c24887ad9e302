"""Two texts as numbers, one a distinct token: what they begin and end with in one piece, the rest word by word."""

from __future__ import annotations

from dataclasses import dataclass

from tosgen.redline.ends import Ends, Words, inside
from tosgen.redline.tokens import Token, sentence_starts

_HEAD, _TAIL = -1, -2


@dataclass(frozen=True, slots=True)
class Side:
    """A text as numbers, one a distinct token, with the bounds of its sentences."""

    tokens: list[Token]
    ids: list[int]
    bounds: list[int]

    @classmethod
    def of(cls, text: Words, within: Ends, known: dict[tuple[str, str], int]) -> Side:
        """What lies between both ends word by word, each end as one token."""
        found = text.inner(within)
        ids = [known.setdefault((core, reference), len(known)) for core, _, reference in found]
        bounds = [*sentence_starts(found), len(found)] if found else [0]
        if within.head:
            found, ids = [Token(text.text[: within.head], ""), *found], [_HEAD, *ids]
            bounds = [0, *(at + 1 for at in bounds)]
        if within.tail:
            found, ids, bounds = [*found, Token(text.text[-within.tail :], "")], [*ids, _TAIL], [*bounds, len(ids) + 1]
        return cls(found, ids, bounds)

    @property
    def between(self) -> tuple[int, int]:
        """Where the words between both ends begin and stop."""
        return int(self.ids[:1] == [_HEAD]), len(self.ids) - (self.ids[-1:] == [_TAIL])

    def sentence(self, at: int) -> list[int]:
        """The tokens of a sentence."""
        return self.ids[self.bounds[at] : self.bounds[at + 1]]


Sides = tuple[Side, Side]


def sentences(was: Words, now: Words, outer: Ends) -> Sides:
    """Both texts, in one piece the whole sentences that they begin and end with."""
    return _sides(was, now, outer) or _both(was, now, Ends())


def one_sentence(was: Words, now: Words, outer: Ends) -> Sides | None:
    """The same with the words around the only sentence that differs, if it is the only one."""
    within = inside(was, now, outer)
    return _sides(was, now, within) if within else None


def _sides(was: Words, now: Words, within: Ends) -> Sides | None:
    """None where one of them, between the ends, begins with all that the other has there.

    What is equal would then go on into the tail.
    """
    a, b = _both(was, now, within)
    length = min(len(a.ids), len(b.ids)) - bool(within.tail)
    return (a, b) if a.ids[:length] != b.ids[:length] else None


def _both(was: Words, now: Words, within: Ends) -> Sides:
    known: dict[tuple[str, str], int] = {}
    return Side.of(was, within, known), Side.of(now, within, known)
