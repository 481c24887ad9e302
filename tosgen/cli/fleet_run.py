"""What the commands over a fleet share: options, the run with its progress, and how its end is told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tosgen.cli import options
from tosgen.cli.fleet_progress import Progress
from tosgen.cli.people import author_named
from tosgen.cli.speech import tell, told
from tosgen.cli.workspace import built_from, library_root
from tosgen.cli.write import write, write_json
from tosgen.saying import say

if TYPE_CHECKING:
    from tosgen.errors import Unavailable
    from tosgen.fleet.member import Member
    from tosgen.fleet.order import Order
    from tosgen.fleet.run import Work

F = TypeVar("F", bound=Callable[..., object])
STOPPED = 130


@dataclass(slots=True)
class Results:
    """What came of each service, in the order in which they were given."""

    members: list[Member]
    found: dict[str, Any] = field(default_factory=dict)
    """By the member's place."""
    whole: bool = True
    """Whether the run came to its end."""
    broken: Unavailable | None = None
    """What ended it before, where nobody stopped it."""

    def pairs(self) -> list[tuple[Member, Any]]:
        """Each member with what came of it; without those that were not reached."""
        return [(member, self.found[_key(member)]) for member in self.members if _key(member) in self.found]


def _key(member: Member) -> str:
    return f"{member.place}"


def fleeting(*, executor: bool) -> Callable[[F], F]:
    """What every command over a fleet takes."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    given: list[Callable[[F], F]] = [
        click.argument("profiles", nargs=-1, required=True, metavar="PROFILE..."),
        click.option("--base", type=click.Path(path_type=Path), metavar="FILE", help="The base profile of a CSV."),
        click.option(
            "-o", "outputs", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
            help="The ledgers are DIR/<service>; else outputs/<service> beside each profile.",
        ),
        click.option("--jobs", type=click.IntRange(1, 1024), default=cores, metavar="N",
                     help="Processes of this machine; as many as there are cores, if left out."),
        options.on,
        options.formats("text", "json"),
        click.option("--all", "everything", is_flag=True, help="Tell of every service, not of the sums alone."),
    ]  # fmt: skip
    if executor:
        given.insert(4, click.option("--executor", metavar="NAME",
                                     help="Who composes: dask://HOST:PORT, or module:factory."))  # fmt: skip

    def decorate(command: F) -> F:
        for option in reversed(given):
            command = option(command)
        return command

    return decorate


def order_of(folder: Path, on: date | None, author: str | None, **more: Any) -> Order:
    """What is to be done with every service; the moment is asked once."""
    from tosgen.fleet.order import Order

    who = author_named(author, folder)
    return Order(now=datetime.now(UTC), author=who, on=on, library=library_root() / "clauses", **more)


def run_over(
    folder: Path, profiles: tuple[str, ...], work: Work, order: Order, *, base: Path | None, outputs: Path | None,
    jobs: int, executor: str | None = None, again: bool = False,
) -> Results:  # fmt: skip
    """Find the members and do the work; warnings and progress go to stderr."""
    from tosgen.errors import Unavailable
    from tosgen.fleet.member import Search
    from tosgen.fleet.run import Fleet, Means, run
    from tosgen.fleet.task import Failed

    whole = Fleet(library_root(), built_from(), lambda finding: click.echo(told(finding), err=True))
    there = (folder / outputs).resolve() if outputs else None
    results = Results(Search(folder, base, there, whole.library).members(profiles))
    progress = Progress(len(results.members))

    def heard(member: Member, made: Any) -> None:
        results.found[_key(member)] = made
        progress.count(known=getattr(made, "known", False), failed=isinstance(made, Failed))

    try:
        means = Means(jobs, executor)
        results.whole = run(whole, work, results.members, order, means, heard=heard, beat=progress.beat, again=again)
    except KeyboardInterrupt:
        results.whole = False
    except Unavailable as error:
        if not results.found:
            raise
        results.broken = error
    finally:
        progress.end()
    return results


def tell_all(
    results: Results, form: str, data: Callable[[Results], dict[str, Any]], text: Callable[[Results], str],
    open_: Callable[[Any], bool] = lambda _: False,
) -> None:  # fmt: skip
    """Print the summary; exit 3 if workers or scheduler failed it on its way, 130 if it was stopped, 1 if a service
    failed or something is left open in one."""
    from tosgen.fleet.task import Failed

    if form == "json":
        write_json(data(results))
    else:
        write(text(results), None)
    if results.broken:
        raise results.broken
    if not results.whole:
        done = len(results.found)
        tell(say("tosgen: stopped after {done} of {total} services; run it again to go on", done=done,
                 total=len(results.members)))  # fmt: skip
        sys.exit(STOPPED)
    if any(isinstance(made, Failed) or open_(made) for _, made in results.pairs()):
        sys.exit(1)
