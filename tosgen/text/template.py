"""The Jinja that clauses may use: parsed, checked against an allowlist, and read for what it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, nodes

from tosgen.saying import listed, say
from tosgen.store import recall
from tosgen.text import prints
from tosgen.text.characters import refused, visible
from tosgen.text.wordless import apart

FUNCTIONS = {"ref": "clause", "has": "clause", "term": "term", "feature": "feature", "document": "document"}
FILTERS = ("duration", "listing")
_KEYWORDS = {"term": {"form", "case"}, "duration": {"case"}, "listing": {"style"}}
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Filter, nodes.If, nodes.For,
    nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Call, nodes.Keyword, nodes.List,
    nodes.Tuple,
)  # fmt: skip
_SYNTAX = Environment(trim_blocks=True, lstrip_blocks=True)  # only ever parses; nothing is rendered in it
_DEPTH, _BLOCKS = 4, (nodes.If, nodes.For)
_UNSEEN = re.compile(r"\{#|\{%[-+]?\s*raw\b")
_TALL = 60
"""Levels of syntax; far more would overrun Python's own parser."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a template, at which of its lines (1-based)."""

    code: str
    message: str
    line: int


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that a template names: kind is name, clause (ref), test (has), term, feature or document."""

    kind: str
    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a template names, in order, and what is wrong with it."""

    uses: tuple[Use, ...]
    faults: tuple[Fault, ...]
    printed: frozenset[str] = frozenset()
    """Names that it prints, or asks for being there, and does nothing else with."""

    def names(self, *kinds: str) -> tuple[str, ...]:
        """The names of these kinds, each once, in order of first use."""
        return tuple(dict.fromkeys(use.name for use in self.uses if use.kind in kinds))


_NOTHING = Reading((), ())
_TOO_DEEP = Fault("forbidden-syntax", say("nested too deeply"), 1)


@lru_cache(maxsize=65536)
def read(source: str) -> Reading:
    """Parse a template; nothing in it is run."""
    if "{" not in source:
        return _NOTHING
    return _reading(apart(source)[0])


@lru_cache(maxsize=65536)
def _reading(source: str) -> Reading:
    return recall.worked_out("reading", (source,), lambda: _read(source), _plain, _whole)


def _plain(reading: Reading) -> tuple[list[tuple[str, str, int]], list[str]] | None:
    """A sound reading as plain data; what is wrong is said anew each time."""
    if reading.faults:
        return None
    return [(use.kind, use.name, use.line) for use in reading.uses], sorted(reading.printed)


def _whole(data: tuple[list[tuple[str, str, int]], list[str]]) -> Reading:
    uses, printed = data
    return Reading(tuple(Use(*use) for use in uses), (), frozenset(printed))


def _read(source: str) -> Reading:
    printed = prints.read(source)
    return _parsed(source) if printed is None else _printing(printed)


def _printing(tags: list[prints.Printed]) -> Reading:
    """The reading of a template that only prints."""
    uses = tuple(Use(FUNCTIONS.get(tag.function, "name"), tag.name, tag.line) for tag in tags)
    used = {tag.function or tag.name for tag in tags if tag.function or tag.filtered}
    return Reading(uses, (), frozenset({tag.name for tag in tags if not tag.function} - used))


@lru_cache(maxsize=1)
def parsed(source: str) -> nodes.Template:
    """A template's tree; the last one is kept, for what is read is compiled next. Raises what Jinja raises."""
    return _SYNTAX.parse(source)


def _parsed(source: str) -> Reading:
    try:
        tree = parsed(source)
    except TemplateSyntaxError as error:
        return Reading((), (Fault("syntax", error.message or say("cannot be parsed"), error.lineno),))
    except ValueError:
        return Reading((), (Fault("syntax", say("a number is too long"), 1),))
    except RecursionError:
        return Reading((), (_TOO_DEEP,))
    if _too_tall(tree):
        return Reading((), (_TOO_DEEP,))
    return Reading(tuple(_uses(tree, {})), (*_unseen(source), *_faults(tree)), _printed(tree))


def _unseen(source: str) -> Iterator[Fault]:
    """What the parser drops without a trace."""
    for found in _UNSEEN.finditer(source):
        line = source.count("\n", 0, found.start()) + 1
        yield Fault(
            "forbidden-syntax", say("comments and raw blocks are not among the syntax that clauses may use"), line
        )


def _too_tall(tree: nodes.Node) -> bool:
    level: list[nodes.Node] = [tree]
    for _ in range(_TALL):
        level = [child for node in level for child in node.iter_child_nodes()]
    return bool(level)


def _faults(tree: nodes.Node, depth: int = 0) -> Iterator[Fault]:
    for node in tree.iter_child_nodes():
        deeper = depth + isinstance(node, _BLOCKS)
        if message := _refusal(node, deeper):
            yield Fault("forbidden-syntax", message, node.lineno or 1)  # `autoescape` has none
        yield from _faults(node, deeper)


