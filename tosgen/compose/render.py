"""A clause's template and the answers become a text with inert marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tosgen.compose.facts import Branch, RowView
from tosgen.compose.names import names
from tosgen.compose.noted import Noted
from tosgen.compose.printing import Unprintable, unprintable
from tosgen.model.document import Filling, Text
from tosgen.model.values import Duration
from tosgen.saying import said_by, say
from tosgen.store import recall
from tosgen.text import blocks
from tosgen.text.direction import POP
from tosgen.text.marks import MARK
from tosgen.text.sentences import lines
from tosgen.text.template import parsed, read
from tosgen.text.wordless import apart, together

STATE = "_noted"
_STOP = re.compile(rf"{MARK.pattern}\.(?=\**(?:\s|\Z))")
"""A fact and the full stop after it."""


class _Environment(ImmutableSandboxedEnvironment):
    """Reads answers and rows only: no attribute of any other object."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Branch):
            return obj.look(f"{obj.prefix}.{attribute}")
        if isinstance(obj, RowView):
            return obj.look(obj.row, attribute)
        if isinstance(obj, Mapping):
            return obj.get(attribute, self.undefined(obj=obj, name=attribute))
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return self.getattr(obj, str(argument))


@pass_context
def _finalize(context: Context, value: object) -> str:
    noted: Noted = context[STATE]
    return noted.write(value)


@pass_context
def _duration(context: Context, value: object, case: str = "") -> object:
    printer = context[STATE].setup.printer
    return _printed(context[STATE], lambda: printer.duration(value, case)) if isinstance(value, Duration) else value


@pass_context
def _listing(context: Context, value: object, style: str = "and") -> object:
    printer = context[STATE].setup.printer
    return _printed(context[STATE], lambda: printer.listing(value, style)) if isinstance(value, tuple) else value


def _printed(noted: Noted, write: Callable[[], Filling]) -> Filling:
    try:
        return write()
    except Unprintable as error:
        noted.findings.append(unprintable(error, noted.clause, noted.setup.translator.locale, noted.place))
        return Filling("?")


@lru_cache(maxsize=1)
def _environment() -> _Environment:
    environment = _Environment(
        undefined=StrictUndefined, finalize=_finalize, autoescape=False,
        optimized=False,  # which would change the tree
    )  # fmt: skip
    environment.globals.clear()
    environment.filters = {"duration": _duration, "listing": _listing}
    return environment


@lru_cache(maxsize=65536)
def _compiled(source: str) -> Template:
    environment = _environment()
    code = recall.worked_out("template", (source,), lambda: environment.compile(parsed(source)), _as_it_is, _as_it_is)
    return Template.from_code(environment, code, environment.make_globals(None))


def _as_it_is(code: CodeType) -> CodeType:
    return code


def render(source: str, noted: Noted, extra: Mapping[str, object] | None = None) -> Text:
    """The template with its answers as marks, counted from 0; faults and names used go into `noted`."""
    noted.fillings, noted.slots = [], []
    if "{" not in source:
        return Text(source)
    noted.templates.append(read(source))
    bare, words = apart(source)
    try:
        printed = _compiled(bare).render({**names(noted, bare), **(extra or {}), STATE: noted})
        skeleton = together(printed, words)
    except TypeError as error:  # values that cannot be printed, compared or looped over
        noted.fault(
            "bad-value",
            say("the template cannot be filled: {error}", error=said_by(error)),
            say("name one answer, or compare like with like"),
        )
        skeleton = "?"
    return Text(skeleton, tuple(noted.fillings), tuple(noted.slots))


def body(text: Text, *, conspicuous: bool) -> Text:
    """Rendered lines as canonical Markdown: blocks apart, one sentence a line, in bold where they must stand out."""
    arranged = blocks.arrange(text.skeleton.split("\n"))
    if conspicuous:
        arranged = [(kind, lead, _bold(kind, words.replace("**", ""))) for kind, lead, words in arranged]
    joined = blocks.joined([(kind, lead, _lined(kind, lead, words)) for kind, lead, words in arranged])
    return Text(_STOP.sub(lambda found: _stopped(found, text), joined), text.fillings, text.slots)


def _stopped(found: re.Match[str], text: Text) -> str:
    """One full stop where a fact that has its own, as in Example Inc., ends a sentence."""
    return found[0][:-1] if text.fillings[int(found[1])].text.rstrip(POP).endswith(".") else found[0]


def _lined(kind: blocks.Kind, lead: str, words: str) -> str:
    return words if kind == "row" else ("\n" + " " * len(lead)).join(lines(words))


def _bold(kind: blocks.Kind, words: str) -> str:
    if kind != "row":
        return f"**{words}**"
    cells = [cell.strip() for cell in words.strip("|").split("|")]
    if all(cell and set(cell) <= {"-", ":"} for cell in cells):
        return words
    return "| " + " | ".join(f"**{cell}**" for cell in cells) + " |"
