"""What tosgen says to people, found in its own sources: `say` and its kin, helps of commands, questions of `init`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from tosgen.catalog.messages import Message
from tosgen.model.library import Library
from tosgen.saying import Said, paragraphs, sentence

PACKAGE = Path(__file__).parent.parent
_CALLS = {"say": ("id",), "say_in": ("context", "id"), "say_n": ("id", "plural")}
"""Function -> what its leading arguments are; they are literals."""


def everything(library: Library) -> list[Message]:
    """Every message of the interface, in the order of the files; one that stands in several, once."""
    return merged([*_of_package(), *questions(library)])


def merged(messages: Iterable[Message]) -> list[Message]:
    """Each message once, with every file that it stands in."""
    found: dict[tuple[str, str], Message] = {}
    for message in messages:
        key = message.context, message.id
        first = found.setdefault(key, message)
        if message.origin not in {first.origin, *first.also}:
            found[key] = replace(first, also=(*first.also, message.origin))
        if message.plural and not found[key].plural:
            found[key] = replace(found[key], plural=message.plural)
    return list(found.values())


def questions(library: Library) -> Iterator[Message]:
    """What `init` asks, in the words of the library's vocabularies; the context names what is asked for."""
    for feature in library.features.values():
        yield from _question(feature.question, "clauses/features.yaml")
    for fact in library.facts.values():
        for each in (fact, *fact.columns.values()):
            yield from _question(each.question, "clauses/facts.yaml")


def _question(question: str, origin: str) -> Iterator[Message]:
    if isinstance(question, Said):
        yield Message(question.context, question.template, origin, note="a question of `tosgen init`")


@cache
def _of_package() -> tuple[Message, ...]:
    paths = (path for path in sorted(PACKAGE.rglob("*.py")) if "examples" not in path.relative_to(PACKAGE).parts)
    named = ((path, f"{PACKAGE.name}/{path.relative_to(PACKAGE).as_posix()}") for path in paths)
    return tuple(message for path, name in named for message in of_source(path.read_text("utf-8"), name))


def of_source(source: str, origin: str) -> Iterator[Message]:
    """The messages of one Python file, in the order of its lines."""
    found = (each for node in ast.walk(ast.parse(source)) for each in _of_node(node, origin))
    yield from sorted(found, key=lambda message: message.line)


def _of_node(node: ast.AST, origin: str) -> Iterator[Message]:
    if isinstance(node, ast.Call):
        yield from _of_call(node, origin)
        for keyword in node.keywords:
            if keyword.arg == "help" and (text := _text(keyword.value)):
                yield Message("", text, origin, keyword.value.lineno, note="help of an option")
    elif isinstance(node, ast.FunctionDef) and _commands(node):
        for text in dict.fromkeys([*_listed(node), *paragraphs(ast.get_docstring(node))]):
            yield Message("", text, origin, node.lineno, note="help of a command")
    elif isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "COMMANDS" for t in node.targets):
        for each in node.value.values if isinstance(node.value, ast.Dict) else ():
            if text := _text(each):
                yield Message("", text, origin, each.lineno, note="help of a command, in a list")


def _of_call(node: ast.Call, origin: str) -> Iterator[Message]:
    parts = _CALLS.get(node.func.id, ()) if isinstance(node.func, ast.Name) else ()
    texts = [_text(argument) for argument in node.args[: len(parts)]]
    if parts and len(texts) == len(parts) and all(text is not None for text in texts):
        given = {part: text or "" for part, text in zip(parts, texts, strict=True)}
        yield Message(
            given.get("context", ""), given["id"], origin, node.lineno, plural=given.get("plural", "")
        )  # fmt: skip


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _commands(node: ast.FunctionDef) -> list[ast.expr]:
    """The decorators that make a command or a group of it."""
    called = (each.func if isinstance(each, ast.Call) else each for each in node.decorator_list)
    return [each for each in called if isinstance(each, ast.Attribute) and each.attr in {"command", "group"}]


def _listed(node: ast.FunctionDef) -> Iterator[str]:
    """What the list of its group says of a subcommand."""
    owners = (each.value for each in _commands(node) if isinstance(each, ast.Attribute))
    if any(isinstance(owner, ast.Name) and owner.id != "click" for owner in owners):
        yield sentence(ast.get_docstring(node))