def _refusal(node: nodes.Node, depth: int) -> str:
    if not isinstance(node, _ALLOWED):
        return say("{name} is not among the syntax that clauses may use", name=type(node).__name__.lower())
    if depth > _DEPTH and isinstance(node, _BLOCKS):
        return say("blocks are nested more than {depth} deep", depth=_DEPTH)
    if isinstance(node, (nodes.Const, nodes.Getattr)):
        return _word_refusal(node)
    if isinstance(node, nodes.For) and (node.recursive or not isinstance(node.target, nodes.Name)):
        return say("a loop takes one plain name")
    if isinstance(node, nodes.Filter):
        return _filter_refusal(node)
    return _call_refusal(node) if isinstance(node, nodes.Call) else ""


def _word_refusal(node: nodes.Const | nodes.Getattr) -> str:
    if isinstance(node, nodes.Getattr):
        return say("'.{name}' cannot be read", name=node.attr) if node.attr.startswith("_") else ""
    odd = refused(node.value) if isinstance(node.value, str) else None
    return say("{character} is not allowed", character=visible(odd[0])) if odd else ""


def _filter_refusal(node: nodes.Filter) -> str:
    if node.name not in FILTERS:
        return say("filter '{name}' is not one of {filters}", name=node.name, filters=listed(FILTERS))
    return _keyword_refusal(node.name, node)


def _call_refusal(node: nodes.Call) -> str:
    name = getattr(node.node, "name", None)
    if name not in FUNCTIONS:
        return say("only {functions} can be called", functions=listed(sorted(FUNCTIONS)))
    if len(node.args) != 1 or not isinstance(node.args[0], nodes.Const) or not isinstance(node.args[0].value, str):
        return say("{name}() takes one name in quotes", name=name)
    return _keyword_refusal(str(name), node)


def _keyword_refusal(name: str, node: nodes.Call | nodes.Filter) -> str:
    if node.dyn_args or node.dyn_kwargs:
        return say("{name} takes no * or ** arguments", name=name)
    for keyword in node.kwargs:
        if keyword.key not in _KEYWORDS.get(name, set()) or not isinstance(keyword.value, nodes.Const):
            return say("{name} takes no argument '{argument}'", name=name, argument=keyword.key)
    return ""


def _uses(node: nodes.Node, bound: dict[str, str]) -> Iterator[Use]:
    if isinstance(node, nodes.For):
        table = dotted(node.iter, bound) or "?"
        yield from _uses(node.iter, bound)
        inner = {**bound, getattr(node.target, "name", "?"): f"{table}[]"}
        for child in [*([node.test] if node.test else []), *node.body]:
            yield from _uses(child, inner)
        for child in node.else_:
            yield from _uses(child, bound)
        return
    if isinstance(node, nodes.Call) and getattr(node.node, "name", None) in FUNCTIONS:
        name = node.node.name  # type: ignore[attr-defined]
        argument = node.args[0] if node.args else None
        kind = "test" if name == "has" else FUNCTIONS[name]
        yield Use(kind, str(getattr(argument, "value", "?")), node.lineno)
        return
    if (path := dotted(node, bound)) is not None:
        yield Use("name", path, node.lineno)
        return
    for child in node.iter_child_nodes():
        yield from _uses(child, bound)


def _printed(tree: nodes.Node) -> frozenset[str]:
    """The names whose values a template neither compares, loops over nor passes on; none if it prints a constant."""
    found: dict[str, set[str]] = {"printed": set(), "used": set(), "constant": set()}
    _sort(tree, "used", found)
    return frozenset() if found["constant"] else frozenset(found["printed"] - found["used"])


def _sort(node: nodes.Node, as_: str, found: dict[str, set[str]]) -> None:
    """Put every name below a node where it belongs, the node itself being printed or tested, or else used."""
    if (path := dotted(node, {})) is not None:
        found[as_].add(path)
    elif isinstance(node, nodes.Const):
        found["constant" if as_ == "printed" else "used"].add("")
    elif isinstance(node, nodes.If):
        _sort(node.test, "printed", found)
        for child in (*node.body, *node.elif_, *node.else_):
            _sort(child, "used", found)
    elif isinstance(node, nodes.For):
        for child in (node.iter, *([node.test] if node.test else []), *node.body, *node.else_):
            _sort(child, "used", found)
    else:
        passing = isinstance(node, nodes.And | nodes.Or | nodes.Not) and as_ == "printed"
        for child in node.iter_child_nodes():
            _sort(child, "printed" if passing or isinstance(node, nodes.Output) else "used", found)


def dotted(node: nodes.Node, bound: dict[str, str]) -> str | None:
    """`a.b.c` as text; a loop variable stands as its table: `recipients[].name`."""
    if isinstance(node, nodes.Name):
        return bound.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        owner = dotted(node.node, bound)
        return None if owner is None else f"{owner}.{node.attr}"
    return None
