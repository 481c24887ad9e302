"""Options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from tosgen.errors import Refused
from tosgen.saying import say

F = TypeVar("F", bound=Callable[..., Any])


def day(text: str, where: str) -> date:
    """The day that a text names; Refused (`bad-date`)."""
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Refused.one("bad-date", say("'{text}' is not a day", text=text), where, say("write YYYY-MM-DD"))


class Day(click.ParamType[date]):
    """A day written YYYY-MM-DD."""

    name = "date"

    def __init__(self, option: str) -> None:
        self._option = option

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Parse, or refuse with the form that is wanted."""
        return value if isinstance(value, date) else day(value, self._option)


class DayOrNever(Day):
    """A day written YYYY-MM-DD, or `never`."""

    name = "date or never"

    def convert(  # type: ignore[override]
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | str:
        """Parse, or refuse with the form that is wanted."""
        return value if value == "never" else super().convert(value, param, ctx)


on = click.option("--on", type=Day("--on"), metavar="DATE", help="Act as on this day (YYYY-MM-DD); today if left out.")
output = click.option("-o", "output", type=click.Path(dir_okay=False), metavar="FILE", help="Write to FILE instead.")
port = click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port to serve on; else a free one."
)
service = click.option("--service", metavar="NAME", help="The ledger to read, where outputs/ holds several.")


def formats(*names: str) -> Callable[[F], F]:
    """`--format` with the first name as the default."""
    return click.option("--format", "form", type=click.Choice(names), default=names[0], show_default=True)
