"""Data -> shape, every fault of a file at its place."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tosgen.errors import Finding
from tosgen.saying import say
from tosgen.sources.faults import Faults, brief, near
from tosgen.sources.names import JURISDICTION
from tosgen.sources.shapes.kinds import adapter, keys, lenient
from tosgen.sources.tree import Tree
from tosgen.sources.values import found

S = TypeVar("S")
_ROUNDS = 8
"""How often what is left is read again; faults within faults are few levels deep."""
_OWN = {"bad-date", "bad-name", "bad-value", "duplicate-value", "encoding", "missing-key", "too-long"}
_EXPECTED = {
    "string_type": "text",
    "bool_type": say("true or false"),
    "int_type": say("a whole number"),
    "list_type": say("a list"),
    "dict_type": say("a mapping"),
    "model_type": say("a mapping"),
    "model_attributes_type": say("a mapping"),
}
_KEY = "[key]"
"""The step by which pydantic says that a key itself is at fault."""
_HINTS = {"bool_type": say("write true or false"), "list_type": say("write it as in [a, b]")}


def shaped(kind: type[S], tree: Tree, faults: Faults, *at: str) -> S | None:
    """The data at `at` as `kind`, with every fault noted; None if nothing of it can be taken.

    What is at fault is taken out of the tree, and the rest read as if it had not stood there, for further checks. A
    required part that is missing or was taken out is empty in the shape: do not use it once there are faults.
    """
    reader = adapter(cast("Hashable", kind))
    for _ in range(_ROUNDS):
        try:
            return cast("S", reader.validate_python(tree.at(*at)))
        except ValidationError as error:
            errors = error.errors(include_url=False)
        _tell(kind, errors, tree, at, faults)
        if not _taken_out(kind, errors, tree, at):
            return None
        reader = lenient(cast("Hashable", kind))
    return None


def _tell(kind: Any, errors: list[ErrorDetails], tree: Tree, at: tuple[str, ...], faults: Faults) -> None:
    """Note the errors, but for those that may follow from what was taken out before."""
    told = [e for e in errors if e["type"] == "duplicate-value" or tree.whole(*at, *e["loc"])]
    for details in told:
        faults.note(_finding(kind, details, tree, at))


def _taken_out(kind: Any, errors: list[ErrorDetails], tree: Tree, at: tuple[str, ...]) -> bool:
    """Take out of the tree what is at fault, of what stands twice the second; False if that is all of it."""
    paths: list[tuple[int | str, ...]] = []
    for error in errors:
        steps = _stray(kind, error["loc"]) or error["loc"]
        steps = steps[:-1] if _of_key(steps) else steps
        again = error.get("ctx", {}).get("again", ())
        paths += [(*steps, position) for position in again] or [steps]
    for steps in reversed(dict.fromkeys(paths)):  # the last first: what is left of a list moves up
        tree.take_out(*at, *steps)
    return () not in paths


def _finding(kind: Any, error: ErrorDetails, tree: Tree, at: tuple[str, ...]) -> Finding:
    steps = error["loc"]
    here = (*at, *steps)
    if stray := _stray(kind, steps):
        name, spot = str(stray[-1]), tree.key(*at, *stray)
        return Finding(
            "unknown-key", say("unknown key {name}", name=brief(name)), spot, near(name, keys(kind, stray[:-1]))
        )
    if error["type"] == "missing":
        return Finding("missing-key", say("'{name}' is missing", name=steps[-1]), tree.key(*here))
    if error["type"] in _OWN:
        spot = tree.key(*here) if _of_key(steps) else tree.value(*here)
        told = error["ctx"]
        return Finding(error["type"], told["message"], spot, told.get("hint", ""))
    return _unexpected(error, tree, here)


def _unexpected(error: ErrorDetails, tree: Tree, here: tuple[str | int, ...]) -> Finding:
    type_, value = error["type"], error["input"]
    message: str
    hint: str
    if type_ == "literal_error":
        options = [option.strip("'") for option in error["ctx"]["expected"].replace(" or ", ", ").split(", ")]
        message, hint = (
            say("{found} cannot stand here", found=found(value)),
            near(str(value), [o for o in options if o]),
        )
    elif type_ in ("too_short", "missing_items"):
        message, hint = say("this is empty"), say("it needs at least one entry")
    else:
        expected = _EXPECTED.get(type_)
        here_not = say("expected {expected}, found {found}", expected=expected, found=found(value))
        message = here_not if expected else error["msg"]
        hint = _HINTS.get(type_, "")
    return Finding("bad-value", message, tree.value(*here), hint)


def _of_key(steps: tuple[int | str, ...]) -> bool:
    return bool(steps) and steps[-1] == _KEY


def _stray(kind: Any, steps: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """The steps up to the first key that its shape does not know; a term's jurisdictions are no such keys."""
    for end, step in enumerate(steps):
        known = keys(kind, steps[:end])
        if known and step not in (*known, _KEY) and not re.fullmatch(JURISDICTION, str(step)):
            return steps[: end + 1]
    return ()
