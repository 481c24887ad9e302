"""How far a run over a fleet is: services done, how many a second, how long the rest will take."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field

import click

from tosgen.cli.speech import speak_line
from tosgen.saying import Said, say

WATCHED, LOGGED = 0.2, 15.0
"""Seconds between two tellings on a terminal, and in a log."""
_PATIENCE = 1.0
_CLEAR = "\r\x1b[K"


@dataclass(slots=True)
class Progress:
    """Tells on stderr: on a terminal one line that is written anew, else a line now and then."""

    total: int
    done: int = 0
    known: int = 0
    """Of these, what an earlier run had done: no measure of how fast this one is."""
    failed: int = 0
    began: float = field(default_factory=time.monotonic)
    _told: float = field(default_factory=time.monotonic)
    _shown: bool = False

    def count(self, *, known: bool = False, failed: bool = False) -> None:
        """One service more is done."""
        self.done += 1
        self.known += known
        self.failed += failed
        self.beat()

    def beat(self) -> None:
        """Tell, if it is time."""
        now, watched = time.monotonic(), sys.stderr.isatty()
        if now - self._told < (WATCHED if watched else LOGGED) or (watched and now - self.began < _PATIENCE):
            return
        self._told = now
        self._shown = self._shown or watched
        line = speak_line(self.words(now - self.began))
        click.echo(f"{_CLEAR}{line}" if watched else line, err=True, nl=not watched)

    def end(self) -> None:
        """Leave the terminal's line free."""
        if self._shown:
            click.echo(_CLEAR, err=True, nl=False)

    def words(self, seconds: float) -> Said:
        """What is told after so many seconds."""
        worked = self.done - self.known
        if not worked or seconds <= 0:
            return say("{done} of {total} services", done=self.done, total=self.total)
        rate = worked / seconds
        template = say("{done} of {total} services, {rate} a second, {left} left")
        if self.failed:
            template = say("{done} of {total} services, {rate} a second, {left} left; {failed} failed")
        return template.of(
            done=self.done, total=self.total, rate=f"{rate:.1f}", left=_clock((self.total - self.done) / rate),
            failed=self.failed,
        )  # fmt: skip


def _clock(seconds: float) -> str:
    """
    >>> _clock(75), _clock(3600 * 5 + 61)
    ('1:15', '5:01:01')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
