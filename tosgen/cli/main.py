"""`tosgen`: the group, its lazy commands, and the one boundary where errors become messages and exit codes."""

from __future__ import annotations

import gc
import io
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tosgen import __version__
from tosgen.cli.cache import caching
from tosgen.cli.speech import SPEECH, speak, tell, told
from tosgen.saying import say

if TYPE_CHECKING:
    from tosgen.errors import Finding, TosgenError

COMMANDS = {
    "init": "Make a workspace: asks, or takes an example.",
    "generate": "Compose the documents and record what is new.",
    "log": "List the versions that the ledger holds.",
    "show": "Print one version of a document.",
    "diff": "Redline of a version against its base, or of any two versions.",
    "compare": "Redline of any two files.",
    "review": "What awaits a decision; what a pull request changes.",
    "approve": "Approve versions that somebody else wrote.",
    "reject": "Reject versions, with a reason.",
    "publish": "Publish versions from a day on.",
    "withdraw": "Withdraw published versions, with a reason.",
    "notice": "Write the notice to existing users of a change.",
    "notify": "Record that existing users were told of a change.",
    "signers": "Who may decide: keys, roles, and how many of whom.",
    "verify": "Is the ledger whole: objects, texts, signatures, rules.",
    "evidence": "A bundle that proves a version; check records of acceptance.",
    "audit": "Hold the documents against the register of requirements.",
    "readings": "Who found which clause to meet which requirement.",
    "forecast": "What coming law will change, and how it will read.",
    "due": "What is due for review, as a list or a calendar.",
    "record": "Add an audit, training, bias test or assessment.",
    "fill": "Complete a letter or notice with the facts of one case.",
    "site": "What is published, as a static site.",
    "export": "Write published texts for a static site generator.",
    "fleet": "Many services: generate, status, audit, publish.",
    "lint": "Find faults in library, profile, documents and catalogs.",
    "locales": "Keep the catalogs: extract, update, check, stats.",
    "schema": "Print the JSON Schema of a file format.",
}


class LazyGroup(click.Group):
    """Lists its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import one command's module; its function has the command's name."""
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"tosgen.cli.{name}"), name)
        if not SPEECH.foreign:
            return command
        from tosgen.cli import clicks

        return clicks.translated(command, speak)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list for --help, from COMMANDS alone."""
        with formatter.section(speak(say("Commands"))):
            formatter.write_dl([(name, speak(say(text))) for name, text in COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Name the nearest command for one that does not exist."""
        if args and args[0] not in COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1)
            known = say("No such command '{name}'. Did you mean '{near}'?", name=args[0], near=near[0] if near else "")
            ctx.fail(speak(known if near else say("No such command '{name}'.", name=args[0])))
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        tell(say("{program}, version {version}", program="tosgen", version=__version__), err=False)
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "TOSGEN"})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version and exit."
)
@click.option(
    "-C", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path(), metavar="DIR", help="Work in DIR."
)
@click.pass_context
def group(ctx: click.Context, folder: Path) -> None:
    """Compose legal documents from a clause library; keep and compare every version.

    Texts are drafts for a lawyer to adopt, not legal advice.
    """
    SPEECH.at(folder)
    ctx.obj = folder


def main() -> None:
    """Run the command line; faults that a user can act on print as messages, never as a traceback."""
    with caching():
        _main()


def _room() -> int:
    """How wide a help is: as click has it, without `shutil`, which takes a sixth of the time of `--help`."""
    columns = os.environ.get("COLUMNS", "")
    wide = int(columns) if columns.isdecimal() else 0
    if not wide:
        try:
            wide = os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 80
        except (ValueError, OSError):
            wide = 80
    return max(min(wide, 80) - 2, 50)


def _main() -> None:
    group.context_settings["terminal_width"] = _room()
    gc.set_threshold(50_000)  # a run keeps most of what it makes: the default looks through all of it 300 times
    stdout = sys.stdout
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    SPEECH.at(Path())
    if not SPEECH.foreign:
        _run(group, stdout)
        return
    from tosgen.cli import clicks

    with clicks.answering(speak, right_to_left=SPEECH.right_to_left):
        _run(clicks.translated(group, speak), stdout)


def _run(command: click.Command, stdout: Any) -> None:
    try:
        command(standalone_mode=False)
    except SystemExit:
        if sys.stdout is not stdout:  # click's sign that the reader has gone: no finding of ours
            sys.exit(0)
        raise
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.exceptions.Abort:
        tell(say("tosgen: stopped; nothing was recorded"))
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except _faults() as error:
        for finding in error.findings:
            click.echo(told(finding), err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:
        click.echo(told(_environment(error)), err=True)
        sys.exit(3)


def _faults() -> type[TosgenError]:
    """What a user can act on: asked for when something is wrong."""
    from tosgen.errors import TosgenError

    return TosgenError


def _environment(error: OSError) -> Finding:
    from tosgen.errors import Finding, Place

    place = Place(str(error.filename or "tosgen"))
    return Finding("environment", error.strerror or str(error), place, say("free it or choose another place"))


if __name__ == "__main__":
    main()
