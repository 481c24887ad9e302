"""What stands out on one side only: bold, italic, code and quotations, marked in words that both sides have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tosgen.redline.model import Span
from tosgen.text.plain import Run


def styled(spans: tuple[Span, ...], old: Sequence[Run], new: Sequence[Run]) -> tuple[Span, ...]:
    """The spans, equal ones cut where they begin or cease to stand out otherwise than before.

    >>> old, new = (Run("You must pay."),), (Run("You "), Run("must", "", "bold"), Run(" pay."))
    >>> found = styled((Span("equal", "You must pay."),), old, new)
    >>> [(span.text, span.was, span.now) for span in found]
    [('You ', '', ''), ('must', '', 'bold'), (' pay.', '', '')]
    """
    if not any(run.style for side in (old, new) for run in side):
        return spans
    return tuple(_cut(spans, _Looks(old), _Looks(new)))


class _Looks:
    """A text as stretches of one style, read from front to back."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._left = [(len(run.text), run.style) for run in reversed(runs) if run.text]

    def take(self, most: int) -> tuple[int, str]:
        """(length, style) of the next stretch, at most so long."""
        length, style = self._left.pop()
        if length > most:
            self._left.append((length - most, style))
        return min(length, most), style

    def back(self, length: int, style: str) -> None:
        """Put back what was taken too much."""
        if length:
            self._left.append((length, style))

    def skip(self, length: int) -> None:
        """Go past text that the other side lacks."""
        while length:
            length -= self.take(length)[0]


def _cut(spans: tuple[Span, ...], old: _Looks, new: _Looks) -> Iterator[Span]:
    for span in spans:
        if span.op == "equal":
            yield from _joined(_pieces(span.text, old, new))
        else:
            (old if span.op == "delete" else new).skip(len(span.text))
            yield span


def _pieces(text: str, old: _Looks, new: _Looks) -> Iterator[Span]:
    at = 0
    while at < len(text):
        length, was = old.take(len(text) - at)
        shared, now = new.take(length)
        old.back(length - shared, was)
        piece = text[at : at + shared]
        yield Span("equal", piece, was, now) if was != now and piece.strip() else Span("equal", piece)
        at += shared


def _joined(pieces: Iterator[Span]) -> Iterator[Span]:
    """Neighbours that look alike as one."""
    last = next(pieces)
    for span in pieces:
        if (span.was, span.now) == (last.was, last.now):
            last = Span("equal", last.text + span.text, last.was, last.now)
        else:
            yield last
            last = span
    yield last
