"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from tosgen.errors import Refused

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day written YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Parse, or refuse with the form that is wanted."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise Refused.one("bad-date", f"'{value}' is not a day", "--on", "write YYYY-MM-DD") from None


on = click.option("--on", type=Day(), metavar="DATE", help="Act as on this day (YYYY-MM-DD); today if left out.")
output = click.option("-o", "output", type=click.Path(dir_okay=False), metavar="FILE", help="Write to FILE instead.")
service = click.option("--service", metavar="NAME", help="The ledger to read, where outputs/ holds several.")


def formats(*names: str) -> Callable[[F], F]:
    """`--format` with the first name as the default."""
    return click.option("--format", "form", type=click.Choice(names), default=names[0], show_default=True)
