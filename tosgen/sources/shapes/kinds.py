"""What a shape is made of, and the shape of what is left of a file at fault."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel, Field, TypeAdapter, create_model


@cache
def adapter(kind: Hashable) -> TypeAdapter[Any]:
    """The validator of a shape, built once."""
    return TypeAdapter(cast("type[Any]", kind))


@cache
def lenient(kind: Hashable) -> TypeAdapter[Any]:
    """The validator of a shape whose required parts may be missing: they are empty then ("", [], {}, else None)."""
    return TypeAdapter(_lenient(kind))


def is_shape(kind: Any) -> bool:
    """Whether a kind is a mapping with keys of its own."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def bare(kind: Any) -> Any:
    """Without Annotated and `| None`."""
    if get_origin(kind) is Annotated:
        return bare(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return bare(next(option for option in get_args(kind) if option is not type(None)))
    return kind


def kind_at(kind: Any, steps: tuple[int | str, ...]) -> Any:
    """What stands at `steps` in a shape, bare; None where it knows nothing of the kind."""
    for step in steps:
        kind = _inside(bare(kind), step)
    return bare(kind)


def keys(kind: Any, steps: tuple[int | str, ...]) -> tuple[str, ...]:
    """The keys that the shape at `steps` knows."""
    found = kind_at(kind, steps)
    if not is_shape(found):
        return ()
    return tuple(field.alias or name for name, field in found.model_fields.items())


def _inside(kind: Any, step: int | str) -> Any:
    if is_shape(kind):
        fields = {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
        return fields[str(step)] if step in fields else _inside(get_type_hints(kind).get("__pydantic_extra__"), step)
    return get_args(kind)[-1] if get_origin(kind) in (dict, list) else None


def _lenient(kind: Any) -> Any:
    origin, parts = get_origin(kind), get_args(kind)
    if is_shape(kind):
        return create_model(kind.__name__, __base__=kind, **_fields(kind))
    if origin is Annotated:
        return Annotated[(_lenient(parts[0]), *parts[1:])]
    if origin in (Union, UnionType):
        return reduce(or_, map(_lenient, parts))
    return origin[tuple(map(_lenient, parts))] if origin in (dict, list) else kind


def _fields(kind: type[BaseModel]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, field in kind.model_fields.items():
        default = _empty(field.annotation) if field.is_required() else field.default
        inner = _lenient(field.annotation)
        type_ = Annotated[(inner, *field.metadata)] if field.metadata else inner
        fields[name] = (type_, Field(default=default, alias=field.alias))
    return fields


def _empty(kind: Any) -> Any:
    if type(None) in get_args(kind):
        return None
    found = bare(kind)
    if found is str or get_origin(found) is Literal:
        return ""
    return get_origin(found)() if get_origin(found) in (dict, list) else None
