"""Data -> shape, every fault of a file at its place."""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from tosgen.errors import Finding
from tosgen.sources.faults import Faults, brief, near
from tosgen.sources.names import JURISDICTION
from tosgen.sources.tree import Tree
from tosgen.sources.values import found

S = TypeVar("S")
_OWN = {"bad-date", "bad-name", "bad-value", "duplicate-value", "encoding", "missing-key", "too-long"}
_EXPECTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}
_KEY = "[key]"
"""The step by which pydantic says that a key itself is at fault."""
_HINTS = {"bool_type": "write true or false", "list_type": "write it as in [a, b]"}


def shaped(kind: type[S], tree: Tree, faults: Faults, *at: str) -> S | None:
    """The data at `at` as `kind`; None, with every fault noted, if it does not fit."""
    validator: TypeAdapter[S] = adapter(cast("Hashable", kind))
    try:
        return validator.validate_python(tree.at(*at))
    except ValidationError as error:
        for details in error.errors(include_url=False):
            faults.note(_finding(kind, details, tree, at))
        return None


@cache
def adapter(kind: Hashable) -> TypeAdapter[Any]:
    """The validator of a shape, built once."""
    return TypeAdapter(cast("type[Any]", kind))


def _finding(kind: Any, error: ErrorDetails, tree: Tree, at: tuple[str, ...]) -> Finding:
    steps = error["loc"]
    here = (*at, *steps)
    if stray := _stray(kind, steps):
        name, spot = str(stray[-1]), tree.key(*at, *stray)
        return Finding("unknown-key", f"unknown key {brief(name)}", spot, near(name, _keys(kind, stray[:-1])))
    if error["type"] == "missing":
        return Finding("missing-key", f"'{steps[-1]}' is missing", tree.key(*here))
    if error["type"] in _OWN:
        spot = tree.key(*here) if _of_key(steps) else tree.value(*here)
        return Finding(error["type"], error["msg"], spot, error.get("ctx", {}).get("hint", ""))
    return _unexpected(error, tree, here)


def _unexpected(error: ErrorDetails, tree: Tree, here: tuple[str | int, ...]) -> Finding:
    type_, value = error["type"], error["input"]
    if type_ == "literal_error":
        options = [option.strip("'") for option in error["ctx"]["expected"].replace(" or ", ", ").split(", ")]
        message, hint = f"{found(value)} cannot stand here", near(str(value), [o for o in options if o])
    elif type_ in ("too_short", "missing_items"):
        message, hint = "this is empty", "it needs at least one entry"
    else:
        expected = _EXPECTED.get(type_)
        message = f"expected {expected}, found {found(value)}" if expected else error["msg"]
        hint = _HINTS.get(type_, "")
    return Finding("bad-value", message, tree.value(*here), hint)


def _of_key(steps: tuple[int | str, ...]) -> bool:
    return bool(steps) and steps[-1] == _KEY


def _keys(kind: Any, steps: tuple[int | str, ...]) -> tuple[str, ...]:
    """The keys that the shape at `steps` knows."""
    for step in steps:
        kind = _inside(_bare(kind), step)
    bare = _bare(kind)
    if not _is_shape(bare):
        return ()
    return tuple(field.alias or name for name, field in bare.model_fields.items())


def _stray(kind: Any, steps: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """The steps up to the first key that its shape does not know; a term's jurisdictions are no such keys."""
    for end, step in enumerate(steps):
        known = _keys(kind, steps[:end])
        if known and step not in (*known, _KEY) and not re.fullmatch(JURISDICTION, str(step)):
            return steps[: end + 1]
    return ()


def _inside(kind: Any, step: int | str) -> Any:
    if _is_shape(kind):
        fields = {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
        return fields[str(step)] if step in fields else _inside(get_type_hints(kind).get("__pydantic_extra__"), step)
    return get_args(kind)[-1] if get_origin(kind) in (dict, list) else None


def _bare(kind: Any) -> Any:
    """Without Annotated and `| None`."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return _bare(next(option for option in get_args(kind) if option is not type(None)))
    return kind


def _is_shape(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
