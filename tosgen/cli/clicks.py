"""click's own words, and the helps that our commands give it, in the reader's language.

click asks `gettext.gettext` and `gettext.ngettext` whenever it speaks, and these ask `dgettext` and `dngettext` of
their module: here is one place to answer, without a compiled catalog in a folder that click knows.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import TypeVar

import click

from tosgen.saying import Said, Speak, paragraphs, say, say_n, sentence
from tosgen.text.direction import ISOLATE, POP

C = TypeVar("C", bound=click.Command)
_FIELD = re.compile(r"\{[^{}]*\}")

WORDS: tuple[Said, ...] = (
    say("Usage:"),
    say("Options"),
    say("Commands"),
    say("default: {default}"),
    say("required"),
    say("deprecated"),
    say("Show this message and exit."),
    say("Try '{command} {option}' for help."),
    say("Error: {message}"),
    say("Error: invalid input"),
    say("Missing command."),
    say("Missing argument"),
    say("Missing option"),
    say("Missing parameter"),
    say("Invalid value: {message}"),
    say("Invalid value for {param_hint}: {message}"),
    say("No such option {name!r}."),
    say("No such command {name!r}."),
    say_n("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", n=1),
    say_n("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", n=1),
    say_n("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", n=1),
    say("Option {name!r} does not take a value."),
    say("Choose from:\n\t{choices}"),
    say_n("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", n=1),
    say("{value!r} is not a valid {number_type}."),
    say("{value} is not in the range {range}."),
    say("{name} {filename!r} does not exist."),
    say("{name} {filename!r} is a file."),
    say("{name} {filename!r} is a directory."),
    say("{name} {filename!r} is not readable."),
    say("{name} {filename!r} is not writable."),
)
"""What click may say to our commands, with the fields that it fills itself."""
_NAMES = {name.template: name for name in (say("file"), say("directory"), say("path"))}
"""What click calls values of options: it asks when a command is imported, which may be in another language's time."""
_KNOWN = {word.template: word for word in WORDS}


@contextmanager
def answering(speak: Speak, *, right_to_left: bool) -> Iterator[None]:
    """While this lasts, click speaks as `speak` does; what it says beyond `WORDS` stays English."""
    apart = rf"{ISOLATE}\g<0>{POP}" if right_to_left else r"\g<0>"
    before = gettext.dgettext, gettext.dngettext

    def one(domain: str, message: str) -> str:  # noqa: ARG001
        return _FIELD.sub(apart, _translated(speak, message, message, 1))

    def many(domain: str, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG001
        return _FIELD.sub(apart, _translated(speak, msgid1, msgid1 if n == 1 else msgid2, n))

    gettext.dgettext, gettext.dngettext = one, many
    try:
        yield
    finally:
        gettext.dgettext, gettext.dngettext = before


def _translated(speak: Speak, message: str, english: str, n: int) -> str:
    """The words for click to fill; the English ones where none are known, or have fields that it does not fill."""
    known = _KNOWN.get(message)
    if known is None:
        return english
    words = speak(say_n(known.template, known.plural, n=n) if known.plural else known)
    return words if {*_FIELD.findall(words)} <= {*_FIELD.findall(known.template + known.plural)} else english


def translated(command: C, speak: Speak) -> C:
    """A command whose help and options read in the language; the one given stays as it is."""
    from tosgen.cli.help_layout import Context

    spoken = copy(command)
    spoken.context_class = Context
    vars(spoken)["_help_option"] = None  # click makes it once, in the language of that time
    spoken.help = "\n\n".join(speak(say(text)) for text in paragraphs(command.help)) if command.help else None
    spoken.short_help = speak(say(sentence(command.help))) if command.help else None
    spoken.params = [_param(param, speak) for param in command.params]
    if isinstance(spoken, click.Group) and isinstance(command, click.Group):
        spoken.commands = {name: translated(each, speak) for name, each in command.commands.items()}
    return spoken


def _param(param: click.Parameter, speak: Speak) -> click.Parameter:
    spoken = copy(param)
    if isinstance(spoken, click.Option) and spoken.help:
        spoken.help = speak(say(spoken.help))
    if isinstance(spoken.type, click.Path):
        spoken.type = copy(spoken.type)
        spoken.type.name = speak(_NAMES[spoken.type.name])
    return spoken


def messages(command: click.Command) -> Iterator[str]:
    """Every text of a command that its help shows, those of its subcommands included."""
    yield from paragraphs(command.help)
    for param in command.params:
        if isinstance(param, click.Option) and param.help:
            yield param.help
    for each in command.commands.values() if isinstance(command, click.Group) else ():
        yield sentence(each.help)
        yield from messages(each)
